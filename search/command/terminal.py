"""How does an answer look on a terminal, in colour?"""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from ..snippets.hits import Hit
from ..snippets.passages import Passage
from ..values import Results
from .headline import heading
from .render import BETWEEN, about, dots, extras, named, one_line, pieces, safe, where

INDENT: Final = " " * 5
NARROW: Final = 20  # columns for text, at least: narrower terminals break its lines themselves


def print_results(results: Results, *, color: bool) -> None:
    """Print the answer on standard output, matches in colour."""
    no_color = None if color else True  # None: as NO_COLOR says
    console = Console(no_color=no_color, highlight=False, soft_wrap=True)
    first, *others = map(one_line, heading(results))
    _print_wrapped(console, Text(first, style="dim"), "")
    for line in others:
        console.print()
        _print_wrapped(console, Text(line, style="bold"), "")
    for hit in results.hits:
        console.print()
        _print_hit(console, hit)


def _print_hit(console: Console, hit: Hit) -> None:
    title = _marked(hit.title, "bold") if hit.title.text else Text("(no title)")
    _print_wrapped(console, title, f"{hit.rank:>3}. ")
    if line := about(hit.facts):
        _print_wrapped(console, Text(line, style="green"))
    if line := where(hit.facts):  # in one piece, so that it can be clicked on and copied
        console.print(Text(INDENT + line, style="blue"))
    console.print(Text(INDENT + named(hit.facts), style="dim"))
    if hit.passage.text:
        before, after = dots(hit.passages)
        shown = Text(BETWEEN).join(_marked(one, "") for one in hit.passages)
        _print_wrapped(console, Text(before).append_text(shown).append(after))
    for line in extras(hit):
        _print_wrapped(console, Text(line, style="dim"))


def _print_wrapped(console: Console, text: Text, lead: str = INDENT) -> None:
    """Print a text in the width of the terminal, its lines below each other."""
    width = max(console.width - len(lead), NARROW)
    for number, line in enumerate(text.wrap(console, width)):
        line.rstrip()
        console.print(Text(lead if number == 0 else " " * len(lead)).append_text(line))


def _marked(passage: Passage, style: str) -> Text:
    text = Text()
    for piece, marked in pieces(passage):
        shown = safe(piece).replace("\n", " ")
        text.append(shown, style="bold yellow" if marked else style)
    return text
