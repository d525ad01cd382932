"""Which articles tell the same story, found by comparing each with each?

Nothing here is shared with index/ and search/ but the judgement on two texts, and their numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from telusur.corpora.article import Article
from telusur.corpora.duplicates import alike, keys, signatures
from telusur.corpora.sketches import NO_KEY
from telusur.index.disk.prints import text_number


def folded(text: str) -> str:
    return "".join(text.lower().split())


def number_of(article: Article) -> int:
    """The number of a text, which orders those that have as many links."""
    return int(text_number(article.text, article.site))


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
        texts: dict[tuple[str, str | None], list[Article]] = {}
        for one in self._articles.values():  # articles of one text are one voice
            texts.setdefault((folded(one.text), one.site if one.text.strip() else one.id), [])
            texts[folded(one.text), one.site if one.text.strip() else one.id].append(one)
        voices = [held[0] for held in texts.values()]
        like = {
            one.id: {other.id for other in voices if other is not one and same_story(one, other)}
            for one in voices
        }
        groups: list[list[str]] = []
        for one in sorted(voices, key=lambda one: (-len(like[one.id]), number_of(one))):
            votes = [len(like[one.id].intersection(group)) for group in groups]
            most = max(votes, default=0)
            at = votes.index(most) if most else -1
            if most and 2 * most >= len(groups[at]):
                groups[at].append(one.id)
            else:
                groups.append([one.id])
        told = {held[0].id: {one.id for one in held} for held in texts.values()}
        self._groups: dict[str, set[str]] = {}
        for group in groups:
            joined = set[str]().union(*(told[voice] for voice in group))
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
