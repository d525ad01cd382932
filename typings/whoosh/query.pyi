from collections.abc import Iterable, Iterator, Sequence

from .matching import Matcher

class Query:
    boost: float
    def children(self) -> Iterable[Query]: ...
    def normalize(self) -> Query: ...
    def matcher(self, searcher: object, context: object = ...) -> Matcher: ...

class CompoundQuery(Query):
    subqueries: list[Query]
    def __init__(self, subqueries: Sequence[Query], boost: float = ...) -> None: ...
    def __iter__(self) -> Iterator[Query]: ...

class And(CompoundQuery): ...
class Or(CompoundQuery): ...

class Not(Query):
    query: Query
    def __init__(self, query: Query, boost: float = ...) -> None: ...

class BinaryQuery(Query):
    a: Query
    b: Query
    def __init__(self, a: Query, b: Query, boost: float = ...) -> None: ...

class AndNot(BinaryQuery): ...
class AndMaybe(BinaryQuery): ...
class Require(BinaryQuery): ...

class ConstantScoreQuery(Query):
    child: Query
    score: float
    def __init__(self, child: Query, score: float = ...) -> None: ...

class Every(Query):
    def __init__(self, fieldname: str | None = ..., boost: float = ...) -> None: ...

class Term(Query):
    fieldname: str
    text: str
    def __init__(self, fieldname: str, text: str, boost: float = ...) -> None: ...

class Phrase(Query):
    fieldname: str
    words: list[str]
    slop: int
    def __init__(
        self, fieldname: str, words: list[str], slop: int = ..., boost: float = ...
    ) -> None: ...

class PatternQuery(Query):
    fieldname: str
    text: str
    def __init__(self, fieldname: str, text: str, boost: float = ...) -> None: ...

class Prefix(PatternQuery): ...
class Wildcard(PatternQuery): ...
class Regex(PatternQuery): ...

class FuzzyTerm(Query):
    fieldname: str
    text: str
    maxdist: int
    prefixlength: int
    def __init__(
        self,
        fieldname: str,
        text: str,
        boost: float = ...,
        maxdist: int = ...,
        prefixlength: int = ...,
    ) -> None: ...

NullQuery: Query
