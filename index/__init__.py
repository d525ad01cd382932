"""How do articles become an index on disk?"""

from .lean import load

load()  # before any file here imports Whoosh
