"""What do tests of updates share? Addresses, a listing, and how counts are told."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from telusur.index.updates.summary import Summary

URL = "https://contoh.example/berita/{}"
SAMPLES = Path(str(files("telusur.corpora.samples"))) / "pages"
LISTING = (SAMPLES / "43-tag-kpk-suararakyat.html").read_text("utf-8")


def told(summary: Summary) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("indexed", "updated", "unchanged", "removed", "merged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}
