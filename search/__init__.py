"""How does a query become ranked hits?"""
