"""What does this one file hold, and is it as it was the last time?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Protocol, cast

from .article import Article, Reason, Skipped
from .events import Done, Event, Found, Lost, Same, Task
from .extraction import Extraction
from .readers import gz, jsonl
from .readers.sniff import HEAD, Kind, kind_of, kind_of_name
from .records import article_of
from .settings import Limits

RESET_EVERY = 500  # pages; the caches of trafilatura grow until they are emptied
DIGEST_BYTES = 16
_turn = count(1)


class Reader(Protocol):
    """What each module of `readers` for single pages has as `read`."""

    def __call__(self, content: bytes, path: str, options: Extraction) -> Article | Skipped:
        """The article in `content`, uncompressed, or why there is none."""
        ...


def holds_records(path: str) -> bool:
    """Whether the file is JSONL, by name and content; a file that cannot be opened is not."""
    if kind_of_name(path) is not Kind.RECORDS:
        return False
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return gz.is_gzip(head) or kind_of(head, path) is Kind.RECORDS


def read_page(task: Task, options: Extraction, limits: Limits) -> list[Event]:
    """The events of a file that holds one page. Runs in a worker; only bugs raise.

    The digest is that of the whole file, or of its first bytes where it is too large: those
    are all that decide what becomes of it.
    """
    source = task.source
    try:
        with Path(source.path).open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as error:
        return [Lost(source, _unreadable(error))]
    digest = digest_of(content)
    if digest == task.known:
        return [Same(source, digest)]
    article = _judged(content, source.path, options, limits)
    if isinstance(article, Article):
        return [Found(source, article, digest), Done(source, digest)]
    lost = Lost(source, article)
    return [lost, Done(source, digest)] if article.reason.is_verdict else [lost]


def read_records(task: Task, options: Extraction, limits: Limits) -> Iterator[Event]:
    """The events of a JSONL file, one record in memory at a time."""
    source, path = task.source, Path(task.source.path)
    try:
        digest = _digest_of_file(path)
        if digest == task.known:
            yield Same(source, digest)
            return
        lines = jsonl.read(path, line_bytes=limits.line_bytes, total_bytes=limits.records_bytes)
        for line in lines:
            article = line.value
            if not isinstance(article, Skipped):
                article = article_of(article, path=source.path, options=options)
            if isinstance(article, Skipped):
                detail = f"line {line.number}: {article.detail}"
                yield Lost(source, Skipped(article.reason, detail))
            else:
                yield Found(source, article, digest_of(line.content))
    except OSError as error:
        yield Lost(source, _unreadable(error))
        return
    yield Done(source, digest)


def digest_of(content: bytes) -> str:
    """The digest of bytes, in hex."""
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def _digest_of_file(path: Path) -> str:
    digest = blake2b(digest_size=DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _judged(content: bytes, path: str, options: Extraction, limits: Limits) -> Article | Skipped:
    """The article in the bytes of a file, or why there is none."""
    if not content:
        return Skipped(Reason.EMPTY, "no bytes")
    if len(content) > limits.file_bytes:
        return Skipped(Reason.TOO_LARGE, f"over {limits.file_bytes} bytes")
    inside = gz.inflate(content, limits.file_bytes) if gz.is_gzip(content) else content
    if isinstance(inside, Skipped):
        return inside
    kind = kind_of(inside[:HEAD], path)
    if isinstance(kind, Skipped):
        return kind
    if kind is not Kind.MHTML and len(inside) > limits.html_bytes:
        return Skipped(Reason.TOO_LARGE, f"{len(inside)} bytes, over {limits.html_bytes}")
    return _extracted(inside, kind, path, options)


def _extracted(content: bytes, kind: Kind, path: str, options: Extraction) -> Article | Skipped:
    # Lazy: the readers import the extraction library, which only workers need.
    reader = cast(Reader, import_module(f".readers.{kind}", __package__).read)
    if next(_turn) % RESET_EVERY == 0:
        from .extract import reset  # as above

        reset()
    return reader(content, path, options)


def _unreadable(error: OSError) -> Skipped:
    return Skipped(Reason.UNREADABLE, error.strerror or str(error))
