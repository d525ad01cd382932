"""Which word lists does the analysis use?"""
