"""Which pages would break a careless reader? Made by their kind and a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

SENTENCE: Final = (
    "Pemerintah daerah menutup {} ruas jalan setelah hujan deras mengguyur kota sejak malam, "
    "lalu meminta warga menunda perjalanan sampai air surut pada pagi hari."
)
MEGABYTE: Final = 1 << 20
CHARSETS: Final = ("utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "cp1252")
BIG: Final = 4 * MEGABYTE  # characters of a page that is large, but may still be read

Maker = Callable[["Dice"], bytes]


class Dice(random.Random):
    """What decides about a page. The first of a kind is as large as can be, the others small."""

    def __init__(self, kind: str, seed: int) -> None:
        super().__init__(f"{kind} {seed}")
        self.small = 1 if seed == 0 else 100

    def many(self, count: int) -> int:
        """So many of something, or far fewer."""
        return max(1, count // self.small)


def prose(rng: random.Random, paragraphs: int = 4) -> str:
    """Paragraphs of an article."""
    return "".join(
        f"<p>{SENTENCE.format(rng.randint(2, 99))} {SENTENCE.format(rng.randint(100, 999))}</p>\n"
        for _ in range(paragraphs)
    )


def page(body: str, *, title: str = "Banjir menutup jalan", head: str = "") -> str:
    """A page of today with an article in it."""
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
        f'{head}</head><body><nav><a href="/">Beranda</a></nav><article><h1>{title}</h1>\n'
        f"{body}</article></body></html>"
    )


def truncated(rng: Dice) -> bytes:
    whole = page(
        prose(rng), head='<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    )
    return whole.encode()[: rng.randrange(len(whole))]


def nested(rng: Dice) -> bytes:
    tag, depth = rng.choice(["div", "span", "b", "table", "ul", "font", "blockquote"]), 100_000
    opened = f"<{tag}>" * depth
    inside = rng.choice([opened + prose(rng), prose(rng) + opened, opened])
    return page(inside + f"</{tag}>" * rng.choice([0, depth])).encode()


def links(rng: Dice) -> bytes:
    tag = rng.choice(["<a>", '<a href="/x">y', "<a href=x>y</a> ", "<table><tr><td>"])
    return page(prose(rng) + tag * rng.many(BIG // len(tag))).encode()


def paragraphs(rng: Dice) -> bytes:
    return page("<p>x" * rng.many(100_000) + prose(rng)).encode()


def attributes(rng: Dice) -> bytes:
    many = " ".join(f"a{n}={n}" for n in range(rng.many(50_000)))
    return page(f"{prose(rng)}<p {many}>x</p>").encode()


def long_attribute(rng: Dice) -> bytes:
    value = rng.choice(["x", " ", "&amp;", "%41", "a=", "(", "-"]) * rng.many(BIG // 5)
    name = rng.choice(["href", "class", "id", "style", "rel", "src"])
    return page(f'{prose(rng)}<a {name}="{value}">x</a>').encode()


def long_word(rng: Dice) -> bytes:
    piece = rng.choice(
        ["a", "1", "-", "(", "ab-", "1/", ".", "1.", "A ", "\u00a0", "&nbsp;", "\u0301"]
    )
    return page(prose(rng) + "<p>" + piece * rng.many(BIG // len(piece.encode())) + "</p>").encode()


def long_title(rng: Dice) -> bytes:
    piece = rng.choice(["a - ", "| ", "1/1/", ": ", "  ", "Halaman 2 ", "(((", "12 Mei 2021 "])
    return page(prose(rng), title=piece * rng.many(MEGABYTE // len(piece))).encode()


def dates(rng: Dice) -> bytes:
    piece = rng.choice(["1/1/", "12 Mei ", "2021-", "10:10 ", "Senin, ", "jam yang lalu "])
    times = f"<time>{piece * rng.many(20_000)}</time><span>{piece * 10}</span>" * 10
    return page(times + prose(rng)).encode()


def wrong_charset(rng: Dice) -> bytes:
    text = page(prose(rng) + "<p>Menteri “bicara” – café</p>")
    return text.encode(
        rng.choice(["utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "cp1252"]), "replace"
    )


def lying_charset(rng: Dice) -> bytes:
    claimed = rng.choice(["utf-16", "shift_jis", "x-user-defined", "hz", "iso-2022-kr", "base64"])
    return page(prose(rng)).replace("utf-8", claimed).encode() + bytes(range(128, 256))


def nuls(rng: Dice) -> bytes:
    text = page(prose(rng)).encode()
    where = sorted(rng.randrange(len(text)) for _ in range(200))
    return b"\0".join(text[a:b] for a, b in zip([0, *where], [*where, len(text)], strict=True))


def noise(rng: Dice) -> bytes:
    text = bytearray(page(prose(rng)).encode())
    for _ in range(rng.choice([1, 20, 500])):
        text[rng.randrange(len(text))] = rng.randrange(256)
    return bytes(text)


def rubbish(rng: Dice) -> bytes:
    return b"<html>" + rng.randbytes(rng.choice([10, 10_000, 1_000_000]))


def scripts(rng: Dice) -> bytes:
    return page(
        "<script>"
        + "var a = '<p>'; " * rng.many(50_000)
        + rng.choice(["", "</script>"])
        + prose(rng)
    ).encode()


def entities(rng: Dice) -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]>'
    head = rng.choice([bomb, f'<?xml version="1.0"?>{bomb}'])
    return (head + page(f"{prose(rng)}<p>&l19;</p>{'&' * 1000}{'&amp' * 100_000}")).encode()


def comments(rng: Dice) -> bytes:
    opened = rng.choice(["<!--", "<![CDATA[", "<!", "<?", "<!-- -- ", "</", "<"])
    return page(prose(rng) + opened * rng.choice([1, 100_000])).encode()


def linked_data(rng: Dice) -> bytes:
    bad = rng.choice(
        ["[" * 90_000, '{"a":' * 90_000, '{"@type": "NewsArticle", ' * 9000, '"\\' * 90_000]
    )
    return page(prose(rng), head=f'<script type="application/ld+json">{bad}</script>').encode()


def metas(rng: Dice) -> bytes:
    many = "".join(f'<meta property="og:url" content="{n}">' for n in range(rng.many(60_000)))
    return page(prose(rng), head=many).encode()


def pager(rng: Dice) -> bytes:
    box = "".join(f'<a href="?page={n % 99}">{n % 99}</a>' for n in range(rng.many(40_000)))
    canonical = '<link rel="canonical" href="https://contoh.example/berita/banjir-di-kota">'
    return page(prose(rng) + box, head=canonical).encode()


def enormous(rng: Dice) -> bytes:
    return page(prose(rng) + "<p>x</p>" * rng.many(50 * MEGABYTE // 8)).encode()


def blanks(rng: Dice) -> bytes:
    piece = rng.choice([" ", "\n", "\t", "\r", "&nbsp;", "<br>", "\u200b", "\x0c"])
    return page("<p>" + piece * rng.many(BIG // len(piece.encode())) + prose(rng)).encode()


def empty(rng: Dice) -> bytes:
    return rng.choice([b"", b" " * 1000, b"\0" * 1000, b"\xef\xbb\xbf", b"<", b"<html>"])


KINDS: Final[dict[str, Maker]] = {
    maker.__name__: maker
    for maker in (
        *(truncated, nested, links, paragraphs, attributes, long_attribute, long_word, long_title),
        *(dates, wrong_charset, lying_charset, nuls, noise, rubbish, scripts, entities, comments),
        *(linked_data, metas, pager, enormous, blanks, empty),
    )
}


def hostile(count: int) -> dict[str, bytes]:
    """So many pages by name, of all kinds in turn."""
    kinds = list(KINDS)
    named = ((kinds[n % len(kinds)], n // len(kinds)) for n in range(count))
    return {f"{kind}-{seed}": KINDS[kind](Dice(kind, seed)) for kind, seed in named}
