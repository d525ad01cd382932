"""What did you mean? Words that may have been meant by mistyped ones."""
