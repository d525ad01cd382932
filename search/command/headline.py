"""What stands above the hits? How many there are, how they were found, and what may be meant."""

from __future__ import annotations

import re

from ..values import Results

# What a hostile page could do to a terminal: escape sequences, and letters that run backwards.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def safe(text: str) -> str:
    r"""Return a text that a terminal shows as it is.

    >>> safe("a\x1b[31mb")
    'a�[31mb'
    """
    return _UNSAFE.sub("\ufffd", text)


def one_line(value: str) -> str:
    """Return a text as a single line that a terminal shows as it is."""
    return " ".join(safe(value).split())


def heading(results: Results) -> list[str]:
    """Return the lines above the hits; what the user typed is in them as it is."""
    lines = [headline(results)]
    if results.suggestion is not None:
        lines.append(f"Did you mean (mungkin maksud Anda): {results.suggestion}")
    return lines


def headline(results: Results) -> str:
    """Return what the results are, in a line, and by which other names words were sought."""
    line = _counted(results)
    grouped = results.groups is not None and results.total
    line = line.replace(" (", f" in {results.groups:,} groups (") if grouped else line
    also = dict.fromkeys(name for one in results.expansions for name in one.also)
    return f"{line}, also: {'; '.join(map(one_line, also))}" if also else line


def _counted(results: Results) -> str:
    took = f"{results.took_ms:.0f} ms" if results.took_ms >= 1 else "under 1 ms"
    if results.partial:
        took += ", time was up: there may be more"
    if not results.total:
        return f"nothing found ({took})"
    noun = "article" if results.total == 1 else "articles"
    if not results.hits:
        return f"{results.total:,} {noun}, none of them on this page ({took})"
    if results.hits[0].rank > 1:
        shown = f"{results.hits[0].rank:,} to {results.hits[-1].rank:,} of {results.total:,}"
        return f"{shown} {noun} ({took})"
    if results.mode == "all+partial":
        full = f"{results.full:,}" if results.full else "none"
        return f"{results.total:,} {noun}: {full} with all the words, then partial matches ({took})"
    return f"{results.total:,} {noun} ({took})"
