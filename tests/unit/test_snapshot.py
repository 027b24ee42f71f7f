"""The compiled knowledge: used when fresh, never when damaged or stale, and never needed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot import snapshot
from bot.desk import Desk
from bot.guidance.contract import to_json
from bot.knowledge.errors import KnowledgeError
from bot.snapshot import open_parts

TEXTS = ("pool exercise which code", "is time with an aide billable", "yearly threshold amount", "pizza")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own; the session's stays as it is."""
    place = tmp_path / "cache"
    monkeypatch.setenv("BOT_CACHE_DIR", str(place))
    return place


def answers(folder: Path, today: date) -> list[dict[str, object]]:
    desk = Desk(open_parts(folder))
    return [to_json(desk.ask(text, today=today)) for text in TEXTS]


def only(cache: Path) -> Path:
    """The one snapshot there is."""
    (place,) = cache.iterdir()
    return place


def stamp(place: Path) -> list[tuple[str, int]]:
    return sorted((file.name, file.stat().st_mtime_ns) for file in place.iterdir())


def test_the_second_start_reads_what_the_first_wrote(cache: Path, folder: Path, today: date) -> None:
    first = answers(folder, today)
    written = stamp(only(cache))
    assert answers(folder, today) == first
    assert stamp(only(cache)) == written
    assert first[0]["status"] == "answered"


@pytest.mark.usefixtures("cache")
def test_nothing_is_compiled_when_the_snapshot_is_fresh(
    folder: Path, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answers(folder, today)

    def never(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(snapshot, "compile_parts", never)
    assert answers(folder, today) == first


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeros(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def without(*keys: str) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        data = json.loads(path.read_bytes())
        for key in keys:
            del data[key]
        path.write_text(json.dumps(data), encoding="utf-8")

    return apply


DAMAGE = {
    "library cut short": ("library.json", cut),
    "library of zeros": ("library.json", zeros),
    "library empty": ("library.json", lambda path: path.write_bytes(b"")),
    "library is a list": ("library.json", lambda path: path.write_text("[]")),
    "library is null": ("library.json", lambda path: path.write_text("null")),
    "library without tables": ("library.json", without("tables")),
    "library without gates": ("library.json", without("records")),
    "records cut short": ("records", cut),
    "records of zeros": ("records", zeros),
    "records gone": ("records", Path.unlink),
    "library gone": ("library.json", Path.unlink),
    "index cut short": ("index", cut),
    "index of zeros": ("index", zeros),
    "index empty": ("index", lambda path: path.write_bytes(b"")),
    "index gone": ("index", Path.unlink),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_snapshot_is_compiled_again(case: str, cache: Path, folder: Path, today: date) -> None:
    first = answers(folder, today)
    name, damage = DAMAGE[case]
    file = only(cache) / name
    whole = file.read_bytes()
    damage(file)
    assert answers(folder, today) == first
    assert file.read_bytes() == whole


def test_a_changed_file_gets_a_snapshot_of_its_own(cache: Path, folder: Path, today: date) -> None:
    before = answers(folder, today)
    old = only(cache)
    path = folder / "entries" / "rules" / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("an aide alone is never billed", "an aide alone cannot be billed"), "utf-8")
    after = answers(folder, today)
    assert "cannot be billed" in str(after[1]["text"])
    assert "never billed" in str(before[1]["text"])
    assert len(list(cache.iterdir())) == 2
    path.write_text(text, encoding="utf-8")
    assert answers(folder, today) == before
    assert old.is_dir()


def test_another_program_does_not_read_it(cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_parts(folder)
    monkeypatch.setattr(snapshot, "program_version", lambda: "0123abcd")
    open_parts(folder)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("name", ["file", "n" * 300])
def test_a_cache_that_cannot_be_written_still_answers_and_says_so(
    name: str,
    tmp_path: Path,
    folder: Path,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("BOT_CACHE_DIR", str(tmp_path / name / "cache"))
    assert answers(folder, today)[0]["status"] == "answered"
    out, said = capsys.readouterr()
    assert out == ""
    assert "every start compiles it again" in said
    assert "BOT_CACHE_DIR" in said


def test_old_snapshots_go_and_nothing_else_does(cache: Path, folder: Path) -> None:
    cache.mkdir()
    (cache / "photos").mkdir()
    (cache / "photos" / "dog.jpg").write_bytes(b"woof")
    for number in range(5):
        old = cache / f"{number:016x}-{number:08x}"
        old.mkdir()
        aged = time.time() - 1000 + number
        os.utime(old, (aged, aged))
    open_parts(folder)
    kept = sorted(path.name for path in cache.iterdir())
    assert "photos" in kept
    assert (cache / "photos" / "dog.jpg").read_bytes() == b"woof"
    assert len(kept) == snapshot.KEPT + 1
    assert f"{4:016x}-{4:08x}" in kept
    assert f"{0:016x}-{0:08x}" not in kept


def test_wrong_knowledge_leaves_no_snapshot(cache: Path, folder: Path) -> None:
    (folder / "states.yaml").write_text("- {id: OH, nam: Ohio}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"states\.yaml:1"):
        open_parts(folder)
    assert not cache.exists()


def test_the_cache_is_in_the_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BOT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert snapshot.cache_home() == tmp_path / "xdg" / "bot97530"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert snapshot.cache_home() == tmp_path / ".cache" / "bot97530"
