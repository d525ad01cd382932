"""What are the terms of Indonesian words? Stems, short forms, spellings, values."""
