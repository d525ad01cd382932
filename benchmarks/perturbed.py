"""Which pairs of articles tell the same story, and which only look like it? Made from real ones.

A copy is a real article, perturbed: cut, shortened, reordered, edited, framed, or several at once.
Others are pairs of real articles that are no copies of each other, or are made to be none: two of a
day and section, of a series, of one event; a text with other figures and names; a round-up. Seeded.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from pathlib import Path

import telusur
from sheets import half

ROOT = Path(__file__).parents[1]
NEWS = ROOT / "../shared/data/news/articles.jsonl.gz"
SEED = 21
LEAST = 60  # words of an article that is perturbed: a third of it must still be a text
LEFT = 40  # words of a copy: shorter ones are not asked for
OWN = 2 / 3  # of the words of a copy, at least, are the article's; of what is none, at most a third
CHANGED = 0.88  # of the words of a text made to be of a series are the same, at most
FOREIGN = "\ue000"  # before a word that comes from elsewhere
RUN = 8  # words in a row that two texts share: the same passage, not the same phrase
# Some of the sources have a comma in place of the break between two paragraphs.
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])|(?<=[.!?\"”]),(?=[A-Z\"“])|\n+")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+|\d+")
_SERIES = re.compile(  # titles of articles that are written anew each day by a pattern
    r"harga emas|\bihsg\b|rupiah (?:di|me|ber)|kurs|^jadwal|^hasil|zodiak|prakiraan"
    r"|gempa.*(?:sr|m )|klasemen|prediksi|^\[(?:salah|hoax|penipuan)|live streaming"
    r"|harga (?:pangan|bbm|minyak)|sinopsis|\[populer|\bvs\b|titik (?:api|panas)|hotspot"
    r"|top (?:losers|gainers)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """A real article to perturb."""

    id: str
    title: str
    text: str
    site: str
    section: str
    day: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and whether they are the same story; `strength` is how far they were moved."""

    kind: str
    strength: float
    same: bool
    one: str
    other: str
    outlets: tuple[str, str]


@cache
def stories(which: int, path: Path = NEWS) -> list[Story]:
    """Return one half of the articles, by a hash of their ids."""
    return [
        Story(
            one.id,
            one.title,
            one.text,
            one.site or "",
            one.section or "",
            "" if one.published is None else one.published.date().isoformat(),
        )
        for one in telusur.read(path)
        if half(one.id) == which and len(one.text.split()) >= LEAST
    ]


def sentences(text: str) -> list[str]:
    return [one for one in _SENTENCES.split(text) if one.strip()]


class Maker:
    """Perturbs the articles of one half; the same seed makes the same copies.

    Words that come from elsewhere are marked with FOREIGN, so that what is the article's own in
    the result is known: see `finished`.
    """

    def __init__(self, found: list[Story], seed: int = SEED) -> None:
        self._found = found
        self._chance = random.Random(seed)
        self._words = [word for one in found[:2000] for word in one.text.split()]
        self._names = [name for one in found[:2000] for name in _NAME.findall(one.text)]

    def story(self) -> Story:
        return self._chance.choice(self._found)

    # What outlets do with a text

    def cut(self, text: str, share: float) -> str:
        """Only the first part, by words, to the end of a sentence."""
        return _first(sentences(text), (1 - share) * len(text.split()))

    def dropped(self, text: str, share: float) -> str:
        """Without some of the sentences, from anywhere."""
        parts = sentences(text)
        count = max(1, round(len(parts) * (1 - share)))
        return "\n".join(parts[place] for place in sorted(self._places(len(parts), count)))

    def reordered(self, text: str, share: float) -> str:
        """Some of the passages of two sentences stand elsewhere."""
        parts = sentences(text)
        passages = ["\n".join(parts[start : start + 2]) for start in range(0, len(parts), 2)]
        moved = self._places(len(passages), round(len(passages) * share))
        new = dict(zip(sorted(moved), moved, strict=True))
        return "\n".join(passages[new.get(place, place)] for place in range(len(passages)))

    def _places(self, size: int, count: int) -> list[int]:
        return self._chance.sample(range(size), count)

    def edited(self, text: str, share: float) -> str:
        """Some of the words are replaced, left out or put in, each as likely."""
        words: list[str] = []
        for word in text.split():
            if self._chance.random() >= share:
                words.append(word)
                continue
            other = FOREIGN + self._chance.choice(self._words)
            words += self._chance.choice([[other], [], [word, other]])
        return " ".join(words)

    def framed(self, text: str, leads: float) -> str:
        """With the dateline, lead, "Baca juga" lines and sign-off of another outlet."""
        outlet = self._chance.choice(["KABARKINI.EXAMPLE", "Warta Nusa", "SUARAKOTA.EXAMPLE"])
        place = self._chance.choice(["JAKARTA", "Surabaya", "BANDUNG", "Medan"])
        lead = " ".join(sentences(self.story().text)[: round(leads)])
        parts = [_foreign(f"{place}, {outlet} - {lead}"), *sentences(text)]
        for _ in range(2):
            at = self._chance.randrange(1, len(parts) + 1)
            parts.insert(at, _foreign(f"Baca juga: {self.story().title}"))
        sign = "".join(self._chance.sample("abdefhijklmnrstw", 3))
        last = [f"({sign}/{sign[::-1]})", f"Ikuti berita {outlet} di Google News"]
        return "\n".join([*parts, *map(_foreign, last)])

    def updated(self, text: str, share: float) -> str:
        """By the outlet itself: a few words are others, and a sentence came to its end."""
        last = _foreign(self._chance.choice(sentences(self.story().text)))
        return "\n".join([self.edited(text, share), last])

    def mixed(self, text: str, strength: float) -> str:
        """All at once: shortened, reordered, edited, framed."""
        text = self._chance.choice([self.cut, self.dropped])(text, strength)
        text = self.reordered(text, strength)
        return self.framed(self.edited(text, 0.15 * strength), 1)

    # What looks like a copy

    def series(self, text: str, share: float) -> str:
        """As of a series: the figures, and the names inside sentences, are others."""
        return _NAME.sub(
            lambda found: self._other(found[0]) if self._chance.random() < share else found[0], text
        )

    copied_series = series  # of another outlet

    def _other(self, name: str) -> str:
        if name.isdigit():
            return FOREIGN + str(self._chance.randrange(10 ** len(name)))
        return FOREIGN + self._chance.choice(self._names)

    def roundup(self, text: str, share: float) -> str:
        """A part of it, among twice as much of others."""
        size = len(text.split())
        one, two = (_first(sentences(self.story().text), size * (1 - share) / 2) for _ in range(2))
        return "\n".join([_foreign(one), _first(sentences(text), size * share), _foreign(two)])


