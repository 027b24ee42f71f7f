"""People ask in channels, direct messages and by command, and read an answer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.guidance.text import plain
from bot.settings import Settings
from bot.slack import words
from bot.slack.manifest import manifest
from bot.slack.ticket import Ticket
from tests.scenarios import payloads
from tests.scenarios.live import Live
from tests.scenarios.slack_rules import check_message

QUESTION = "can I bill aquatic therapy as 97530?"


def first_words(desk: Desk, question: str = QUESTION) -> str:
    return plain(desk.ask(question, today=date.today())).splitlines()[0]


async def test_a_mention_is_answered_in_the_thread(live: Live, desk: Desk) -> None:
    body = payloads.mention(QUESTION)
    posted = await live.ask(body)
    assert posted["thread_ts"] == body["event"]["ts"]
    assert first_words(desk) in posted["text"]
    assert "Sources:" in posted["text"]
    assert posted["blocks"][0]["type"] == "section"
    assert first_words(desk)[:20] in posted["blocks"][0]["text"]["text"]


async def test_a_mention_inside_a_thread_is_answered_there(live: Live) -> None:
    posted = await live.ask(payloads.mention(QUESTION, thread_ts="1600000000.000001"))
    assert posted["thread_ts"] == "1600000000.000001"


async def test_a_direct_message_is_answered_beside_it(live: Live, desk: Desk) -> None:
    posted = await live.ask(payloads.message(QUESTION))
    assert "thread_ts" not in posted
    assert first_words(desk) in posted["text"]


async def test_a_direct_message_thread_is_answered_in_it(live: Live) -> None:
    posted = await live.ask(payloads.message(QUESTION, thread_ts="1600000000.000001"))
    assert posted["thread_ts"] == "1600000000.000001"


async def test_a_command_is_answered_in_the_acknowledgment(live: Live, desk: Desk) -> None:
    answer = await live.ask_command(QUESTION)
    assert answer["response_type"] == "ephemeral"
    assert first_words(desk) in answer["text"]
    assert "share" in payloads.buttons(answer)
    assert live.fake.count("chat.postMessage") == 0


@pytest.mark.parametrize("text", ["", "help", "  HELP  ", "?"])
async def test_help_by_example(live: Live, text: str) -> None:
    answer = await live.ask_command(text)
    assert "/cpt units 97530 33, 97140 7 medicare" in answer["text"]
    assert "/cpt here" in answer["text"]
    assert "the billing lead" in answer["text"]


async def test_every_example_of_the_help_is_answered(desk: Desk) -> None:
    examples = [
        example.strip()
        for _, lines in words.help_text("/cpt", "x")
        for line in lines
        for example in re.findall(r"/cpt ((?:[^:()]|:(?! ))+)", line)
        if not example.startswith("here")
    ]
    assert len(examples) >= 9
    for example in examples:
        reply = desk.ask(example, today=date.today())
        assert reply.status == "answered", example


async def test_suggested_prompts_are_answered(desk: Desk) -> None:
    agent = manifest(Settings.read({}))["features"]["agent_view"]
    for prompt in agent["suggested_prompts"]:
        assert desk.ask(prompt["message"], today=date.today()).status == "answered"


async def test_a_bare_mention_gets_help(live: Live) -> None:
    posted = await live.ask(payloads.mention(""))
    assert "/cpt here" in posted["text"]


async def test_a_code_alias_command_asks_about_its_code(live: Live, desk: Desk) -> None:
    answer = await live.ask_command("", name="/97530")
    assert first_words(desk, "97530") in answer["text"]


async def test_a_foreign_command_is_answered_too(live: Live) -> None:
    body, headers = payloads.as_form(payloads.command("x", live.hook(), name="/other"))
    response = await live.post(body, headers)
    assert response.status_code == 200
    assert "Try /cpt help" in response.text


async def test_no_match_names_whom_to_ask(live: Live) -> None:
    answer = await live.ask_command("grommet torque xylophone")
    assert "the billing lead" in answer["text"]
    assert "share" not in payloads.buttons(answer)


def kept_bytes(folder: Path) -> bytes:
    """All the bytes of the store."""
    return b"".join(path.read_bytes() for path in folder.glob("store.sqlite3*"))


async def test_patient_data_is_neither_shown_nor_stored(live: Live, tmp_path: Path) -> None:
    question = "pt Zelda Quimbleton MRN 7781200 carried laundry on stairs, 97530 or 97116?"
    posted = await live.ask(payloads.mention(question))
    answer = await live.ask_command(question)
    await live.idle()
    for shown in (str(posted), str(answer)):
        assert "Quimbleton" not in shown
        assert "7781200" not in shown
        assert "leave patient identifiers out" in shown
    content = kept_bytes(tmp_path)
    assert b"U1" in content
    assert b"Quimbleton" not in content
    assert b"7781200" not in content


async def test_question_text_is_not_kept_by_default(live: Live) -> None:
    answer = await live.ask_command(QUESTION)
    kept = await live.store.questions.get(payloads.buttons(answer)["feedback_good"]["value"])
    assert kept is not None
    assert kept.text is None
    assert kept.status == "answered"


class TestStoring:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_STORE_QUESTIONS": "yes"}

    async def test_redacted_text_is_kept_when_the_operator_says_so(self, live: Live) -> None:
        answer = await live.ask_command(f"Mr Zelman Quimble: {QUESTION}")
        ticket = Ticket.from_value(next(iter(payloads.buttons(answer).values()))["value"])
        assert ticket is not None
        kept = await live.store.questions.get(ticket.answer)
        assert kept is not None
        assert kept.text is not None
        assert "Mr [name]: can I bill" in kept.text
        assert kept.identifiers


async def test_the_asker_cannot_ping_anybody_through_the_bot(live: Live) -> None:
    for text in (
        "<!channel> 97599?",
        "&lt;!channel&gt; 97599?",
        "<@U2> <!here|here> 12345 *x* `y`",
    ):
        await live.ask(payloads.mention(text))  # the fake refuses a token that pings
        answer = await live.ask_command(text)
        assert check_message(answer) == []
    assert live.fake.violations == []


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f3ca\U0001f3ca",
        "x" * 10_050,
        "\x00\x07\x1b[31m",
        "\u202eelbatnemucod 97530",
        "\ufeff",
    ],
)
async def test_odd_input_gets_a_reply(live: Live, text: str) -> None:
    answer = await live.ask_command(text)
    assert answer["text"].strip()


async def test_the_home_tab_shows_help_and_missing_rights(live: Live) -> None:
    live.fake.scopes = "chat:write,commands"
    body = payloads.event({"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"})
    await live.event(body)
    await live.fake.until(lambda: live.fake.views)
    user, view = live.fake.views[0]
    assert user == "U1"
    assert "/cpt here" in str(view)
    assert "lacks rights" in str(view)
    assert "im:history" in str(view)
