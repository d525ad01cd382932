"""Which words does a short form stand for? Every way to share out its letters, tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from telusur.index.language.alignment import GAP, LONE, PREFIXES, ROOT, SKIP, TAIL, Word, limit

IMPOSSIBLE = 10**6


def slow_cost(word: str, piece: str) -> int:
    costs = [IMPOSSIBLE]
    for places in combinations(range(len(word)), len(piece)):
        if "".join(word[at] for at in places) != piece:
            continue
        gaps = sum(later != before + 1 for before, later in pairwise(places))
        if places[0] == 0:
            costs.append(gaps * GAP)
        if len(piece) > 1 and word[: places[0]] in PREFIXES:
            costs.append(ROOT + gaps * GAP)
        if len(piece) > 1 and not gaps:
            costs.append(TAIL)
    return min(costs)


def shares(letters: int, words: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to give letters to words, in order; some may get none."""
    if words == 1:
        yield (letters,)
        return
    for first in range(letters + 1):
        for others in shares(letters - first, words - 1):
            yield (first, *others)


def slow_explained(short: str, words: Sequence[Word], *, blend: bool) -> tuple[int, int]:
    best, found = limit(short, blend=blend) + 1, 0
    for size in range(2, len(words) + 1):
        for share in shares(len(short), size):
            cost = cost_of_share(short, words[-size:], share, blend=blend)
            if cost < best:
                best, found = cost, size
    return found, best if found else IMPOSSIBLE


def cost_of_share(short: str, words: Sequence[Word], share: Sequence[int], *, blend: bool) -> int:
    if not share[0] or not share[-1] or words[0].optional:
        return IMPOSSIBLE
    at = total = 0
    for word, letters in zip(words, share, strict=True):
        piece = short[at : at + letters]
        at += letters
        if not piece:
            total += 0 if word.optional else SKIP
            continue
        if (len(short) > 3 and word.text.startswith(short)) or piece == short:
            return IMPOSSIBLE
        total += slow_cost(word.text, piece) + (LONE if blend and letters == 1 else 0)
    return total
