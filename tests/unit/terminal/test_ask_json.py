"""The JSON contract: the same keys and types for every reply, one object a line, nothing secret."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import Desk
from bot.guidance.contract import to_json
from bot.guidance.text import plain
from bot.question.context import Context, Value
from bot.terminal import exits
from tests.unit.terminal.conftest import Call

TODAY = date(2026, 11, 23)
KEYS = {
    "question": str, "status": str, "kind": str, "entry": (str, type(None)), "title": str,
    "verdict": (str, type(None)), "text": str, "codes": list, "context": dict,
    "units": (dict, type(None)), "pairs": (list, type(None)), "visit": (dict, type(None)), "sources": list,
    "conflicts": list, "confidence": (int, float), "alternatives": list, "choices": list, "phi": list, "also": list,
}  # fmt: skip
SOURCE = {"id", "title", "tier", "locator", "url", "dated", "checked"}
STATUSES = {"answered", "clarify", "no_match"}
VERDICTS = {"yes", "no", "depends", "info", "calc", None}
ORIGINS = {"question", "flag", "thread", "channel", "workspace", "default"}
TIERS = {"primary", "payer", "association", "trade"}


def assert_contract(data: dict[str, Any]) -> None:
    """What DESIGN promises of one object."""
    assert data.keys() == KEYS.keys()
    for key, kind in KEYS.items():
        assert isinstance(data[key], kind), key
    assert data["status"] in STATUSES
    assert data["verdict"] in VERDICTS
    assert 0 <= data["confidence"] <= 1
    assert data["text"].strip()
    assert all(isinstance(code, str) for code in data["codes"])
    assert data["context"].keys() == {"payer", "setting", "discipline", "state", "date_of_service"}
    for value in data["context"].values():
        if value is not None:
            assert value.keys() == {"value", "origin"}
            assert value["origin"] in ORIGINS
    for source in [*data["sources"], *(conflict["source"] for conflict in data["conflicts"])]:
        assert source.keys() == SOURCE
        assert source["tier"] in TIERS
        date.fromisoformat(source["checked"])
    assert all(conflict.keys() == {"says", "source", "ranks"} for conflict in data["conflicts"])
    assert all(other.keys() == {"entry", "title", "confidence"} for other in data["alternatives"])
    assert all(choice.keys() == {"label", "action", "value"} for choice in data["choices"])
    assert data["phi"] == sorted(set(data["phi"]))
    if data["status"] == "clarify":
        assert len(data["choices"]) <= 3
    if data["status"] == "answered" and data["kind"] == "entry":
        assert data["entry"]
        assert data["sources"]
    if data["status"] == "no_match":
        assert data["entry"] is None
        assert data["verdict"] is None
    for other in data["also"]:
        assert_contract(other)


QUESTIONS = [
    "can I bill aquatic therapy here?", "is 97530 timed", "is 97350 timed", "is 12345 timed", "97530", "KX", "CO-97",
    "threshold", "units 97530 33, 97140 7", "97530 33 min and 97140 7 min how many units", "pair 97530 97116",
    "visit 97530 30, 97140 15 PT medicare", "can i bill this", "what's the weather", "🏊", "hi", "",
    "can a PTA do the evaluation and can i bill 97530 with 97140?", "does humana need prior auth",
    "patient Jane Doe mrn 8812345, is squatting 97530?", "kx threshold in 2027", "is walking in the pool 97530",
]  # fmt: skip


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_kind_of_reply_keeps_the_contract(text: str, desk: Desk) -> None:
    reply = desk.ask(text, today=TODAY)
    data = to_json(reply)
    assert_contract(data)
    assert data["text"] == plain(reply)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        (["ask", "can I bill aquatic therapy here?"], "entry", ""),
        (["units", "97530=33", "97140=7"], "units", "units"),
        (["pair", "97530", "97116"], "pair", "pairs"),
        (["visit", "97530 30, 97140 15 PT medicare"], "visit", "visit"),
        (["card", "KX"], "card", ""),
        (["note", "lifting boxes"], "note", ""),
    ],
)
def test_every_command_prints_one_object(words: list[str], kind: str, part: str, call: Call) -> None:
    result = call(*words, "--json")
    assert result.exit_code == exits.ANSWERED
    (line,) = result.stdout.splitlines()
    data = json.loads(line)
    assert_contract(data)
    assert data["kind"] == kind
    filled = {name for name in ("units", "pairs", "visit") if data[name] is not None}
    assert part in filled if part else not filled


def test_the_text_is_what_a_person_sees(call: Call) -> None:
    words = ["ask", "can I bill aquatic therapy here?", "--payer", "uhc"]
    assert json.loads(call(*words, "--json").stdout)["text"] + "\n" == call(*words).stdout


def test_the_context_says_where_each_value_came_from(desk: Desk) -> None:
    known = Context(payer=Value("uhc", "channel"), discipline=Value("pt", "thread"))
    data = to_json(desk.ask("is 97530 timed in Ohio", today=TODAY, known=known))
    assert data["context"]["payer"] == {"value": "uhc", "origin": "channel"}
    assert data["context"]["state"] == {"value": "OH", "origin": "question"}


class TestLines:
    """`ask --json` without a question."""

    def test_one_question_a_line_in_one_object_a_line_out(self, call: Call) -> None:
        lines = "can I bill aquatic therapy here?\r\nwhat's the weather\nis 97350 timed"
        result = call("ask", "--json", lines=lines)
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert [data["status"] for data in found] == ["answered", "no_match", "clarify"]
        assert result.exit_code == exits.ANSWERED
        for data in found:
            assert_contract(data)

    def test_a_bad_line_is_named_and_the_others_are_answered(self, call: Call) -> None:
        lines = b"is 97530 timed\n\n   \n\xff\xfe\x80\n" + b"x" * 10_001 + b"\nis 97530 timed\n"
        result = call("ask", "--json", lines=lines)
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert [data.get("status") for data in found] == ["answered", None, None, None, None, "answered"]
        errors = [data["error"] for data in found[1:5]]
        assert errors[0] == errors[1] == "empty line; write one question a line"
        assert errors[2] == "this line is not UTF-8 text; save the file as UTF-8"
        assert errors[3].startswith("That is too long to read (over 10,000 characters).")
        assert result.exit_code == exits.BAD_INPUT

    def test_no_line_at_all(self, call: Call) -> None:
        result = call("ask", "--json", lines="")
        assert (result.exit_code, result.stdout) == (exits.ANSWERED, "")

    def test_the_options_hold_for_every_line(self, call: Call) -> None:
        result = call("ask", "--json", "--payer", "uhc", lines="is 97530 timed\nis 97110 timed\n")
        for line in result.stdout.splitlines():
            assert json.loads(line)["context"]["payer"] == {"value": "uhc", "origin": "flag"}


WORDS = st.sampled_from(
    "can I bill 97530 97140 97350 with pool squats PT PTA medicare uhc snf part a b 33 min units KX 59 not without "
    "eval what how is and ? ; = 15 8 $ 2026-01-01 Ohio no never group hep".split()
)
TEXTS = st.text() | st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS | st.text(max_size=8)).map("".join)


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_gets_a_valid_reply(desk: Desk, text: str) -> None:
    reply = desk.ask(text, today=TODAY)
    data = to_json(reply)
    assert_contract(data)
    assert data == to_json(desk.ask(text, today=TODAY))
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data


NUMBERS = st.integers(1_000_000, 9_999_999).map(str)
SECRETS = st.one_of(
    st.tuples(st.sampled_from(["mrn ", "MRN: ", "mrn#"]), NUMBERS),
    st.tuples(st.just("dob "), st.dates(date(1920, 1, 1), date(1989, 12, 31)).map(lambda d: f"{d:%m/%d/%Y}")),
    st.tuples(st.just("ssn "), st.integers(100, 665).map(lambda n: f"{n}-45-6789")),
    st.tuples(st.just("call "), st.integers(1000, 9999).map(lambda n: f"614-555-{n}")),
    st.tuples(st.just("member id "), NUMBERS.map(lambda n: f"W{n}")),
    st.tuples(st.just("mail "), NUMBERS.map(lambda n: f"p{n}@example.org")),
    st.tuples(st.sampled_from(["patient ", "pt ", "Mrs "]), st.sampled_from(["Jane Doe", "John Smith", "Mary Jones"])),
)


@settings(max_examples=150)
@given(st.sampled_from(QUESTIONS), st.lists(SECRETS, min_size=1, max_size=2, unique=True), st.booleans())
def test_patient_data_is_nowhere_in_a_reply(
    desk: Desk, question: str, secrets: list[tuple[str, str]], first: bool
) -> None:
    given_data = ", ".join(label + secret for label, secret in secrets)
    text = f"{given_data}: {question}" if first else f"{question} {given_data}"
    data = to_json(desk.ask(text, today=TODAY))
    assert_contract(data)
    whole = json.dumps(data)
    for _, secret in secrets:
        assert secret not in whole
    assert data["phi"]
    assert "Please leave patient identifiers out of questions." in data["text"]
