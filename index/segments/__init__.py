"""How does a batch of articles become a segment, and several segments one?"""
