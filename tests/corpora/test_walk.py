"""Does the walk say of a page what asking the tree itself says?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.dom import Node, around, parse, pieces_of, select, squeeze, strip, words_of
from telusur.corpora.walk import Walk, walk

TAGS = st.sampled_from(["p", "div", "a", "b", "br", "li", "ul", "table", "tr", "td", "h1", "span"])
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ["<div class=isi id=x>", '<p itemprop="articleBody">', "<a rel=author href=/>"]
    ),
    st.text(st.sampled_from("abc \n\t,.&;"), max_size=8),
)
PAGES = st.lists(PIECES, min_size=1, max_size=40).map("".join)


def walked(page: str) -> tuple[Node, Walk] | None:
    root = parse(page)
    return None if root is None else (root, walk(root))


@given(PAGES)
def test_the_walk_agrees_with_the_tree(page: str) -> None:
    found = walked(page)
    if found is None:
        return
    root, seen = found
    assert seen.nodes == list(root.iter())
    for number, node in enumerate(seen.nodes):
        assert seen.tags[number] == node.tag
        assert seen.nodes[number : seen.ends[number]] == list(node.iter())
        assert seen.below(number) == len(list(node.iter())) - 1
        assert [seen.nodes[outer] for outer in seen.around(number)] == list(around(node))
        own = [node.text or "", *((child.tail or "") for child in node)]
        assert squeeze(seen.own[number]) == squeeze(" ".join(own))
        assert (seen.words(number), seen.pieces(number)) == (words_of(node), pieces_of(node))


@given(PAGES)
def test_elements_are_found_by_tag_and_by_name(page: str) -> None:
    found = walked(page)
    if found is None:
        return
    root, seen = found
    assert [seen.nodes[number] for number in seen.of_tags("p", "td")] == list(root.iter("p", "td"))
    named = select(root, "//*[@class or @id or @itemprop or @rel]")
    assert [seen.nodes[number] for number, _ in seen.named] == named
    for number, names in seen.named:
        values = [value for name, value in seen.nodes[number].items() if name != "href"]
        assert names == " ".join(values)


def test_the_walk_keeps_what_is_taken_off_the_page() -> None:
    found = walked("<body><p>satu</p><aside>dua</aside></body>")
    assert found is not None
    root, seen = found
    strip(root, "aside")
    assert not list(root.iter("aside"))
    assert [seen.words(number) for number in seen.of_tags("aside")] == ["dua"]


@given(PAGES)
def test_words_are_the_text_below(page: str) -> None:
    root = parse(page)
    if root is not None:
        assert words_of(root) == squeeze("".join(root.itertext()))
