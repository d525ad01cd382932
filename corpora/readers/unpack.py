"""Which pages and records come out of a container, whatever kinds of file lie in it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import cast

from ..article import Reason, Skipped
from ..settings import Limits
from .gz import head_inside, is_gzip
from .parts import Broken, Fault, Page, Part, Stream
from .sniff import CONTAINERS, HEAD, Kind, kind_of

Container = Callable[[Stream, Limits], Iterator[Part | Stream]]
_MODULES = {Kind.RECORDS: "jsonl"}  # the others are called as their kinds


def kind_of_stream(stream: Stream) -> Kind | Skipped:
    """The kind of what is in the stream, unpacked if it is gzip. Raises OSError."""
    with stream.open() as file:
        head = file.read(HEAD)
    packed = is_gzip(head)
    kind = kind_of(head_inside(head, HEAD) if packed else head, stream.path)
    if packed and kind is Kind.ZIP:
        return Skipped(Reason.UNSUPPORTED, "a zip inside gzip")
    return kind


def parts(stream: Stream, kind: Kind, limits: Limits) -> Iterator[Part]:
    """The pages and records of a container, in its order, and what is wrong with it.

    Whatever lies in a zip is judged as a file is, by its content; a zip there is not entered.
    One part is in memory at a time. Raises OSError where the file itself cannot be read.
    """
    for item in _reader(kind)(stream, limits):
        if isinstance(item, Stream):
            yield from _member(item, item.path.removeprefix(f"{stream.path}!/"), limits)
        else:
            yield item


def _reader(kind: Kind) -> Container:
    # Lazy: each reader is loaded when a file needs it.
    return cast(Container, import_module(f".{_MODULES.get(kind, kind)}", __package__).read)


def _member(stream: Stream, name: str, limits: Limits) -> Iterator[Part]:
    """What one member of a zip holds; whatever is wrong with it costs only itself."""
    try:
        kind = kind_of_stream(stream)
        if kind is Kind.ZIP:
            kind = Skipped(Reason.UNSUPPORTED, "a zip inside a zip")
        if isinstance(kind, Skipped):
            yield Fault(name, kind)
        elif kind in CONTAINERS:
            for part in _reader(kind)(stream, limits):
                assert not isinstance(part, Stream)
                yield _within(name, part)
        else:
            yield _page(stream, name, limits)
    except Broken as error:
        yield Fault(name, error.skipped)


def _page(stream: Stream, name: str, limits: Limits) -> Page | Fault:
    with stream.open() as file:
        content = file.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        return Fault(name, Skipped(Reason.TOO_LARGE, f"over {limits.file_bytes} bytes"))
    return Page(content=content, path=stream.path, place=name)


def _within(name: str, part: Part) -> Part:
    """A part of a member as a part of the whole."""
    return replace(part, place=f"{name}: {part.place}" if part.place else name)
