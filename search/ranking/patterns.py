"""Which terms does a pattern stand for? Prefixes, wildcards, regular expressions, fuzzy words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from whoosh import query

from ...index.reader import Run, Snapshot, terms_in
from ..errors import QueryError, quoted

EXPANSIONS: Final = 4096  # terms that one pattern may stand for: more are refused, never cut


def runs_of(pattern: query.Query, snapshot: Snapshot) -> list[Run]:
    """Return where the terms of the index are that a pattern stands for.

    Raises:
        QueryError: they are too many, or the pattern is broken.

    """
    field = str(getattr(pattern, "fieldname", ""))
    if isinstance(pattern, query.Prefix):
        runs = snapshot.runs(field, pattern.text)
    elif isinstance(pattern, query.FuzzyTerm):
        start = str(pattern.text)[: pattern.prefixlength]
        runs = snapshot.runs(field, start, nearby(str(pattern.text), pattern.maxdist))
    elif isinstance(pattern, query.Wildcard | query.Regex):
        regex, start = _regex(pattern)
        runs = snapshot.runs(field, start, lambda term: bool(regex.fullmatch(term)))
    else:
        raise QueryError(f"cannot evaluate {type(pattern).__name__}")
    _refuse_many(pattern, runs)
    return runs


def _refuse_many(pattern: query.Query, runs: list[Run]) -> None:
    if sum(run.last - run.first for run in runs) <= EXPANSIONS:
        return
    distinct = len(terms_in(runs))  # a term counts once, in however many segments it is
    if distinct > EXPANSIONS:
        raise QueryError(
            f"{quoted(str(getattr(pattern, 'text', '')))} stands for {distinct:,} words",
            mend="write more of its letters",
        )


def _regex(pattern: Any) -> tuple[re.Pattern[str], str]:
    """Return a compiled pattern, and the letters that every match starts with."""
    if isinstance(pattern, query.Wildcard):
        pieces = [re.escape(piece).replace(r"\?", ".") for piece in re.split(r"\*+", pattern.text)]
        # Between stars, the first place where a piece fits is as good as any: (?>…) tries no other.
        source = "".join(f"(?>.*?{piece})" for piece in pieces[1:-1])
        last = f".*{pieces[-1]}" if len(pieces) > 1 else ""
        return re.compile(pieces[0] + source + last), re.split("[*?]", pattern.text)[0]
    try:
        return re.compile(pattern.text), ""
    except re.error as error:
        raise QueryError(f"the pattern {quoted(pattern.text)} is broken: {error}") from error


def nearby(word: str, distance: int) -> Callable[[str], bool]:
    """Return a test for terms that differ from a word by so many edits at most.

    An edit inserts, deletes or replaces a letter, or swaps two neighbours.
    """
    letters = set(word)

    def near(term: str) -> bool:
        if abs(len(term) - len(word)) > distance:
            return False
        # Each letter that one has and the other lacks costs an edit: this spares most the table.
        if sum(letter not in letters for letter in term) > distance:
            return False
        before: list[int] = []
        row = list(range(len(term) + 1))
        for i, letter in enumerate(word, 1):
            older, before, row = before, row, [i]
            for j, other in enumerate(term, 1):
                cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
                if i > 1 and j > 1 and letter == term[j - 2] and word[i - 2] == other:
                    cost = min(cost, older[j - 2] + 1)
                row.append(cost)
            if min(row) > distance:
                return False
        return row[-1] <= distance

    return near
