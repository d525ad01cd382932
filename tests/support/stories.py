"""Which articles tell the same story, found by comparing each with each?

Nothing here is shared with index/ and search/ but the judgement on two texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from telusur.corpora.article import Article
from telusur.corpora.duplicates import NO_KEY, alike, keys, signatures


def folded(text: str) -> str:
    return "".join(text.lower().split())


def same_story(one: Article, other: Article) -> bool:
    if (folded(one.text), one.site) == (folded(other.text), other.site):
        return bool(folded(one.text))
    sketches = signatures([one.text, other.text], [one.site, other.site])
    mine, theirs = (set(row.tolist()) - {NO_KEY} for row in keys(sketches))
    return bool(mine & theirs) and bool(alike(sketches[0], sketches[1:])[0])


class Stories:
    """Groups of articles; the earliest of each leads it."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._groups = {name: {name} for name in self._articles}
        for name, one in self._articles.items():
            for other in self._articles.values():
                if name < other.id and same_story(one, other):
                    joined = self._groups[name] | self._groups[other.id]
                    self._groups |= dict.fromkeys(joined, joined)

    def members(self, name: str) -> list[str]:
        """Return the ids of a group, the leader first."""
        return sorted(self._groups[name], key=self._age)

    def groups(self) -> set[tuple[str, ...]]:
        """Return the groups with two members or more."""
        return {tuple(self.members(name)) for name in self._groups if len(self._groups[name]) > 1}

    def once(
        self, ranked: list[tuple[str, float]], above: Collection[str] = ()
    ) -> list[tuple[str, float]]:
        """Return the matches without those of whose story an earlier one matches, or a better."""
        found = {name for name, _ in ranked}

        def leads(name: str) -> bool:
            story = self.members(name)
            first = next(one for one in story if one in found)
            return first == name and not any(one in above for one in story)

        return [(name, score) for name, score in ranked if leads(name)]

    def _age(self, name: str) -> tuple[float, str]:
        moment = self._articles[name].published
        return (moment.timestamp() if moment else np.inf, name)
