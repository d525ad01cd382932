from collections.abc import Sequence

from .codec.base import Segment
from .fields import Schema
from .filedb.filestore import RamStorage

class TOC:
    def __init__(self, schema: Schema, segments: Sequence[Segment], generation: int) -> None: ...
    def write(self, storage: RamStorage, indexname: str) -> None: ...
