"""Does an index survive 50 kills of its writer, and does memory stay flat?

    .venv/bin/python benchmarks/kill.py ARTICLES.jsonl.gz --kills 50

Indexes the file once undisturbed, sampling memory; then again, killed with SIGKILL at random
moments. After each kill the index must open, pass `telusur doctor`, and hold exactly the first
whole batches of the file; a last run must complete it to equal the undisturbed index. Prints a line
a kill and a verdict; exits with 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import telusur
from telusur.corpora.article import Article
from telusur.index.doctor import examine
from telusur.index.manifest import is_index
from telusur.index.store import generation, open_snapshot

BATCH = 250  # articles: a commit every quarter second, so that kills fall into all of its parts
TICK = 0.05  # seconds between two looks at the memory

# The command line as it is, but for the size of a batch.
RUNNER = """
import sys
import telusur.index.update
from telusur.search.cli import main

if __name__ == "__main__":
    telusur.index.update.BATCH_ARTICLES = int(sys.argv.pop(1))
    main()
"""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process held at a moment, in megabytes: resident, and private to it alone."""

    commits: int
    resident: float
    private: float


def start(folder: Path, source: Path, batch: int) -> subprocess.Popen[bytes]:
    """Start `telusur index`, with a batch size of ours; 0 leaves it as it is."""
    arguments = ["index", str(source), "--index", str(folder), "--workers", "1"]
    if batch:
        runner = folder.with_suffix(".py")
        runner.write_text(RUNNER)
        command = [sys.executable, str(runner), str(batch)]
    else:
        command = [str(Path(sys.executable).with_name("telusur"))]
    return subprocess.Popen([*command, *arguments], stdout=subprocess.DEVNULL)


def memory(pid: int, folder: Path) -> Memory | None:
    """Return what a process holds now, if it still runs and has an index."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        commits = generation(folder)
    except (OSError, telusur.TelusurError):
        return None
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"(\w+): +(\d+) kB", told)}
    if "Rss" not in sizes:
        return None
    return Memory(commits, sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"])


def undisturbed(folder: Path, source: Path) -> tuple[dict[str, Article], list[Memory], float]:
    """Index the file in one go; return its articles, samples of memory, and the seconds."""
    started = time.monotonic()
    samples: list[Memory] = []
    with start(folder, source, 0) as process:
        while process.poll() is None:
            if sample := memory(process.pid, folder):
                samples.append(sample)
            time.sleep(TICK)
    assert process.returncode == 0, "the undisturbed run failed"
    return articles(folder), samples, time.monotonic() - started


def print_memory(samples: list[Memory]) -> None:
    """Print the peaks over each commit of the run: flat, if all is well."""
    print("commit  resident MB  private MB (peaks)")
    for commit in sorted({sample.commits for sample in samples}):
        own = [sample for sample in samples if sample.commits == commit]
        resident = max(sample.resident for sample in own)
        print(f"{commit:>6}  {resident:>11.0f}  {max(sample.private for sample in own):>10.0f}")


def articles(folder: Path) -> dict[str, Article]:
    with open_snapshot(folder) as snapshot:
        return {article.id: article for article in snapshot.articles()}


def order_of(source: Path) -> tuple[list[str], bool]:
    """Return the ids of a file in order, and whether each is there once only."""
    ids = [article.id for article in telusur.read(source)]
    return list(dict.fromkeys(ids)), len(ids) == len(set(ids))


def faults(folder: Path, order: list[str], whole_batches: bool, before: int) -> list[str]:
    """Return what is wrong with an index after a kill."""
    wrong = [f"{f.checked}: {f.problem}" for f in examine(folder) if f.problem and not f.harmless]
    held = articles(folder)
    if held.keys() != set(order[: len(held)]):
        wrong.append("not a prefix of the file")
    if whole_batches and len(held) % BATCH and len(held) != len(order):
        wrong.append(f"{len(held)} articles are not whole batches")
    if len(held) < before:
        wrong.append(f"{before - len(held)} committed articles are lost")
    return wrong


def kill_once(folder: Path, source: Path, delay: float, while_writing: bool) -> None:
    """Start a run and kill it `delay` seconds after its start, or after it has begun to write."""
    owner = folder / "writer.json"
    owner.unlink(missing_ok=True)  # of the run killed before
    with start(folder, source, BATCH) as process:
        while while_writing and not owner.exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(delay)
        process.kill()


def disturbed(
    folder: Path, source: Path, kills: int, seconds: float, dice: random.Random
) -> list[str]:
    """Kill a run again and again; return all that was wrong."""
    order, once = order_of(source)
    wrong: list[str] = []
    held = 0
    for kill in range(1, kills + 1):
        delay = dice.random() * (1 + 4 * seconds / kills)  # a second: to get to what is new
        while_writing = kill % 5 != 0
        kill_once(folder, source, delay, while_writing)
        found = faults(folder, order, once, held) if is_index(folder) else []
        held = len(articles(folder)) if is_index(folder) else 0
        since = "writing" if while_writing else "start"
        verdict = "; ".join(found) or "sound"
        print(f"kill {kill:>3}, {delay:6.3f} s after {since:<7}  {held:>7,} articles  {verdict}")
        wrong += found
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, metavar="JSONL")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        whole, samples, seconds = undisturbed(Path(place) / "whole", options.source)
        print(f"undisturbed: {len(whole):,} articles in {seconds:.1f} s")
        print_memory(samples)
        print(f"seed {options.seed}, batches of {BATCH}")
        folder = Path(place) / "killed"
        wrong = disturbed(
            folder, options.source, options.kills, seconds, random.Random(options.seed)
        )
        with start(folder, options.source, BATCH) as process:
            process.wait()
        wrong += [f"{f.checked}: {f.problem}" for f in examine(folder) if f.problem]
        if articles(folder) != whole:
            wrong.append("completed, it differs from the undisturbed index")
    print(f"{len(wrong)} faults after {options.kills} kills" if wrong else "every kill survived")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
