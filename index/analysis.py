"""What are the terms of this text? One chain for documents and queries, on Whoosh's analysis.

A text becomes *tokens*: runs of characters between blanks and punctuation. A token is one or more
*parts* at successive positions; a token of several parts (covid-19, detik.com, redaksi@a.id, Bali's
"Jawa-Bali") also gives its *whole*, laid over the position of the first part, so that both
`covid-19` as one thing and `covid 19` as two words find it.

    text            parts             whole        stems
    Undang-undang   undang undang     undang-undang   undang   (a reduplication counts once)
    Covid-19        covid 19          covid19         covid 19
    Jum'at          jumat                             jumat
    Rp2,3 triliun   rp 2,3 triliun                    rp 2,3 triliun
    10.000          10000                             10000
    sayur-mayur     sayur mayur       sayur-mayur     sayur
    di-PHK-kan      di phk kan        di-phk-kan      phk      (affixes beside a hyphen say nothing)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from whoosh.analysis import Composable, Filter, Token, Tokenizer

from .language.folding import APOSTROPHES, fold, fold_number
from .language.stemming import Stemmer, default_stemmer

VERSION = 3  # raise it whenever the same text would give other terms: old indexes are then refused
MEMO = 1 << 16  # distinct tokens kept: a year of news has about 100,000, most of them rare
_EDGES = ".,:;!?()[]\"'“”‘’…"  # what surrounds a plain word and belongs to no token
LONGEST = 100  # characters of a term: longer ones are noise (base64, a page without blanks)

_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"  # marks and invisibles stay inside
_NUMBER = r"\d+(?:[.,]\d+)+(?![\w])"
_ATOM = rf"(?:{_NUMBER}|{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*)"
_JOINERS = "-‐‑."
TOKEN = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"'“”()]+            # an address
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                 # e-mail
    | [@\#]{_LETTER}+                              # @name, #tag
    | (?<!\w)(?:rp|us\$|s\$|usd|idr)\.?(?=\d)      # the currency before a number
    | {_ATOM}(?:[{_JOINERS}]{_ATOM})*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = re.compile(_ATOM)
_HOST = re.compile(r"(?:https?://(?:www\.)?|www\.)([^/?#]+)", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Part(NamedTuple):
    """One folded term of a token, with its place inside the token in characters."""

    text: str
    start: int
    end: int


class Forms(NamedTuple):
    """What a token gives: its parts in order, and its whole where that says more."""

    parts: tuple[Part, ...]
    whole: str | None


class Span(NamedTuple):
    """A part in its text: surface form, stem, position, and characters [start, end).

    The first part of a token also tells its whole, and where that ends.
    """

    surface: str
    stem: str
    position: int
    start: int
    end: int
    whole: str | None = None
    whole_end: int = 0


def _parts(token: str) -> Iterator[Part]:
    host = _HOST.match(token)  # of an address only the host gives parts: the rest is noise
    start, end = host.span(1) if host else (0, len(token))
    for match in _PART.finditer(token, start, end):
        folded = fold_number(fold(match.group()).strip("_"))
        if folded:
            yield Part(folded[:LONGEST], match.start(), match.end())


def _whole(token: str) -> str | None:
    # The address is cut as it is written: folding could make one of what is none.
    address = fold(re.sub(r"^(https?://)?(www\.)?", "", token.lower().rstrip(".,;:!?/-")))
    if not address:
        return None
    if re.fullmatch(r"[a-z]+-\d+", address):  # covid-19, ke-17: also written covid19, ke17
        address = address.replace("-", "")
    return re.sub("[‐‑]", "-", address)[:LONGEST]


def read_forms(token: str) -> Forms:
    """Return the parts and the whole of one token, as cut out of the text; `forms` keeps them.

    >>> [part.text for part in read_forms("Covid-19").parts], read_forms("Covid-19").whole
    (['covid', '19'], 'covid19')
    """
    token = _SURROGATE.sub("\ufffd", token)  # it cannot be stored; places stay as they are
    parts = tuple(_parts(token))
    whole = _whole(token) if len(parts) > 1 or token[0] in "@#" else None
    echo = bool(parts) and whole == parts[0].text  # both cut off at the same length
    return Forms(parts, None if echo else whole)


forms = lru_cache(MEMO)(read_forms)


def plain_word(chunk: str) -> str | None:
    """Return the word that is all of a chunk, but for what surrounds it; None if there is none.

    Such a word is its only token: no regular expression has to look for it.

    >>> plain_word("(Jakarta),"), plain_word("covid-19")
    ('Jakarta', None)
    """
    word = chunk.strip(_EDGES)
    if word.isascii() and word.isalpha() and word.lower() != "www":  # "www.," is an address
        return word
    return None


def stems(parts: tuple[Part, ...]) -> tuple[str | None, ...]:
    """Return the stem of each part, None where it says nothing new (anak-anak, di-PHK-kan)."""
    return _stems(default_stemmer(), parts)


@lru_cache(maxsize=MEMO)
def _stems(stemmer: Stemmer, parts: tuple[Part, ...]) -> tuple[str | None, ...]:
    return stemmer.parts([part.text for part in parts])


def tokens(text: str) -> Iterator[tuple[int, int, Forms]]:
    """Yield position, first character and forms of each token of a text."""
    position = 0
    for match in TOKEN.finditer(text):
        found = forms(match.group())
        if found.parts:
            yield position, match.start(), found
            position += len(found.parts)


def spans_of(found: Forms, start: int, position: int) -> Iterator[Span]:
    """Yield the parts of one token, given its first character and its position."""
    root = ""
    for offset, (part, stem) in enumerate(zip(found.parts, stems(found.parts), strict=True)):
        root = stem or root  # the echo of a reduplication has the stem before it
        yield Span(
            part.text,
            root,
            position + offset,
            start + part.start,
            start + part.end,
            found.whole if offset == 0 else None,
            start + found.parts[-1].end,
        )


def spans(text: str) -> Iterator[Span]:
    """Yield each part of a text with its place, for highlighting."""
    for position, start, found in tokens(text):
        yield from spans_of(found, start, position)


class NewsTokenizer(Tokenizer):
    """Whoosh's end of `tokens`: yields every part, and each whole over its first part."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,  # noqa: ARG002
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **_: Any,
    ) -> Iterator[Token]:
        """Yield one Token object again and again, with new contents, as Whoosh expects."""
        token = Token(positions, chars, removestops=removestops, mode=mode)
        token.boost, token.stopped = 1.0, False
        for position, start, found in tokens(value):
            repeats = stems(found.parts)
            for offset, part in enumerate(found.parts):
                token.text, token.pos = part.text, start_pos + position + offset
                token.startchar = start_char + start + part.start
                token.endchar = start_char + start + part.end
                token.whole, token.stem = False, repeats[offset]
                yield token
            if found.whole is not None:
                token.text, token.pos = found.whole, start_pos + position
                token.startchar = start_char + start + found.parts[0].start
                token.endchar = start_char + start + found.parts[-1].end
                token.whole, token.stem = True, None
                yield token


class StemFilter(Filter):
    """Replaces each part by its stem; drops wholes and the echo of a reduplication."""

    def __call__(self, value: Iterator[Token], **_: Any) -> Iterator[Token]:
        """Yield the tokens that have a stem."""
        for token in value:
            if token.stem is not None:
                token.text = token.stem
                yield token


def exact_chain() -> Composable:
    """Return the chain of the exact fields: parts and wholes as surface forms."""
    return NewsTokenizer()


def stem_chain() -> Composable:
    """Return the chain of the stem fields."""
    return NewsTokenizer() | StemFilter()


def fingerprint() -> str:
    """Return what tells this analysis from another: kept in the manifest of every index."""
    told = f"{VERSION}|{default_stemmer().name}|{TOKEN.pattern}|{unicodedata.unidata_version}"
    return blake2b(told.encode(), digest_size=8).hexdigest()
