"""Which text do these bytes stand for, whatever their labels claim?"""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read all of these as windows-1252, and pages are written to look right in browsers.
WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "latin-1"})
HEAD = 4096  # bytes in which a page must declare its charset; the standard says 1024
GUESSABLE = 100  # bytes below which a guess is a lottery
SAMPLE = 65_536  # bytes shown to the detector; it is slow
FOREIGN = 0.15  # share of high bytes above which a text is not in the Latin alphabet

_MENDING = "telusur-mending"  # the name under which the codecs find `_mend`
_META = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decode(content: bytes, *, declared: str | None = None) -> str:
    """The text of `content`. Never raises; `declared` is what HTTP or MIME says of the charset.

    Valid UTF-8 is UTF-8 whatever is declared: no other encoding gives it by accident. Next come
    the declarations, then UTF-8 with a few broken bytes, then windows-1252.

    >>> decode("“Saya”".encode("cp1252"), declared="utf-8")
    '“Saya”'
    """
    marked = _by_mark(content) or _by_zeros(content)
    if marked:
        return content.decode(marked, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _by_declaration(content, declared) or _by_bytes(content)


def _by_mark(content: bytes) -> str | None:
    return next((name for mark, name in MARKS if content.startswith(mark)), None)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark: in a Latin text every second byte is zero."""
    sample = content[:1024]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[start::2].count(0), sample[1 - start :: 2].count(0)
        if zeros > len(sample) // 3 and not others:
            return name
    return None


def _by_declaration(content: bytes, declared: str | None) -> str | None:
    """The text by the first declaration that is known, is no Western default and fits."""
    match = _META.search(content[:HEAD])
    for label in (declared, match and match[1].decode("ascii", "replace")):
        name = _known(label)
        if name is None or name in WESTERN or name.startswith("utf"):
            continue
        try:
            return content.decode(name)
        except (UnicodeError, ValueError):
            continue
    return None


def _known(label: str | None) -> str | None:
    """Python's name of a charset of text, or None."""
    try:
        found = codecs.lookup((label or "").strip())
    except (LookupError, ValueError):
        return None
    # "hex", "rot13" and the like are codecs, too; only encodings of text have this mark
    return found.name if getattr(found, "_is_text_encoding", False) else None


def _by_bytes(content: bytes) -> str:
    """UTF-8 with mends where most high bytes are UTF-8, a guess where the script is foreign."""
    valid = sum(len(match[0]) for match in _MULTIBYTE.finditer(content))
    high = len(_HIGH.findall(content))
    if 2 * valid >= high:
        return _mended(content)
    if high > FOREIGN * len(content) and len(content) >= GUESSABLE:
        return _guessed(content) or _western(content)
    return _western(content)


def _mended(content: bytes) -> str:
    """UTF-8, with each byte that does not belong read as windows-1252."""
    return content.decode("utf-8", _MENDING)


def _mend(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    if error.reason == "unexpected end of data":  # cut off within a character
        return "", error.end
    return _western(error.object[error.start : error.end]), error.end


codecs.register_error(_MENDING, _mend)


def _western(content: bytes) -> str:
    """Windows-1252; its five undefined bytes become the control characters of Latin-1."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in content)


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # lazy: 30 ms, and hardly ever needed

    best = from_bytes(content[:SAMPLE]).best()
    return content.decode(best.encoding, "replace") if best else None
