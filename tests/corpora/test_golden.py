"""Are the sample pages read as their authors meant them?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.extract import extract_html, extract_text

SAMPLES = Path(__file__).parents[2] / "corpora/samples"
PAGES = {path.stem: path for path in sorted((SAMPLES / "pages").iterdir()) if path.suffix}
FLOORS: dict[str, float] = yaml.safe_load(
    Path(__file__).with_name("golden_floors.yaml").read_text(encoding="utf-8")
)
REASONS = {"listing": Reason.LISTING, "error": Reason.ERROR_PAGE}


def expected(stem: str) -> dict[str, Any]:
    path = SAMPLES / "expected" / f"{stem}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def extracted(stem: str) -> Article | Skipped:
    path = PAGES[stem]
    read = extract_text if path.suffix == ".txt" else extract_html
    return read(path.read_bytes(), path=str(path))


def f1(text: str, gold: str) -> float:
    mine, theirs = (Counter(re.findall(r"\w+", each.lower())) for each in (text, gold))
    return 2 * (mine & theirs).total() / max(mine.total() + theirs.total(), 1)


def moment_of(value: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("stem", PAGES)
def test_page(stem: str) -> None:
    gold, result = expected(stem), extracted(stem)
    if gold["kind"] in REASONS:
        assert isinstance(result, Skipped)
        assert result.reason is REASONS[gold["kind"]]
        return
    assert isinstance(result, Article), result
    names = ("kind", "title", "url", "site", "section", "place")
    assert {name: getattr(result, name) for name in names} == {name: gold[name] for name in names}
    assert list(result.authors) == (gold["authors"] or [])
    assert result.published == moment_of(gold["published"])
    assert f1(result.text, gold["text"]) >= FLOORS[stem]


def test_every_article_has_a_floor() -> None:
    articles = {stem for stem in PAGES if expected(stem)["kind"] not in REASONS}
    assert articles == set(FLOORS)
    assert sum(FLOORS.values()) / len(FLOORS) >= 0.95
