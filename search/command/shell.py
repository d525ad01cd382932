"""What do the commands take from their surroundings? Settings, the clock, files of topics."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...corpora.config import find_config, load_config
from ...corpora.errors import TelusurError, unreadable
from ...corpora.settings import Config, Corpus

if TYPE_CHECKING:
    from ..engine import Engine


def settings(
    config: Path | None,
    *,
    index: Path | None = None,
    workers: int | None = None,
    memory: str | None = None,
) -> Config:
    """Return the settings in force: options over telusur.yaml over defaults.

    Raises:
        ConfigError: the file is missing or wrong.
        IllegalSetting: an option is.

    """
    effective = load_config(config or find_config(Path.cwd()))
    if index is not None:
        effective = replace(effective, index=index)
    if workers is not None:
        effective = replace(effective, workers=workers)
    if memory is not None:
        effective = replace(effective, memory=memory)
    _choose_stemmer(effective)
    return replace(effective, index=effective.index.expanduser().absolute())


def _choose_stemmer(config: Config) -> None:
    if config.lexicon is None and not config.exceptions:
        return
    from ...index.language.stemming import use  # here: most settings leave the stemmer as it is

    use(lexicon=config.lexicon, exceptions=config.exceptions)


def corpora_of(config: Config, paths: Sequence[Path]) -> list[Corpus]:
    """Return what to index: the paths named, or the corpora of the settings.

    A path inside a corpus of the settings is read by the rules of that corpus.

    Raises:
        TelusurError: neither is there.

    """
    if not paths and not config.corpora:
        mend = "telusur index FOLDER, or list corpora in telusur.yaml"
        raise TelusurError("no pages named", mend=mend)
    if not paths:
        return list(config.corpora)
    return [_corpus_of(config, path.expanduser()) for path in paths]


def _corpus_of(config: Config, path: Path) -> Corpus:
    for corpus in config.corpora:
        if any(path.absolute().is_relative_to(root.absolute()) for root in corpus.paths):
            return replace(corpus, paths=(path,))
    return Corpus(name=path.name or str(path), paths=(path,))


@contextmanager
def opened(index: Path | None, config: Path | None) -> Generator[tuple[Engine, Config]]:
    """Open the index that the options and settings name; give the settings, too.

    Raises:
        ConfigError, SynonymFault, IndexMissing, IndexForeign, IndexCorrupt: see what is called.

    """
    from ..engine import Engine  # here: commands that search nothing start without it

    effective = settings(config, index=index)
    synonyms = None
    if effective.synonyms is not None:
        from ..asked.synonyms import read_synonyms

        synonyms = read_synonyms(effective.synonyms)
    with Engine.open(effective.index, ranking=effective.ranking, synonyms=synonyms) as engine:
        yield engine, effective


def now(config: Config) -> datetime:
    """Return the moment, in the zone of the settings."""
    return datetime.now(ZoneInfo(config.timezone))


def read_topics(path: Path) -> Iterator[tuple[str, str]]:
    """Yield id and text of each query in a file of lines id<TAB>text.

    Raises:
        TelusurError: the file cannot be read, a line has no tab, or an id comes twice.

    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TelusurError(unreadable(path, error)) from error
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        query_id, tab, text = line.partition("\t")
        if not line.strip():
            continue
        if not tab:
            raise TelusurError(f"{path}, line {number}: no tab", mend="write id<TAB>text")
        if query_id in seen:
            raise TelusurError(f"{path}, line {number}: the id {query_id!r} comes twice")
        seen.add(query_id)
        yield query_id, text
