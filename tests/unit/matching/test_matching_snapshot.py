"""Saving and loading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.matching import Index, SnapshotError
from bot.matching.snapshot import DamagedError, WrongVersionError

THINGS = [
    "parking", "garage", "invoice", "refund", "status", "password", "delivery", "warranty",
    "opening", "menu",
]  # fmt: skip
MANY = [
    (thing, f"{frame} {thing}")
    for thing in THINGS
    for frame in ("where is", "tell me about", "help with the", "any news of")
]
ONE = [(thing, f"where is the {thing}") for thing in THINGS]


@pytest.fixture(params=[MANY, ONE], ids=["trained", "plain"])
def index(request: pytest.FixtureRequest) -> Index:
    return Index.build(request.param)


def test_a_loaded_index_answers_alike(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    index.save(path)
    loaded = Index.load(path)
    assert len(loaded) == len(index)
    assert loaded.keys == index.keys
    for text in ("whre is the garage", "refnud", "", "news of my warranty"):
        assert loaded.rank(text) == index.rank(text)
        assert loaded.explain(text) == index.explain(text)
    assert loaded.repair("pasword") == index.repair("pasword")
    loaded.save(tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == path.read_bytes()


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    Index.build(MANY).save(path)
    data = bytearray(path.read_bytes())
    data[8] += 1
    path.write_bytes(data)
    with pytest.raises(WrongVersionError, match="build it again"):
        Index.load(path)
    assert issubclass(WrongVersionError, SnapshotError)
    assert issubclass(SnapshotError, ValueError)


@pytest.mark.parametrize("keep", [0, 5, 24, 100, 3000])
def test_a_file_cut_short_is_refused(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    Index.build(MANY).save(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DamagedError):
        Index.load(path)


def test_a_cold_start_imports_little(tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    Index.build(MANY).save(path)
    code = (
        "import sys; from bot.matching import Index;"
        f"Index.load({str(path)!r}).rank('whre is my refnud');"
        "names = {m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names);"
        "print(*sorted(n for n in names if not n.startswith('_')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"bot", "numpy", "rapidfuzz", "cython_runtime"}
