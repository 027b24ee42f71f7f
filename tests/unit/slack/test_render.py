"""Reply -> message: complete, escaped, within Slack's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance.reply import Choice, ConflictRef, Memory, Reply, Section, SourceRef, Table
from bot.guidance.text import plain
from bot.question.context import Context, Value
from bot.slack.render.escape import cut, escape, inert, link, pieces
from bot.slack.render.limits import problems
from bot.slack.render.reply import render
from bot.slack.ticket import Ticket
from tests.scenarios.payloads import buttons
from tests.scenarios.slack_rules import check_message

SOURCE = SourceRef("s", "Chapter 5 <draft>", "primary", "20.2", "https://x.example/a|b?c=1&d=2",
                   "2026", date(2026, 11, 1))  # fmt: skip
REPLY = Reply(
    question="stairs?",
    status="answered",
    kind="entry",
    lead="Yes. Bill 97530 when ...",
    entry="act-stairs",
    verdict="yes",
    sections=(Section("Why", ("One reason.",)), Section("Document", ("Task.", "Goal."))),
    codes=("97530",),
    context=Context(payer=Value("humana", "question"), setting=Value("snf", "channel")),
    context_line="Context: Humana (your question).",
    tables=(Table("Lines", ("Code", "Units"), (("97530", "2"), ("97110", ""))),),
    sources=(SOURCE,),
    conflicts=(ConflictRef("calls it gait", SOURCE, "trade ranks lower"),),
    choices=(Choice("Medicare", "context", "payer=medicare-b"),),
    memory=Memory(entry="act-stairs", asked="stairs with laundry?"),
    reviewed_on=date(2026, 11, 1),
)


def test_the_verdict_comes_first_and_the_text_has_everything() -> None:
    message = render(REPLY, "a1", share=True)
    assert message.blocks[0]["text"]["text"] == "*Yes. Bill 97530 when ...*"
    assert message.text == escape(plain(REPLY))
    shown = str(message.blocks)
    for words in ("One reason.", "Task.", "Goal.", "Humana", "Calls it gait", "Reviewed", "20.2"):
        assert words in shown
    assert check_message({"text": message.text, "blocks": message.blocks}) == []
    assert list(buttons({"blocks": message.blocks})) == [
        "choice_0", "context_change", "share", "feedback_good", "feedback_bad",
    ]  # fmt: skip


def test_a_table_is_a_table_block_with_a_text_twin() -> None:
    message = render(REPLY, "a1")
    table = next(block for block in message.blocks if block["type"] == "table")
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Code", "Units"], ["97530", "2"], ["97110", "\u2013"],
    ]  # fmt: skip
    assert "97530  2" in message.text


def test_slack_takes_one_table_a_message() -> None:
    two = replace(REPLY, tables=REPLY.tables * 2, also=(REPLY,))
    message = render(two, "a1")
    assert [block["type"] for block in message.blocks].count("table") == 1
    assert str(message.blocks).count("```") == 4
    assert check_message({"text": message.text, "blocks": message.blocks}) == []


def test_buttons_carry_what_was_said_not_what_was_assumed() -> None:
    found = buttons({"blocks": render(REPLY, "a1", share=True).blocks})
    ticket = Ticket.from_value(found["choice_0"]["value"])
    assert ticket == Ticket("a1", "stairs with laundry?", "act-stairs", {"payer": "medicare-b"})
    shared = Ticket.from_value(found["share"]["value"])
    assert shared is not None
    assert shared.said == {"payer": "humana"}


def test_a_copy_for_others_has_no_buttons() -> None:
    assert buttons({"blocks": render(REPLY, "a1", buttons=False).blocks}) == {}


def test_two_questions_are_asked_again_as_a_whole() -> None:
    ticket = Ticket.of(replace(REPLY, also=(REPLY,)), "a1")
    assert (ticket.question, ticket.entry) == ("stairs?", None)


def test_no_match_offers_nothing_to_press() -> None:
    reply = Reply("?", "no_match", "no_match", "I have no sourced answer.")
    assert buttons({"blocks": render(reply, "a1", share=True).blocks}) == {}


@pytest.mark.parametrize("size", [20, 200, 2_000])
def test_what_is_too_long_is_still_said(size: int) -> None:
    long = replace(
        REPLY, sections=tuple(Section(f"H{n}", ("word & <b> " * 9,)) for n in range(size))
    )
    message = render(long, "a1")
    assert check_message({"text": message.text, "blocks": message.blocks}) == []
    assert message.text[:30] == escape(plain(long))[:30]
    if size == 20:
        assert message.text == escape(plain(long))


TEXTS = st.text(st.characters(codec="utf-8"), max_size=4000) | st.sampled_from(
    ["<!channel>", "<@U123|x>", "&", "<", "*b* _i_ `c` ~s~", "x" * 9000, "&amp;" * 900]
)


@given(lead=TEXTS.filter(str.strip), lines=st.lists(TEXTS, max_size=6), label=TEXTS, cell=TEXTS)
def test_no_text_can_break_slacks_rules(lead: str, lines: list[str], label: str, cell: str) -> None:
    reply = replace(
        REPLY,
        lead=lead,
        sections=(Section(label, tuple(lines) or ("x",)),),
        choices=(Choice(label, "ask", cell),) * 3,
        tables=(Table(label, ("A",), ((cell,),)),),
        context_line=label,
        memory=Memory(asked=cell),
    )
    message = render(reply, "a1", share=True)
    assert check_message({"text": message.text, "blocks": message.blocks}) == []


@given(TEXTS, st.integers(10, 300))
def test_pieces_and_cuts_lose_no_escape(text: str, limit: int) -> None:
    escaped = escape(text)
    for part in [cut(escaped, limit), *pieces(escaped, limit)]:
        assert len(part) <= limit
        rest = part.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert "&" not in rest


def test_links_and_signs_are_harmless() -> None:
    assert link("https://x.example/a|b", "A <b>") == "<https://x.example/a%7Cb|A &lt;b&gt;>"
    assert link("javascript:x", "A*") == "A\u2217"
    assert "`" not in inert("`x` *y* _z_ ~q~")


@given(TEXTS, st.dictionaries(st.sampled_from(["payer", "state"]), st.text(max_size=40)))
def test_tickets_come_back_within_the_limit(question: str, said: dict[str, str]) -> None:
    ticket = Ticket("a1", question, "e-1", said, "2026-03-01")
    value = ticket.to_value()
    assert len(value) <= 2000
    back = Ticket.from_value(value)
    assert back is not None
    assert question.startswith(back.question)
    assert replace(back, question=question) == ticket


@pytest.mark.parametrize(
    "value", ["", "x", "[]", "{}", '{"a":1}', "null", '{"a":"1","q":"","e":null,"c":[],"d":null}']
)
def test_strange_values_are_no_tickets(value: str) -> None:
    assert Ticket.from_value(value) is None


def test_our_limits_know_what_slack_refuses() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "b"}}
    assert problems([section] * 51)
    assert problems([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}])
    assert problems([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}])
    assert problems([{"type": "actions", "elements": [button, button]}])
    assert problems([{"type": "actions", "elements": []}])
    assert problems([{"type": "context", "elements": [section["text"]] * 11}])
    assert problems([{"type": "video"}])
    assert problems([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5)
    assert problems([section] * 50) == []
    assert problems([section] * 60, view=True) == []


def test_a_second_answer_is_announced_under_the_first_line() -> None:
    """On a phone the second answer is a screen further down."""
    second = replace(REPLY, title="Who may treat")
    blocks = render(replace(REPLY, question="is it 97530 for sure, and can a PTA do it?", also=(second,)), "a1").blocks
    assert blocks[1]["elements"][0]["text"] == "Below: Question 2: Who may treat"
    told = render(replace(REPLY, question="what if a PTA did it", also=(second,)), "a1").blocks
    assert told[1]["elements"][0]["text"] == "Below, also: Who may treat"


def test_a_source_without_a_date_says_so_once() -> None:
    source = replace(REPLY.sources[0], dated="no date shown")
    shown = str(render(replace(REPLY, sources=(source,)), "a1").blocks)
    assert "no date shown, checked" in shown
    assert "dated no date" not in shown
