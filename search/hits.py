"""What does a hit show of its article?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from ..corpora.article import Article
from ..index.groups import Groups
from ..index.reader import Snapshot
from ..index.texts import Stored
from .excerpts import stored_passages
from .explain import Explanation
from .highlight import marks
from .marker import Marker
from .passages import Passage

LISTED: Final = 50  # copies of a hit that are listed
NAMED: Final = 3  # of these, whose outlets are named


@dataclass(frozen=True, slots=True)
class Copies:
    """The other articles of the story of a hit, the earliest first, whether they match or not."""

    count: int = 0
    ids: tuple[str, ...] = ()  # of up to `LISTED`
    named: tuple[str, ...] = ()  # outlets, else ids, of up to `NAMED`


NO_COPIES: Final = Copies()


@dataclass(frozen=True, slots=True)
class Hit:
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
    if not count:
        return NO_COPIES
    ids = tuple(map(snapshot.id, others))
    return Copies(count, ids, tuple(_name(snapshot, one) for one in others[:NAMED]))


def _name(snapshot: Snapshot, doc: int) -> str:
    segment, place = snapshot.at(doc)  # the columns of other segments are not read
    return segment.column("site").value(place) or snapshot.id(doc)


def make_hit(
    snapshot: Snapshot, place: Place, wanted: Marker, fragments: int, groups: Groups
) -> Hit:
    """Return a document as a hit with so many passages."""
    stored = snapshot.stored(place.doc)
    heading = stored.facts.title
    title = Passage(heading, tuple(marks(heading, wanted)), True, True)
    places = partial(snapshot.places_in, place.doc)
    found = stored_passages(stored, wanted, places, fragments=fragments)
    copies = copies_of(snapshot, groups, place.doc)
    shown = stored, title, found, place.more, place.explanation, copies
    return Hit(place.rank, place.score, *shown)
