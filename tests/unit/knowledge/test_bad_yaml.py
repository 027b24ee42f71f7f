"""What is said about a file that cannot be used: file, line, field, in plain words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.lint import check
from bot.knowledge.load import Library
from tests.unit.knowledge.conftest import Change, Findings

RULES = "entries/rules/rules.yaml"
AIDE = "  title: An aide working alone\n"
PTA = "  answer: A PTA may treat under the plan of the therapist.\n"


def test_the_small_folder_is_well(findings: Findings) -> None:
    assert findings() == []


BAD = {
    "duplicate key": (
        AIDE,
        AIDE + "  title: Twice\n",
        'rules.yaml:28: YAML: the field "title" is given twice; keep one',
    ),
    "unknown field": (
        AIDE,
        AIDE + "  anser: misspelt\n",
        "rules.yaml:28: rule-aide: anser: is not a field of this record; check the spelling",
    ),
    "wrong type": (
        AIDE,
        "  title: 97530\n",
        'rules.yaml:27: rule-aide: title: must be text; write it in quotes: "97530"',
    ),
    "text instead of a list": (
        AIDE,
        AIDE + "  document: one line\n",
        "rules.yaml:28: rule-aide: document: must be a list: one item a line, each after '- '",
    ),
    "no source": (
        "  answer: Time with an aide alone is never billed.\n  sources: [{id: manual}]\n",
        "  answer: Time with an aide alone is never billed.\n",
        "rules.yaml:26: rule-aide: sources: is missing; add it",
    ),
    "empty sources": (
        "  answer: Time with an aide alone is never billed.\n  sources: [{id: manual}]\n",
        "  answer: Time with an aide alone is never billed.\n  sources: []\n",
        "rules.yaml:35: rule-aide: sources: must not be empty",
    ),
    "python object": (
        AIDE,
        "  title: !!python/object:os.system [ls]\n",
        "rules.yaml:27: YAML: tags such as !!python/object are not allowed; write plain text",
    ),
    "a word for a date": (
        PTA,
        "  effective_from: soon\n" + PTA,
        "rules.yaml:44: rule-assistant: effective_from: must be a date such as 2026-01-31",
    ),
    "a day that does not exist": (
        PTA,
        "  effective_from: 2026-02-30\n" + PTA,
        "rules.yaml:36: YAML: day",
    ),
    "not YAML": (AIDE, "  title: 'no end\n", "rules.yaml:"),
    "a tab": (AIDE, "\ttitle: Tabbed\n", "rules.yaml:27: YAML:"),
    "a bad id": ("- id: rule-aide\n", "- id: Rule Aide\n", "does not have the right form"),
    "an id used twice": (
        "- id: rule-aide\n",
        "- id: rule-threshold\n",
        '"rule-threshold" is already used at entries/rules/rules.yaml:1',
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_entry_is_named_with_file_line_and_field(
    case: str, change: Change, findings: Findings
) -> None:
    old, new, said = BAD[case]
    change(RULES, old, new)
    assert any(said in text for text in findings()), findings()


def test_an_unquoted_yes_is_said_to_need_quotes(change: Change, findings: Findings) -> None:
    change(RULES, "  verdict: depends\n", "  verdict: yes\n")
    (said,) = findings()
    assert "rule-approval: verdict: must be one of 'yes', 'no', 'depends' or 'info'" in said
    assert "not True; put the value in quotes" in said


def test_an_unquoted_code_is_said_to_need_quotes(change: Change, findings: Findings) -> None:
    change("entries/activity/tasks.yaml", 'use_codes: ["97533"]', "use_codes: [97533]")
    (said,) = findings()
    assert said.startswith("entries/activity/tasks.yaml:")
    assert 'act-swing: use_codes.0: must be text; write it in quotes: "97533"' in said


def test_every_problem_is_reported_at_once(
    folder: Path, change: Change, findings: Findings
) -> None:
    change(RULES, AIDE, AIDE + "  anser: x\n")
    change("payers.yaml", "  name: Medicaid\n", "  nam: Medicaid\n")
    (folder / "figures.yaml").write_bytes(b"\xff\xfe\x00")
    said = "\n".join(findings())
    assert "rules.yaml:28: rule-aide: anser" in said
    assert "payers.yaml:" in said
    assert "medicaid: name: is missing; add it" in said
    assert "figures.yaml:1: cannot be read as UTF-8 text" in said


def test_a_mapping_where_a_list_belongs(folder: Path, findings: Findings) -> None:
    (folder / "states.yaml").write_text("OH: Ohio\n", encoding="utf-8")
    assert "states.yaml:1: must be a list: start each record with '- '" in findings()


def test_a_record_that_is_no_mapping(folder: Path, findings: Findings) -> None:
    (folder / "states.yaml").write_text("- Ohio\n", encoding="utf-8")
    assert any(text.startswith("states.yaml:1: record:") for text in findings())


def test_a_huge_file_is_not_read(folder: Path, findings: Findings) -> None:
    (folder / "states.yaml").write_text("# " + "x" * 2_000_001, encoding="utf-8")
    assert any("states.yaml:1: file is over 2,000,000 bytes" in text for text in findings())


def test_deep_nesting_is_a_problem_and_no_crash(folder: Path, findings: Findings) -> None:
    (folder / "states.yaml").write_text("- " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    assert any(text.startswith("states.yaml:") for text in findings())


def test_a_pair_row_with_a_missing_column(folder: Path, findings: Findings) -> None:
    with (folder / "pairs.csv").open("a", encoding="utf-8") as handle:
        handle.write("97530,97110,1\n")
    assert "pairs.csv:4: has too many or too few columns" in findings()


def test_a_folder_that_is_not_there(tmp_path: Path, today: date) -> None:
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        check(tmp_path / "nowhere", today)
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        Desk.open(tmp_path / "nowhere")


def test_a_library_is_never_built_from_bad_files(folder: Path, change: Change) -> None:
    change(RULES, AIDE, AIDE + "  anser: x\n")
    with pytest.raises(KnowledgeError) as caught:
        Library.load(folder)
    assert [p.line for p in caught.value.problems] == [28]


def test_a_file_that_nothing_reads_is_named(folder: Path, findings: Findings) -> None:
    (folder / "payer.yaml").write_text("- id: x\n", encoding="utf-8")
    (folder / "entries" / "rules" / "more.yml").write_text("- id: x\n", encoding="utf-8")
    said = "\n".join(findings())
    assert "payer.yaml:1: this file is not read" in said
    assert "entries/rules/more.yml:1: this file is not read" in said


@pytest.mark.parametrize("name", ["pairs.yaml", "codes.yaml"])
def test_a_table_the_calculators_need_is_missed(
    name: str, folder: Path, findings: Findings
) -> None:
    (folder / name).unlink()
    assert any(text.startswith(f"{name}:1: is missing") for text in findings())