def _foreign(text: str) -> str:
    return " ".join(FOREIGN + word for word in text.split())


def finished(text: str) -> tuple[str, float]:
    """Return a perturbed text without its marks, and which part of its words is its own."""
    count = len(text.split())
    return text.replace(FOREIGN, ""), 1 - text.count(FOREIGN) / max(1, count)


def _first(parts: list[str], words: float) -> str:
    """The first sentences, about so many words of them."""
    found: list[str] = []
    for part in parts:
        if found and words < len(part.split()) / 2:
            break
        found.append(part)
        words -= len(part.split())
    return "\n".join(found)


# Kinds of copies, with the strengths of each: the part that is cut away, moved, edited and so on.
COPIES: dict[str, tuple[float, ...]] = {
    "cut": (0.25, 0.5, 0.67, 0.8),
    "dropped": (0.1, 0.25, 0.5, 0.67),
    "reordered": (0.25, 0.5, 1.0),
    "edited": (0.02, 0.05, 0.1, 0.15, 0.2),
    "framed": (0, 1, 2),
    "updated": (0.0, 0.01, 0.02),
    "mixed": (0.1, 0.25, 0.33, 0.5),
}
OWN_OUTLET = ("updated", "series")


def copies(found: list[Story], each: int) -> Iterator[Pair]:
    """Yield so many copies of each kind and strength, OWN of their words the article's."""
    maker = Maker(found)
    for kind, strengths in COPIES.items():
        for strength in strengths:
            yield from _made(maker, kind, strength, each)


def _made(maker: Maker, kind: str, strength: float, each: int) -> Iterator[Pair]:
    make: Callable[[str, float], str] = getattr(maker, kind)
    most = {"series": CHANGED, "copied_series": CHANGED, "roundup": 1 - OWN}.get(kind, 1)
    least = OWN if kind in COPIES else 0
    kept = 0
    for _ in range(each * 20):
        if kept == each:
            return
        story = maker.story()
        other, own = finished(make(story.text, strength))
        if len(other.split()) >= LEFT and least <= own <= most:
            kept += 1
            outlets = (story.site, story.site if kind in OWN_OUTLET else "another outlet")
            yield Pair(kind, strength, kind in COPIES, story.text, other, outlets)


def others(found: list[Story], each: int) -> Iterator[Pair]:
    """Yield up to so many pairs of each kind that are not the same story."""
    maker = Maker(found, SEED + 1)
    yield from _made(maker, "series", 1.0, each)
    yield from _made(maker, "copied_series", 1.0, each)
    yield from _made(maker, "roundup", 0.33, each)
    for kind, pairs in _real(found).items():
        random.Random(SEED).shuffle(pairs)
        kept = 0
        for one, other in pairs:
            if kept == each:
                break
            if passages(one.text, other.text) <= 1 - OWN:
                kept += 1
                yield Pair(kind, 0, False, one.text, other.text, (one.site, other.site))


def _real(found: list[Story]) -> dict[str, list[tuple[Story, Story]]]:
    by_day: dict[tuple[str, str], list[Story]] = {}
    for one in found:
        by_day.setdefault((one.section, one.day), []).append(one)
    daily = [pair for same in by_day.values() for pair in combinations(same[:12], 2)]
    by_pattern: dict[str, list[Story]] = {}
    for one in found:
        if told := _SERIES.search(one.title):
            by_pattern.setdefault(told[0].lower(), []).append(one)
    series = [pair for same in by_pattern.values() for pair in combinations(same[:60], 2)]
    return {
        "same day and section": daily,
        "real series": series,
        "same event": list(_events(found)),
    }


def _events(found: list[Story]) -> Iterator[tuple[Story, Story]]:
    """Pairs of articles of different outlets whose titles share most of their words."""
    by_word: dict[str, list[int]] = {}
    titles = [{word for word in _WORD.findall(one.title.lower()) if len(word) > 3} for one in found]
    for number, words in enumerate(titles):
        for word in words:
            by_word.setdefault(word, []).append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in by_word.values():
        if len(numbers) <= 60:
            seen |= set(combinations(numbers, 2))
    for one, other in sorted(seen):
        common = len(titles[one] & titles[other])
        near = common >= 3 and common >= 0.5 * min(len(titles[one]), len(titles[other]))
        if near and found[one].site != found[other].site:
            yield found[one], found[other]


def passages(one: str, other: str) -> float:
    """Return which part of the shorter text lies in runs of RUN words that the other has, too."""
    words, others = (_WORD.findall(text.lower()) for text in (one, other))
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= RUN)
    return shared / max(1, min(len(words), len(others)))
