"""How does a query become ranked hits?"""

from .. import index as _index  # noqa: F401 - Whoosh is loaded there, before any file here does
