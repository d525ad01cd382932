"""In which language is this text? The one whose small words fill most of its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .extraction import AUTO
from .rules import load

EXPECTED = "id"
SAMPLE = 3000  # characters that are looked at
SURE = 40  # letters of a paragraph below which its words may be names alone
FEWEST = 0.08  # share of the words of a paragraph that must speak for its language
MARGIN = 0.02  # of the words by which a language must lead the one that the text is expected in,
LEAD = 1.5  # and no less than so many words: Malay and Indonesian share most of theirs
STRANGE = 600  # characters of paragraphs without one of our words: a language that we do not know
SCRIPT = 0.5  # share of the letters that are of another script than Latin


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """The words and scripts of data/languages.yaml."""

    words: dict[str, str]
    scripts: dict[str, tuple[str, str]]


def _votes(lists: dict[str, str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word the languages that have it, with its weight: less the more have it."""
    owners: dict[str, list[str]] = {}
    for languages, words in lists.items():
        for word in dict.fromkeys(words.split()):
            owners.setdefault(word, []).append(languages)
    return {
        word: tuple((code, 1 / len(sharers)) for one in sharers for code in one.split())
        for word, sharers in owners.items()
    }


RULES = load("languages.yaml", LanguageRules)
_VOTES = _votes(RULES.words)
_WORDS = re.compile(r"[^\W\d_]+")
_SCRIPTS = {code: re.compile(f"[{first}-{last}]") for code, (first, last) in RULES.scripts.items()}
_FOREIGN = re.compile("[" + "".join(f"{a}-{b}" for a, b in RULES.scripts.values()) + "]")


def stated_or_told(text: str, stated: str | None) -> str | None:
    """The language that the user states for all articles, or with `AUTO` that of the text.

    A text that is too short to tell is Indonesian.
    """
    return language_of(text, EXPECTED) if stated == AUTO else stated


def language_of(text: str, default: str | None = None) -> str | None:
    """The language of most of `text` by characters, `default` where too little can be told.

    None is a language that we do not know.

    Paragraphs vote one by one, so that a caption in English does not make an article English.

    >>> language_of("Harga beras di pasar itu sudah turun, kata seorang pedagang yang menjualnya.")
    'id'
    """
    weights: Counter[str] = Counter()
    silent = 0
    for paragraph in text[:SAMPLE].splitlines():
        silent += len(paragraph) if len(paragraph) >= SURE else 0
        if spoken := _language_of_paragraph(paragraph, default):
            weights[spoken] += len(paragraph)
            if 2 * weights[spoken] > len(text[:SAMPLE]):  # whatever the rest is
                return spoken
    if not weights and silent >= STRANGE:
        return None
    # ties go to the expected language, then to the first that was seen
    return max(weights, key=lambda code: (weights[code], code == default), default=default)


def _language_of_paragraph(text: str, default: str | None) -> str | None:
    if not text.isascii() and _FOREIGN.search(text) and (script := _script_of(text)):
        return script
    if len(text) < SURE:
        return None
    words = _WORDS.findall(text.lower())
    scores: dict[str, float] = {}
    for votes in filter(None, map(_VOTES.get, words)):
        for language, weight in votes:
            scores[language] = scores.get(language, 0.0) + weight
    if not scores:
        return None
    best = max(scores, key=scores.__getitem__)
    if scores[best] < FEWEST * len(words):
        return None
    expected = default if default and default in scores else EXPECTED
    lead = scores[best] - scores.get(expected, 0.0)
    return expected if expected in scores and lead < max(LEAD, MARGIN * len(words)) else best


def _script_of(text: str) -> str | None:
    letters = sum(map(str.isalpha, text))
    counts = {code: len(pattern.findall(text)) for code, pattern in _SCRIPTS.items()}
    best = max(counts, key=counts.__getitem__)
    if counts["ja"] > SCRIPT / 10 * letters:  # Japanese is written in Chinese characters, too
        best = "ja"
    return best if sum(counts.values()) > SCRIPT * letters else None
