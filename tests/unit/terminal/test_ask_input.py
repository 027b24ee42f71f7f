"""What is typed in badly: an exit status and a sentence for each, never a traceback."""

from __future__ import annotations

import pytest

from bot.terminal import exits
from tests.unit.terminal.conftest import Call

POOL = "can I bill aquatic therapy here?"


def test_a_good_question(call: Call) -> None:
    result = call("ask", POOL)
    assert result.exit_code == exits.ANSWERED
    assert "97113" in result.stdout.splitlines()[0]
    assert result.stderr == ""


def test_words_need_no_quotes(call: Call) -> None:
    assert call("ask", *POOL.split()).stdout == call("ask", POOL).stdout


@pytest.mark.parametrize("words", [[], [""], ["   "], ["\t\n"]])
def test_no_question_is_bad_input(words: list[str], call: Call) -> None:
    result = call("ask", *words)
    assert result.exit_code == exits.BAD_INPUT
    assert result.stdout == ""
    assert result.stderr == 'There is no question. Try: bot97530 ask "can I bill aquatic therapy here?"\n'


@pytest.mark.parametrize("text", ["🏊‍♀️🤷", "?!...", "👍", "\u200b\u200d", "\x00\x07\x1b[31m", "هل يمكنني", "数学"])
def test_nothing_readable_says_what_can_be_asked(text: str, call: Call) -> None:
    result = call("ask", text)
    assert result.exit_code == exits.NO_MATCH
    assert result.stdout.startswith("I found no question in that.")
    assert "which code fits an activity" in result.stdout


def test_ten_thousand_characters_are_read(call: Call) -> None:
    text = POOL + " please" * 1424
    assert len(text) == 10_000
    assert call("ask", text).exit_code == exits.ANSWERED


@pytest.mark.parametrize("text", ["x" * 10_001, POOL * 400])
def test_more_is_refused(text: str, call: Call) -> None:
    result = call("ask", text)
    assert result.exit_code == exits.BAD_INPUT
    assert result.stdout == (
        "That is too long to read (over 10,000 characters). Ask it in one or two sentences.\n"
    )


def test_control_characters_change_nothing_and_are_not_printed(call: Call) -> None:
    text = "can I \x1b[31mbill\x1b[0m aqua\x00tic\x07 ther\u200bapy here?".replace("aqua\x00tic", "aquatic\x00")
    result = call("ask", text)
    assert result.stdout == call("ask", POOL).stdout
    assert all(ch.isprintable() or ch == "\n" for ch in result.stdout)


@pytest.mark.parametrize("text", ["\u202e" + POOL, "\u2067" + POOL + "\u2069"])
def test_direction_marks_change_nothing(text: str, call: Call) -> None:
    assert call("ask", text).stdout == call("ask", POOL).stdout


def test_right_to_left_words_around_a_code(call: Call) -> None:
    result = call("ask", "האם אפשר לחייב 97530")
    assert result.exit_code == exits.ANSWERED
    assert result.stdout.startswith("97530 ")


@pytest.mark.parametrize("code", ["12345", "99999", "27447"])
def test_a_code_of_another_field(code: str, call: Call) -> None:
    result = call("ask", f"is {code} timed")
    assert result.exit_code == exits.NO_MATCH
    assert f"{code} is outside what I know" in result.stdout


def test_a_code_that_is_nearly_one(call: Call) -> None:
    result = call("ask", "is 97350 timed")
    assert result.exit_code == exits.CLARIFY
    assert "I do not know the code 97350. Which code do you mean?" in result.stdout
    assert "1. 97530: " in result.stdout


def test_a_question_of_another_field(call: Call) -> None:
    assert call("ask", "what is the weather in Paris tomorrow").exit_code == exits.NO_MATCH


def test_patient_data_is_neither_printed_nor_explained(call: Call) -> None:
    text = "patient Jane Doe dob 4/5/1941 mrn 8812345, can I bill aquatic therapy?"
    result = call("ask", "--explain", text)
    assert "Please leave patient identifiers out of questions." in result.stdout
    for secret in ("Jane", "Doe", "1941", "8812345"):
        assert secret not in result.stdout


