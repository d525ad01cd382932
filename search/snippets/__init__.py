"""What of an article shows why it was found?"""
