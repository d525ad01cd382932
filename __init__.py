"""Telusur: full-text search for Indonesian news."""
