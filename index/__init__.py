"""How do articles become an index on disk?"""
