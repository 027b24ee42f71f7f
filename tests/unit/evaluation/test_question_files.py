"""Question files: two formats, one shape; what is wrong is named with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.questions import Graded, QuestionFileError, load, load_all

YAML = """- id: g-1
  q: is it timed?
  group: code_choice
  status: answered
  verdict: "yes"
  codes: ["97530"]
  must: ['15[- ]minute']
  must_not: ['^\\W*no\\b']
- {id: g-2, q: can i bill this, status: clarify}
- {id: g-3, q: weather, status: no_match, verdict: null}
"""


def test_yaml(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(YAML, encoding="utf-8")
    first, second, third = load(path)
    assert (first.id, first.group, first.status, first.verdict) == ("g-1", "code_choice", "answered", "yes")
    assert first.codes == ("97530",)
    assert first.must[0].search("in 15-Minute units")
    assert first.must_not[0].search("NO. It")
    assert (second.status, second.verdict, second.group, second.must) == ("clarify", None, "all", ())
    assert (third.status, third.verdict) == ("no_match", None)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl"
    rows = [{"q": "a", "verdict": "no_match"}, {"q": "b", "verdict": "clarify"}, {"q": "c", "verdict": "depends"}]
    path.write_text("\n\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    found = load(path)
    assert [(g.status, g.verdict) for g in found] == [
        ("no_match", None), ("clarify", None), ("answered", "depends"),
    ]  # fmt: skip
    assert [g.id for g in found] == ["more.jsonl:1", "more.jsonl:3", "more.jsonl:5"]


def test_files_and_folders_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    for name in ("b", "a"):
        (folder / f"{name}.yaml").write_text(f"- {{id: {name}, q: x}}\n", encoding="utf-8")
    (folder / "README.md").write_text("not read", encoding="utf-8")
    (tmp_path / "z.jsonl").write_text('{"id": "z", "q": "x"}', encoding="utf-8")
    found: list[Graded] = load_all([tmp_path / "z.jsonl", folder])
    assert [graded.id for graded in found] == ["z", "a", "b"]
    assert load_all([]) == []


WRONG = {
    "no question": ("- {id: x}\n", 'bad.yaml:1: needs a field "q" with the question'),
    "no record": ("- just text\n", 'bad.yaml:1: needs a field "q"'),
    "later line": ("- {id: x, q: y}\n- {id: z}\n", "bad.yaml:2: needs"),
    "duplicate key": ("- {id: x, q: y, q: z}\n", 'bad.yaml:1: YAML: the field "q" is given twice'),
    "python object": ("- {q: !!python/object:os.system [ls]}\n", "bad.yaml:1: YAML: tags such as"),
    "a bad pattern": ("- {q: x, must: ['(']}\n", "bad.yaml:1: must: not a regular expression: "),
    "a bad pattern barred": ("- {q: x, must_not: ['[']}\n", "bad.yaml:1: must_not: not a regular expression"),
    "a pattern that is no list": ("- {q: x, must: minutes}\n", "bad.yaml:1: must: must be a list of texts in quotes"),
    "a code without quotes": ("- {q: x, codes: [97530]}\n", "bad.yaml:1: codes: must be a list of texts in quotes"),
    "a misspelt status": (
        "- {q: x, status: answerd}\n",
        "bad.yaml:1: status: must be one of answered, clarify, no_match, not 'answerd'",
    ),
    "a misspelt verdict": ("- {q: x, verdict: maybe}\n", "bad.yaml:1: verdict: must be one of yes, no, depends"),
    "an unquoted yes": ("- {q: x, verdict: yes}\n", "(in quotes), not True"),
    "no list": ("q: x\n", "bad.yaml:1: must be a list"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(case: str, tmp_path: Path) -> None:
    text, said = WRONG[case]
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        load(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"q": "x"}\n{"q": \n', "bad.jsonl:2: not JSON: "),
        (b'{"q": "x"}\n\n[1]\n', 'bad.jsonl:3: needs a field "q"'),
        (b"\xff\xfe", "bad.jsonl:1: cannot be read as UTF-8 text"),
    ],
)
def test_bad_json_lines(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(data)
    with pytest.raises(QuestionFileError) as caught:
        load(path)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["none.yaml", "none.jsonl"])
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="there is no such file"):
        load(tmp_path / name)
