"""What is one corpus of a run, and which of its files must be read?"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ...corpora.article import Reason
from ...corpora.events import Event, Lost, Source, Task
from ..commits.ledger import FileState

KINDS: Final = {Reason.LISTING, Reason.ERROR_PAGE, Reason.COOKIE_WALL}

Reader = Callable[[Iterable[Task]], Generator[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How to treat what was seen before.

    Attributes:
        rules: fingerprint of the extraction; pages read under other rules are read again.
        include_listings: index pages that are no articles as well; else they leave the index.
        retry: read again every page that was skipped.

    """

    rules: str
    include_listings: bool = False
    retry: bool = False

    @property
    def rules_with_listings(self) -> str:
        """What is noted as the rules of a file that gave a listing, or has one among its pages.

        Its articles alone do not tell whether listings were wanted.
        """
        return self.rules + ("+" if self.include_listings else "-")

    def is_current(self, state: FileState) -> bool:
        """Tell whether what we know of a file still holds, if its bytes are the same."""
        if state.rules not in (self.rules, self.rules_with_listings):
            return False
        if (
            state.rules == self.rules
            and state.reason in KINDS
            and (self.include_listings != bool(state.items))
        ):
            return False  # skipped, but now wanted, or the reverse
        return not (self.retry and was_skipped(state))

    def must_read(self, source: Source, state: FileState) -> bool:
        """Tell whether a file is to be looked into."""
        same = (state.size, state.mtime_ns) == (source.size, source.mtime_ns)
        return not same or not self.is_current(state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One corpus of a run.

    Attributes:
        roots: absolute paths; what the ledger knows below them and `sources` lacks is gone.
        sources: the files that are there now, and what could not be looked at.
        policy: how to treat what was seen before.
        read: the pipeline; turns tasks into events, in order.

    """

    roots: Sequence[str]
    sources: Iterable[Source | Lost]
    policy: Policy
    read: Reader


def was_skipped(state: FileState) -> bool:
    """Tell whether a file, or a record of it, gave nothing the last time.

    A listing that was indexed as such gave something.
    """
    return bool(losses(state))


def losses(state: FileState) -> Mapping[str, int]:
    """Return how much of a file gave nothing the last time, by reason."""
    if state.skipped is not None:
        return state.skipped
    was_given = state.items and state.reason in KINDS
    return {} if state.reason is None or was_given else {state.reason: 1}
