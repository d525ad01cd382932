"""Which pages ship with Telusur?"""
