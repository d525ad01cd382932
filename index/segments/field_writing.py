"""How do the postings of one field come to disk? Block by block, each run in its smallest form.

See `postings` for what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from ..disk.dictionary import SHARED, write_terms
from ..disk.narrow import least_dtype, write_narrow
from ..disk.packing import DTYPES, pack
from ..disk.postings import COLUMNS, FORMS, Block, Streams
from ..disk.runs import Ints, gaps
from ..disk.sections import SectionWriter

_CODES: Final = {
    stream: np.array([forms.index(one) if one in forms else 0 for one in range(6)], np.uint8)
    for stream, (forms, _) in FORMS.items()
}
CHUNK: Final = 1 << 20  # items that are copied at a time


class FieldWriter:
    """Takes terms in order, block by block, and writes the sections of one field."""

    def __init__(self, name: str, *, positions: bool) -> None:
        self._name = name
        self._positions = positions
        self._text: list[bytes] = []
        self._df: list[Ints] = [np.empty(0, np.int64)]
        self._extra: list[Ints] = [np.empty(0, np.int64)]
        self._forms: list[NDArray[np.uint8]] = []
        self._begins: list[Ints] = [np.empty((0, len(COLUMNS)), np.int64)]
        self._filled = np.zeros(len(COLUMNS), np.int64)  # items in each plane so far
        self._spools: dict[str, BinaryIO] = {}

    def add(self, terms: Iterable[bytes], block: Block) -> None:
        """Add terms, greater than all before, with their postings."""
        df, cf = block.df.astype(np.int64), block.cf
        places = gaps(block.positions, block.freqs) if self._positions else block.positions
        self.add_streams(terms, Streams(df, cf, gaps(block.docs, df), block.freqs - 1, places))

    def add_streams(self, terms: Iterable[bytes], told: Streams) -> None:
        """Add terms, greater than all before, with their postings as gaps."""
        before = len(self._text)
        self._text += terms
        df, cf = told.df, told.cf
        streams = {"gaps": (told.gaps, df), "freqs": (told.freqs, df)}
        if self._positions:
            streams["places"] = told.places, cf
        forms = np.zeros(len(df), np.uint8)
        sizes = np.zeros((len(COLUMNS), len(df)), np.int64)
        for stream, (values, counts) in streams.items():
            allowed, shift = FORMS[stream]
            packed = pack(values, counts, allowed)
            forms |= _CODES[stream][packed.forms] << shift
            for plane, items in packed.planes.items():
                sizes[COLUMNS.index((stream, plane))] = packed.sizes[plane]
                if len(items):
                    self._spool(f"{stream}.{plane}").write(items.tobytes())
        self._df.append(df)
        self._extra.append(cf - df)
        self._forms.append(forms)
        shared = slice(-before % SHARED, None, SHARED)
        ends = self._filled[:, None] + np.cumsum(sizes, axis=1)
        self._begins.append((ends[:, shared] - sizes[:, shared]).T)
        self._filled += sizes.sum(axis=1)

    def _spool(self, plane: str) -> BinaryIO:
        """Return the spool of a plane: planes grow side by side, and sections are whole."""
        if plane not in self._spools:
            self._spools[plane] = TemporaryFile()  # noqa: SIM115 - closed in `finish`
        return self._spools[plane]

    def finish(self, out: SectionWriter) -> None:
        """Write the sections."""
        write_terms(out, self._name, self._text)
        write_narrow(out, f"{self._name}.df", np.concatenate(self._df))
        write_narrow(out, f"{self._name}.extra", np.concatenate(self._extra))
        out.add(f"{self._name}.forms", self._forms, "<u1")
        begins = np.concatenate(self._begins).ravel()
        out.add(f"{self._name}.starts", begins, least_dtype(begins))
        for plane, spool in self._spools.items():
            dtype = DTYPES[plane.split(".")[1]]
            out.add(f"{self._name}.{plane}", _chunks(spool, dtype), dtype)
            spool.close()


def _chunks(spool: BinaryIO, dtype: str) -> Iterator[NDArray[Any]]:
    spool.seek(0)
    while content := spool.read(CHUNK * np.dtype(dtype).itemsize):
        yield np.frombuffer(content, dtype)
