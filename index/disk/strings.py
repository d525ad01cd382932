"""How do strings of bytes, one for each document, lie in a file, and how is one of them read?

<name>.bytes    the strings, one after the other
<name>.ends     where each ends
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .sections import Sections, SectionWriter


def write_strings(out: SectionWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write strings of bytes."""
    ends = np.cumsum([len(one) for one in strings], dtype=np.int64)
    out.add(f"{name}.bytes", np.frombuffer(b"".join(strings), np.uint8), "<u1")
    out.add(f"{name}.ends", ends, "<u8")


def string(sections: Sections, name: str, place: int) -> bytes:
    """Return one of the strings."""
    ends = sections.array(f"{name}.ends", max(place - 1, 0), place + 1).tolist()
    return sections.bytes(f"{name}.bytes", ends[0] if place else 0, ends[-1])
