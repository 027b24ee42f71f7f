"""Which side of the winning entry a question comes from."""

from __future__ import annotations

from datetime import date

from bot.desk import Desk
from bot.guidance import own_side
from bot.matching import Match


def match(key: str, score: float, nearest: float) -> Match:
    return Match(key, score, 0.9, "", (), (score, 0.1, nearest, 0.3, 0.8, 0.5))


def test_the_side_that_is_about_a_second_code_yields_to_the_question_itself(desk: Desk) -> None:
    reading = desk.reader.read("can I bill standing up as 97530")
    ranked = [match("up~0", 10.1, 0.6), match("else", 9.8, 0.9), match("up", 9.5, 1.0)]
    marks = {"up~0": {"code:97110": 1.0, "code:97530": 1.0, "both": 0.5}, "up": {"code:97530": 0.3}}
    found = own_side.first(ranked, reading, marks)
    assert [m.key for m in found] == ["up", "else", "up~0"]
    assert [m.score for m in found] == [10.1, 9.8, 9.5]


def test_a_clear_lead_and_other_entries_stay(desk: Desk) -> None:
    reading = desk.reader.read("can I bill standing up as 97530")
    clear = [match("up~0", 12.0, 0.8), match("up", 8.0, 0.8)]
    assert own_side.first(clear, reading, {}) == clear
    others = [match("up", 9.0, 0.3), match("down", 8.9, 1.0)]
    assert own_side.first(others, reading, {}) == others
    vague = [match("vague:units", 9.0, 0.3), match("vague:other", 8.9, 1.0)]
    assert own_side.first(vague, reading, {}) == vague
    assert own_side.first([], reading, {}) == []


def test_the_shipped_sides(desk: Desk) -> None:
    """A question word for word like an ask is answered from the side of that ask."""
    wrong = []
    today = date(2026, 11, 24)
    for text, verdict in [
        ("can i bill sit to stand as ther act", "depends"),
        ("can 97530 and 97535 be billed on the same day for medicare part B", "yes"),
    ]:
        reply = desk.ask(text, today=today)
        if reply.verdict not in (verdict, "info"):
            wrong.append((text, reply.verdict))
    assert wrong == []


def test_a_no_is_not_said_of_the_code_the_answer_uses(desk: Desk) -> None:
    """Every activity that is not 97530: its own code, asked about by name, never gets the "no"."""
    today = date(2026, 11, 24)
    wrong = []
    asked = 0
    for entry in map(desk.library.entry, desk.library.entry_ids):
        if entry.kind != "activity" or entry.verdict != "no" or "97530" in entry.use_codes:
            continue
        if desk.reader.read(entry.title).named.get("code"):
            continue  # "self-massage": the title names a code of its own, which the "no" may be about
        for code in entry.use_codes:
            asked += 1
            reply = desk.ask(f"can I bill {code} for {entry.title.lower()}", today=today)
            if reply.verdict == "no" and reply.entry == entry.id:
                wrong.append((entry.id, code, reply.lead))
    assert asked > 20
    assert wrong == []
    assert desk.ask("is scar massage 97530", today=today).verdict == "no"


def test_a_yes_is_not_said_of_a_code_the_answer_does_not_use(desk: Desk) -> None:
    """No activity's "yes" for 97530 is read as a yes to another code."""
    today = date(2026, 11, 24)
    wrong = []
    asked = 0
    for entry in map(desk.library.entry, desk.library.entry_ids):
        if entry.kind != "activity" or desk.reader.read(entry.title).named.get("code"):
            continue
        for code in ("97110", "97112", "97116", "97140", "97535"):
            if code in entry.use_codes:
                continue
            asked += 1
            reply = desk.ask(f"can I bill {code} for {entry.title.lower()}", today=today)
            if reply.verdict == "yes" and reply.entry == entry.id and code not in reply.lead:
                wrong.append((entry.id, code, reply.lead))
    assert asked > 100
    assert wrong == []