class TestOptions:
    """An option that is not understood is refused with what was perhaps meant; never guessed."""

    @pytest.mark.parametrize(
        ("option", "value", "said"),
        [
            ("--payer", "medicar", 'there is no payer "medicar"; did you mean medicare-b'),
            ("--payer", "medicare-bb", 'there is no payer "medicare-bb"; did you mean medicare-b'),
            ("--payer", "aetnaa", 'there is no payer "aetnaa"; did you mean aetna'),
            ("--payer", "medicare and uhc", "did you mean medicare-b or uhc"),
            ("--payer", "zzzz", 'there is no payer "zzzz"; it is one of aetna'),
            ("--setting", "snf-part-c", 'there is no setting "snf-part-c"; did you mean snf'),
            ("--setting", "moon", 'there is no setting "moon"; '),
            ("--discipline", "ptt", 'there is no discipline "ptt"; did you mean pt'),
            ("--state", "ZZ", 'there is no state "ZZ"; it is one of AK'),
            ("--state", "ohoi", 'there is no state "ohoi"; did you mean OH'),
            ("--on", "2026-02-30", '"2026-02-30" is not a date; write it as 2026-03-01'),
            ("--on", "tomorrow", '"tomorrow" is not a date; write it as 2026-03-01'),
            ("--on", "3/1/2026", '"3/1/2026" is not a date; write it as 2026-03-01'),
        ],
    )
    def test_an_unknown_value(self, option: str, value: str, said: str, call: Call) -> None:
        result = call("ask", POOL, option, value)
        assert result.exit_code == exits.USAGE
        assert result.stdout == ""
        assert said in result.stderr
        assert option in result.stderr

    @pytest.mark.parametrize(
        ("option", "values"),
        [
            ("--payer", ("medicare-b", "MEDICARE-B", "Medicare Part B", "medicare")),
            ("--payer", ("uhc", "UHC", "UnitedHealthcare", "united healthcare")),
            ("--setting", ("snf-part-b", "snf part b")),
            ("--discipline", ("pta", "PTA")),
            ("--state", ("OH", "oh", "Ohio")),
        ],
    )
    def test_an_id_or_a_name_in_any_case(self, option: str, values: tuple[str, ...], call: Call) -> None:
        texts = {call("ask", "can I bill 97530 with 97140", option, value).stdout for value in values}
        assert len(texts) == 1
        assert "(the options given)" in texts.pop()

    def test_a_date_of_service(self, call: Call) -> None:
        result = call("ask", "what is the kx threshold", "--on", "2025-06-01", "--json")
        assert '"date_of_service": {"value": "2025-06-01", "origin": "flag"}' in result.stdout

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["aks", "pool"], 'There is no command "aks". Did you mean "ask"?'),
            (["zzzz"], 'There is no command "zzzz". Commands: ask, card, chat,'),
            (["ask", "--jsn", "pool"], "--json"),
            (["units", "97530=33", "--method", "cmss"], "'cmss' is not one of 'cms', 'ama'"),
            (["units"], "Missing argument"),
            (["gaps", "--days", "0"], "not in the range"),
            (["serve", "--port", "70000"], "not in the range"),
            (["serve", "--mode", "rtm"], "'http', 'socket'"),
            (["visit", "97530=33@pt", "--used-pt", "lots"], '"lots" is no amount of dollars; write it as 2100.50'),
        ],
    )
    def test_wrong_usage(self, words: list[str], said: str, call: Call) -> None:
        result = call(*words)
        assert result.exit_code == exits.USAGE
        assert said in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["units", "97530=abc"], '97530: "abc" is not a number of minutes. Write whole minutes: 97530=33.'),
        (["units", "97530=-5"], "97530: -5 minutes cannot be; write 0 to 1440: 97530=33."),
        (["pair", "97530"], "A pair needs two codes: pair 97530 97116."),
        (["card", "ZZZZ"], 'There is no card "ZZZZ".'),
        (["visit", "nothing here"], "I found no code with minutes in that."),
    ],
)
def test_calculators_say_what_to_write(words: list[str], said: str, call: Call) -> None:
    result = call(*words)
    assert result.exit_code == exits.BAD_INPUT
    assert result.stdout == ""
    assert said in result.stderr


def test_help_and_version_end_well(call: Call) -> None:
    assert "Exit status:" in call("--help").stdout
    assert "Exit status:" in call("ask", "-h").stdout
    version = call("--version")
    assert version.exit_code == exits.ANSWERED
    assert version.stdout.startswith("bot97530, ")
