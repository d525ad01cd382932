"""Do the forms of our own list have the stems that a search wants?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from telusur.index.language.stemming import stem

FORMS = Path(__file__).parent.parent / "data/stems.tsv"
FLOOR = 0.985  # of all forms


def rows() -> list[tuple[str, str, str]]:
    lines = FORMS.read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(form, root, group) for form, root, group in cells]


def wrong() -> dict[str, tuple[str, str, str]]:
    return {form: (stem(form), root, group) for form, root, group in rows() if stem(form) != root}


def test_the_floor_holds() -> None:
    found = wrong()
    share = 1 - len(found) / len(rows())
    assert share >= FLOOR, f"{share:.4f}: {found}"


def test_no_group_fails_but_infixes() -> None:
    """A rule that breaks shows as a group."""
    failed = Counter(group for _, _, group in wrong().values())
    total = Counter(group for _, _, group in rows())
    assert not [one for one in failed if failed[one] > total[one] / 2 and one != "infix"]
