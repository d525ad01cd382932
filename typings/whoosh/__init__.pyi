"""Types of what we use of Whoosh, which ships none. The whole wall between it and us is here."""
