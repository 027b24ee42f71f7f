"""Slack's payloads, read."""

from __future__ import annotations

import pytest

from bot.slack.place import clean, is_for_us, is_outsider, of_action, of_command, of_event
from tests.scenarios import payloads


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<@UBOT> can I bill 97530?", "can I bill 97530?"),
        ("ask <@U2|jo> about &lt;8 min &amp; more", "ask   about <8 min & more"),
        ("see <https://x.example/a|the page> in <#C9|billing>", "see the page in billing"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("<!channel> <!subteam^S1|@billers> hi", "billers hi"),
        ("97530 > 97110", "97530 > 97110"),
        ("", ""),
    ],
)
def test_the_words_a_person_typed(raw: str, said: str) -> None:
    assert clean(raw) == said


def test_memory_is_kept_by_thread_or_by_person() -> None:
    top = of_event(payloads.mention("x"))
    assert top.thread == top.reply_to
    inside = of_event(payloads.mention("x", thread_ts="5.5"))
    assert (inside.thread, inside.reply_to) == ("5.5", "5.5")
    direct = of_event(payloads.message("x", user="U3"))
    assert (direct.thread, direct.reply_to) == ("U3", None)
    assert of_command(payloads.command("x", "", user="U3")).thread == "/U3"


def test_a_button_belongs_to_the_thread_of_its_message() -> None:
    message = {"channel": "C1", "ts": "2.0", "thread_ts": "1.0"}
    assert of_action(payloads.pressed({}, "", message)).thread == "1.0"
    direct = {"channel": "D1", "ts": "2.0"}
    assert of_action(payloads.pressed({}, "", direct, user="U3")).thread == "U3"
    assert of_action(payloads.pressed({}, "", None, user="U3")).thread == "/U3"


def test_only_what_people_write_is_for_us() -> None:
    good = payloads.message("x")["event"]
    assert is_for_us(good)
    assert is_for_us({**good, "subtype": "file_share"})
    for other in ("message_changed", "message_deleted", "channel_join", "bot_message"):
        assert not is_for_us({**good, "subtype": other})
    assert not is_for_us({**good, "bot_id": "B1"})
    assert not is_for_us({**good, "user": ""})


def test_outsiders() -> None:
    body = payloads.mention("x")
    assert not is_outsider(body)
    body["is_ext_shared_channel"] = True
    assert not is_outsider(body)
    body["event"]["user_team"] = "T9"
    assert is_outsider(body)
    press = payloads.pressed({}, "", None)
    assert not is_outsider(press)
    press["user"]["team_id"] = "T9"
    assert is_outsider(press)
