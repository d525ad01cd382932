"""Is this index whole, and if not, what is to be done?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..corpora.duplicates import SIGNATURE_BYTES
from ..corpora.errors import TelusurError
from .commits.commits import generation, read_commit, toc_is_sound, toc_name
from .commits.ledger import Ledger, read_ledger
from .commits.opening import open_snapshot, read_last
from .commits.rebuilding import is_staged
from .commits.sweeping import leftovers
from .disk.prints import ALONE, Mask, read_links, read_numbers, text_number
from .disk.runs import ascending
from .errors import IndexCorrupt
from .reader import Snapshot
from .schema import SETS, TEXTS
from .segments.merging import ranges
from .segments.segment import SegmentFile
from .updates.pages import document_of

_STAGED: Final = "none needed: --rebuild goes on with it, an index run without it sweeps it away"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `problem` is None where all is well."""

    checked: str
    problem: str | None = None
    mend: str | None = None
    harmless: bool = False


def examine(folder: Path) -> Iterator[Finding]:
    """Check an index from its manifest down to every posting and every article.

    Reads all of it once: about as long as indexing a tenth of the articles takes.
    """
    rebuild = f"make it again: telusur index PAGES --rebuild --index {folder}"
    checks: list[tuple[str, Callable[[], str | None]]] = [
        ("manifest", lambda: _quietly(lambda: read_last(folder))),
        ("checksums", lambda: _with_snapshot(folder, _checksums)),
        ("table of contents", lambda: _contents(folder)),
        ("ledger", lambda: _quietly(lambda: _ledger(folder))),
        ("articles", lambda: _with_snapshot(folder, _articles)),
        ("terms", lambda: _with_snapshot(folder, _terms)),
        ("lengths", lambda: _with_snapshot(folder, _lengths)),
        ("copies", lambda: _with_snapshot(folder, _copies)),
        ("ledger and articles agree", lambda: _with_snapshot(folder, _agreement(folder))),
    ]
    for name, check in checks:
        try:
            problem = check()
        except TelusurError as error:
            mend = None if isinstance(error, IndexCorrupt) else error.mend
            yield Finding(name, error.message, mend or rebuild)
            return
        except Exception as error:
            yield Finding(name, f"{type(error).__name__}: {error}", rebuild)
            return
        yield Finding(name, problem, rebuild if problem else None)
    if is_staged(folder):
        yield Finding("leftovers", "a rebuild that was cut off", _STAGED, True)
    elif left := leftovers(folder):
        what = f"{len(left)} files of a run that was cut off"
        yield Finding("leftovers", what, "none needed: the next index run sweeps them", True)


def _quietly(check: Callable[[], Any]) -> None:
    check()


def _with_snapshot(folder: Path, check: Callable[[Snapshot], str | None]) -> str | None:
    with open_snapshot(folder) as snapshot:
        return check(snapshot)


def _checksums(snapshot: Snapshot) -> None:
    for source in snapshot.sources:
        source.segment.sections.check()


def _ledger(folder: Path) -> Ledger:
    return read_ledger(folder, read_commit(folder, generation(folder)).ledger)


def _contents(folder: Path) -> str | None:
    number = generation(folder)
    sound = toc_is_sound(folder, read_commit(folder, number))
    return None if sound else f"{toc_name(number)}, which Whoosh reads, is damaged"


def _articles(snapshot: Snapshot) -> str | None:
    ids: set[str] = set()
    for doc in np.flatnonzero(snapshot.live).tolist():
        article = snapshot.article(doc)
        if article.id in ids:
            return f"two articles have the id {article.id}"
        if snapshot.find(article.id) != doc:
            return f"the article {article.id} is not found by its id"
        ids.add(article.id)
    return None


def _terms(snapshot: Snapshot) -> str | None:
    texts = [name for pair in TEXTS.values() for name in pair]
    for source in snapshot.sources:
        for field in [*texts, *SETS]:
            for problem in _disorder(source.segment, field, positions=field in texts):
                return f"{source.segment.path.name}: {problem}"
    return None


def _disorder(segment: SegmentFile, field: str, *, positions: bool) -> Iterator[str]:
    """Yield what is wrong with the postings of a field, a range of terms at a time."""
    reader = segment.field(field)
    terms = reader.terms()
    if any(one >= other for one, other in pairwise(terms)):
        yield f"the terms of {field} are out of order"
    for first, last in ranges(reader.cf.astype(np.int64)):
        block = reader.block(first, last, positions=positions)
        if len(block.docs) and not 0 <= block.docs.min() <= block.docs.max() < segment.size:
            yield f"{field} names a document that is not there"
        if not ascending(block.docs, block.df) or (block.freqs < 1).any():
            yield f"the postings of {field} are out of order"
        if positions and not ascending(block.positions, block.freqs):
            yield f"the positions of {field} are out of order"


def _lengths(snapshot: Snapshot) -> str | None:
    for source in snapshot.sources:
        for part, pair in TEXTS.items():
            # every stem has a position; the echo of a reduplication has one without a stem
            total = int(source.segment.field(pair.stem).cf.sum())
            if total > int(source.segment.lengths(part).sum()):
                return f"{source.segment.path.name}: the lengths of {part} are too small"
    return None


def _copies(snapshot: Snapshot) -> str | None:
    for source in snapshot.sources:
        if problem := _misprint(source.segment, source.live):
            return f"{source.segment.path.name}: {problem}"
    return None


def _misprint(segment: SegmentFile, live: Mask) -> str | None:
    """Return what is wrong with what a segment keeps of its texts."""
    if "group.texts" not in segment.sections:
        return None  # made before there were groups
    texts, docs = (segment.sections.array(f"group.{name}") for name in ("texts", "docs"))
    if len(texts) != segment.size or (texts[1:] < texts[:-1]).any():
        return "the numbers of texts are out of order"
    if not np.array_equal(np.sort(docs), np.arange(segment.size)):
        return "not each document has the number of its text"
    if segment.sections.length("group.signatures") != segment.size * SIGNATURE_BYTES:
        return "not each text has a signature"
    numbers = read_numbers(segment.sections, segment.size)
    for doc in np.flatnonzero(live & (numbers != ALONE)).tolist():
        article = segment.article(doc)
        if int(numbers[doc]) != text_number(article.text, article.site):
            return f"the text of {segment.id(doc)} has another number than is kept"
    if not np.isin(read_links(segment.sections), numbers).any(axis=1).all():
        return "two texts are linked that are not there"
    return None


def _agreement(folder: Path) -> Callable[[Snapshot], str | None]:
    def check(snapshot: Snapshot) -> str | None:
        ledger = read_ledger(folder, read_commit(folder, snapshot.generation).ledger)
        for article_id, paths in ledger.owners.items():
            if snapshot.find(document_of(article_id)) is None:
                what = f"the article {document_of(article_id)}"
                return f"{paths[0]} gave {what}, which is not in the index"
        return None

    return check
