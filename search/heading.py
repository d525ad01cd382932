"""What stands above the hits? How many there are, how they were found, and what may be meant."""

from __future__ import annotations

from .headline import headline
from .values import Results


def heading(results: Results) -> list[str]:
    """Return the lines above the hits; what the user typed is in them as it is."""
    lines = [headline(results)]
    if results.suggestion is not None:
        lines.append(f"Did you mean (mungkin maksud Anda): {results.suggestion}")
    return lines
