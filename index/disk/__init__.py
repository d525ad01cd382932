"""How do arrays and articles lie in one file, small, and safe from a wrong byte?"""
