"""What does the tree of a query look like in a line?"""

from __future__ import annotations

from typing import Any

from telusur.index.schema import TEXTS
from telusur.search.asked.query import walk
from telusur.search.asked.tree import Span, Word
from whoosh import query


def shape(tree: query.Query) -> str:
    """Write a tree in a line: & and, | or, - not, ? maybe, * all, 0 none, [] a span of time."""
    boost = getattr(tree, "boost", 1.0)
    mark = "" if boost == 1.0 else f"^{boost:g}"
    if isinstance(tree, Word):
        parts = {leaf.part for group in tree.groups for leaf in group.leaves}
        field = "" if len(parts) == len(TEXTS) else f"{parts.pop()}:"
        return f"{field}{tree.shown}{mark}"
    for kind, sign in ((query.And, " & "), (query.Or, " | ")):
        if isinstance(tree, kind):
            return f"({sign.join(shape(part) for part in tree)}){mark}"
    if isinstance(tree, query.AndMaybe):
        return f"({shape(tree.a)} ? {shape(tree.b)})"
    if isinstance(tree, query.Not):
        return f"-{shape(tree.query)}"
    if isinstance(tree, query.Term | query.Wildcard):
        return f"{tree.fieldname}={tree.text}"
    known = {query.Every: "*", Span: "[]", type(query.NullQuery): "0"}
    return next(sign for kind, sign in known.items() if isinstance(tree, kind))


def leaves(tree: query.Query) -> list[Any]:
    """Return what is sought in the fields of a tree."""
    words = [node for node in walk(tree) if isinstance(node, Word)]
    return [leaf.sought for word in words for group in word.groups for leaf in group.leaves]
