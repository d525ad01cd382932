from typing import Any

from .reading import TermInfo

class Matcher: ...

class ListMatcher(Matcher):
    def __init__(
        self,
        ids: list[int],
        weights: list[float] | None = ...,
        values: list[bytes] | None = ...,
        format: Any = ...,  # noqa: A002
        scorer: Any = ...,
        term: tuple[str, bytes] | None = ...,
        terminfo: TermInfo | None = ...,
    ) -> None: ...
