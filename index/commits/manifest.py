"""Which format and which analyser made this index? Written once, checked at every opening.

Each commit says it too, in its list: a rebuild that changes it takes effect by one rename, and the
manifest follows. Whoever opens a commit believes the commit; see `opening`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from ..analysis import fingerprint
from ..errors import IndexCorrupt, IndexForeign, IndexMissing
from .storage import write_atomically

NAME: Final = "telusur.json"
FORMAT: Final = 2


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an index says of itself."""

    format: int
    analysis: str  # fingerprint of the analyser: other terms would not be found
    created: datetime
    telusur: str  # the release that made it, for the reader of a bug report


def is_index(folder: Path) -> bool:
    """Tell whether a folder claims to be an index of ours."""
    return (folder / NAME).is_file()


def new_manifest(now: datetime) -> Manifest:
    """Return what an index made by this release, with the analyser of today, says of itself."""
    from importlib.metadata import version  # here: 12 ms that no search needs

    return Manifest(format=FORMAT, analysis=fingerprint(), created=now, telusur=version("telusur"))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Mark a folder as an index of ours."""
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    write_atomically(folder / NAME, content + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of an index, whatever release made it.

    Raises:
        IndexMissing: the folder is not there, or is empty.
        IndexForeign: something else is in the folder.
        IndexCorrupt: the manifest is damaged.

    """
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()):
            raise IndexForeign(
                f"{folder} is not an index of Telusur", mend="choose another folder with --index"
            ) from None
        raise IndexMissing(folder) from None
    except NotADirectoryError:
        raise IndexForeign(f"{folder} is a file", mend="choose a folder with --index") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IndexCorrupt(path, str(error)) from error


def check(folder: Path, manifest: Manifest) -> None:
    """Raise IndexForeign unless this release, with the analyser of today, can read an index."""
    rebuild = f"make it again: telusur index PAGES --rebuild --index {folder}"
    if manifest.format != FORMAT:
        raise IndexForeign(
            f"{folder} has format {manifest.format}, this release reads {FORMAT}", mend=rebuild
        )
    if manifest.analysis != fingerprint():
        raise IndexForeign(
            f"{folder} was made by another analyser ({manifest.analysis}, telusur"
            f" {manifest.telusur}): its terms differ from ours ({fingerprint()})",
            mend=f"{rebuild}; or use the telusur.yaml with its kecualian and lexicon again",
        )
