"""Do bytes become the text that was written, whatever their labels say?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.encoding import decode

TEXT = "“Kami kecewa” – kata Nurul, warga Aceh… naïf sekali"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
@pytest.mark.parametrize(
    "declared", [None, "utf-8", "windows-1252", "iso-8859-1", "no-such", "hex"]
)
def test_right_under_any_declaration(encoding: str, declared: str | None) -> None:
    assert decode(TEXT.encode(encoding), declared=declared) == TEXT


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_right_under_any_meta_element(encoding: str, charset: str) -> None:
    page = f'<meta charset="{charset}"><p>{TEXT}</p>'
    assert decode(page.encode(encoding)) == page


def test_other_charsets_are_believed_when_declared() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Москва</p>'
    assert decode(page.encode("koi8-r")) == page
    assert decode("Москва".encode("koi8-r"), declared="koi8-r") == "Москва"


def test_a_broken_byte_does_not_spoil_the_rest() -> None:
    content = "“satu” dan “dua”".encode() + b"\x93tiga\x94" + "“empat”".encode()[:-1]
    assert decode(content) == "“satu” dan “dua”“tiga”“empat"


def test_undefined_bytes_of_windows_1252_are_kept() -> None:
    assert decode(b"a\x81b\xe9") == "a\x81bé"


def test_a_foreign_script_is_guessed() -> None:
    text = "Москва является столицей и крупнейшим городом страны. " * 20
    assert decode(text.encode("cp1251")) == text


@given(st.binary(max_size=400), st.none() | st.text(max_size=12))
def test_never_raises(content: bytes, declared: str | None) -> None:
    decode(content, declared=declared).encode("utf-8")


@given(st.text(max_size=200))
def test_utf8_survives(text: str) -> None:
    plain = text.encode("utf-8", "ignore").decode()
    if "\0" not in plain:
        assert decode(plain.encode()) == plain.removeprefix("\ufeff")


def test_a_megabyte_of_half_broken_utf8_is_mended_in_one_pass() -> None:
    broken = ("é".encode() * 9 + b"\x93") * 60_000  # took minutes when each mend copied the rest

    assert decode(broken) == ("é" * 9 + "“") * 60_000
