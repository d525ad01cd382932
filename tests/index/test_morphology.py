"""Does taking apart undo what grammars say about putting together?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.index.language.choice import Analysis, Chooser
from telusur.index.language.morphology import compiled, joinable, rules

anything = settings(max_examples=300)
VOWELS = "aiueo"
roots = st.from_regex(
    r"[bcdfghjklmnprstwy][aiueo](ng|n|r)?[bcdgjklmprst][aiueo][knrst]?", fullmatch=True
) | st.from_regex(r"[aiueo][bcdgjklmprst][aiueo][knrst]", fullmatch=True)
suffixes = st.sampled_from(["", "-i", "-kan"])


def nasal(prefix: str, root: str) -> str:
    """Put meN- or peN- before a root, as a school grammar has it (TBBBI, assimilation of N)."""
    if root[0] in "lrwymn":
        return prefix + root
    if root[0] in "bfv":
        return f"{prefix}m{root}"
    if root[0] in "dcjz":
        return f"{prefix}n{root}"
    if root[0] == "p":
        return f"{prefix}m{root[1:]}"
    if root[0] == "t":
        return f"{prefix}n{root[1:]}"
    if root[0] == "s":
        return f"{prefix}ny{root[1:]}"
    if root[0] == "k":
        return f"{prefix}ng{root[1:]}"
    return f"{prefix}ng{root}"  # g, h, vowels


def rhotic(prefix: str, root: str) -> str:
    """Put ber-, per- or ter- before a root: one r where two would meet."""
    return prefix + root.removeprefix("r")


def found(word: str, root: str) -> list[Analysis]:
    """Return the analyses of a word that have a root, where the lexicon knows nothing but it."""
    chooser = Chooser(rules(), {root: 50})
    return [one for one in chooser.analyses(word) if one.root == root]


@anything
@given(roots, suffixes, st.sampled_from(["", "nya", "lah", "nyalah"]))
def test_a_verb_with_men_is_taken_apart(root: str, suffix: str, enclitic: str) -> None:
    word = nasal("me", root) + suffix.removeprefix("-") + enclitic
    assert any(one.prefixes == ("meN-",) and one.suffix == suffix for one in found(word, root))


@anything
@given(roots)
def test_a_noun_with_pen_and_an_is_taken_apart(root: str) -> None:
    word = nasal("pe", root) + "an"
    assert any(one.prefixes[0] in {"peN-", "pe-"} for one in found(word, root))


@anything
@given(roots, st.sampled_from(["ber", "per", "ter"]))
def test_a_word_with_ber_per_or_ter_is_taken_apart(root: str, prefix: str) -> None:
    assert any(one.prefixes == (f"{prefix}-",) for one in found(rhotic(prefix, root), root))


@anything
@given(roots, st.sampled_from(["di", "ke", "se"]), st.sampled_from(["ber", "per", "ter"]))
def test_a_chain_of_prefixes_is_taken_apart(root: str, outer: str, inner: str) -> None:
    word = outer + rhotic(inner, root)
    assert any(one.prefixes == (f"{outer}-", f"{inner}-") for one in found(word, root))


@pytest.mark.parametrize(
    ("word", "prefixes", "root"),
    [
        ("mengetahui", ("meN-", "ke-"), "tahu"),  # the k of ke- is swallowed
        ("mengecek", ("meN-",), "cek"),  # a root of one syllable
        ("mempermainkan", ("meN-", "per-"), "main"),
        ("belajar", ("ber-",), "ajar"),
        ("bekerja", ("ber-",), "kerja"),
        ("gemetar", ("-em-",), "getar"),
        ("telunjuk", ("-el-",), "tunjuk"),
        ("gerigi", ("-er-",), "gigi"),
        ("kinerja", ("-in-",), "kerja"),
        ("pepohonan", ("Ce-",), "pohon"),
        ("ketidakpastian", ("ke-", "tidak"), "pasti"),
        ("ngambil", ("nge-",), "ambil"),
    ],
)
def test_what_no_plain_rule_covers_is_found(
    word: str, prefixes: tuple[str, ...], root: str
) -> None:
    assert any(one.prefixes == prefixes for one in found(word, root))


@anything
@given(st.text("abegikmnprstu", min_size=1, max_size=16), st.data())
def test_the_quick_loop_finds_the_first_of_the_best(word: str, data: st.DataObject) -> None:
    """`chosen` is a loop without objects; `analyses` says all, slowly."""
    inside = st.sampled_from(
        [word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1)]
    )
    scores = data.draw(st.dictionaries(inside, st.integers(-50, 90), max_size=6))
    chooser = Chooser(rules(), scores)
    best = max(chooser.analyses(word), key=lambda one: one.score)
    quick = chooser.chosen(word)
    assert (quick.root, quick.prefixes, quick.suffix) == (best.root, best.prefixes, best.suffix)


@anything
@given(st.text("abegikmnprstu", min_size=1, max_size=16))
def test_affixes_and_root_make_up_the_word(word: str) -> None:
    for one in Chooser(rules(), {}).analyses(word):
        assert one.root
        assert one.affixes.count(one.root)
        assert word.endswith("".join(end[1:] for end in (one.suffix, *one.enclitics)))


@pytest.mark.parametrize(
    ("token", "core"),
    [
        ("di-phk-kan", "phk"),
        ("kpk-nya", "kpk"),
        ("ke-17", "17"),
        ("meng-upload", "upload"),
        ("anak-anak", "anak-anak"),
        ("di-di", "di-di"),
        ("jawa-bali", "jawa-bali"),
        ("ke-an", "an"),
        ("di", "di"),
    ],
)
def test_affixes_beside_a_hyphen_are_told_from_the_word(token: str, core: str) -> None:
    parts = token.split("-")
    first, last = joinable(parts)
    assert "-".join(parts[first:last]) == core


SMALL = """\
# a comment
prefix	di-	di	-	*	8
suffix	-kan	kan	8
enclitic	-nya	nya	16
infix	-em-	em	-9!
echo	Ce-	-9!
"""


def test_a_small_table_makes_small_rules() -> None:
    small = compiled(SMALL)
    assert [one for one in small.openings if small.openings[one]] == ["di"]
    assert {one for one in small.endings if small.endings[one]} == {"kan", "nya", "kannya"}
    assert Chooser(small, {"tulis": 9}).best("dituliskannya") == "tulis"
