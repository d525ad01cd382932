"""What may a user decide about extraction, and what names its result?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .article import make_id
from .dates import DEFAULT_TIMEZONE
from .urls import key
from .userrules import NO_RULES, Boilerplate

AUTO = "auto"
EXTRACTOR_VERSION = 2  # raise it whenever the same bytes would give another article


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the user decides. `outlets` maps hosts, or domains above them, to names of outlets.

    `language` is that of every article; with `AUTO` each tells its own. `timezone` is where times
    without a zone are read. `boilerplate` is what the user says is not the article. `templates` is
    whether we use what we know of the pages of outlets: only measurements do without.
    """

    include_listings: bool = False
    language: str | None = AUTO
    outlets: Mapping[str, str] = field(default_factory=dict[str, str])
    timezone: str = DEFAULT_TIMEZONE
    boilerplate: Boilerplate = NO_RULES
    templates: bool = True


DEFAULTS = Extraction()


def article_id(url: str | None, path: str | None, content: str) -> str:
    """The id of an article: by its address, else by its file, else by what it says."""
    return make_id(key(url) if url else path or content)
