"""Are labels inverted as a loop over articles would do it, and hosts read as from the whole URL?"""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.disk.runs import starts
from telusur.index.schema import label_values
from telusur.index.segments.termsort import labels

TERMS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)


@given(st.lists(st.lists(TERMS, max_size=5), max_size=8))
def test_labels_are_inverted_as_by_a_loop(values: list[list[str]]) -> None:
    pairs = sorted({(term.encode(), doc) for doc, terms in enumerate(values) for term in terms})
    found = labels(values)
    assert found.terms == sorted({term for term, _ in pairs})
    docs = found.block.docs.tolist()
    told = zip(found.terms, starts(found.block.df).tolist(), found.block.df.tolist(), strict=True)
    assert [(term, doc) for term, at, df in told for doc in docs[at : at + df]] == pairs
    assert found.block.freqs.tolist() == [1] * len(pairs)


PIECES = st.sampled_from(
    [
        "https",
        "http",
        ":",
        "/",
        "//",
        "kabar.example",
        "[",
        "]",
        "@",
        "?",
        "#",
        "a",
        ".",
        ":80",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_a_site_is_read_from_a_url_without_its_path(url: str) -> None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    found = label_values("site", [Article(id="a", title="", text="", url=url)])
    parts = host.split(".")
    assert found == [tuple(sorted({".".join(parts[n:]) for n in range(len(parts) - 1)}))]
