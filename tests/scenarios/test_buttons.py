"""Choices, another context, sharing, feedback: pressed and answered in place."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from tests.scenarios import payloads
from tests.scenarios.live import Live
from tests.scenarios.test_questions import QUESTION

VAGUE = "units?"


async def test_a_vague_question_gets_at_most_three_choices_and_is_answered_in_place(
    live: Live, desk: Desk
) -> None:
    reply = desk.ask(VAGUE, today=date.today())
    assert reply.status == "clarify"
    posted = dict(await live.ask(payloads.mention(VAGUE)))
    choices = [b for name, b in payloads.buttons(posted).items() if name.startswith("choice_")]
    assert 1 <= len(choices) <= 3
    assert [c["text"]["text"] for c in choices] == [c.label for c in reply.choices]
    changed = await live.press(choices[0], at=posted)
    assert changed["ts"] == posted["ts"]
    assert changed["text"] != posted["text"]
    assert len(live.fake.messages["C1"]) == 1


async def test_a_choice_of_a_private_reply_replaces_that_reply(live: Live) -> None:
    answer = await live.ask_command(VAGUE)
    changed = await live.press(payloads.buttons(answer)["choice_0"])
    assert changed["replace_original"] in (True, "true")
    assert changed["text"]
    assert live.fake.count("chat.update") == 0


async def test_sharing_puts_the_answer_into_the_channel_without_buttons(live: Live) -> None:
    answer = await live.ask_command(QUESTION)
    shared = await live.press(payloads.buttons(answer)["share"], user="U7")
    assert shared["response_type"] == "in_channel"
    assert "Shared by <@U7>" in shared["text"]
    assert payloads.buttons(shared) == {}
    assert answer["text"].splitlines()[0] in shared["text"]


@pytest.mark.parametrize(
    ("name", "said"), [("good", "Thank you"), ("bad", "tell the billing lead")]
)
async def test_feedback_is_kept_and_thanked_for(live: Live, name: str, said: str) -> None:
    posted = await live.ask(payloads.mention(QUESTION))
    button = payloads.buttons(posted)[f"feedback_{name}"]
    thanks = await live.press(button, at=posted)
    assert said in thanks["text"]
    assert thanks["response_type"] == "ephemeral"
    assert await live.store.questions.ratings(button["value"]) == {"U1": name}


async def test_the_last_feedback_of_a_person_counts(live: Live) -> None:
    posted = await live.ask(payloads.mention(QUESTION))
    found = payloads.buttons(posted)
    await live.press(found["feedback_good"], at=posted)
    await live.press(found["feedback_bad"], at=posted, user="U2")
    await live.press(found["feedback_bad"], at=posted)
    ratings = await live.store.questions.ratings(found["feedback_good"]["value"])
    assert ratings == {"U1": "bad", "U2": "bad"}


async def test_another_context_is_one_click_and_answers_in_place(live: Live) -> None:
    posted = dict(await live.ask(payloads.mention(QUESTION)))
    response = await live.interact(
        payloads.pressed(payloads.buttons(posted)["context_change"], live.hook(), posted)
    )
    assert response.status_code == 200
    await live.fake.until(lambda: live.fake.views)
    _, view = live.fake.views[-1]
    assert [b["block_id"] for b in view["blocks"]] == ["payer", "setting", "discipline", "state"]
    done = await live.interact(payloads.submitted(view, {"payer": "humana", "setting": "pool"}))
    assert done.status_code == 200
    await live.fake.until(lambda: live.fake.count("chat.update"))
    changed = live.fake.messages["C1"][-1]
    assert changed["ts"] == posted["ts"]
    assert "Humana" in changed["text"]


async def test_another_context_for_a_private_reply(live: Live) -> None:
    answer = await live.ask_command(QUESTION)
    await live.interact(payloads.pressed(payloads.buttons(answer)["context_change"], live.hook()))
    await live.fake.until(lambda: live.fake.views)
    await live.interact(payloads.submitted(live.fake.views[-1][1], {"payer": "tricare"}))
    await live.fake.until(lambda: live.fake.hooks)
    assert "TRICARE" in live.fake.hooks[-1]["text"]
    assert live.fake.hooks[-1]["replace_original"] in (True, "true")


async def test_a_button_of_another_version_says_so(live: Live) -> None:
    for action in ("choice_0", "share", "context_change"):
        button = {"type": "button", "action_id": action, "value": "gibberish"}
        said = await live.press(button)
        assert "too old" in said["text"]


async def test_a_choice_survives_a_change_of_who_looks(live: Live) -> None:
    """Anybody in the channel may press; the message changes for all."""
    posted = dict(await live.ask(payloads.mention(VAGUE)))
    changed = await live.press(payloads.buttons(posted)["choice_0"], at=posted, user="U9")
    assert changed["ts"] == posted["ts"]
