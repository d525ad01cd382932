"""What did the user ask? Text to a tree of words, phrases and patterns."""
