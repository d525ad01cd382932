"""How do I get pages out of this file? One small reader for each kind of file."""
