"""Does an installed wheel work, far from the checkout?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What the wheel is built from; data and environments of a working copy stay behind.
LEFT_OUT = shutil.ignore_patterns(
    ".*", "__pycache__", "*.egg-info", "build", "dist", "telusur-index", "tests", "benchmarks"
)
DATA = {
    "telusur/py.typed",
    "telusur/corpora/data/outlets.yaml",
    "telusur/index/language/data/loans.tsv",
    "telusur/index/language/data/roots.txt",
    "telusur/index/language/data/affixes.tsv",
    "telusur/index/language/data/lexicon.bin",
    "telusur/index/language/data/stopwords.txt",
    "telusur/corpora/samples/pages/30-bbm-2022-lintas.html",
    "telusur/corpora/samples/expected/30-bbm-2022-lintas.yaml",
}


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed, free of our own surroundings."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "TELUSUR", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def built(folder: Path) -> Path:
    """A wheel of the working copy."""
    shutil.copytree(ROOT, folder / "salinan", ignore=LEFT_OUT)
    run(
        *(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist"),
        folder / "salinan",
        cwd=folder,
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def test_slow_a_wheel_in_an_empty_environment_does_the_main_job(tmp_path: Path) -> None:
    wheel = built(tmp_path)
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= DATA
    assert not [name for name in names if "test" in name.lower() or "benchmark" in name.lower()]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"telusur"}
    own = {str(path.relative_to(ROOT)) for path in ROOT.glob("corpora/data/*.yaml")}
    assert {f"telusur/{name}" for name in own} <= names

    venv.create(tmp_path / "kosong", with_pip=True)
    binaries = tmp_path / "kosong" / "bin"
    constraints = ("--constraint", ROOT / "constraints.txt")
    run(binaries / "pip", "install", "--quiet", *constraints, wheel, cwd=tmp_path)
    shutil.rmtree(tmp_path / "salinan")  # nothing may come from the sources any longer

    away = tmp_path / "di tempat lain"
    away.mkdir()
    demo = run(binaries / "telusur", "demo", cwd=away)
    assert demo.count("$ telusur search") == 3
    assert "*korupsi*" in demo
    shutil.copy(ROOT / "corpora/samples/pages/30-bbm-2022-lintas.html", away / "halaman.html")
    run(binaries / "telusur", "index", ".", cwd=away)
    assert "1 article" in run(binaries / "telusur", "search", "harga bbm", cwd=away)
    where = "import telusur; print(telusur.__file__); telusur.open('telusur-index').close()"
    assert run(binaries / "python", "-c", where, cwd=away).startswith(str(tmp_path / "kosong"))
