"""Which folders did a browser write beside a page that it saved, for its images and frames?"""

from __future__ import annotations

from collections.abc import Container

from .sniff import PAGE_SUFFIXES, SUFFIXES

# "berita.html" saved by a browser has its images in "berita_files", or in a word of its language
COMPANIONS = tuple(SUFFIXES.companions)


def is_companion(name: str, here: Container[str]) -> bool:
    """Whether a name is that of the folder of a page whose name is among those beside it.

    >>> is_companion("berita_files", {"berita.html"}), is_companion("berita_files", {"a.html"})
    (True, False)
    """
    return any(
        f"{name.removesuffix(end)}.{suffix}" in here
        for end in COMPANIONS
        if name.endswith(end)
        for suffix in PAGE_SUFFIXES
    )


def in_companion(path: str, paths: Container[str]) -> bool:
    """Whether a path, with "/" between its folders, lies in the companion of one of `paths`.

    >>> in_companion("x/berita_files/iklan.html", {"x/berita.htm"})
    True
    """
    return any(
        path.startswith("/", end + len(word))
        and any(f"{path[:end]}.{suffix}" in paths for suffix in PAGE_SUFFIXES)
        for word in COMPANIONS
        for end in _places(path, word)
    )


def _places(path: str, word: str) -> list[int]:
    """Where a word stands in a path."""
    found, start = list[int](), path.find(word)
    while start >= 0:
        found.append(start)
        start = path.find(word, start + 1)
    return found
