"""Which segments make up the index now, whatever crashes, and who may change that?"""
