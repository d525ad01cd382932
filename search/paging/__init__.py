"""Which page of the matches is shown, in which order?"""
