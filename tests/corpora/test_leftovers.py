"""Does each rule for leftover lines remove what it is for, and does the sentence beside it stay?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.leftovers import RULES, clean, is_leftover, trim

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)
END = "Air surut menjelang malam."

# rule: lines that it must remove, sentences near to them that must stay
LINES: dict[str, tuple[list[str], list[str]]] = {
    "advertisement": (
        ["ADVERTISEMENT", "Iklan", "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT"],
        ["Iklan itu ditarik dari peredaran.", "Pariwara bukan berita."],
    ),
    "scroll": (
        ["SCROLL TO RESUME CONTENT", "Scroll untuk membaca", "Gulir ke bawah untuk lanjut"],
        ["Gulir waktu terasa lambat."],
    ),
    "continue": (["CONTINUE WITH CONTENT", "Lanjutkan membaca -->"], ["Lanjutkan perjuangan itu."]),
    "loading": (["spinner loading", "Loading...", "memuat"], ["Loading dock itu terbakar."]),
    "read-also": (
        [
            "Baca juga: Banjir Surut, Warga Mulai Membersihkan Rumah",
            "Baca Juga",
            "BACA JUGA : Banjir Surut",
            "Simak juga video: Banjir",
            "[Baca Juga: Banjir Surut]",
            "Lihat juga",
        ],
        ["Simak juga bagaimana warga membersihkan rumah.", "Lihat lagi cara dia berbicara."],
    ),
    "read": (
        ["Baca: Banjir Surut", "Video: Banjir di Tiga Desa", "Berita terkait: Banjir"],
        ["Baca buku setiap hari: itu kebiasaannya sejak kecil.", "Berita: kabar yang baru."],
    ),
    "read-here": (
        ["Baca selengkapnya di sini", "Simak info lengkapnya di tautan ini."],
        ["Simak resepnya di bawah ini.", "Baca puisi itu di sini, pintanya."],
    ),
    "editors-choice": (
        ["Pilihan Editor: Banjir Surut", "Video Pilihan"],
        ["Pilihan warga jatuh kepada calon kedua."],
    ),
    "watch": (
        [
            "Simak Video 'Banjir Surut'",
            "Saksikan Video Pilihan di Bawah Ini",
            "Tonton juga video lainnya",
            "Simak video perakitan perahu di desa itu:",
        ],
        ["Lihat video itu, warga marah.", "Tonton video bersama keluarga menjadi kebiasaannya."],
    ),
    "watch-live": (
        ["Saksikan siaran langsung debat itu hanya di TV Contoh"],
        ["Saksikan upacara itu dari jauh, kata dia."],
    ),
    "video-box": (
        ["Video Pilihan", "Foto lainnya", "Infografis terkait banjir"],
        ["Video itu beredar luas.", "Foto bersama menutup acara."],
    ),
    "embed": (
        ["[Gambas:Video 20detik]", "[Gambas:Instagram]", "[Video: Banjir]"],
        ["[Warga] sudah pulang ke rumah."],
    ),
    "picture-count": (["Foto 2 dari 10", "Lihat Foto", "2/10"], ["Lihat foto itu, kata dia."]),
    "pages": (["Halaman: 1 2 3", "Halaman 1 | 2 | 3 Selanjutnya"], ["Halaman rumahnya luas."]),
    "page-of": (["Halaman 2 dari 3", "Page 1 of 4"], ["Halaman 2 dari buku itu robek."]),
    "next-page": (
        [
            "Halaman selanjutnya",
            "Klik halaman selanjutnya >>>",
            "Simak selengkapnya di halaman berikutnya",
            "Berlanjut ke halaman berikutnya.",
        ],
        ["Halaman berikutnya dalam hidupnya dimulai di Medan."],
    ),
    "next": (["Selanjutnya", "Load More", "Tampilkan semua"], ["Selanjutnya warga pulang."]),
    "staff": (
        [
            "Editor: Nisa Rahmawati",
            "Pewarta: Ani Wijaya",
            "Penulis: Ani Wijaya Editor: Budi Hartono",
            "Reporter: Ani | Editor: Budi",
        ],
        ["Editor surat kabar itu mengundurkan diri.", "Wartawan: Mengapa banjir lagi?"],
    ),
    "reported-by": (
        ["Laporan Wartawan Tribun Contoh, Ani Wijaya", "Laporan: Ani Wijaya"],
        ["Laporan wartawan itu, kata Ani, benar.", "Laporan tahunan diterbitkan."],
    ),
    "picture": (
        ["Foto: Ani/Kabar", "Foto/Ani Wijaya", "Dok: Pemda"],
        ["Foto itu palsu.", "Gambar yang beredar: palsu semua."],
    ),
    "picture-in-brackets": (
        ["(Foto: Ani Wijaya/Kabar)", "(Istimewa)"],
        ["(Fotografer itu pulang lebih dahulu.)"],
    ),
    "source": (["Sumber: Badan Pusat Statistik"], ["Sumber itu menolak disebut namanya."]),
    "agency": (
        ["ANTARA", "Reuters | AFP"],
        ["Antara lain beras dan gula.", "Reuters melaporkannya."],
    ),
    "appeared-in": (
        ["Artikel ini telah tayang di kabar.example dengan judul Banjir"],
        ["Artikel ini membahas banjir di tiga desa."],
    ),
    "written-by": (
        ["Artikel ini ditulis oleh Ani Wijaya, peserta magang."],
        ["Artikel itu ditulis oleh seorang guru."],
    ),
    "advertorial": (
        ["Disclaimer: Keputusan ada di tangan pembaca."],
        ["Disclaimer itu dicetak kecil."],
    ),
    "copyright": (
        ["Copyright © 2021 Kabar Kita", "COPYRIGHT © KABAR 2015", "© 2025 Kabar"],
        ["Hak cipta lagu itu milik keluarganya.", "Hak cipta dan paten dibahas di sidang."],
    ),
    "no-copying": (
        ["Dilarang keras mengambil konten tanpa izin tertulis dari redaksi."],
        ["Dilarang mengambil ikan di sungai itu."],
    ),
    "comment-rules": (
        ["Komentar menjadi tanggung jawab Anda sesuai UU ITE."],
        ["Komentar itu membuatnya dijerat polisi."],
    ),
    "external-links": (
        ["Kabar tidak bertanggung jawab atas konten dari situs eksternal."],
        ["Perusahaan tidak bertanggung jawab atas kerugian itu."],
    ),
    "follow-on": (
        [
            "Cek Berita dan Artikel yang lain di Google News",
            "Follow Berita Kabar di Google News",
            "Ikuti saluran WhatsApp Channel kami",
            "Yuk, gabung ke Channel Telegram Kabar!",
        ],
        ["Google News menutup layanannya di Spanyol.", "Ia membaca berita di Google News."],
    ),
    "updates": (
        [
            "Dapatkan update berita pilihan setiap hari dari Kabar.com",
            "Simak berita terbaru lainnya di sini",
        ],
        ["Ikuti terus perkembangan itu, kata dia.", "Dapatkan beras murah di pasar."],
    ),
    "chatbot": (
        ["Telusuri artikel terbaru lewat Chatbot di Whatsapp (Beta Version)"],
        ["Chatbot itu menjawab pertanyaan warga."],
    ),
    "join-us": (
        ["Yuk, gabung dengan komunitas kami!", "Ayo, unduh aplikasinya sekarang"],
        ["Ayo menanam pohon, ajak bupati."],
    ),
    "follow-account": (["Follow Instagram kami @kabar", "Ikuti kami di"], ["Ikuti aturan itu."]),
    "newsletter": (
        ["Berlangganan newsletter kami", "Daftar sekarang"],
        ["Langganan listrik naik tahun ini."],
    ),
    "click-here": (["Klik di sini untuk membaca", "Klik"], ["Klik itu terdengar keras."]),
    "share": (
        [
            "Bagikan:",
            "Share",
            "Facebook Twitter WhatsApp",
            "Bagikan ke Facebook",
            "Cetak berita ini | Kirim ke teman | Komentar (0)",
        ],
        ['"Bagikan berasnya," kata dia.', "Twitter diblokir.", "Simpan beras di teman."],
    ),
    "counts": (["12 Komentar", "1 kali dibaca"], ["Belum ada komentar dari pemerintah."]),
    "comment": (
        ["Tulis Komentar", "Komentar (12)", "Komentar adalah tanggapan pribadi."],
        ["Komentar pedas muncul di mana-mana."],
    ),
    "tags": (["Tags: banjir, hujan", "Topik Terkait"], ["Topik itu hangat dibicarakan."]),
    "hashtags": (["#banjir #hujan", "#GrowFearless with KABAR"], ["#banjir menjadi tren kemarin."]),
    "number": (["07", "3."], ["3 orang hilang."]),
    "nothing": (["***", "- - -"], ["- Air surut."]),
    "initials": (
        ["(hoi/hoi)", "[fik]", "(res) (adv)", "(dil/jpnn)"],
        ["(KPK) menahan bupati itu.", "(hujan deras)"],
    ),
    "signature": (["(R021/H015)", "(Ani Wijaya/ard)"], ["(Ani pulang.)"]),
    "illustration": (["Ilustrasi banjir"], ["Ilustrasi itu dibuat oleh Ani."]),
    "the-end": (["(selesai)", "Tamat"], ["Selesai sudah."]),
}

# rule: ends of a line that it must cut after a sentence, and ends that must stay
ENDS: dict[str, tuple[list[str], list[str]]] = {
    "end-initials": (
        ["(hoi/hoi)", "(mdk/rnd)", "[ab/uh]", "(ANI/BDI)", "(julian/sir)"],
        ["Ia berlari 10 km/jam.", "Pria dan/atau wanita boleh ikut."],
    ),
    "end-initial": (
        ["(end)", "[feb]", "(*)"],
        ["Ia menyebut kata itu (pulang).", "Harga naik (yoy)."],
    ),
    "end-stars": (["***"], ["Hotel itu berbintang lima."]),
    "end-agency": (["(Antara)", "[Reuters]", "(adv)"], ["Ia bekerja di kantor berita (Antara)."]),
    "end-embed": (["[Gambas:Video CNN]", "[Video: Banjir]"], ["Ia menulis [sic]."]),
    "end-picture": (["(Foto: Ani/Kabar)", "(Dok: Pemda)"], ["Ia menyimpan foto (hitam putih)."]),
    "end-written-by": (
        ["(Ditulis oleh Ani Wijaya)", "(Baca juga: Banjir Surut di Tiga Desa)"],
        ["Buku itu (ditulis oleh Ani) laku."],
    ),
    "end-next-page": (
        ["Klik halaman selanjutnya untuk info lebih lanjut.", "Baca di halaman berikutnya"],
        ["Ia membuka halaman berikutnya."],
    ),
    "end-editors-choice": (["Pilihan Editor: Banjir Surut"], ["Itu pilihan editor."]),
    "end-hashtag": (["#Growfearless with Kabar"], ["Ia menulis #banjir."]),
    "end-appeared": (
        ["Artikel ini telah tayang di kabar.example dengan judul Banjir"],
        ["Artikel ini panjang."],
    ),
    "end-watch": (
        ["Simak juga video 'Banjir Surut':", 'Tonton juga "Banjir Surut" di sini:'],
        ["Simak video itu baik-baik."],
    ),
    "end-copyright": (
        ["Copyright © 2025 Kabar. All Rights Reserved."],
        ["Ia bicara soal copyright."],
    ),
    "last-name": (["(Ani Wijaya)", "(Yendhi/win)"], ["Ia bertemu Wakil Ketua (Ani Wijaya)."]),
    "last-agency": (["(kabar.example/ani)", "(kabar.com)"], ["Situs itu (kabar.com) ditutup."]),
}

PIECES: dict[str, tuple[str, str]] = {
    "piece-embed": ("[Gambas:Youtube]", "[sic]"),
    "piece-picture": ("[Foto: Ani]", "[Ani]"),
    "piece-loading": ("spinner loading", "loading"),
    "piece-advertisement": ("SCROLL TO CONTINUE WITH CONTENT", "advertisement"),
    "piece-read-also": ("(Baca juga: Banjir Surut, Warga Membersihkan Rumah)", "(baca: hujan)"),
}


def test_every_rule_has_its_examples() -> None:
    assert set(LINES) == set(RULES.lines)
    assert set(ENDS) == {*RULES.ends, *RULES.signatures}
    assert set(PIECES) == set(RULES.pieces)


@pytest.mark.parametrize("rule", LINES)
def test_a_rule_for_whole_lines(rule: str) -> None:
    gone, kept = LINES[rule]
    pattern = re.compile(RULES.lines[rule], re.IGNORECASE)
    assert [line for line in gone if not pattern.fullmatch(line)] == []
    assert [line for line in gone if not is_leftover(line)] == []
    assert [line for line in kept if is_leftover(line)] == []


@pytest.mark.parametrize("rule", ENDS)
def test_a_rule_for_ends_of_lines(rule: str) -> None:
    gone, kept = ENDS[rule]
    pattern = re.compile({**RULES.ends, **RULES.signatures}[rule], re.IGNORECASE)
    assert [end for end in gone if not pattern.fullmatch(" " + end)] == []
    assert [end for end in gone if trim(f"{END} {end}", last=True) != END] == []
    assert [line for line in kept if trim(line, last=True) != line] == []


@pytest.mark.parametrize("rule", PIECES)
def test_a_rule_for_pieces(rule: str) -> None:
    gone, kept = PIECES[rule]
    assert re.search(RULES.pieces[rule], gone, re.IGNORECASE)
    assert trim(f"Air {gone} surut.") == "Air surut."
    assert trim(f"Air {kept} surut.") == f"Air {kept} surut."


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Ia lahir pada 5 Mei 1990.",
        "pada Selasa (24/9/2019).",
        "Selasa (24/9/2019):",
        "Simak.",
        "Kurang Motivasi",
        "Foto bersama menutup acara itu.",
        "Berita duka datang dari Solo.",
        "Menurut Reuters, hujan turun tiga hari.",
    ],
)
def test_articles_stay(line: str) -> None:
    assert not is_leftover(line)
    assert trim(line, last=True) == line


def test_a_name_is_cut_from_the_last_line_only() -> None:
    lines = [f"{END} (Ani Wijaya)", f"{PROSE} (Ani Wijaya)"]
    assert clean(lines) == f"{lines[0]}\n{PROSE}"
    assert clean(lines, signed=False) == "\n".join(lines)


def test_several_leftovers_end_one_line() -> None:
    assert trim(f"{END} (abc/def) [Gambas:Video Kabar] ***") == END


def test_lines_of_the_user_go() -> None:
    rules = re.compile(r"Dukung jurnalisme .{1,40}", re.IGNORECASE)
    lines = [PROSE, "DUKUNG jurnalisme warga", "Ia berkata: dukung jurnalisme warga."]
    assert clean(lines, rules=rules) == f"{PROSE}\n{lines[2]}"


def test_headline_head_and_tail_go() -> None:
    lines = ["Beranda", "Judul Berita", "- Kamis, 28/10/2021 20:47 WIB", PROSE, "(hoi/hoi)"]
    lines += ["Terpopuler", "Sepuluh Resep Sambal", "Jadwal Pertandingan"]
    assert clean(lines, title="Judul Berita") == PROSE


def test_a_tail_heading_before_prose_is_only_a_line() -> None:
    assert clean(["Awal.", "Terpopuler", PROSE]) == f"Awal.\nTerpopuler\n{PROSE}"


def test_pieces_bullets_rows_and_copies_go() -> None:
    lines = [f"- {PROSE} (fyk/ash)", "| Redaktur | : | Ani |", "Satu [Gambas:Youtube] dua.", PROSE]
    assert clean(lines) == f"{PROSE}\nSatu dua."


@given(st.lists(st.text(max_size=80), max_size=20), st.text(max_size=20))
def test_cleaning_adds_nothing(lines: list[str], title: str) -> None:
    words = {word for line in lines for word in re.findall(r"\w+", line)}
    assert set(re.findall(r"\w+", clean(lines, title=title))) <= words


@pytest.mark.parametrize(
    "line",
    [
        *("x, " * 160, "bagikan, " * 55, " " * 499 + ".", "a - " * 120, "Foto " * 99, "#a " * 160),
        *("yuk, " * 99, "antara | " * 55, "(a" * 240, "ikuti berita " * 38, "[a:" * 160),
        *("(Ani " * 100, "*" * 499 + "x", ". (a/a" * 80, "Laporan Wartawan A, " * 25),
    ],
)
def test_hostile_lines_come_to_an_end(line: str) -> None:
    assert is_leftover(line[:500]) in {True, False}
    assert len(trim(line, last=True)) <= len(line)
