"""Which articles match, and which of them best?"""
