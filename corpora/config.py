"""Which corpora does telusur.yaml describe, and which settings differ from the defaults?

So does a file of rules about boilerplate, which telusur.yaml may name.

A search without a telusur.yaml loads neither the YAML nor the schema library: start-up time is a
feature. That is why they are imported inside functions here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from .checks import IllegalSetting
from .errors import TelusurError
from .settings import Config, Corpus
from .userrules import NO_RULES, Boilerplate

if TYPE_CHECKING:
    from msgspec import ValidationError
    from yaml.nodes import Node

Kind = TypeVar("Kind", Config, Boilerplate)

NAME = "telusur.yaml"
LARGEST = 1_000_000  # bytes; a longer file is something else
_WORDS = {float: "a number", int: "a whole number", str: "a text", Path: "a path"}


class ConfigError(TelusurError):
    """telusur.yaml cannot be used: which file, line and key, and what would be right."""

    def __init__(
        self,
        path: Path,
        problem: str,
        *,
        line: int | None = None,
        key: str = "",
        mend: str | None = None,
    ) -> None:
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {key + ': ' if key else ''}{problem}", mend=mend)
        self.path, self.line, self.key = path, line, key


def find_config(start: Path) -> Path | None:
    """The telusur.yaml in the folder `start` or the nearest one above it."""
    candidates = (folder / NAME for folder in (start, *start.parents))
    return next((path for path in candidates if path.is_file()), None)


def load_config(path: Path | None) -> Config:
    """The settings of the file over the defaults; the defaults alone for None or an empty file.

    Relative paths in the file start at its folder, and "~" is the user's home. Raises ConfigError.
    """
    return Config() if path is None else _loaded(path, Config)


def boilerplate_of(config: Config, corpus: Corpus | None = None) -> Boilerplate:
    """What the user says is not the article: in the file of rules, and in the corpus.

    Raises ConfigError.
    """
    told = _loaded(config.boilerplate, Boilerplate) if config.boilerplate else NO_RULES
    if corpus is None:
        return told
    return told + Boilerplate(boxes=corpus.boxes, lines=corpus.lines)


def _loaded(path: Path, kind: type[Kind]) -> Kind:
    from .yamltree import YamlFault, parse

    text = _read(path)
    try:
        tree, value = parse(text)
    except YamlFault as fault:
        raise ConfigError(path, fault.problem, line=fault.line, mend=fault.mend) from fault
    if tree is None or value is None:
        value = {}
    else:
        _refuse_unknown(path, tree, kind, "")
    return _converted(path, tree, value, kind)


def dump(config: Config) -> str:
    """All settings as a telusur.yaml that says the same wherever it lies."""
    import yaml

    return yaml.safe_dump(_plain(asdict(config)), sort_keys=False, allow_unicode=True)


def _plain(value: Any) -> Any:
    """The value in terms of YAML: paths as texts, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return str(value) if isinstance(value, Path) else value


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ConfigError(path, error.strerror or str(error)) from error
    if len(content) > LARGEST:
        raise ConfigError(path, f"longer than {LARGEST} bytes", mend="is this a telusur.yaml?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, "not in UTF-8", line=line, mend="save it as UTF-8") from error


def _converted(path: Path, tree: Node | None, value: Any, wanted: type[Kind]) -> Kind:
    import msgspec

    folder = path.absolute().parent

    def to_path(kind: type, text: object) -> Path:
        if kind is not Path or not isinstance(text, str) or not text.strip():
            raise ValueError("not a path")
        return Path(os.path.abspath(folder / Path(text).expanduser()))  # noqa: PTH100 - keep links

    if isinstance(value, dict):
        beside = {"index": str(Config().index)} if wanted is Config else {}
        value = beside | _present(value)
    try:
        return msgspec.convert(value, wanted, dec_hook=to_path)
    except msgspec.ValidationError as error:
        raise _located(path, tree, error, wanted) from error
    except RuntimeError as error:  # "~nobody"
        raise ConfigError(path, str(error)) from error


def _present(value: Any) -> Any:
    """The value without keys that have none: "limits:" and nothing below it means the defaults."""
    if isinstance(value, list):
        return [_present(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        items = value.items()  # pyright: ignore[reportUnknownVariableType]
        return {key: _present(item) for key, item in items if item is not None}  # pyright: ignore[reportUnknownVariableType]
    return value


def _located(path: Path, tree: Node | None, error: ValidationError, hint: Any) -> ConfigError:
    """The library's error in words of the file: its `$.corpora[0].paths` becomes line and key."""
    from yaml.nodes import MappingNode

    from .yamltree import child, first_not_text, line_of, shown

    message = str(error)
    steps = _steps(message)
    cause = error.__cause__
    if isinstance(cause, IllegalSetting):
        steps += [cause.key] if cause.item is None else [cause.key, cause.item]
    assert tree is not None  # the defaults are legal
    node = named = tree
    for step in steps:
        node, named = child(node, step)
        hint = _hint_below(hint, step)
    if Mapping in [get_origin(one) for one in (hint, *get_args(hint))]:
        # the library does not say which key of a map it means
        node = named = first_not_text(node)
        hint = hint if isinstance(node, MappingNode) else str
    missing = re.search(r"missing required field `(\w+)`", message)
    if isinstance(cause, IllegalSetting):
        problem = cause.problem
    elif missing:
        problem = f"the key '{missing[1]}' is missing"
    else:
        problem = f"expected {_wanted(hint)}, got {shown(node)}"
    return ConfigError(path, problem, line=line_of(named), key=_dotted(steps))


def _steps(message: str) -> list[str | int]:
    """The keys and positions in the library's `$.corpora[0].paths`; "[...]" is any key of a map."""
    where = re.search(r"`\$([^`]*)`$", message)
    found = re.findall(r"\.(\w+)|\[(\d+)\]", where[1] if where else "")
    return [int(position) if position else key for key, position in found]


def _dotted(steps: list[str | int]) -> str:
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(parts).removeprefix(".")


def _refuse_unknown(path: Path, node: Node, hint: Any, above: str) -> None:
    """Raise ConfigError for the first key in the tree that is no setting."""
    from yaml.nodes import MappingNode, SequenceNode

    from .yamltree import line_of

    if isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            _refuse_unknown(path, item, _hint_below(hint, number), f"{above}[{number}]")
    if not isinstance(node, MappingNode) or not is_dataclass(hint):
        return
    names = [item.name for item in fields(hint)]
    for key, value in node.value:
        if key.value not in names:
            problem = (
                f"unknown key {key.value!r}"
                if isinstance(key.value, str)
                else "a key must be a word"
            )
            raise ConfigError(
                path, problem, line=line_of(key), key=above, mend=_advice(key.value, names)
            )
        inside = f"{above}.{key.value}".removeprefix(".")
        _refuse_unknown(path, value, _hint_below(hint, key.value), inside)


def _advice(key: object, names: list[str]) -> str:
    from difflib import get_close_matches  # 5 ms

    close = get_close_matches(str(key).lower(), names, n=1, cutoff=0.5)
    return f"did you mean '{close[0]}'?" if close else f"the keys here are {', '.join(names)}"


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _hint_below(hint: Any, step: str | int) -> Any:
    """The type of a dataclass's field, a list's items or a map's values; None where unknown."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _hints(hint).get(str(step))
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        return arguments[0]
    return arguments[1] if get_origin(hint) is Mapping else None


def _wanted(hint: Any) -> str:
    """A type in the reader's words."""
    if hint in _WORDS:
        return _WORDS[hint]
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        return f"a list ([...]), each item {_wanted(arguments[0])}"
    if is_dataclass(hint) or get_origin(hint) is Mapping:
        return "a mapping (key: value)"
    words = (_wanted(item) if item in _WORDS or get_args(item) else str(item) for item in arguments)
    return " or ".join(words)
