"""Is the place of a dateline found, and do sentences that begin with a place stay?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.corpora.dateline import dateline_of, normal, parted
from telusur.corpora.extract import extract_html
from telusur.corpora.extraction import DEFAULTS
from telusur.corpora.records import article_of

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("JAKARTA, KOMPAS.com - ", "Jakarta"),
        ("JAKARTA, KOMPAS.com— ", "Jakarta"),
        ("WASHINGTON DC, KOMPAS.com – ", "Washington DC"),
        ("Liputan6.com, Jakarta - ", "Jakarta"),
        ("Liputan6.com, Kota Bandung ", "Kota Bandung"),
        ("Jakarta (ANTARA) - ", "Jakarta"),
        ("Jakarta ( ANTARA News ) - ", "Jakarta"),
        ("Mataram, NTB (ANTARA News) - ", "Mataram"),
        ("Yogyakarta, 12/3 (Antara) ", "Yogyakarta"),
        ("Yogyakarta, 12/3 (Antara) - ", "Yogyakarta"),
        ("TRIBUNNEWS.COM, JAKARTA – ", "Jakarta"),
        ("TRIBUNNEWS.COM JAKARTA - ", "Jakarta"),
        ("Laporan Wartawan Tribunnews.com, Ani Wijaya TRIBUNNEWS.COM, BOGOR - ", "Bogor"),
        ("SURYA.CO.ID | SURABAYA - ", "Surabaya"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "Jakarta"),
        ("Jakarta, CNBC Indonesia - ", "Jakarta"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta"),
        ("Manado, IDN Times – ", "Manado"),
        ("Bisnis.com, JAKARTA — ", "Jakarta"),
        ("TEMPO.CO, Jakarta - ", "Jakarta"),
        ("TEMPO.CO,Jakarta- ", "Jakarta"),
        ("TEMPO Interaktif, Jakarta: ", "Jakarta"),
        ("Metrotvnews.com, Jakarta: ", "Jakarta"),
        ("KONTAN.CO.ID - KUALA LUMPUR. ", "Kuala Lumpur"),
        ("jpnn.com, BANGKOK - ", "Bangkok"),
        ("CIREBON (Pos Kota) – ", "Cirebon"),
        ("TERMAS DE RIO HONDO, KABAR.net - ", "Termas de Rio Hondo"),
        ("KABAR.EXAMPLE, DESA CONTOH - ", "Desa Contoh"),
        ("Merdeka.com - ", None),
        ("VIVA – ", None),
        ("Suara.com - ", None),
        ("Jakarta - ", "Jakarta"),
        ("JAKARTA – ", "Jakarta"),
        ("Jakarta, Selasa (12/3) - ", "Jakarta"),
        ("Jakarta: ", "Jakarta"),
        ("JURNAL PAGI, Jakarta - ", "Jakarta"),
        ("KAB. CIREBON -- ", "Kab. Cirebon"),
        ("TEMPO.CO\nJakarta - ", "Jakarta"),
        ("Jakarta -\n", "Jakarta"),
        ("JAKARTA –\n", "Jakarta"),
        ("JAKARTA, KOMPAS.com -\n", "Jakarta"),
    ],
)
def test_datelines(dateline: str, place: str | None) -> None:
    assert parted(f"{dateline}{PROSE}\n{PROSE}") == (place, f"{PROSE}\n{PROSE}")


@pytest.mark.parametrize(
    "text",
    [
        "Jakarta - Bandung dapat ditempuh dalam empat puluh menit dengan kereta cepat itu.",
        "Jakarta-Bandung dapat ditempuh dalam empat puluh menit dengan kereta cepat itu.",
        "Jakarta – kota terbesar di negara ini – akan ditinggalkan pemerintah pada tahun depan.",
        "Jakarta akan ditinggalkan pemerintah – setidaknya itulah rencananya pada tahun depan.",
        "KPK - Tim penyidik memeriksa bupati itu selama delapan jam pada Kamis siang.",
        "VIRAL - Video banjir di desa itu ditonton jutaan orang hanya dalam satu hari.",
        "Presiden - Wakil Presiden terpilih dilantik pada Oktober mendatang di gedung itu.",
        "Kompas.com melaporkan bahwa banjir di tiga desa itu sudah surut pada Kamis pagi.",
        "Menurut Reuters, Jakarta - Surabaya padat sejak Kamis pagi karena libur panjang itu.",
        "Anies Baswedan, Jakarta, dan banjir: tiga hal yang dibicarakan pada pekan lalu itu.",
        "Foto: Jakarta - Banjir merendam puluhan rumah warga pada Kamis pagi yang dingin.",
        "Jakarta: ibu kota.",
        "Jakarta -\nHujan.",
        "Jakarta -\nBandung dapat ditempuh dalam empat puluh menit dengan kereta cepat itu.",
        "",
        "Jakarta - ",
    ],
)
def test_sentences_stay(text: str) -> None:
    assert parted(text) == (None, text)


def test_a_place_in_capitals_is_believed_where_the_text_speaks_of_it() -> None:
    line = "KARANGMULYA - Warga membersihkan rumah mereka sesudah banjir pada Kamis pagi."
    assert parted(line) == (None, line)
    text = f"{line}\nAir datang tengah malam di Karangmulya."
    assert parted(text)[0] == "Karangmulya"


def test_a_subtitle_may_precede_a_dateline_and_prose_may_not() -> None:
    assert parted(f"Banjir Lagi\nMEDAN, KABAR.com - {PROSE}") == ("Medan", f"Banjir Lagi\n{PROSE}")
    late = f"{PROSE}\nMEDAN, KABAR.com - {PROSE}"
    assert parted(late) == (None, late)


def test_who_wrote_it_is_told_as_well() -> None:
    line = f"Mataram, NTB (ANTARA News) - {PROSE}"
    found = dateline_of(line)
    assert found is not None
    assert (found.place, found.source, line[found.end :]) == ("Mataram", "ANTARA News", PROSE)
    assert dateline_of(f"Mataram - {PROSE}") is None, "no newsroom, and no text to judge by"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("JAKARTA", "Jakarta"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("LE BOURGET", "Le Bourget"),
        ("TOJO UNA-UNA", "Tojo Una-Una"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("BandarLampung", "BandarLampung"),
    ],
)
def test_names_in_normal_case(written: str, name: str) -> None:
    assert normal(written) == name


def test_the_text_of_a_record_keeps_its_dateline() -> None:
    text = f"JAKARTA, KOMPAS.com - {PROSE}"
    article = article_of({"text": text}, path="/a.jsonl", options=DEFAULTS)
    assert isinstance(article, Article)
    assert (article.place, article.text) == ("Jakarta", text)


def test_a_page_gives_its_place_up() -> None:
    body = f"<p><b>MEDAN, KABAR.com</b> - {PROSE}</p><p>{PROSE.replace('Hujan', 'Angin')}</p>"
    loose = body.replace("<p><b>MEDAN, KABAR.com</b> - ", "<strong>Medan</strong> - <p>", 1)
    for inside in (body, loose):
        article = extract_html(f"<html><body><h1>Banjir</h1><div>{inside}</div></body></html>")
        assert isinstance(article, Article)
        assert article.place == "Medan"
        assert article.text.startswith("Hujan deras")


@given(st.text(max_size=200))
def test_only_the_start_is_ever_cut(text: str) -> None:
    _, rest = parted(text)
    assert rest == text or "".join(text.split()).endswith("".join(rest.split()[-1:]))
