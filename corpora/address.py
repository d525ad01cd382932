"""Which address does a page give as its own? The canonical one, unless it is another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from .dom import select, squeeze
from .page import Page, first
from .urls import is_root, slug_of, split, tidy, unwrapped

_WORD = re.compile(r"[^\W\d_]{4,}")
_NEAREST = 'ancestor::*[@itemscope][1][contains(@itemtype, "Article")]'


def address_of(page: Page, found_at: str | None = None) -> str | None:
    """The canonical address of the page that was found at `found_at`, if that is known.

    An address is not believed where another can be: that of the site's front door, and one whose
    words are those of another headline.
    """
    base = _base(page, found_at)
    doubtful: list[str] = []
    for text in map(squeeze, _stated(page, found_at)):
        address = _absolute(text, base) if text else None
        if address and not is_root(address) and not _is_anothers(page, address):
            return tidy(address)
        doubtful += [tidy(address)] if address else []
    articles = [address for address in doubtful if not is_root(address)]
    return next(iter(articles + doubtful), None)


def _stated(page: Page, found_at: str | None) -> Iterator[str | None]:
    """What the page and its finder say, the most formal first."""
    heads = (page.walk.nodes[number] for number in page.walk.tagged.get("link", ()))
    yield from (node.get("href") for node in heads if node.get("rel") == "canonical")
    yield page.meta("og:url")
    yield first(page.article().get("url"))
    yield first(page.article().get("mainEntityOfPage"))
    yield _from_microdata(page)
    yield found_at


def _base(page: Page, found_at: str | None) -> str:
    """What relative addresses on the page are relative to."""
    stated = [found_at, page.meta("og:url")]
    stated += [page.walk.nodes[number].get("href") for number in page.walk.tagged.get("base", ())]
    return next((text for text in stated if text and split(text)), "")


def _absolute(text: str, base: str) -> str | None:
    try:
        whole = urljoin(base, text) if base else text
    except ValueError:  # "http://[broken"
        return None
    whole = unwrapped(f"https:{whole}" if whole.startswith("//") else whole)
    return whole if split(whole) else None


def _from_microdata(page: Page) -> str | None:
    """The address that the one article marked up in the page gives as its own."""
    if not any("url" in names.split() for _, names in page.walk.named):
        return None  # spares an expression that looks at each element
    links = select(page.root, f'//*[@itemprop="url"][@href][{_NEAREST}]')
    addresses = {squeeze(node.get("href")) for node in links}
    return addresses.pop() if len(addresses) == 1 else None


def _is_anothers(page: Page, address: str) -> bool:
    """Whether the address holds a headline, and no word of it is in those of the page."""
    told = set(_WORD.findall(slug_of(address)))
    if not told:
        return False
    has_words = False
    for title in (page.title(), page.meta("og:title") or "", *page.headings()):
        words = _WORD.findall(title.lower())
        if not told.isdisjoint(words):
            return False
        has_words = has_words or bool(words)
    return has_words
