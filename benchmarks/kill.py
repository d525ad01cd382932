"""Does an index survive 200 kills of its writer within commits and merges?

    .venv/bin/python benchmarks/kill.py ARTICLES.jsonl.gz --kills 200 --articles 2000

Indexes the first articles of the file once undisturbed; then again, in small batches and with many
merges, killed by SIGKILL at random instants within the making of commits: so many milliseconds
after a segment, a ledger, a list or a table of contents has appeared. Every third run is a
`telusur optimize`, which may change no article. After each kill the index must open, pass
`telusur doctor`, and hold exactly the first whole batches of the file and no fewer than before.
Whenever a run comes to its end, and at last, the index must equal the undisturbed one; then a new
one is begun. Prints a line a kill and a verdict; exits with 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec
import telusur
from telusur.corpora.article import Article
from telusur.index.commits.manifest import is_index
from telusur.index.commits.store import generation, open_snapshot
from telusur.index.commits.sweeping import leftovers
from telusur.index.doctor import examine
from telusur.tests.support.killing import draw, kill_within, start

BATCH = 50  # articles
OPTIMIZE = 3  # one run in so many


def excerpt(source: Path, target: Path, count: int) -> list[str]:
    """Write the first articles of a file as records; return their ids, in order."""
    ids: list[str] = []
    with target.open("wb") as file:
        for one in islice(telusur.read(source), count):
            told = {"id": one.id, "title": one.title, "text": one.text, "date": one.published}
            file.write(msgspec.json.encode(told) + b"\n")
            ids.append(one.id)
    return ids


def articles(folder: Path) -> dict[str, Article]:
    with open_snapshot(folder) as snapshot:
        return {article.id: article for article in snapshot.articles()}


@dataclass(slots=True)
class Trial:
    """An index that is killed again and again, and what has become of it."""

    folder: Path
    records: Path
    order: list[str]  # the ids of the records
    whole: dict[str, Article]
    wrong: list[str] = field(default_factory=list[str])
    seen: Counter[str] = field(default_factory=Counter[str])
    held: dict[str, Article] = field(default_factory=dict[str, Article])
    commits: int = 0

    def kill(self, dice: random.Random) -> str | None:
        """Kill one run at a random instant; return what to tell, None if it was too fast."""
        optimizing = self.commits > 0 and dice.randrange(OPTIMIZE) == 0
        instant = draw(dice, most=1 if optimizing else 3)
        rest = ["optimize"] if optimizing else ["index", self.records, "--workers", "0"]
        runner = self.folder.with_suffix(".py")
        process = start(runner, BATCH, *rest, "--index", self.folder)
        if not kill_within(process, self.folder, instant):
            if not optimizing:
                self.complete()
            return None
        found = self.faults(optimizing=optimizing)
        self.wrong += found
        place = f"{instant.delay * 1000:5.1f} ms after {instant.begins}* {instant.nth + 1}"
        verdict = "; ".join(found) or "sound"
        return f"{rest[0]:<8}  {place:<28}  {len(self.held):>6,} articles  {verdict}"

    def faults(self, *, optimizing: bool) -> list[str]:
        """Return what is wrong after a kill."""
        if not is_index(self.folder):
            self.seen["before there was an index"] += 1
            return []
        wrong = [
            f"{one.checked}: {one.problem}"
            for one in examine(self.folder)
            if one.problem and not one.harmless
        ]
        before, self.held = self.held, articles(self.folder)
        if optimizing and self.held != before:
            wrong.append("a merge changed articles")
        if list(self.held.keys() - self.whole.keys()) or self.held.keys() != set(
            self.order[: len(self.held)]
        ):
            wrong.append("not a prefix of the file")
        if any(self.held[one] != self.whole[one] for one in self.held.keys() & self.whole.keys()):
            wrong.append("an article differs")
        if len(self.held) % BATCH and len(self.held) != len(self.order):
            wrong.append(f"{len(self.held)} articles are not whole batches")
        if len(self.held) < len(before):
            wrong.append("committed articles are lost")
        number = generation(self.folder)
        kind = "with files in the making" if leftovers(self.folder) else "between two commits"
        self.seen[f"{kind}, {'the same commit' if number == self.commits else 'a new one'}"] += 1
        self.commits = number
        return wrong

    def complete(self) -> None:
        """Check that an index whose run came to its end is as one never disturbed; begin anew."""
        if articles(self.folder) != self.whole:
            self.wrong.append("completed, it differs from the undisturbed index")
        self.wrong += [
            f"{one.checked}: {one.problem}" for one in examine(self.folder) if one.problem
        ]
        self.seen["completed runs, equal to the undisturbed one"] += 1
        shutil.rmtree(self.folder)
        self.held, self.commits = {}, 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, metavar="JSONL")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        records = here / "records.jsonl"
        order = excerpt(options.source, records, options.articles)
        rest = ["index", records, "--workers", "0", "--index"]
        start(here / "run.py", 10**6, *rest, here / "whole").communicate()
        trial = Trial(here / "killed", records, order, articles(here / "whole"))
        dice = random.Random(options.seed)
        print(f"{len(trial.whole):,} articles, batches of {BATCH}, seed {options.seed}")
        kills = 0
        while kills < options.kills:
            if told := trial.kill(dice):
                kills += 1
                print(f"kill {kills:>3}  {told}", flush=True)
        start(here / "run.py", BATCH, *rest, here / "killed").communicate()
        trial.complete()
    for kind, count in sorted(trial.seen.items()):
        print(f"{count:>4}  {kind}")
    print("; ".join(trial.wrong) or f"all {kills} kills survived")
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
