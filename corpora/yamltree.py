"""What does this YAML say, and on which line?"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TEXT = "tag:yaml.org,2002:str"
_HALF = re.compile("[\ud800-\udfff]")  # surrogates: no characters by themselves, nor in UTF-8


class YamlFault(ValueError):
    """The text is no YAML that we accept. `line` counts from 1; None where it has no place."""

    def __init__(self, problem: str, line: int | None, mend: str | None = None) -> None:
        super().__init__(problem)
        self.problem, self.line, self.mend = problem, line, mend


class _Loader(yaml.SafeLoader):
    """Plain values only. Without aliases, a small file cannot grow into a huge value."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """One node of the tree; refuses aliases, repeated keys, and texts no file can hold."""
        if self.check_event(yaml.AliasEvent):
            raise YamlFault(
                "aliases (*name) are not supported",
                line_of(self.peek_event()),  # pyright: ignore[reportUnknownMemberType]
            )
        node = super().compose_node(parent, index)
        if isinstance(node, MappingNode):
            _refuse_repeated(node)
        if isinstance(node, ScalarNode) and _HALF.search(str(node.value)):
            raise YamlFault("a character that is half of one (\\ud800 to \\udfff)", line_of(node))
        return node


def parse(text: str) -> tuple[Node | None, Any]:
    """The tree of `text` and its value; (None, None) if it is empty. Raises YamlFault only."""
    try:
        loader = _Loader(text)  # the reader refuses control characters here
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)  # pyright: ignore[reportUnknownMemberType]
    except yaml.MarkedYAMLError as error:
        raise _marked(error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlFault("a character that YAML does not allow", line) from error
    except RecursionError as error:
        raise YamlFault("nested too deeply", None) from error
    except YamlFault:
        raise
    except (ValueError, OverflowError, LookupError, TypeError, AttributeError) as error:
        # PyYAML lets these through for values such as "!!int x" or the date 2021-13-45
        raise YamlFault(f"a value that YAML cannot read ({error})", None) from error


def line_of(marked: Any) -> int:
    """The line, from 1, on which a node or an event starts."""
    return marked.start_mark.line + 1


def child(node: Node, step: str | int) -> tuple[Node, Node]:
    """The node at a key or position, and the one that names it: the key, or the item itself.

    Both are `node` where there is no such child.
    """
    if isinstance(node, MappingNode):
        pairs = ((value, key) for key, value in node.value if key.value == step)
        return next(pairs, (node, node))
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return node, node


def first_not_text(node: Node) -> Node:
    """The first key or value in a mapping that is not a text; `node` if there is none."""
    pairs: list[tuple[Node, Node]] = node.value if isinstance(node, MappingNode) else []
    return next((item for pair in pairs for item in pair if item.tag != _TEXT), node)


def shown(node: Node) -> str:
    """The node as the reader of an error recognises it, in a few characters.

    >>> shown(parse("paths: [a, b]")[0])
    'a mapping'
    """
    if isinstance(node, ScalarNode):
        text = str(node.value)
        return repr(text if len(text) <= 40 else text[:37] + "...") if text else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def _refuse_repeated(node: MappingNode) -> None:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, ScalarNode):
            continue
        name = str(key.value)
        if name in lines:
            problem = f"key {name!r} is here twice, first on line {lines[name]}"
            raise YamlFault(problem, line_of(key))
        lines[name] = line_of(key)


def _marked(error: yaml.MarkedYAMLError) -> YamlFault:
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context).split())
    mend = "indent with spaces, not with tabs" if "'\\t'" in problem else None
    return YamlFault(problem, mark.line + 1 if mark else None, mend)
