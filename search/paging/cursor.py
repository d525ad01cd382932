"""After which hit does the next page begin? A short text that says so, checked when it comes back.

While the index stays as it is, the number of hits shown so far says all. After a commit, scores
have changed a little: then the next page holds what sorts after the last hit and was not shown.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from ..errors import QueryError

VERSION: Final = 1
MOVED: Final = -1  # as a generation: the pages so far are of several
MOST: Final = 10**9  # hits
LONGEST: Final = 100_000  # characters
DIGEST: Final = 5  # bytes: among a million articles, one is taken for another once in a million
KEPT: Final = 1000  # of the hits shown, the last ones are told apart after a commit
MEND: Final = "take `next` of the last page, for the same query and options"


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The place between two pages."""

    version: int
    search: str  # digest of query and options: a cursor goes with these alone
    generation: int  # of the index
    shown: int  # hits so far
    id: str  # of the last hit
    key: float | int | str | None  # by what it sorts, see `order.key_value`; a score
    follow: bool  # whether partial matches follow
    partial: bool  # whether the last hit is one of them
    digests: str  # of the hits so far, in base 64 without padding


def search_digest(*what: object) -> str:
    """Return what tells a search, given its query and options, from others."""
    told = json.dumps([str(one) for one in what]).encode()
    return blake2b(told, digest_size=DIGEST).hexdigest()


def digest(name: str) -> bytes:
    """Return what tells a hit, given its id, from others."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def extended(digests: str, names: Iterable[str]) -> str:
    """Return digests with those of more hits, no more than the last `KEPT`."""
    found = _bytes(digests) + b"".join(digest(name) for name in names)
    return base64.urlsafe_b64encode(found[-KEPT * DIGEST :]).decode().rstrip("=")


def known(cursor: Cursor) -> frozenset[bytes]:
    """Return the digests of the hits shown so far."""
    found = _bytes(cursor.digests)
    return frozenset(found[at : at + DIGEST] for at in range(0, len(found), DIGEST))


def _bytes(digests: str) -> bytes:
    padded = digests.encode() + b"=" * (-len(digests) % 4)
    return base64.b64decode(padded, b"-_", validate=True)


def written(cursor: Cursor) -> str:
    """Return a cursor as a text of letters, digits, minus, underscore and a full stop."""
    head = msgspec.json.encode(msgspec.structs.replace(cursor, digests=""))
    return f"{base64.urlsafe_b64encode(head).decode().rstrip('=')}.{cursor.digests.rstrip('=')}"


class Following(NamedTuple):
    """Where the next page begins: a cursor that is written when it is asked for.

    `cursor` lacks its search, told by `what`, and the digests of the last hits, told by `names`.
    """

    cursor: Cursor
    what: Sequence[object]
    names: Sequence[str]

    def written(self) -> str:
        """Return the cursor as a text."""
        search = search_digest(*self.what)
        digests = extended(self.cursor.digests, self.names)
        return written(msgspec.structs.replace(self.cursor, search=search, digests=digests))


def read_cursor(text: str, search: str) -> Cursor:
    """Return the cursor that `written` gave.

    Raises:
        QueryError: the text is none, or belongs to another search.

    """
    cursor = _decoded(text)
    if cursor.search != search:
        raise QueryError("the page to go on from is of another query", mend=MEND)
    return cursor


def _decoded(text: str) -> Cursor:
    broken = QueryError("the page to go on from is not to be understood", mend=MEND)
    if len(text) > LONGEST:
        raise broken
    try:
        head, _, digests = text.partition(".")
        cursor = msgspec.json.decode(_bytes(head), type=Cursor)
        size = len(_bytes(digests))
    except (ValueError, binascii.Error, RecursionError) as error:  # msgspec's are ValueErrors
        raise broken from error
    sound = cursor.version == VERSION and cursor.shown > 0 and size % DIGEST == 0
    if not sound or cursor.shown > MOST:
        raise broken
    return msgspec.structs.replace(cursor, digests=digests)
