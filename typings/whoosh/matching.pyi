from collections.abc import Sequence
from typing import Any

from .reading import TermInfo

class Matcher: ...

class ListMatcher(Matcher):
    _ids: Sequence[Any]
    _weights: Sequence[float] | None
    _values: Sequence[bytes] | None
    _format: Any
    _scorer: Any
    _i: int
    _all_weights: float | None
    _term: tuple[str, bytes] | None
    _terminfo: TermInfo | None
    def __init__(
        self,
        ids: Sequence[Any],
        weights: Sequence[float] | None = ...,
        values: Sequence[bytes] | None = ...,
        format: Any = ...,  # noqa: A002
        scorer: Any = ...,
        position: int = ...,
        all_weights: float | None = ...,
        term: tuple[str, bytes] | None = ...,
        terminfo: TermInfo | None = ...,
    ) -> None: ...
    def replace(self, minquality: float = ...) -> Matcher: ...
    def supports_block_quality(self) -> bool: ...
    def block_quality(self) -> float: ...
    def block_max_weight(self) -> float: ...
