"""Do hostile pages cost only themselves? Among good ones, by the installed command and workers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from telusur.corpora.article import Article, Reason
from telusur.corpora.dom import flattened, parse, words_of
from telusur.corpora.events import Found, Lost, Source, Task
from telusur.corpora.extract import extract_html
from telusur.corpora.pipeline import read_articles
from telusur.corpora.settings import Limits
from telusur.index.commits.store import open_snapshot
from telusur.tests.support import watched
from telusur.tests.support.command import telusur
from telusur.tests.support.hostile import KINDS, Dice, hostile, page, prose
from telusur.tests.support.processes import PATIENCE, runs

BAD, GOOD = 207, 40
GRACE = 2.0  # seconds over its limit in which a worker must be gone
SLACK = 1.0  # seconds in which a busy machine may not look
CONFIG = "limits:\n  page_seconds: 4\n  worker_bytes: 1500000000\n"


def write(folder: Path, pages: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in pages.items():
        (folder / f"{name}.html").write_bytes(content)
    return folder


def good(count: int) -> dict[str, bytes]:
    return {
        f"good-{n}": page(
            prose(Dice("good", n)),
            title=f"Kabar nomor {n}",
            head=f'<link rel="canonical" href="https://contoh.example/kabar/{n}">',
        ).encode()
        for n in range(count)
    }


def test_a_folder_of_hostile_pages_costs_no_good_one(tmp_path: Path) -> None:
    assert len(KINDS) >= 15
    bad = hostile(BAD)
    pages = write(tmp_path / "halaman", good(GOOD) | bad)
    (tmp_path / "telusur.yaml").write_text(CONFIG)
    done = telusur(
        *("index", pages, "--index", tmp_path / "indeks", "--workers", "2", "--json"),
        "--list-skipped",
        cwd=tmp_path,
        seconds=4 * PATIENCE,
    )
    report = json.loads(done.stdout)
    assert report["files"] == GOOD + BAD
    assert report["indexed"] + report["merged"] + sum(report["skipped"].values()) == GOOD + BAD
    assert len(report["skipped_pages"]) == sum(report["skipped"].values())
    assert not report["updated"] + report["removed"] + report["unchanged"]
    with open_snapshot(tmp_path / "indeks") as snapshot:
        held = {Path(path).stem: one for one in snapshot.articles() for path in one.paths}
    told = {Path(one["path"]).stem for one in report["skipped_pages"]}
    assert held.keys() | told == {*good(GOOD), *bad}
    assert not held.keys() & told
    for n in range(GOOD):
        assert held[f"good-{n}"].title == f"Kabar nomor {n}"
        assert held[f"good-{n}"].text.count("ruas jalan") == 8
    by_page = {Path(one["path"]).stem: one["reason"] for one in report["skipped_pages"]}
    assert by_page["enormous-0"] == Reason.TOO_LARGE
    sound = telusur("doctor", "--index", tmp_path / "indeks")
    assert sound.returncode == 0, sound.stdout


@contextmanager
def watching(folder: Path, limit: float) -> Iterator[list[str]]:
    """Note each page that a worker still reads when its time is over, and more."""
    late: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            now = time.monotonic()
            for name, note in watched.notes(folder).items():
                if note.ended is None and now - note.began > limit and runs(note.pid):
                    again = watched.notes(folder).get(name)
                    if again == note and name not in late:
                        late.append(name)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield late
    finally:
        over.set()
        thread.join()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_no_worker_outlives_its_time_nor_its_memory(tmp_path: Path) -> None:
    limits = Limits(page_seconds=0.5, worker_bytes=1_000_000_000)
    pages = write(tmp_path / "halaman", {k: KINDS[k](Dice(k, 0)) for k in KINDS} | good(9))
    names = [*(f"{kind}.html" for kind in KINDS), *(f"good-{n}.html" for n in range(9))]
    tasks = [Task(Source(str(pages / name), (pages / name).stat().st_size, 1)) for name in names]
    with (
        watching(pages, limits.page_seconds + GRACE + SLACK) as late,
        closing(read_articles(tasks, limits=limits, workers=2, reader=watched.read)) as events,
    ):
        told = list(events)
    assert late == []
    notes = watched.notes(pages)
    assert all(note.memory <= limits.worker_bytes for note in notes.values())
    lost = [event for event in told if isinstance(event, Lost)]
    assert any(event.skipped.reason is Reason.TIMEOUT for event in lost)
    found = {Path(event.source.path).name for event in told if isinstance(event, Found)}
    assert found | {Path(event.source.path).name for event in lost} == set(names)
    # a worker that had to begin anew, or waits for a core, may need longer than half a second
    assert {name for name in names if name.startswith("good")} & found


@pytest.mark.parametrize("tag", ["div", "span", "b", "table", "blockquote"])
@pytest.mark.parametrize("closed", [True, False])
def test_an_article_below_a_hundred_thousand_elements_is_read(tag: str, *, closed: bool) -> None:
    deep = f"<{tag}>" * 100_000 + prose(Dice("deep", 1)) + f"</{tag}>" * 100_000 * closed
    found = extract_html(page(deep))
    assert isinstance(found, Article), found
    assert found.text.count("ruas jalan") == 8


def test_flattening_leaves_a_page_of_usual_depth_as_it_is() -> None:
    usual = page("<div>" * 50 + prose(Dice("usual", 1)) + "</div>" * 50)
    assert flattened(usual) == usual


def test_what_follows_deep_nesting_is_kept_in_its_place() -> None:
    root = parse("<div>" * 300 + "dalam" + "</div>" * 300 + "<p>sesudah</p>")
    assert root is not None
    assert words_of(root) == "dalam sesudah"


def test_a_tag_with_fifty_thousand_attributes_is_read_without_them() -> None:
    root = parse(page(f"<p {' '.join(f'a{n}={n}' for n in range(50_000))}>isi</p>"))
    assert root is not None
    (paragraph,) = root.iter("p")
    assert (len(paragraph.attrib), paragraph.text) == (0, "isi")


@pytest.mark.parametrize("tag", ['script type="application/ld+json"', "p", "style"])
def test_long_contents_are_no_attributes(tag: str) -> None:
    long = '{"@type": "NewsArticle", ' * 9000
    root = parse(page(f"<{tag}>{long}</{tag.partition(' ')[0]}><p>isi</p>"))
    assert root is not None
    assert [one.text for one in root.iter("p")][-1] == "isi"
    assert any(one.text == long for one in root.iter())


def test_a_long_address_of_a_picture_is_left_alone() -> None:
    picture = "data:image/png;base64," + "A/b+ = " * 20_000
    root = parse(page(f'<img alt="foto" src="{picture}"><p>isi</p>'))
    assert root is not None
    (image,) = root.iter("img")
    assert image.get("src") == picture
