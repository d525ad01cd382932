"""Does an index survive that its writer is killed at any moment?"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot
from telusur.index.doctor import examine
from telusur.tests.support.processes import PATIENCE, all_end, children, eventually

BATCH = 20
RECORDS = 300
KILLS = 12
SEED = 20_041_226
INTERRUPTED = 130
PAGES = Path(str(files("telusur.corpora.samples"))) / "pages"

# The command line as it is, but for batches small enough that many are committed.
RUNNER = f"""
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)  # as the command does before it loads anything
import telusur.index.updates.batch
from telusur.search.start import main

if __name__ == "__main__":
    telusur.index.updates.batch.BYTES_PER_ARTICLE = 512_000_000 // {BATCH}
    main()
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is read in this order: records, then pages."""
    folder = tmp_path_factory.mktemp("sumber")
    words = random.Random(SEED)
    with (folder / "arsip.jsonl").open("w") as file:
        for number in range(RECORDS):
            text = " ".join(f"kata{words.randrange(400)}" for _ in range(40))
            file.write(json.dumps({"id": f"r{number:05}", "text": text}) + "\n")
    (folder / "halaman").symlink_to(PAGES)
    return folder


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jalan") / "telusur_kecil.py"
    path.write_text(RUNNER)
    return path


def start(runner: Path, sources: Path, index: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(runner), "index", str(sources), "--index", str(index)]
    return subprocess.Popen(
        [*command, "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(runner: Path, sources: Path, index: Path) -> str:
    with start(runner, sources, index) as process:
        out, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return out


def articles(index: Path) -> dict[str, Article]:
    with open_snapshot(index) as snapshot:
        return {article.id: article for article in snapshot.articles()}


def is_sound(index: Path) -> bool:
    """What a killed run leaves besides its commits is harmless, and nothing else is wrong."""
    return not [one for one in examine(index) if one.problem and not one.harmless]


@dataclass(frozen=True)
class Whole:
    """A run that nothing disturbed: its articles in the order of its input, and its seconds."""

    articles: dict[str, Article]
    seconds: float

    def begins_with(self, held: dict[str, Article]) -> bool:
        """Whether an index holds the first whole batches of the input, and nothing else."""
        first = list(self.articles)[: len(held)]
        # of the sample saved twice, which is one article, the second path may be still to come
        same = all(held[key].text == self.articles[key].text for key in held.keys() & set(first))
        is_end = len(held) == len(self.articles)
        return held.keys() == set(first) and same and (is_end or len(held) % BATCH == 0)


@pytest.fixture(scope="module")
def whole(runner: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    index = tmp_path_factory.mktemp("utuh") / "indeks"
    with start(runner, sources, index) as process:
        assert eventually((index / "writer.json").exists)
        started = time.monotonic()
        _, errors = process.communicate(timeout=PATIENCE)
        seconds = time.monotonic() - started
    assert process.returncode == 0, errors
    found = articles(index)
    records = {key: found[key] for key in sorted(found) if found[key].paths[0].endswith("jsonl")}
    pages = sorted((a for a in found.values() if a.id not in records), key=lambda a: a.paths[-1])
    return Whole(records | {page.id: page for page in pages}, seconds)


def test_after_each_kill_the_index_holds_a_prefix_and_the_last_run_completes_it(
    runner: Path, sources: Path, whole: Whole, tmp_path: Path
) -> None:
    moments = random.Random(SEED)
    index = tmp_path / "indeks"
    sizes, seconds = [0], 6 * whole.seconds / KILLS
    for kill in range(10 * KILLS):
        if kill >= KILLS and len(set(sizes)) > 3:
            break
        delay = moments.random() * seconds
        told = f"seed {SEED}, kill {kill}, after {delay:.3f} s"
        with start(runner, sources, index) as process:
            if kill % 4:  # else from its start on, before anything is written
                (index / "writer.json").unlink(missing_ok=True)  # of the run killed before
                assert eventually((index / "writer.json").exists)
            time.sleep(delay)
            process.kill()
        if (index / "telusur.json").exists():  # else too early: the next run begins anew
            held = articles(index)
            assert is_sound(index), told
            assert whole.begins_with(held), told
            assert len(held) >= sizes[-1], told
            sizes.append(len(held))
            if len(held) == len(whole.articles):  # the machine was faster than before
                shutil.rmtree(index)
                sizes.append(0)
        seconds *= 1.0 if sizes[-1] else 1.2  # or slower
    assert len(set(sizes)) > 3, f"the kills came at moments that say nothing: {sizes}"
    finish(runner, sources, index)
    assert articles(index) == whole.articles
    assert [one for one in examine(index) if one.problem] == []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_ctrl_c_commits_what_was_read_and_leaves_no_process(
    runner: Path, sources: Path, whole: Whole, tmp_path: Path
) -> None:
    moments = random.Random(SEED)
    index = tmp_path / "indeks"
    before = 0
    for after in ("writer.json", "sources_*", "sources_*"):  # the latter: once some are committed
        seen = set(index.glob(after))
        with start(runner, sources, index) as process:
            assert eventually(lambda after=after, seen=seen: set(index.glob(after)) - seen)
            time.sleep(moments.random() * 0.3)
            below = list(children(process.pid))
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers as well
            out, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == INTERRUPTED, errors
        assert "Traceback" not in errors
        assert "run the same command to go on" in errors
        assert all_end(*below)
        assert not (index / "writer.json").exists()
        assert [one for one in examine(index) if one.problem] == []
        held = articles(index)
        assert held.keys() == set(list(whole.articles)[: len(held)])
        assert len(held) >= before
        assert f"{len(held):,} article" in out
        before = len(held)
    assert before > 0
    finish(runner, sources, index)
    assert articles(index) == whole.articles


def test_ctrl_c_before_there_is_an_index_is_no_error_of_the_index(
    runner: Path, sources: Path, tmp_path: Path
) -> None:
    index, telling = tmp_path / "indeks", tmp_path / "jalan.py"
    # before it, Python itself is starting, and may lose it
    first = "import telusur.index.updates.batch"
    telling.write_text(runner.read_text().replace(first, f"print('begun', flush=True)\n{first}"))
    for delay in (0, 0.05, 0.15, 0.3, 0.5):
        with start(telling, sources, index) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        assert "no index at" not in errors
        assert process.returncode in (INTERRUPTED, -signal.SIGINT), errors


# Ctrl-C is pressed where Python drops what is raised, in a callback at the end of an import.
DROPPING = """
import os
import signal
import sys
import weakref
from telusur.search.start import main

