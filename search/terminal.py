"""How does an answer look on a terminal, in colour?"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from .headline import heading
from .hits import Hit
from .passages import Passage
from .render import BETWEEN, about, dots, extras, named, one_line, pieces, safe, where
from .values import Results


def print_results(results: Results, *, color: bool) -> None:
    """Print the answer on standard output, matches in colour."""
    no_color = None if color else True  # None: as NO_COLOR says
    console = Console(no_color=no_color, highlight=False, soft_wrap=False)
    first, *others = map(one_line, heading(results))
    console.print(Text(first, style="dim"))
    for line in others:
        console.print()
        console.print(Text(line, style="bold"))
    for hit in results.hits:
        console.print()
        console.print(_hit(hit))


def _hit(hit: Hit) -> Text:
    text = Text(f"{hit.rank:>3}. ", style="")
    text.append_text(_marked(hit.title, "bold") if hit.title.text else Text("(no title)"))
    indent = "\n     "
    if line := about(hit.facts):
        text.append(indent + line, style="green")
    if line := where(hit.facts):
        text.append(indent + line, style="blue")
    text.append(indent + named(hit.facts), style="dim")
    if hit.passage.text:
        before, after = dots(hit.passages)
        shown = Text(BETWEEN).join(_marked(one, "") for one in hit.passages)
        text.append(indent + before)
        text.append_text(shown)
        text.append(after)
    for line in extras(hit):
        text.append(indent + line, style="dim")
    return text


def _marked(passage: Passage, style: str) -> Text:
    text = Text()
    for piece, marked in pieces(passage):
        shown = safe(piece).replace("\n", " ")
        text.append(shown, style="bold yellow" if marked else style)
    return text
