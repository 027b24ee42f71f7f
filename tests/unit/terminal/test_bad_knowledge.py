"""A knowledge folder with a mistake in it: every command ends with 4 and names file, line, field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.terminal import exits
from tests.unit.terminal.conftest import Call

RULES = "entries/rules/rules.yaml"
AIDE = "  title: An aide working alone\n"
MISTAKES = {
    "duplicate key": (AIDE, AIDE + "  title: Twice\n", 'rules.yaml:28: YAML: the field "title" is given twice'),
    "unknown field": (AIDE, AIDE + "  anser: x\n", "rules.yaml:28: rule-aide: anser: is not a field of this record"),
    "wrong type": (AIDE, "  title: 97530\n", 'rules.yaml:27: rule-aide: title: must be text; write it in quotes'),
    "missing source": (
        "  answer: Time with an aide alone is never billed.\n  sources: [{id: manual}]\n",
        "  answer: Time with an aide alone is never billed.\n",
        "rules.yaml:26: rule-aide: sources: is missing; add it",
    ),
    "python object": (AIDE, "  title: !!python/object:os.system [ls]\n", "rules.yaml:27: YAML: tags such as"),
    "python object that runs": (
        AIDE,
        "  title: !!python/object/apply:os.mkdir [ran]\n",
        "rules.yaml:27: YAML: tags such as !!python/object are not allowed",
    ),
}


@pytest.fixture(params=MISTAKES)
def mistaken(request: pytest.FixtureRequest, folder: Path) -> tuple[Path, str]:
    """A folder with one mistake, and what must be said about it."""
    old, new, said = MISTAKES[request.param]
    path = folder / RULES
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder, said


def test_ask_gives_no_answer(mistaken: tuple[Path, str], call: Call) -> None:
    folder, said = mistaken
    result = call("ask", "pool exercise which code", "--knowledge", str(folder))
    assert result.exit_code == exits.KNOWLEDGE
    assert result.stdout == ""
    assert f"entries/rules/{said}" in result.stderr
    assert "1 problem(s) in the knowledge; run: bot97530 lint" in result.stderr
    assert not Path("ran").exists()


def test_lint_says_the_same(mistaken: tuple[Path, str], call: Call) -> None:
    folder, said = mistaken
    result = call("lint", "--knowledge", str(folder))
    assert result.exit_code == exits.KNOWLEDGE
    assert f"entries/rules/{said}" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 error(s), 0 warning(s)"


@pytest.mark.parametrize(
    "words",
    [["chat"], ["units", "97530=33"], ["card", "KX"], ["note", "pool"], ["eval"], ["serve"], ["pair", "KX", "GP"]],
    ids=lambda words: words[0],
)
def test_so_do_the_other_commands(words: list[str], folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "states.yaml").write_text("- {id: OH, nam: Ohio}\n", encoding="utf-8")
    monkeypatch.setenv("BOT_KNOWLEDGE", str(folder))
    result = call(*words)
    assert result.exit_code == exits.KNOWLEDGE
    assert "states.yaml:1: OH: nam: is not a field of this record" in result.stderr


@pytest.mark.parametrize("command", ["ask", "lint", "review"])
def test_a_folder_that_is_not_there(command: str, call: Call, tmp_path: Path) -> None:
    words = [command] if command == "lint" else [command, "x"]
    result = call(*words, "--knowledge", str(tmp_path / "none"))
    assert result.exit_code == exits.KNOWLEDGE
    assert "there is no such folder" in result.output


def test_lint_as_json(folder: Path, call: Call) -> None:
    (folder / "states.yaml").write_text("- {id: OH, nam: Ohio}\n", encoding="utf-8")
    result = call("lint", "--json", "--knowledge", str(folder))
    assert result.exit_code == exits.KNOWLEDGE
    problems = json.loads(result.stdout)
    assert {tuple(problem) for problem in problems} == {("file", "line", "text", "level")}
    assert {(p["file"], p["line"], p["level"]) for p in problems} == {("states.yaml", 1, "error")}


def test_review_stamps_and_lint_is_content(folder: Path, call: Call) -> None:
    place = ("--knowledge", str(folder))
    assert "was never reviewed" in call("lint", "--fast", *place).stdout
    assert call("review", "--all", "--by", "the coding lead", *place).exit_code == exits.ANSWERED
    assert "by: the coding lead" in (folder / "reviews.yaml").read_text(encoding="utf-8")
    result = call("lint", "--fast", *place)
    assert (result.exit_code, result.stdout) == (exits.ANSWERED, "all well\n")


def test_review_of_what_is_not_there(folder: Path, call: Call) -> None:
    result = call("review", "nobody", "--knowledge", str(folder))
    assert result.exit_code == exits.USAGE
    assert "no such entry: nobody" in result.stderr


def test_stamps_that_cannot_be_written(folder: Path, call: Call) -> None:
    (folder / "reviews.yaml").symlink_to(folder)
    result = call("review", "rule-aide", "--knowledge", str(folder))
    assert result.exit_code == exits.KNOWLEDGE
    assert "reviews.yaml cannot be written" in result.stderr
