"""Does an index say what it is, and is everything else refused?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telusur.index.analysis import fingerprint
from telusur.index.commits.manifest import (
    FORMAT,
    NAME,
    check,
    new_manifest,
    read_manifest,
    write_manifest,
)
from telusur.index.errors import IndexCorrupt, IndexForeign, IndexMissing

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_manifest(tmp_path, new_manifest(NOW))
    manifest = read_manifest(tmp_path)
    assert (manifest.format, manifest.analysis, manifest.created) == (FORMAT, fingerprint(), NOW)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_keys_of_a_later_release_do_no_harm(tmp_path: Path) -> None:
    write_manifest(tmp_path, new_manifest(NOW))
    path = tmp_path / NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | {"bahasa": "id"}))
    assert read_manifest(tmp_path).created == NOW


def test_no_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as error:
        read_manifest(tmp_path)
    assert str(error.value) == f"no index at {tmp_path}; run telusur index PAGES --index {tmp_path}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": FORMAT + 1}, f"has format {FORMAT + 1}, this release reads {FORMAT}"),
        ({"analysis": "0" * 16}, "another analyser (0000000000000000, telusur"),
    ],
)
def test_another_format_or_analyser_is_refused_with_the_mend(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    write_manifest(tmp_path, new_manifest(NOW))
    path = tmp_path / NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(IndexForeign) as error:
        check(tmp_path, read_manifest(tmp_path))
    assert said in error.value.message
    assert f"telusur index PAGES --rebuild --index {tmp_path}" in str(error.value.mend)


@pytest.mark.parametrize("missing", ["format", "analysis", "created", "telusur"])
def test_a_manifest_without_one_of_its_keys_is_damaged(tmp_path: Path, missing: str) -> None:
    write_manifest(tmp_path, new_manifest(NOW))
    path = tmp_path / NAME
    facts = json.loads(path.read_text())
    del facts[missing]
    path.write_text(json.dumps(facts))
    with pytest.raises(IndexCorrupt) as error:
        read_manifest(tmp_path)
    assert missing in error.value.message


def test_a_file_and_a_folder_of_other_things_are_foreign(tmp_path: Path) -> None:
    (tmp_path / "surat").write_text("x")
    for path in (tmp_path, tmp_path / "surat"):
        with pytest.raises(IndexForeign) as error:
            read_manifest(path)
        assert "--index" in str(error.value.mend)
