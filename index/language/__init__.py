"""What does an Indonesian word stand for? Its stem, its spellings, a short form, a value."""
