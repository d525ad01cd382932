"""Does telusur.yaml say what its writer meant, and an error what is wrong on which line?"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.corpora.checks import IllegalSetting
from telusur.corpora.config import ConfigError, boilerplate_of, dump, find_config, load_config
from telusur.corpora.settings import Config, Corpus, Limits, Ranking, Weights
from telusur.corpora.userrules import NO_RULES, Boilerplate, OutletRules

FULL = """
corpora:
  - name: berita
    paths: [halaman, ~/unduhan, /data/berita]
    include: ["*.html"]
    exclude: [draf]
    language: jv
    outlets: {contoh.example: Harian Contoh}
index: indeks
workers: 4
timezone: Asia/Makassar
limits: {page_seconds: 5, html_bytes: 1000}
ranking:
  k1: 0.9
  weights:
    title: 3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "telusur.yaml"


def load(file: Path, text: str) -> Config:
    file.write_text(text, encoding="utf-8")
    return load_config(file)


def fault(file: Path, text: str) -> str:
    """The error without the path in front."""
    with pytest.raises(ConfigError) as caught:
        load(file, text)
    told = str(caught.value)
    assert told.startswith(str(file))
    assert "\n" not in told
    return told.removeprefix(str(file)).lstrip(":, ")


def test_a_full_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/rumah")
    here = file.parent
    assert load(file, FULL) == Config(
        corpora=(
            Corpus(
                name="berita",
                paths=(here / "halaman", Path("/rumah/unduhan"), Path("/data/berita")),
                include=("*.html",),
                exclude=("draf",),
                language="jv",
                outlets={"contoh.example": "Harian Contoh"},
            ),
        ),
        index=here / "indeks",
        workers=4,
        timezone="Asia/Makassar",
        limits=Limits(page_seconds=5, html_bytes=1000),
        ranking=Ranking(k1=0.9, weights=Weights(title=3)),
    )


@pytest.mark.parametrize("text", ["", "# kosong\n", "---\n", "~", "limits:\nranking:\n  k1:\n"])
def test_an_empty_file_means_the_defaults(file: Path, text: str) -> None:
    assert load(file, text) == Config(index=file.parent / "telusur-index")


def test_without_a_file_the_defaults_count() -> None:
    assert load_config(None) == Config()
    assert Config().worker_count is None
    assert Config(workers=0).worker_count == 0


def test_what_is_dumped_loads_the_same(file: Path) -> None:
    config = load(file, FULL)
    elsewhere = file.parent / "lain" / "telusur.yaml"
    elsewhere.parent.mkdir()
    assert load(elsewhere, dump(config)) == config


def test_every_setting_is_dumped() -> None:
    text = dump(Config())

    def names(kind: Any) -> list[str]:
        inner = [getattr(kind, item.name) for item in fields(kind)]
        nested = [name for value in inner if is_dataclass(value) for name in names(value)]
        return [item.name for item in fields(kind)] + nested

    assert [name for name in names(Config()) if f"{name}:" not in text] == []


