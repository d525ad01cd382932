"""Does a pattern mean the elements that its writer meant?"""

from __future__ import annotations

import pytest
from telusur.corpora.dom import parse
from telusur.corpora.selectors import Matcher, Selector, parse_selector

PAGE = """<body><div id=a class="Kotak iklan-Atas">1</div><p id=b class="kotak">2</p>
<div id=c data-jenis="Terkait">3</div><table id=d><tr><td>4</table></body>"""


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (".kotak", "ab"),
        (".KOTAK", "ab"),
        ("div.kotak", "a"),
        ("div.kotak.iklan-*", "a"),
        ("#a", "a"),
        ("[data-jenis]", "c"),
        ("[data-jenis=terkait]", "c"),
        ('div[data-jenis="ter*"]', "c"),
        ("*[id=d]", "d"),
        ("table", "d"),
        (".iklan", ""),
        ("p[data-jenis]", ""),
    ],
)
def test_patterns(pattern: str, found: str) -> None:
    root = parse(PAGE)
    assert root is not None
    nodes = [node for node in root.iter() if node.get("id")]
    assert "".join(str(node.get("id")) for node in Matcher([pattern]).find(nodes)) == found


def test_several_patterns_find_each_element_once() -> None:
    root = parse(PAGE)
    assert root is not None
    found = [node.get("id") for node in Matcher([".kotak", "div", "#a"]).find(root.iter())]
    assert found == ["a", "b", "c"]
    assert not Matcher([])


@pytest.mark.parametrize(
    "pattern",
    ["", " ", "*", ".", "#", "div p", "div > p", "p:first", "..a", "[", "[=x]", "((", "a,b"],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="expected a pattern such as"):
        parse_selector(pattern)


def test_parts_of_a_pattern() -> None:
    assert parse_selector("DIV.a.b#c[d][e='f']") == Selector(
        tag="div", classes=("a", "b"), id="c", attributes=(("d", None), ("e", "f"))
    )
