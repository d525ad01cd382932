"""How do bytes become articles?"""
