"""Things that look alike and must not be mixed up, pair by pair, on the real knowledge.

Each question has what its first line must hold and what it must not: the near miss's own words.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.reply import Reply
from bot.guidance.text import plain
from bot.question.context import Context, Value

# question, what the lead holds, what neither lead nor title holds
ALIKE = [
    # PT and PTA
    ("can a PT do 97530", r"^yes", r"assistant"),
    ("can a PTA do 97530", r"^yes.*(PTA|assistant)", r"^no\b"),
    ("can a PTA do the evaluation", r"^no", r"^yes"),
    ("can a PTA write the progress report", r"^no", r"^yes"),
    ("can the PT write the progress report", r"^(yes|the)", r"^no\b"),
    # GP and KX
    ("when do I need GP", r"\bGP\b", r"\bKX\b|threshold"),
    ("when do I need KX", r"\bKX\b", r"\bGP\b"),
    ("denied for missing GP", r"\bGP\b", r"\bKX\b|threshold"),
    ("denied for missing KX", r"\bKX\b", r"\bGP\b"),
    ("modifier GP", r"\bGP\b", r"\bKX\b|threshold"),
    ("modifier KX", r"\bKX\b", r"\bGP\b"),
    # covered and not covered
    ("is 97530 covered by medicare", r"^yes", r"^no\b"),
    ("is 97530 not covered by medicare", r"", r"^yes"),
    # 97530 and 97533
    ("is 97533 a timed code", r"97533", r"^(yes\. )?97530"),
    ("is 97530 a timed code", r"97530", r"97533"),
    ("97533 or 97530 for a sensory diet", r"97533.*97530|97530.*97533", r""),
    # evaluation and re-evaluation
    ("can i bill 97530 with an eval", r"^(yes|medicare has no)", r"97750|re-evaluation"),
    ("can i bill 97530 with a re-eval", r"^(yes|both)", r"97750"),
    ("when can i bill a re-eval", r"97164|re-evaluation", r"97161"),
    ("97161", r"97161", r"97164"),
    ("97164", r"97164", r"97161"),
    # group and co-treatment
    ("can PT and OT co-treat and both bill", r"Part B", r"97150|two or more patients"),
    ("two patients at once, is that group 97150", r"97150|group", r"co-?treat"),
    # home health and home exercise program
    ("97530 in home health", r"home health", r"exercise program|HEP"),
    ("which code for teaching a home exercise program", r"97110|HEP|home exercise", r"G0151"),
    # Medicare, Medicaid and Medicare Advantage
    ("does original medicare need prior auth", r"Original Medicare", r"Medicaid"),
    ("prior auth medicaid", r"Medicaid|state", r"Original Medicare"),
    ("prior auth medicare advantage", r"Medicare Advantage", r"Medicaid"),
    ("8 minute rule medicaid", r"Medicaid", r"Medicare Part B"),
    ("8 minute rule medicare advantage", r"Medicare Advantage", r"Medicaid"),
    # SNF Part A and Part B
    ("97530 in snf part a", r"^no\b.*Part A", r"itself bills Part B"),
    ("97530 in snf part b", r"^yes.*Part B", r"PDPM|not a billable"),
]


def _first_line(reply: Reply) -> str:
    return reply.lead.replace("\n", " ")


@pytest.mark.parametrize(("text", "holds", "lacks"), ALIKE, ids=[row[0] for row in ALIKE])
def test_what_looks_alike_is_kept_apart(text: str, holds: str, lacks: str, desk: Desk, today: date) -> None:
    reply = desk.ask(text, today=today)
    assert reply.status == "answered", reply.lead
    assert re.search(holds, _first_line(reply), re.I), reply.lead
    if lacks:
        assert not re.search(lacks, f"{_first_line(reply)}\n{reply.title}", re.I | re.M), reply.lead


class TestCodes:
    """A code is never guessed: a number that is none of ours is asked back."""

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("97350", "97530"), ("97503", "97530"), ("75930", ""), ("97353", "97533")],
    )
    @pytest.mark.parametrize("text", ["is {} timed", "{}", "can i bill {} with 97140", "units {} 30"])
    def test_a_near_code_is_asked_back(self, typed: str, meant: str, text: str, desk: Desk, today: date) -> None:
        reply = desk.ask(text.format(typed), today=today)
        assert reply.status != "answered", reply.lead
        assert typed in reply.lead
        if meant:
            assert reply.status == "clarify"
            assert reply.choices[0].label.startswith(meant)
            assert len(reply.choices) <= 3
            for choice in reply.choices:
                assert typed not in choice.value

    def test_a_choice_asks_the_same_with_the_right_code(self, desk: Desk, today: date) -> None:
        choice = desk.ask("is 97350 timed", today=today).choices[0]
        assert choice.value == "is 97530 timed"
        assert desk.ask(choice.value, today=today).status == "answered"

    def test_a_transposition_comes_before_a_changed_digit(self, desk: Desk, today: date) -> None:
        labels = [c.label for c in desk.ask("is 97503 timed", today=today).choices]
        assert labels[0].startswith("97530")

    def test_two_real_codes_are_never_mended_into_one_another(self, desk: Desk, today: date) -> None:
        for one in ("97530", "97533", "97535", "97537"):
            reading = desk.question(f"is {one} timed", today=today).reading
            assert reading.literal_codes == (one,)
            assert reading.corrections == ()

    def test_a_code_of_another_field_is_out_of_scope(self, desk: Desk, today: date) -> None:
        reply = desk.ask("how much does 27447 pay", today=today)
        assert reply.status == "no_match"
        assert "27447" in reply.lead

    def test_no_entry_about_other_codes_only_answers_for_97113(self, desk: Desk, today: date) -> None:
        reply = desk.ask("can i bill 97113 with a PTA", today=today)
        assert "97113" in plain(reply)


def _barred(desk: Desk, gate: str, kind: str) -> list[tuple[str, str]]:
    """(entry, value) of every entry that requires or excludes a value of one kind."""
    found = []
    for key in desk.library.entry_ids:
        found += [(key, value) for value in getattr(getattr(desk.library.entry(key), gate), kind)]
    return found


@pytest.mark.parametrize("kind", ["payer", "setting", "discipline"])
def test_no_entry_answers_in_a_context_it_excludes(kind: str, desk: Desk, today: date) -> None:
    """Asked in its own words in a channel of the excluded kind, another or none answers."""
    for key, value in _barred(desk, "excludes", kind):
        known = Context(**{kind: Value(value, "channel")})
        for ask in desk.library.entry(key).asks[:2]:
            question = desk.question(ask, today=today, known=known)
            if question.context.get(kind) == value:
                assert desk.answer(question).entry != key, (key, ask, value)


@pytest.mark.parametrize("kind", ["payer", "setting", "discipline"])
def test_no_entry_answers_outside_the_context_it_requires(kind: str, desk: Desk, today: date) -> None:
    """Asked in its own words in a channel of an unrelated kind, another or none answers."""
    library = desk.library
    for key in library.entry_ids:
        entry = library.entry(key)
        wanted = set(getattr(entry.requires, kind))
        if not wanted:
            continue
        rows = [
            row
            for row in library.table(kind)
            if not wanted & set(library.ancestors(kind, row)) and kind != "discipline"
        ] or [row for row in library.table(kind) if row not in wanted]
        other = next(row for row in rows if library.table(kind)[row].aliases != [])
        known = Context(**{kind: Value(other, "channel")})
        for ask in entry.asks[:2]:
            question = desk.question(ask, today=today, known=known)
            if kind in question.reading.named or question.context.get(kind) != other:
                continue
            assert desk.answer(question).entry != key, (key, ask, other)


STATES = [
    ("workers comp california max units", "wc-california"),
    ("medicaid in texas max units", "texas-medicaid"),
    ("comp claim in new york, how many units", "wc-new-york"),
    ("blue cross michigan 97530 payment", "bcbs-mi"),
    ("medicaid in ohio max units", "medicaid"),
]


@pytest.mark.parametrize(("text", "payer"), STATES, ids=[row[0] for row in STATES])
def test_a_payer_with_a_state_is_that_states_program(text: str, payer: str, desk: Desk, today: date) -> None:
    question = desk.question(text, today=today)
    assert question.context.get("payer") == payer
    reply = desk.answer(question)
    others = {row.id for row in desk.library.payers.values() if row.state} - {payer}
    if reply.entry:
        about = desk.gates.names(reply.entry).get("payer", frozenset())
        assert payer in about or not about & others, reply.lead


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("SHARS units", "set-school-texas-shars"),
        ("texas school OT units", "set-school-texas-shars"),
        ("CPSE therapy", "set-school-new-york-sshsp"),
        ("LEA billing option codes", "set-school-california-lea"),
    ],
)
def test_a_states_own_name_for_a_setting_is_that_setting_in_that_state(
    text: str, entry: str, desk: Desk, today: date
) -> None:
    assert desk.ask(text, today=today).entry == entry


@pytest.mark.parametrize("text", ["school medicaid group", "school PT units ohio", "school OT in NY"])
def test_a_school_elsewhere_never_gets_the_texas_program(text: str, desk: Desk, today: date) -> None:
    assert "SHARS" not in desk.ask(text, today=today).lead