module = sys.argv.pop(1)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            thing = type("Thing", (), {})()
            seen = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGINT))
            del thing

sys.meta_path.insert(0, Finder())
main()
"""


@pytest.mark.parametrize(
    "module", ["typer", "telusur.index.updates.job", "telusur.corpora.readers.jsonl"]
)
def test_ctrl_c_is_not_lost_in_an_import(module: str, sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "indeks"
    command = [sys.executable, "-c", DROPPING, module, "index", str(sources / "arsip.jsonl")]
    done = subprocess.run(
        [*command, "--index", str(index), "--workers", "0"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if module == "telusur.corpora.readers.jsonl":  # it is loaded in the run
        assert done.returncode == INTERRUPTED, done.stderr
        assert "run the same command to go on" in done.stderr
        assert [one for one in examine(index) if one.problem] == []
        return
    assert done.returncode == -signal.SIGINT, done.stderr
    assert done.stderr == ""
    assert not index.exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_a_killed_run_leaves_no_worker_behind(runner: Path, sources: Path, tmp_path: Path) -> None:
    with start(runner, sources / "halaman", tmp_path / "indeks") as process:
        below = eventually(lambda: list(children(process.pid)))
        time.sleep(0.3)
        below = list(children(process.pid)) or below
        process.kill()
    assert all_end(*below)
