"""`eval` from the outside: table, JSON, floor, failures, typos, calibration and exit statuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.terminal import exits

ROWS = [
    {"id": "e-1", "q": "can i bill walking in the pool", "group": "activity", "verdict": "yes", "must": ["97113"]},
    {"id": "e-2", "q": "can an aide do the session alone", "group": "rules", "verdict": "no", "must": ["never"]},
    {"id": "e-3", "q": "will it rain this weekend", "group": "scope", "verdict": "no_match"},
    {"id": "e-4", "q": "pool exercise which code", "group": "scope", "verdict": "no_match"},
    {"id": "e-5", "q": "swing and brushing for sensory needs", "group": "activity", "must": ["never there"]},
]
Eval = Callable[..., Result]


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache apart, so that the session's snapshot of the real knowledge stays."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def evaluate(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Eval:
    monkeypatch.setenv("BOT_CACHE_DIR", str(cache))

    def run(*words: str | Path) -> Result:
        result = CliRunner().invoke(cli, ["eval", *map(str, words), "--knowledge", str(folder)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_the_table(evaluate: Eval, graded: Path) -> None:
    result = evaluate(graded)
    assert result.exit_code == exits.ANSWERED
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line[:1].isalpha()}
    assert rows["group"] == ["asked", "right", "%", "costly", "verdict", "refused"]
    assert rows["activity"][:4] == ["2", "1", "50.0", "0"]
    assert rows["rules"][:4] == ["1", "1", "100.0", "0"]
    assert rows["scope"][:4] == ["2", "1", "50.0", "1"]
    assert rows["all"][:4] == ["5", "3", "60.0", "1"]


@pytest.mark.parametrize(
    ("floor", "status"), [("60", exits.ANSWERED), ("59.9", exits.ANSWERED), ("60.1", exits.NO_MATCH)]
)
def test_the_floor(floor: str, status: int, evaluate: Eval, graded: Path) -> None:
    assert evaluate(graded, "--floor", floor).exit_code == status


def test_json(evaluate: Eval, graded: Path) -> None:
    result = evaluate(graded, "--json")
    data = json.loads(result.stdout)
    assert data.keys() == {"groups", "wrong"}
    assert list(data["groups"]) == ["activity", "rules", "scope", "all"]
    assert data["groups"]["all"] == {"asked": 5, "right": 3, "costly": 1, "verdict": 4}
    assert [wrong["id"] for wrong in data["wrong"]] == ["e-4", "e-5"]
    assert all(wrong.keys() == {"id", "q", "entry", "why", "costly"} for wrong in data["wrong"])
    assert [wrong["costly"] for wrong in data["wrong"]] == [True, False]
    assert data["wrong"][1]["why"] == "lacks /never there/"


def test_the_failures(evaluate: Eval, graded: Path) -> None:
    text = evaluate(graded, "--failures").stdout
    assert "COSTLY e-4 [scope] 'pool exercise which code'\n    -> answered act-pool (" in text
    assert "\ne-5 [activity] " in text
    assert "e-1 [" not in text


def test_typos_are_seeded(evaluate: Eval, graded: Path) -> None:
    assert evaluate(graded, "--typos").stdout == evaluate(graded, "--typos", "--seed", "7").stdout
    assert evaluate(graded, "--typos").exit_code == exits.ANSWERED


def test_the_questions_of_the_folder_are_the_default(evaluate: Eval, folder: Path) -> None:
    (folder / "questions").mkdir()
    (folder / "questions" / "own.yaml").write_text(
        '- {id: o, q: pool exercise which code, group: own, verdict: "yes"}\n', encoding="utf-8"
    )
    data = json.loads(evaluate("--json").stdout)
    assert data["groups"]["all"]["asked"] == 1
    assert data["wrong"] == []


def test_a_bad_file_is_named_with_its_line(evaluate: Eval, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"q": "x"}\n{"q": \n', encoding="utf-8")
    result = evaluate(path)
    assert result.exit_code == exits.BAD_INPUT
    assert result.stdout == ""
    assert result.stderr.startswith("bad.jsonl:2: not JSON")


def test_no_file_and_no_question(evaluate: Eval, tmp_path: Path) -> None:
    result = evaluate(tmp_path / "none.jsonl")
    assert result.exit_code == exits.BAD_INPUT
    assert result.stderr == f"{tmp_path}/none.jsonl: there is no such file\n"
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    result = evaluate(tmp_path / "empty.jsonl")
    assert result.exit_code == exits.BAD_INPUT
    assert "no questions in" in result.stderr


def test_calibrating_on_too_few_writes_nothing(evaluate: Eval, graded: Path, folder: Path) -> None:
    result = evaluate(graded, "--calibrate")
    assert result.exit_code == exits.BAD_INPUT
    assert "a calibration needs at least" in result.stderr
    assert not (folder / "calibration.yaml").exists()
