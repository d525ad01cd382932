"""Which modules does Whoosh load that nothing here asks for? They stay out until they are called.

One helper of Whoosh downloads files and one asks about coroutines: for these two functions, which
we never call, every search would load asyncio, ssl, http and email: 4 MB and 50 ms.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, Final

UNUSED: Final = ("asyncio", "urllib.request")  # of both only functions are asked for
ASKING: Final = "whoosh.reading"  # loads all of Whoosh that asks for them


class _StandIn(ModuleType):
    """Stands for a module while another is loaded: a function of it loads it when it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, *values: Any, **named: Any) -> Any:
    return getattr(import_module(module), name)(*values, **named)


def load() -> None:
    """Load Whoosh, but not what it has no use for here; what is loaded already stays."""
    if ASKING in sys.modules:
        return
    missing = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update({name: _StandIn(name) for name in missing})
    try:
        import_module(ASKING)
    finally:
        for name in missing:  # whoever imports them from now on gets the modules themselves
            del sys.modules[name]


load()
