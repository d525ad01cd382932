"""What stands above the hits? How many there are, how they were found, and what may be meant."""

from __future__ import annotations

from .values import Results


def heading(results: Results) -> list[str]:
    """Return the lines above the hits; what the user typed is in them as it is."""
    lines = [headline(results)]
    if results.suggestion is not None:
        lines.append(f"Did you mean (mungkin maksud Anda): {results.suggestion}")
    return lines


def headline(results: Results) -> str:
    """Return what the results are, in a line."""
    line = _counted(results)
    grouped = results.groups is not None and results.total
    return line.replace(" (", f" in {results.groups:,} groups (") if grouped else line


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
