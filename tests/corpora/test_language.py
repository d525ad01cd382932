"""Is the language of an article told, also where a caption speaks another?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.language import RULES, language_of

INDONESIAN = (
    "Pemerintah daerah memastikan bantuan untuk korban banjir sudah dikirim sejak Senin pagi. "
    "Kepala dinas mengatakan warga bisa mengambilnya di kantor kecamatan karena gudang penuh."
)
ENGLISH = (
    "Residents wade through the flood that has covered the main road of the town on Monday, "
    "after the river burst its banks for the second time in a week."
)
TEXTS = {
    "id": INDONESIAN,
    "en": ENGLISH,
    "ms": (
        "Kerajaan negeri akan memberi bantuan kepada mangsa banjir kerana hujan lebat dijangka "
        "berterusan, kata pegawai itu pada sidang akhbar hari Isnin. Polis memaklumkan bahawa "
        "beberapa kenderaan masih terkandas dan penduduk tidak perlu risau selepas jambatan dibuka."
    ),
    "jv": (
        "Banjir ing kutha iki wis surut wiwit esuk, nanging wong-wong isih kudu ngati-ati amarga "
        "dalan sing menyang pasar durung bisa diliwati. Bantuan saka pamarentah uga wis teka."
    ),
    "su": (
        "Caah di kota ieu geus orot ti isuk-isuk, tapi warga kudu ati-ati lantaran jalan nu ka "
        "pasar can bisa diliwatan. Bantuan ti pamaréntah ogé geus datang, ceuk lurah téh."
    ),
    "ban": (
        "Blabar ring kota puniki sampun surut saking semeng, nanging krama mangda eling santukan "
        "margi sane majeng ka peken nenten dados kalintangin. Wantuan saking guru wisesa sampun "
        "rauh."
    ),
    "nl": (
        "Het water in de stad is gezakt, maar de bewoners kunnen nog niet naar huis omdat de weg "
        "naar de markt is afgesloten. De burgemeester zegt dat er hulp onderweg is."
    ),
    "ar": "انحسرت مياه الفيضانات في المدينة صباح اليوم، لكن الطريق إلى السوق ما زال مغلقا.",
    "zh": "城里的洪水今天早上已经退去，但是通往市场的道路仍然关闭，居民需要小心。",
    "ja": "町の洪水は今朝引きましたが、市場への道はまだ閉鎖されています。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_languages(language: str, text: str) -> None:
    assert language_of(text) == language
    assert language_of(text, "id") == language
    assert language_of(text.upper(), "id") == language


@pytest.mark.parametrize(
    "text",
    ["", "Persib 2-0 Persija", "GEMPA!", "12345 67890 " * 20, "\n\n", "Joko Widodo Puan Maharani"],
)
def test_what_tells_nothing_is_as_expected(text: str) -> None:
    assert language_of(text) is None
    assert language_of(text, "id") == "id"
    assert language_of(text, "ms") == "ms"


def test_a_foreign_caption_does_not_decide() -> None:
    article = f"{ENGLISH}\n{INDONESIAN}\n{INDONESIAN}"
    assert language_of(article) == "id"
    assert language_of(f"{ENGLISH}\n{ENGLISH}\n{INDONESIAN}") == "en"


def test_a_quoted_verse_does_not_decide() -> None:
    assert language_of(f"{INDONESIAN}\n{TEXTS['ar']}\n{INDONESIAN}") == "id"
    assert language_of(f"{INDONESIAN} {TEXTS['ar']} {INDONESIAN}") == "id"


def test_what_malay_and_indonesian_share_is_as_expected() -> None:
    shared = (
        "Anak itu tidak ada di rumah, dia pergi ke sekolah bersama ibu dan bapak pada hari itu."
    )
    assert language_of(shared) == "id"
    assert language_of(shared, "ms") == "ms"


@given(st.text(max_size=400), st.sampled_from([None, "id"]))
def test_any_text_has_a_known_language_or_none(text: str, default: str | None) -> None:
    known = {code for codes in RULES.words for code in codes.split()} | set(RULES.scripts)
    found = language_of(text, default)
    assert found == default or found in known


def test_a_language_that_we_do_not_know_is_none_of_ours() -> None:
    burmese = "မြန်မာ" * 150
    assert language_of(burmese, "id") is None
    assert language_of("Šķūnī jau gaida brāļi " * 30, "id") is None
    assert language_of("Persija Persib Arema Persebaya\n" * 30, "id") == "id"  # a list: too little
