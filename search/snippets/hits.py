"""What does a hit show of its article?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, NamedTuple

from ...corpora.article import Article
from ...index.disk.texts import Stored
from ...index.groups import Groups
from ...index.reader import Snapshot
from ..ranking.explain import Explanation
from .excerpts import stored_passages
from .marker import Marker
from .passages import Passage

LISTED: Final = 50  # copies of a hit that are listed
NAMED: Final = 3  # of these, whose outlets are named


@dataclass(frozen=True)  # no slots: what is asked for is kept
class Copies:
    """The other articles of the story of a hit, the earliest first, whether they match or not.

    Their ids are read when they are asked for: a page of hits names three outlets of each story.
    """

    count: int = 0
    documents: tuple[int, ...] = ()  # up to `LISTED`
    snapshot: Snapshot | None = None  # which holds them

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of up to `LISTED`."""
        return tuple(map(self.snapshot.id, self.documents)) if self.snapshot else ()

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The outlets, else the ids, of up to `NAMED`."""
        held, few = self.snapshot, self.documents[:NAMED]
        return tuple(_name(held, one) for one in few) if held else ()


NO_COPIES: Final = Copies()


class Hit(NamedTuple):
    """One article found: its marked title, and its best passages in the order of the text.

    Where hits are collapsed, `more` tells how many further matches have the same value.
    """

    rank: int
    score: float
    stored: Stored
    title: Passage
    passages: tuple[Passage, ...]
    more: int | None = None
    explanation: Explanation | None = None
    copies: Copies = NO_COPIES

    @property
    def facts(self) -> Article:
        """The article without its text."""
        return self.stored.facts

    @property
    def article(self) -> Article:
        """The article; its text is read now."""
        return self.stored.article

    @property
    def passage(self) -> Passage:
        """The first of its passages."""
        return self.passages[0]


class Place(NamedTuple):
    """Where a document stands among the hits, and why."""

    doc: int
    rank: int
    score: float
    more: int | None = None
    explanation: Explanation | None = None


def copies_of(snapshot: Snapshot, groups: Groups, doc: int) -> Copies:
    """Return the other articles of the story that a document tells."""
    count, others = groups.others(doc, LISTED)
    return Copies(count, tuple(others), snapshot) if count else NO_COPIES


def _name(snapshot: Snapshot, doc: int) -> str:
    segment, place = snapshot.at(doc)  # the columns of other segments are not read
    return segment.column("site").value(place) or snapshot.id(doc)


def make_hit(
    snapshot: Snapshot, place: Place, wanted: Marker, fragments: int, groups: Groups
) -> Hit:
    """Return a document as a hit with so many passages."""
    stored = snapshot.stored(place.doc)
    places = partial(snapshot.places_in, place.doc)
    title, found = stored_passages(stored, wanted, places, fragments=fragments)
    copies = copies_of(snapshot, groups, place.doc)
    shown = stored, title, found, place.more, place.explanation, copies
    return Hit(place.rank, place.score, *shown)
