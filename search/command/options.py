"""Which options do the commands have? Each is declared once, with its help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Final, cast
from typing import Any as Anything

import typer

HITS = "Choose hits"
OUTPUT = "Output"


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # here: 15 ms

        typer.echo(f"telusur {version('telusur')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_tell_version, is_eager=True, help="Show the version and exit."
    ),
]

IndexDir = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        envvar="TELUSUR_INDEX",
        help="Folder of the index. Default: as telusur.yaml says, else ./telusur-index.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="TELUSUR_CONFIG",
        help="Settings. Default: telusur.yaml in this folder or the nearest one above.",
    ),
]
Query = Annotated[str, typer.Argument(metavar="QUERY", help='Words, "phrases", site:…, date:…')]
Hits = Annotated[int, typer.Option("-k", metavar="N", min=0, help="Hits on a page.")]
HitsOfTopic = Annotated[int, typer.Option("-k", metavar="N", min=0, help="Hits for each topic.")]
Suggestions = Annotated[int, typer.Option("-k", metavar="N", min=1, help="Suggestions, at most.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="A word or a query.")]
Page = Annotated[int, typer.Option("--page", metavar="N", min=1, help="Which page of hits.")]
Timeout = Annotated[
    int | None,
    typer.Option(
        "--timeout",
        metavar="MS",
        min=0,
        help="End after so many milliseconds with what was found by then; the answer says so.",
    ),
]
Fragments = Annotated[
    int,
    typer.Option(
        "--fragments",
        metavar="N",
        min=1,
        help="Passages shown of each article, at most.",
        rich_help_panel=OUTPUT,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.", rich_help_panel=OUTPUT)]
Csv = Annotated[bool, typer.Option("--csv", help="CSV with a header.", rich_help_panel=OUTPUT)]
Ris = Annotated[
    bool, typer.Option("--ris", help="RIS, for Zotero and the like.", rich_help_panel=OUTPUT)
]
Trec = Annotated[bool, typer.Option("--trec", help="A TREC run.", rich_help_panel=OUTPUT)]
NoColor = Annotated[
    bool, typer.Option("--no-color", help="No colours; so does NO_COLOR.", rich_help_panel=OUTPUT)
]
Site = Annotated[
    str | None,
    typer.Option("--site", metavar="NAME", help="Outlet or domain.", rich_help_panel=HITS),
]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="Author.", rich_help_panel=HITS)
]
Section = Annotated[
    str | None, typer.Option("--section", metavar="NAME", help="Section.", rich_help_panel=HITS)
]
Agency = Annotated[
    str | None, typer.Option("--agency", metavar="NAME", help="Agency.", rich_help_panel=HITS)
]
Place = Annotated[
    str | None,
    typer.Option("--place", metavar="NAME", help="Place of the dateline.", rich_help_panel=HITS),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Language: id, en.", rich_help_panel=HITS),
]
What = Annotated[
    str | None,
    typer.Option("--kind", metavar="NAME", help="article, video, gallery.", rich_help_panel=HITS),
]
Since = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Published then or later.", rich_help_panel=HITS),
]
Until = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Published then or before.", rich_help_panel=HITS),
]
FILTERS: Final[Mapping[str, Anything]] = {
    "site": Site,
    "author": Author,
    "section": Section,
    "agency": Agency,
    "place": Place,
    "language": Language,
    "kind": What,
    "since": Since,
    "until": Until,
}
Filtered = (
    Anything  # in a command's signature: where the options of `FILTERS` come, as one `Filters`
)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `FILTERS`; it gets them as one value, `filters`."""
    parameters: dict[str, Parameter] = {}
    either = Parameter.POSITIONAL_OR_KEYWORD
    for parameter in signature(command, eval_str=True).parameters.values():
        if parameter.name != "filters":
            parameters[parameter.name] = parameter
            continue
        for name, kind in FILTERS.items():
            parameters[name] = Parameter(name, either, default=None, annotation=kind)

    @wraps(command)
    def filtered(**told: Anything) -> None:
        from ..values import Filters  # here: other commands need no search

        filters = Filters(**{name: told.pop(name) for name in FILTERS})
        command(**told, filters=filters)

    filtered.__annotations__ = {one.name: one.annotation for one in parameters.values()}
    cast(Anything, filtered).__signature__ = Signature(list(parameters.values()))
    return filtered


Strict = Annotated[
    bool,
    typer.Option("--strict", help="Refuse a query that is not understood.", rich_help_panel=HITS),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Only articles with all the words, and all of those: each copy of a story.",
        rich_help_panel=HITS,
    ),
]
Copies = Annotated[
    bool,
    typer.Option(
        "--copies",
        help="Each copy of a story, not only the earliest that matches.",
        rich_help_panel=HITS,
    ),
]
Any = Annotated[
    bool, typer.Option("--any", help="Articles with any of the words.", rich_help_panel=HITS)
]
NoExpand = Annotated[
    bool,
    typer.Option(
        "--no-expand",
        help="Seek words as they are written: KPK finds no article that has its long form alone.",
        rich_help_panel=HITS,
    ),
]

Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="ORDER",
        help="relevance, newest, oldest, or a field: site, author, section, kind, date;"
        " -site from Z to A.",
        rich_help_panel=HITS,
    ),
]
Collapse = Annotated[
    str | None,
    typer.Option(
        "--collapse",
        metavar="FIELD",
        help="One hit for each site, author, section or kind: the first in order.",
        rich_help_panel=HITS,
    ),
]
After = Annotated[
    str | None,
    typer.Option(
        "--after",
        metavar="NEXT",
        help='Go on after a page: "next" of its JSON. For the same query and options.',
        rich_help_panel=HITS,
    ),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Tell how each score comes about.", rich_help_panel=OUTPUT),
]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Folders and files. Default: the corpora of telusur.yaml.",
        show_default=False,
    ),
]
KeepMissing = Annotated[
    bool, typer.Option("--keep-missing", help="Keep the articles of files that are gone.")
]
IncludeListings = Annotated[
    bool,
    typer.Option("--include-listings", help="Index front pages, tag lists and the like as well."),
]
Retry = Annotated[bool, typer.Option("--retry", help="Read again what was skipped before.")]
Rebuild = Annotated[
    bool,
    typer.Option(
        "--rebuild", help="Make the index anew; the old one is searched until it is whole."
    ),
]
ListSkipped = Annotated[
    bool, typer.Option("--list-skipped", help="Name each page that was skipped, and why.")
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="Memory for a batch of articles, such as 512MB (the default) or 2GB: more is faster.",
    ),
]
WorkerCount = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=0, help="Processes that read pages."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved pages.")]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORD]...", help="Default: one a line from standard input."),
]
ShortForm = Annotated[
    str | None,
    typer.Argument(metavar="[WORD]", help="A short form or a long form. Default: all."),
]
Topics = Annotated[Path, typer.Argument(metavar="TOPICS", help="Lines of id<TAB>text.")]
ArticleId = Annotated[
    str, typer.Argument(metavar="ID", help="The id of an article, or how it begins.")
]
ExplainStem = Annotated[
    bool, typer.Option("--explain", help="Show the analyses of each word, with their scores.")
]
LexiconFile = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the lexicon.")
]
Corpora = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[CORPUS]...", help="Saved pages, JSONL files, or folders of them."),
]
CountsFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--counts",
        metavar="FILE",
        help="Counts of words: form<TAB>count, .gz or not; may be given several times.",
    ),
]
LeastCount = Annotated[
    int, typer.Option("--least", metavar="N", min=1, help="Pass over words that occur less often.")
]
