"""Is an index of every format that we ever wrote read as it was meant, or refused with the mend?

tests/formats/<format>/ holds a tiny index as that format was written, in two segments and with an
article deleted, and what some queries find in it. Such a folder is added with each format, and
where segments came to hold more (<format>-copies), and never changed.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from telusur.index.analysis import fingerprint
from telusur.index.commits.manifest import FORMAT
from telusur.index.doctor import examine
from telusur.index.errors import IndexForeign
from telusur.search.engine import Engine
from telusur.tests.support.corpora import NOW
from telusur.tests.support.store import disguise

FORMATS = sorted((Path(__file__).parent.parent / "formats").iterdir())


def copy(kept: Path, folder: Path) -> Path:
    """Copy an index, as if the analyser of today had made it: the queries ask for exact forms."""
    shutil.copytree(kept / "index", folder / "index")
    disguise(folder / "index", analysis=fingerprint())
    return folder / "index"


def test_there_is_an_index_of_the_format_of_today() -> None:
    assert str(FORMAT) in {kept.name for kept in FORMATS}


@pytest.mark.parametrize("kept", FORMATS, ids=lambda kept: f"format-{kept.name}")
def test_an_old_index_is_read_or_refused(kept: Path, tmp_path: Path) -> None:
    index = copy(kept, tmp_path)
    written = kept.name.partition("-")[0]
    if int(written) != FORMAT:
        with pytest.raises(IndexForeign, match=f"has format {written}.*--rebuild"):
            Engine.open(index)
        return
    assert [finding for finding in examine(index) if finding.problem] == []
    expected = json.loads((kept / "expected.json").read_text("utf-8"))
    with Engine.open(index) as engine:
        found = {
            text: sorted(hit.article.id for hit in engine.search(text, now=NOW).hits)
            for text in expected
        }
        texts = [article.text for article in engine.articles()]
    assert found == {text: sorted(ids) for text, ids in expected.items()}
    assert any("saksi ke-199 belum hadir" in text for text in texts)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("docs/format.md", "This is version {} of the format"),
        ("README.md", "The format of the index is version {} "),
        ("README.id.md", "Format indeks kini versi {} "),
        ("CHANGELOG.md", "Format of the index: {},"),
    ],
)
def test_the_pages_tell_the_format_of_today(page: str, words: str) -> None:
    text = (Path(__file__).parents[2] / page).read_text("utf-8")
    assert words.format(FORMAT) in text
