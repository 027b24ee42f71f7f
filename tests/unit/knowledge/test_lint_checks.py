"""Lint beyond the shape of records: ids, sources, dates, wording, asks, and reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge.lint import check
from bot.terminal import exits
from bot.terminal.knowledge import review
from tests.unit.knowledge.conftest import Change, Findings

RULES, TASKS = "entries/rules/rules.yaml", "entries/activity/tasks.yaml"
ANSWER = "Time with an aide alone is never billed."

WRONG = {
    "unknown payer": (
        RULES,
        "excludes: {payer: [medicare-b]}",
        "excludes: {payer: [medicare-bb]}",
        'rules.yaml:67: rule-approval: there is no payer "medicare-bb"; did you mean "medicare-b"?',
    ),
    "unknown setting in a variant": (
        TASKS,
        "setting: [snf-part-a]",
        "setting: [snf-part-c]",
        'act-pool: there is no setting "snf-part-c"; did you mean',
    ),
    "a program of an unknown state": (
        "settings.yaml",
        "  aliases: [nursing home]\n",
        "  aliases: [nursing home]\n  programs: [{name: MCSNF, state: OX}]\n",
        'snf: there is no state "OX"; add it to its table or correct it',
    ),
    "unknown code": (
        TASKS,
        'use_codes: ["97533"]',
        'use_codes: ["97538"]',
        'act-swing: there is no code "97538"',
    ),
    "unknown source": (
        TASKS,
        "{id: guild, at: page 4}",
        "{id: gild, at: page 4}",
        'act-pool: there is no source "gild"; did you mean "guild"?',
    ),
    "unknown related entry": (
        RULES,
        f"  answer: {ANSWER}\n",
        f"  answer: {ANSWER}\n  related: [rule-assistent]\n",
        'rule-aide: there is no entry "rule-assistent"; did you mean "rule-assistant"?',
    ),
    "unknown slot": (
        "frames.yaml",
        "is it safe to {move}",
        "is it safe to {moev}",
        'out-safe: there is no slot "moev"; did you mean "move"?',
    ),
    "a slot nobody names": (
        "slots.yaml",
        "- id: place",
        "- id: planet\n  words: [mars]\n- id: place",
        "planet: no frame names this slot; use it or delete it",
    ),
    "an order answered by no scope": (
        "orders.yaml",
        "scope: weather\n  first: [ignore",
        "scope: wether\n  first: [ignore",
        'order-cast-off: there is no scope "wether"; did you mean "weather"?',
    ),
    "a figure nobody holds": (
        RULES,
        "  why: Above {{kx-pt-slp}}",
        "  why: Above {{kx-pt}}",
        'rule-threshold: why: there is no figure "kx-pt" in figures.yaml',
    ),
    "a figure typed by hand": (
        RULES,
        "  why: Above {{kx-pt-slp}}",
        "  why: Above $2,480",
        "rule-threshold: why: $2,480 stands in figures.yaml; write {{kx-pt-slp}}",
    ),
    "the verdict in the answer": (
        RULES,
        f"answer: {ANSWER}",
        f"answer: No, {ANSWER}",
        "rule-aide: the answer begins with the verdict",
    ),
    "a long answer": (
        RULES,
        f"answer: {ANSWER}",
        f"answer: {ANSWER * 8}",
        "rule-aide: the answer has 320 characters; at most 300",
    ),
    "a long sentence": (
        RULES,
        f"answer: {ANSWER}",
        f"answer: {'word ' * 39}end.",
        "rule-aide: answer: a sentence has 40 words (at most 38)",
    ),
    "a row without each": (
        RULES,
        f"answer: {ANSWER}",
        'answer: "{row.name} pays nothing for it."',
        "rule-aide: uses {row...} but does not set `each`",
    ),
    "a row field that is not there": (
        RULES,
        "answer: I have no wording of {row.name} on counting.",
        "answer: I have no wording of {row.nickname} on counting.",
        'rule-counting: the table of payer has no field "nickname"',
    ),
    "an entry that ended": (
        RULES,
        f"  answer: {ANSWER}\n",
        f"  answer: {ANSWER}\n  effective_to: 2026-01-31\n",
        "rule-aide: ended on 2026-01-31",
    ),
    "a start after its end": (
        RULES,
        f"  answer: {ANSWER}\n",
        f"  answer: {ANSWER}\n  effective_from: 2029-01-01\n  effective_to: 2028-01-01\n",
        "rule-aide: effective_from lies after effective_to",
    ),
    "figure rows that overlap": (
        "figures.yaml",
        "to: 2025-12-31, value: 2410",
        "to: 2026-01-01, value: 2410",
        "figures.yaml:4: kx-pt-slp: the rows from 2025-01-01 and 2026-01-01 overlap",
    ),
    "a source checked in the future": (
        "sources/all.yaml",
        "  dated: undated\n  checked: 2026-03-01",
        "  dated: undated\n  checked: 2027-03-01",
        "blog: checked lies in the future (2027-03-01)",
    ),
    "a source nobody cites": (
        "sources/all.yaml",
        "- id: blog\n",
        "- {id: idle, title: Idle, publisher: P, tier: trade, url: '', dated: '2020', checked: "
        "2026-01-01}\n- id: blog\n",
        "idle: no record cites this source; cite it or delete it",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_plain_words(
    case: str, change: Change, findings: Findings
) -> None:
    name, old, new, said = WRONG[case]
    change(name, old, new)
    found = findings()
    assert any(said in text for text in found), found
    assert all(text.split(":")[1].isdigit() for text in found)


@pytest.fixture
def deep(folder: Path, today: date, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Findings:
    """All checks, those of the index too, with a cache of their own."""
    monkeypatch.setenv("BOT_CACHE_DIR", str(tmp_path / "cache"))

    def run() -> list[str]:
        found = map(str, check(folder, today))
        return [text for text in found if "was never reviewed" not in text]

    return run


def test_every_ask_of_the_small_folder_brings_back_its_own_record(deep: Findings) -> None:
    assert deep() == []


def test_two_records_with_one_ask(change: Change, deep: Findings) -> None:
    change(RULES, "    - is time with a tech billable\n", "    - Pool exercise, WHICH code?\n")
    said = [text for text in deep() if "also claimed by" in text]
    assert len(said) == 1
    assert "rules.yaml:" in said[0]
    assert "act-pool" in said[0]
    assert "rule-aide" in said[0]


def test_an_ask_that_its_own_gate_shuts_out(change: Change, deep: Findings) -> None:
    change(RULES, "    - session given by a pta\n", "    - who may give the whole session\n")
    (said,) = deep()
    assert said.startswith(f"{RULES}:39: rule-assistant: ")
    assert 'the ask "who may give the whole session" brings back' in said
    assert "its own gate is closed: is only for discipline pta" in said


Stamp = Callable[..., int]


@pytest.fixture
def stamp(folder: Path, today: date, capsys: pytest.CaptureFixture[str]) -> Stamp:
    def run(*entries: str, on: date = today) -> int:
        status = review(folder, entries, not entries, "compliance", on)
        capsys.readouterr()
        return status

    return run


def _all(folder: Path, today: date) -> list[str]:
    return [str(problem) for problem in check(folder, today, fast=True)]


def test_an_entry_without_a_stamp_is_reported_until_it_is_reviewed(
    folder: Path, today: date, stamp: Stamp
) -> None:
    before = _all(folder, today)
    assert any(
        "act-pool: was never reviewed; when it is right: bot97530 review act-pool" in t
        for t in before
    )
    assert stamp("act-pool") == exits.ANSWERED
    after = _all(folder, today)
    assert len(after) == len(before) - 1
    assert not any("act-pool" in text for text in after)
    assert stamp() == exits.ANSWERED
    assert _all(folder, today) == []


def test_an_edit_voids_the_stamp_and_only_that_one(
    folder: Path, today: date, stamp: Stamp, change: Change
) -> None:
    stamp()
    change(RULES, ANSWER, "Time with an aide alone is not billed.")
    assert _all(folder, today) == [
        f"{RULES}:26: rule-aide: changed after its review of {today}; "
        "review it: bot97530 review rule-aide"
    ]
    stamp("rule-aide")
    assert _all(folder, today) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("page 2", "page 3"),
        ("ranks: The manual outranks", "ranks: The CMS manual outranks"),
        ('  compares: ["97530"]\n', ""),
        ("to: 2026-12-31", "to: 2026-11-30"),
        ("    - pool exercise which code\n", ""),
    ],
)
def test_whatever_a_reader_can_see_is_under_the_stamp(
    old: str, new: str, folder: Path, today: date, stamp: Stamp, change: Change
) -> None:
    stamp()
    change(TASKS, old, new)
    assert ["act-pool: changed after" in text for text in _all(folder, today)] == [True]


def test_reformatting_the_file_keeps_the_stamp(
    folder: Path, today: date, stamp: Stamp, change: Change
) -> None:
    stamp()
    change(RULES, f"  answer: {ANSWER}\n", f"  # a note\n  answer: >-\n    {ANSWER}\n")
    assert _all(folder, today) == []


def test_a_review_falls_due(folder: Path, today: date, stamp: Stamp) -> None:
    stamp()
    last = today + timedelta(days=180)
    assert not [t for t in _all(folder, last) if "overdue" in t]
    said = _all(folder, last + timedelta(days=1))
    late = [text for text in said if f"review overdue since {last}" in text]
    assert len(late) == 13


def test_stamping_what_is_not_there(
    folder: Path, today: date, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(folder, ("nobody",), False, "compliance", today) == exits.USAGE
    assert "no such entry: nobody" in capsys.readouterr().err
    assert review(folder, (), False, "compliance", today) == exits.USAGE
    assert "none given" in capsys.readouterr().err
    assert not (folder / "reviews.yaml").exists()


def test_a_stamp_whose_entry_is_gone(folder: Path, today: date, stamp: Stamp) -> None:
    stamp()
    path = folder / "reviews.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rule-aide", "rule-gone"), "utf-8")
    said = _all(folder, today)
    assert any("rule-gone: stamps an entry that does not exist; delete the" in t for t in said)
    assert any("rule-aide: was never reviewed" in t for t in said)
