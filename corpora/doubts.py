"""Which reading of a page is the article? The first that nothing on the page speaks against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .leftovers import is_sentence

ENOUGH = 200  # characters of text that are not too short by themselves
SHARE = 0.6  # of the visible prose, and of the declared body, that the text must reach
FULL = 500  # characters from which a declared body may be the whole article
LISTED = 5  # lines from which a text can be a list of headlines
SENTENCES = 1 / 3  # of the lines that are sentences: an article has more, a list fewer
SUMMARY = 6  # words that a summary must have to be asked
SHARED = 2  # of them that must stand in the headline: else it describes the whole site
TOLD = 0.3  # of them that the text must hold
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What else is known of the text of a page.

    `prose` counts the characters of sentences in its fullest box, `declared` is the body in its
    JSON-LD, `links` the texts of its links that are long enough for a headline.
    """

    title: str
    prose: int
    links: frozenset[str]
    declared: str
    summary: str


def best(readings: Iterable[str], evidence: Evidence) -> str:
    """The first reading without a doubt, else the one with the fewest; ties to the earlier.

    `readings` is asked for no more of them than needed: the first costs least, and serves nearly
    every page.
    """
    doubted: list[tuple[bool, int, str]] = []
    for text in readings:
        found = doubts(text, evidence)
        if not found:
            return text
        doubted.append((not text, len(found), text))
    return min(doubted, key=lambda told: told[:2], default=(True, 0, ""))[2]


def doubts(text: str, evidence: Evidence) -> list[str]:
    """What speaks against `text` being the article, in words; nothing for nearly every page."""
    if not text:
        return ["it is empty"]
    checks = (_too_short, _links, _headlines, _other_than_declared, _other_than_summary)
    return [told for check in checks if (told := check(text, evidence))]


def is_full(body: str) -> bool:
    """Whether a declared body may be the whole article and not its first lines."""
    return len(body) >= FULL and not body.endswith(("...", "…"))


def _too_short(text: str, evidence: Evidence) -> str:
    known = max(evidence.prose, len(evidence.declared))
    if len(text) >= max(SHARE * known, min(ENOUGH, known)):
        return ""
    return f"it has {len(text)} characters, and {known} are known of"


def _links(text: str, evidence: Evidence) -> str:
    linked = sum(len(line) for line in text.splitlines() if line in evidence.links)
    return "more than half of it are links" if 2 * linked > len(text) else ""


def _headlines(text: str, _evidence: Evidence) -> str:
    lines = text.splitlines()
    if len(lines) < LISTED or sum(map(is_sentence, lines)) >= SENTENCES * len(lines):
        return ""
    return "it is a list of headlines"


def _other_than_declared(text: str, evidence: Evidence) -> str:
    """The declared body may end early, but what it says must be in the text."""
    wanted = set(_words(evidence.declared)) if is_full(evidence.declared) else set[str]()
    if not wanted or len(wanted & set(_words(text))) >= SHARE * len(wanted):
        return ""
    return "it lacks much of the declared body"


def _other_than_summary(text: str, evidence: Evidence) -> str:
    words, title = set(_words(evidence.summary)), evidence.title.lower()
    if len(words) < SUMMARY or sum(word in title for word in words) < SHARED:
        return ""
    lower = text.lower()
    told = sum(word in lower for word in words)
    return "" if told >= TOLD * len(words) else "the summary tells of something else"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
