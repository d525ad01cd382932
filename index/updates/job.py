"""How do folders of pages become an index? Scan, extraction and update, wired together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from ...corpora.article import Article
from ...corpora.config import boilerplate_of
from ...corpora.events import Lost, Source
from ...corpora.extraction import EXTRACTOR_VERSION, Extraction
from ...corpora.pipeline import read_articles
from ...corpora.scan import scan
from ...corpora.settings import Config, Corpus
from ..commits.opening import read_last
from ..commits.store import writing
from .batch import MEMORY, Batch
from .pages import Families, split
from .part import Part, Policy
from .summary import Observer, Summary
from .update import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one run is asked to do."""

    corpora: Sequence[Corpus]
    folder: Path  # of the index
    config: Config
    keep_missing: bool = False
    include_listings: bool = False
    retry: bool = False
    rebuild: bool = False


def run(job: Job, observer: Observer, summary: Summary) -> None:
    """Bring an index up to date with its corpora; count in `summary` what is done.

    Raises:
        PathMissing: a path of a corpus does not exist.
        IndexLocked, IndexForeign, IndexUnwritable: see `writing`.
        KeyboardInterrupt: what was extracted by then is committed.

    """
    # Before the index is touched: a path that is misspelt must not empty it.
    parts = [_part(corpus, job) for corpus in job.corpora]
    with writing(job.folder, rebuild=job.rebuild) as writer:
        update = Update(writer, observer, summary, job.config.memory_bytes)
        update.run(parts, keep_missing=job.keep_missing)


def _part(corpus: Corpus, job: Job) -> Part:
    options = extraction(corpus, job.config, include_listings=job.include_listings)
    return Part(
        roots=[os.path.abspath(path) for path in corpus.paths],  # noqa: PTH100 - no "~", no links
        sources=_scan(corpus),
        policy=Policy(rules=rules(options), include_listings=job.include_listings, retry=job.retry),
        read=partial(
            read_articles,
            options=options,
            limits=job.config.limits,
            workers=job.config.worker_count,
        ),
    )


def _scan(corpus: Corpus) -> Iterator[Source | Lost]:
    return scan(corpus.paths, include=corpus.include, exclude=corpus.exclude, corpus=corpus.name)


def extraction(corpus: Corpus, config: Config, *, include_listings: bool = False) -> Extraction:
    """Return how the pages of a corpus are to be read. Raise ConfigError for faulty rules of it."""
    return Extraction(
        include_listings=include_listings,
        language=corpus.language,
        outlets=corpus.outlets,
        timezone=config.timezone,
        boilerplate=boilerplate_of(config, corpus),
    )


def rules(options: Extraction) -> str:
    """Return the fingerprint of an extraction: pages read under another one are read again.

    Listings are not part of it: `Policy.include_listings` alone decides on those.
    """
    told = (
        *(EXTRACTOR_VERSION, options.language, sorted(options.outlets.items()), options.timezone),
        *(options.boilerplate, options.templates),
    )
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def optimize(folder: Path) -> None:
    """Merge an index into one segment, without what is deleted.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: see `read_last`; nothing is made there.
        IndexLocked, IndexUnwritable: see `writing`.
        KeyboardInterrupt: the index is as it was, or merged.

    """
    read_last(folder)
    with writing(folder) as writer:
        writer.optimize()


def build(articles: Iterable[Article], folder: Path, *, memory: int = MEMORY) -> int:
    """Put articles into an index, new or not; return how many there were.

    An article in place of one with the same id replaces it; pages of one are joined. Commits
    whenever a batch takes `memory` bytes, or a minute.

    Raises:
        IndexLocked, IndexForeign, IndexUnwritable: see `writing`.

    """
    count = 0
    batch = Batch(memory)

    def stored(article_id: str) -> Article | None:
        gone = article_id in batch.removed
        return None if gone else batch.articles.get(article_id) or writer.article(article_id)

    with writing(folder) as writer:
        families = Families((), stored)
        for article in articles:
            count += 1
            for page in split(article):
                batch.take(families.put(page))
            if batch.is_full:
                writer.commit(batch.articles.values(), batch.removed)
                batch = Batch(memory)
                writer.merge()
        if batch.articles or writer.generation == 0:
            writer.commit(batch.articles.values(), batch.removed)
        writer.settle()
    return count
