"""How do I get pages out of this file?"""
