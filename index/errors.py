"""What can go wrong with an index?"""

from __future__ import annotations

from pathlib import Path

from ..corpora.errors import TelusurError


class IndexFault(TelusurError):
    """Any error about an index on disk."""


class IndexMissing(IndexFault):
    """There is no index where one was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no index at {path}", mend=f"run telusur index PAGES --index {path}")


class IndexForeign(IndexFault):
    """The folder holds something else, or an index of another format or analyser."""


class IndexCorrupt(IndexFault):
    """A file of the index is damaged, cut short or missing."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} is damaged: {what}",
            mend="run telusur doctor, then telusur index PAGES --rebuild",
        )


class IndexLocked(IndexFault):
    """Another process is writing to the index."""


class IndexUnwritable(IndexFault):
    """The index cannot be written: no permission, disk full, read-only."""


class WriterForeign(IndexFault):
    """Whoosh's own writer was opened on an index of Telusur."""

    def __init__(self) -> None:
        super().__init__(
            "only Telusur writes to an index of Telusur: Whoosh's writer keeps neither its list of"
            " segments nor its ledger",
            mend="use telusur index or telusur.build; reading with Whoosh is fine",
        )


class ValueUnstorable(IndexFault):
    """A value of a stored field is of a type that could only be pickled."""

    def __init__(self, kind: type) -> None:
        super().__init__(
            f"a {kind.__module__}.{kind.__qualname__} cannot be stored safely",
            mend="store text, numbers, bytes, dates, or lists, tuples, sets and dicts of them",
        )


class LexiconBroken(TelusurError):
    """A lexicon of the stemmer is missing, damaged or none."""

    def __init__(self, path: Path | str, what: str) -> None:
        super().__init__(
            f"the lexicon {path} cannot be used: {what}",
            mend="make it again: telusur lexicon build CORPUS -o FILE",
        )
