"""Which rules do the extractors follow?"""
