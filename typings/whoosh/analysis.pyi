from collections.abc import Iterator
from typing import Any

class Token:
    text: str
    pos: int
    startchar: int
    endchar: int
    boost: float
    stopped: bool
    mode: str
    # our own chain hands these from its tokenizer to its filter
    whole: bool
    stem: str | None
    def __init__(
        self, positions: bool = ..., chars: bool = ..., removestops: bool = ..., **kw: Any
    ) -> None: ...

class Composable:
    def __or__(self, other: Composable) -> CompositeAnalyzer: ...
    def __call__(self, value: Any, **kw: Any) -> Iterator[Token]: ...

class CompositeAnalyzer(Composable): ...
class Tokenizer(Composable): ...

class Filter(Composable):
    # Whoosh feeds a filter tokens where it feeds a tokenizer text: typed as loosely as it is
    def __call__(self, value: Any, **kw: Any) -> Iterator[Token]: ...
