"""How much may come out of a stream that is unpacked as it is read, whatever size it claims?"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from io import SEEK_SET, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from ..article import Reason
from .parts import Broken

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Budget:
    """What all streams of a container may unpack to, in bytes."""

    def __init__(self, left: int) -> None:
        self.left = left


class Allowance:
    """What one stream of a container may unpack to, in bytes, however often it is opened."""

    def __init__(self, most: int, budget: Budget) -> None:
        self._most, self._budget = most, budget
        self._farthest = 0

    def reach(self, place: int) -> None:
        """Note that the stream was read up to a place; raise Broken where that is too far."""
        grown = place - self._farthest
        if grown <= 0:
            return
        self._farthest = place
        self._budget.left -= grown
        if place > self._most:
            raise Broken(Reason.TOO_LARGE, f"unpacks to over {self._most} bytes")
        if self._budget.left < 0:
            raise Broken(Reason.TOO_LARGE, "the archive unpacks to too much")


class Bounded(RawIOBase):
    """A stream that raises Broken where it is read beyond what it is allowed.

    So does whatever else it raises: each way of packing has errors of its own. Only an error of
    the disk stays what it is.
    """

    def __init__(self, inner: BinaryIO, allowance: Allowance) -> None:
        self._inner, self._allowance = inner, allowance

    def readable(self) -> bool:
        """Yes: asked for by a buffer around this."""
        return True

    def seekable(self) -> bool:
        """As the stream is."""
        return self._inner.seekable()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read up to the length of `buffer`; the number of bytes, 0 at the end."""
        with _as_broken():
            found = self._inner.read(memoryview(buffer).nbytes)
            place = self._inner.tell()
        self._allowance.reach(place)
        memoryview(buffer).cast("B")[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place, reading what lies before it."""
        with _as_broken():
            place = self._inner.seek(offset, whence)
        self._allowance.reach(place)
        return place

    def tell(self) -> int:
        """The place in the unpacked bytes."""
        return self._inner.tell()

    def close(self) -> None:
        """Close the stream, too."""
        self._inner.close()
        super().close()


@contextmanager
def _as_broken() -> Generator[None]:
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Broken(Reason.MALFORMED, f"broken zip: {error}") from error
