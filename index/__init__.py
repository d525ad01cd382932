"""How do articles become an index on disk?"""

from . import lean as _lean  # noqa: F401 - before any file here imports Whoosh
