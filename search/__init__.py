"""How does a query become ranked hits?"""

from ..index.lean import load

load()  # before any file here imports Whoosh
