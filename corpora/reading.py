"""What does this one file hold, and is it as it was the last time?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Protocol, cast

from .article import Article, Reason, Skipped
from .events import Done, Event, Found, Lost, Same, Source, Task
from .extraction import Extraction
from .readers import gz
from .readers.embedded import without_data
from .readers.parts import Fault, Page, Record, Stream
from .readers.sniff import CONTAINERS, HEAD, Kind, kind_of
from .readers.unpack import kind_of_stream, parts
from .records import article_of
from .settings import Limits

RESET_EVERY = 500  # pages; the caches of trafilatura grow until they are emptied
DIGEST_BYTES = 16
MEMBER = "member"  # where `extra` of an article says which part of a container it was
_turn = count(1)


class Reader(Protocol):
    """What each module of `readers` for single pages has as `read`."""

    def __call__(self, page: Page, options: Extraction) -> Article | Skipped:
        """The article of a page, uncompressed, or why there is none."""
        ...


def container_kind(path: str) -> Kind | None:
    """The kind of a file that holds many pages or records; None for all else, unreadable or not."""
    try:
        kind = kind_of_stream(_stream(path))
    except OSError:
        return None
    return kind if isinstance(kind, Kind) and kind in CONTAINERS else None


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
    article = _judged(Page(content=content, path=source.path), options, limits)
    if isinstance(article, Article):
        return [Found(source, article, digest), Done(source, digest)]
    lost = Lost(source, article)
    return [lost, Done(source, digest)] if article.reason.is_verdict else [lost]


def read_member(source: Source, page: Page, options: Extraction, limits: Limits) -> list[Event]:
    """The event of a page in a container. Runs in a worker; only bugs raise."""
    article = _judged(page, options, limits)
    if isinstance(article, Skipped):
        return [lost_part(source, page.place, article)]
    article = _placed(article, source.path, page.path)
    # what the container says of a page can change its article, too
    told = f"{page.url} {page.declared} {page.saved}".encode("utf-8", "surrogatepass")
    return [Found(source, article, digest_of(told + page.content))]


def contents(task: Task, kind: Kind, options: Extraction, limits: Limits) -> Iterator[Event | Page]:
    """What becomes of a container: events, and in between the pages that a worker must read.

    One part is in memory at a time. `Done` comes last, unless the file cannot be read.
    """
    source = task.source
    try:
        digest = _digest_of_file(Path(source.path))
        if digest == task.known:
            yield Same(source, digest)
            return
        is_empty = True
        for part in parts(_stream(source.path), kind, limits):
            is_empty = False
            yield part if isinstance(part, Page) else _event(source, part, options)
    except OSError as error:
        yield Lost(source, _unreadable(error))
        return
    except Exception as error:  # the wall: a file that nobody foresaw costs only itself
        yield Lost(source, Skipped(Reason.CRASHED, f"{type(error).__name__}: {error}"))
        return
    if is_empty and kind in (Kind.WARC, Kind.ZIP):
        yield Lost(source, Skipped(Reason.EMPTY, "no page in it"))
    yield Done(source, digest)


def lost_part(source: Source, place: str, skipped: Skipped) -> Lost:
    """What to tell of a part of a container that gave no article."""
    detail = ": ".join(filter(None, (place, skipped.detail)))
    return Lost(source, Skipped(skipped.reason, detail), is_part=True)


def digest_of(content: bytes) -> str:
    """The digest of bytes, in hex."""
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()


def _event(source: Source, part: Record | Fault, options: Extraction) -> Event:
    if isinstance(part, Fault):
        return lost_part(source, part.place, part.skipped)
    article = article_of(part.value, path=part.path, options=options)
    if isinstance(article, Skipped):
        return lost_part(source, part.place, article)
    if part.path != source.path:  # replacing costs as much as all the rest
        article = _placed(article, source.path, part.path)
    return Found(source, article, digest_of(part.content))


def _placed(article: Article, container: str, path: str) -> Article:
    """The article of a part of a container: the path is that of the file, `extra` has the rest."""
    member = path.removeprefix(f"{container}!/")
    named = {} if member == article.url else {MEMBER: member}
    return replace(article, paths=(container,), extra={**article.extra, **named})


def _stream(path: str) -> Stream:
    return Stream(path, partial(Path(path).open, "rb"))


def _digest_of_file(path: Path) -> str:
    digest = blake2b(digest_size=DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _judged(page: Page, options: Extraction, limits: Limits) -> Article | Skipped:
    """The article in the bytes of a page, or why there is none."""
    content = page.content
    if not content:
        return Skipped(Reason.EMPTY, "no bytes")
    if len(content) > limits.file_bytes:
        return Skipped(Reason.TOO_LARGE, f"over {limits.file_bytes} bytes")
    inside = gz.inflate(content, limits.file_bytes) if gz.is_gzip(content) else content
    if isinstance(inside, Skipped):
        return inside
    kind = kind_of(inside[:HEAD], page.path)
    if isinstance(kind, Skipped):
        return kind
    if kind in CONTAINERS:
        return Skipped(Reason.UNSUPPORTED, f"{kind} in place of a page")
    if kind is Kind.HTML:
        inside = without_data(inside)
    if kind is not Kind.MHTML and len(inside) > limits.html_bytes:
        return Skipped(Reason.TOO_LARGE, f"{len(inside)} bytes, over {limits.html_bytes}")
    return _extracted(replace(page, content=inside), kind, options)


def _extracted(page: Page, kind: Kind, options: Extraction) -> Article | Skipped:
    # Lazy: the readers import the extraction library, which only workers need.
    reader = cast(Reader, import_module(f".readers.{kind}", __package__).read)
    if next(_turn) % RESET_EVERY == 0:
        from .extract import reset  # as above

        reset()
    return reader(page, options)


def _unreadable(error: OSError) -> Skipped:
    return Skipped(Reason.UNREADABLE, error.strerror or str(error))