FAULTS = [
    ("\nindx: x", "line 2: unknown key 'indx'; did you mean 'index'?"),
    ("ranking:\n  weigths: {}", "line 2: ranking: unknown key 'weigths'; did you mean 'weights'?"),
    (
        "ranking: {zzz: 1}",
        "line 1: ranking: unknown key 'zzz'; the keys here are k1, b, recency_days, weights",
    ),
    ("corpora:\n- nama: x", "line 2: corpora[0]: unknown key 'nama'; did you mean 'name'?"),
    ("corpora:\n- name: x", "line 2: corpora[0]: the key 'paths' is missing"),
    (
        "corpora:\n- name: x\n  paths: y",
        "line 3: corpora[0].paths: expected a list ([...]), each item a path, got 'y'",
    ),
    ("corpora: [{name: x, paths: []}]", "line 1: corpora[0].paths: must not be empty"),
    (
        "corpora:\n- {name: x, paths: [y]}\n- {name: x, paths: [z]}",
        "line 1: corpora: two are called 'x'",
    ),
    (
        "corpora:\n- name: x\n  paths: [y]\n  outlets:\n    a.id: A\n    b.id: 1",
        "line 6: corpora[0].outlets: expected a text, got '1'",
    ),
    (
        "corpora: [{name: x, paths: [y], language: no}]",
        "line 1: corpora[0].language: expected a text, got 'no'",
    ),
    ("ranking:\n  k1: banyak", "line 2: ranking.k1: expected a number, got 'banyak'"),
    ("ranking:\n  k1: -1", "line 2: ranking.k1: expected a number of at least 0, got -1"),
    ("ranking:\n\n  b: 2", "line 3: ranking.b: expected a number from 0 to 1, got 2"),
    ("ranking: {b: .nan}", "line 1: ranking.b: expected a number from 0 to 1, got nan"),
    ("memory: 5MB", "line 1: memory: expected a size of at least 16MB, such as 512MB, got '5MB'"),
    (
        "memory: banyak",
        "line 1: memory: expected a size of at least 16MB, such as 512MB, got 'banyak'",
    ),
    ("memory: [1]", "line 1: memory: expected a whole number or a text, got a list"),
    ("workers: semua", "line 1: workers: expected a whole number or auto, got 'semua'"),
    ("workers: -2", "line 1: workers: expected a number from 0 to 256, got -2"),
    ("timezone: WIB", "line 1: timezone: expected a time zone such as Asia/Jakarta, got 'WIB'"),
    ("corpora: [{name: x, paths: [y], boxes: .a}]", "line 1: corpora[0].boxes: expected a list"),
    (
        "corpora:\n- name: x\n  paths: [y]\n  boxes:\n    - .a\n    - div p",
        "line 6: corpora[0].boxes[1]: expected a pattern such as div, .kotak, #iklan-*, div.iklan",
    ),
    (
        "corpora:\n- name: x\n  paths: [y]\n  lines: ['(']",
        "line 4: corpora[0].lines[0]: not a regular expression",
    ),
    ("index: [a]", "line 1: index: expected a path, got a list"),
    ("limits: 3", "line 1: limits: expected a mapping (key: value), got '3'"),
    ("- a\n- b", "line 1: expected a mapping (key: value), got a list"),
    ("index: a\nindex: b", "line 2: key 'index' is here twice, first on line 1"),
    ("index: &i a\ntimezone: *i", "line 2: aliases (*name) are not supported"),
    (
        "limits:\n\tpage_seconds: 3",
        "line 2: found character '\\t' that cannot start any token; "
        "indent with spaces, not with tabs",
    ),
    ("[" * 10_000, "nested too deeply"),
    ("index: a\x00", "line 1: a character that YAML does not allow"),
    ('index: a\ntimezone: "\\ud800"', "line 2: a character that is half of one"),
    ("index: !!python/name:os.system x", "line 1: could not determine a constructor"),
    ("x" * 1_000_001, "longer than 1000000 bytes; is this a telusur.yaml?"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_an_error_names_line_and_key_and_what_would_be_right(
    file: Path, text: str, told: str
) -> None:
    assert fault(file, text).startswith(told)


def test_aliases_cannot_blow_up_a_small_file(file: Path) -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "aliases" in fault(file, bomb)


def test_a_file_that_cannot_be_read(file: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_config(file)
    file.mkdir()
    with pytest.raises(ConfigError, match="Is a directory"):
        load_config(file)


def test_a_file_in_another_encoding(file: Path) -> None:
    file.write_bytes(b"index: a\n# \x93kutip\x94\n")
    with pytest.raises(ConfigError, match=r"line 2: not in UTF-8; save it as UTF-8"):
        load_config(file)


PIECES = st.lists(
    st.sampled_from(
        [
            *("corpora", "index", "limits", "ranking", "k1", "name", "paths", "workers"),
            *(":", ": ", "- ", "\n", "  ", "\t", "[", "]", "{", "}", ",", "?", "|", ">", "'", '"'),
            *("&a ", "*a", "<<", "!!int ", "!!binary ", "\\ud800", "%", "#", "=", "~"),
            *("1", "-1", ".inf", "auto", "2021-13-45", "1:60", "0x"),
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=400)
@given(st.one_of(PIECES, st.text(max_size=60)))
@example("workers: " + "9" * 5000)
@example("? [a]\n: b")
@example('"\\ud800": 1')
@example('"\\ud800"')
@example('["\\ud800"]')
@example('index: "\\ud800"')
@example("index: ~tiada-orang-ini/x")
def test_any_text_is_a_config_or_a_config_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("x") / "telusur.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(ConfigError):
        dump(load_config(file))


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) is None
    for folder in (tmp_path, tmp_path / "a"):
        (folder / "telusur.yaml").touch()
        assert find_config(deep) == folder / "telusur.yaml"
    (deep / "telusur.yaml").mkdir()
    assert find_config(deep) == tmp_path / "a" / "telusur.yaml"


def test_settings_made_in_python_are_checked_too() -> None:
    with pytest.raises(IllegalSetting, match=r"b: expected a number from 0 to 1, got 1\.5"):
        Ranking(b=1.5)
    with pytest.raises(IllegalSetting, match="name: must not be empty"):
        Corpus(name="", paths=(Path("x"),))


def test_the_defaults_pass_their_own_checks() -> None:
    for kind in (Config, Limits, Ranking, Weights, Corpus):
        for item in fields(kind):
            check, default = item.metadata.get("check"), item.default
            assert check is None or default is MISSING or check(default) is None


def test_settings_without_a_file_load_no_heavy_library() -> None:
    code = """
import sys
from telusur.corpora.config import load_config
load_config(None)
heavy = "trafilatura pebble numpy lxml yaml msgspec multiprocessing".split()
sys.exit(" ".join(name for name in heavy if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == ""


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("512MB", 512_000_000),
        ("1.5 gb", 1_500_000_000),
        ("64MiB", 1 << 26),
        (20_000_000, 2 * 10**7),
    ],
)
def test_memory_is_given_in_any_unit(size: int | str, expected: int) -> None:
    assert Config(memory=size).memory_bytes == expected


RULES = """
boxes: [.kotak-iklan, "#promo-*"]
lines: ["Dukung jurnalisme .*"]
outlets:
  - domains: [kabar.example]
    bodies: [.isi]
    boxes: ["div[data-jenis=terkait]"]
    lines: [Kabar Kita]
"""


def boilerplate(file: Path, text: str) -> Boilerplate:
    rules = file.with_name("aturan.yaml")
    rules.write_text(text, encoding="utf-8")
    corpus = "corpora: [{name: x, paths: [y], boxes: [aside], lines: [Halo]}]"
    config = load(file, f"boilerplate: aturan.yaml\n{corpus}")
    assert config.boilerplate == rules
    return boilerplate_of(config, config.corpora[0])


def test_rules_of_a_file_and_of_a_corpus_come_together(file: Path) -> None:
    assert boilerplate(file, RULES) == Boilerplate(
        boxes=(".kotak-iklan", "#promo-*", "aside"),
        lines=("Dukung jurnalisme .*", "Halo"),
        outlets=(
            OutletRules(
                domains=("kabar.example",),
                bodies=(".isi",),
                boxes=("div[data-jenis=terkait]",),
                lines=("Kabar Kita",),
            ),
        ),
    )
    assert boilerplate(file, "") == Boilerplate(boxes=("aside",), lines=("Halo",))
    assert boilerplate_of(Config()) == NO_RULES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("boxs: [.a]", "line 1: unknown key 'boxs'; did you mean 'boxes'?"),
        ("boxes: .a", "line 1: boxes: expected a list ([...]), each item a text, got '.a'"),
        ("lines:\n- Halo\n- 7", "line 3: lines[1]: expected a text, got '7'"),
        ("boxes:\n- .a\n- a b", "line 3: boxes[1]: expected a pattern such as div"),
        ("lines:\n- Halo\n- a)", "line 3: lines[1]: not a regular expression (unbalanced"),
        ("lines: ['(a+)+b']", "line 1: lines[0]: a repeated group that ends in a repetition"),
        ("lines: ['(a)\\1']", "line 1: lines[0]: a pattern cannot refer back to its groups"),
        ("lines: ['(?P<a>b)']", "line 1: lines[0]: not a regular expression (redefinition"),
        ("lines: ['.*']", "line 1: lines[0]: matches a line without any text"),
        ("outlets:\n- boxes: [.a]", "line 2: outlets[0]: the key 'domains' is missing"),
        ("outlets:\n- domains: []", "line 2: outlets[0].domains: must not be empty"),
        (
            "outlets:\n- domains: [a.example]\n  bodies:\n  - '['",
            "line 4: outlets[0].bodies[0]: expected a pattern such as div",
        ),
    ],
)
def test_a_fault_in_a_file_of_rules_names_its_line(file: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        boilerplate(file, text)
    assert str(caught.value).startswith(f"{file.with_name('aturan.yaml')}, {told}")


def test_a_file_of_rules_must_be_there(file: Path) -> None:
    config = load(file, "boilerplate: tiada.yaml")
    with pytest.raises(ConfigError, match=r"tiada\.yaml: No such file"):
        boilerplate_of(config)
