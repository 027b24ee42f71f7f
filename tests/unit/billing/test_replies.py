"""Replies: first line, sections, sources, JSON, refusals as replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.billing.card_reply import (
    code_reply,
    denial_reply,
    minute_table_reply,
    modifier_reply,
    threshold_reply,
)
from bot.billing.claim import Segment
from bot.billing.inquiry import Inquiry
from bot.billing.pair_reply import pair_reply
from bot.billing.reply import patients_reply, total_reply, units_reply
from bot.billing.spoken import minutes_reply
from bot.billing.visit_reply import visit_reply
from bot.guidance.contract import to_json
from bot.guidance.reply import Reply
from bot.guidance.text import plain
from bot.question.context import Context, Value
from bot.question.minutes import parse


def under(inquiry: Inquiry, **values: str | date) -> Inquiry:
    day = values.pop("day", None)
    named = {k: Value(str(v), "flag") for k, v in values.items()}
    return replace(inquiry, context=Context(**named, date_of_service=day))  # type: ignore[arg-type]


def test_units_first_line(inquiry: Inquiry) -> None:
    reply = units_reply(under(inquiry, payer="medicare-b"), [("97530", 33), ("97140", 7)])
    assert reply.lead == "3 units: 97530 × 2, 97140 × 1."
    assert (reply.kind, reply.verdict, reply.status) == ("units", "calc", "answered")
    assert reply.sources[0].id == "cms-cpm-5"
    assert reply.codes == ("97530", "97140")
    assert reply.memory.minutes == (("97530", 33), ("97140", 7))
    assert to_json(reply)["units"]["total"] == 3


def test_lone_short_minutes(inquiry: Inquiry) -> None:
    reply = units_reply(inquiry, [("97530", 7)])
    assert reply.lead.startswith("0 units: 7 minutes is under the 8-minute minimum")


def test_both_methods_when_the_payer_is_unknown(inquiry: Inquiry) -> None:
    reply = units_reply(inquiry, [("97530", 10), ("97110", 10)])
    assert "tied: you choose" in reply.lead
    assert "CPT midpoint gets 2 units" in reply.lead
    sure = units_reply(under(inquiry, payer="medicare-b"), [("97530", 10), ("97110", 10)])
    assert "midpoint" not in sure.lead
    assert "By the CPT midpoint method: 2 units" in plain(sure)


def test_known_payer_with_unconfirmed_method_says_how_to_check(inquiry: Inquiry) -> None:
    text = plain(units_reply(under(inquiry, payer="aetna"), [("97530", 10), ("97110", 10)]))
    assert "is not confirmed" in text
    assert "To be sure, check" in text


def test_untimed_alone(inquiry: Inquiry) -> None:
    reply = units_reply(inquiry, [("97161", 75)])
    assert reply.lead == "97161 × 1: not time-based, so its minutes add no units."


def test_total_only(inquiry: Inquiry) -> None:
    reply = total_reply(under(inquiry, payer="medicare-b"), 45)
    assert reply.lead == "3 units: 45 timed minutes (38-52)."
    assert total_reply(inquiry, 7).lead.startswith("0 units")
    assert total_reply(inquiry, 5000).status == "clarify"


def test_patients(inquiry: Inquiry) -> None:
    reply = patients_reply(inquiry, [("A", [(None, 17)]), ("B", [("97140", 12)])])
    assert reply.lead == "A 17 minutes = 1 unit; B 12 minutes = 1 unit (97140 × 1)."
    assert len(reply.tables[0].rows) == 2


def test_visit(inquiry: Inquiry) -> None:
    segments = [Segment("97140", 15, "pt"), Segment("97110", 7, "pta")]
    reply = visit_reply(under(inquiry, payer="medicare-b"), segments)
    assert reply.lead == "1 unit timed: 97140 × 1 GP. No CQ or CO."
    assert reply.tables[0].header[:3] == ("Code", "Units", "Modifiers")
    assert reply.visit is not None
    assert reply.visit["lines"][0]["code"] == "97140"


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (["97530", "97116"], "it ended 2019-12-31. Both can be billed"),
        (["97530", "97110"], "void from its start"),
        (["97530", "97129"], "No Medicare edit found"),
        (["97110", "97010"], "I cannot say"),
        (["97530", "97150"], "97150 is column 1, 97530 column 2"),
        (["97530", "95851"], "no modifier can separate"),
    ],
)
def test_pair_first_line(inquiry: Inquiry, codes: list[str], says: str) -> None:
    reply = pair_reply(inquiry, codes)
    assert says in reply.lead
    assert reply.pairs
    assert set(reply.pairs[0]) >= {
        "column_1", "column_2", "status", "modifier_indicator", "modifier_on", "from", "until",
        "release", "source",
    }  # fmt: skip


def test_pair_with_a_payer_of_its_own_edits(inquiry: Inquiry) -> None:
    reply = pair_reply(under(inquiry, payer="anthem"), ["97530", "97140"])
    assert "Anthem" in reply.lead


def test_pair_on_a_date(inquiry: Inquiry) -> None:
    reply = pair_reply(under(inquiry, day=date(2019, 6, 1)), ["97530", "97116"])
    assert "on 2019-06-01" in reply.lead
    late = pair_reply(under(inquiry, day=date(2027, 6, 1)), ["97530", "97116"])
    assert late.status == "no_match"
    assert "2027-06-01" in late.lead


def test_unknown_code_is_asked_back(inquiry: Inquiry) -> None:
    reply = units_reply(replace(inquiry, question="97350=20"), [("97350", 20)])
    assert reply.status == "clarify"
    assert reply.choices[0].value == "97530=20"
    assert reply.units is None


def test_code_card(inquiry: Inquiry) -> None:
    reply = code_reply(inquiry, "97530", reviewed_on=date(2026, 11, 1))
    assert reply.lead == "97530 Therapeutic activities: timed in 15-minute units, one-on-one."
    text = plain(reply)
    for part in ("GP:", "CQ:", "KX:", "59:", "97150", "6 a day", "8-22", "Reviewed 2026-11-01"):
        assert part in text
    assert "American Medical Association" in text
    assert code_reply(inquiry, "97351").status == "clarify"


def test_code_card_past_the_pair_table_still_answers(inquiry: Inquiry) -> None:
    reply = code_reply(under(inquiry, day=date(2027, 2, 1)), "97530")
    assert reply.status == "answered"
    assert "no code-pair table for 2027-02-01" in plain(reply)
    assert "$2,480" not in plain(reply)


def test_modifier_and_denial_cards(inquiry: Inquiry) -> None:
    kx = modifier_reply(inquiry, "kx")
    assert kx is not None
    assert "$2,480" in plain(kx)
    assert "{{" not in plain(kx)
    denial = denial_reply(inquiry, "co-97")
    assert denial is not None
    assert denial.sources
    assert modifier_reply(inquiry, "Q9") is None
    assert denial_reply(inquiry, "CO-999") is None


def test_thresholds_are_never_another_years(inquiry: Inquiry) -> None:
    now = threshold_reply(inquiry)
    assert now.lead.startswith("2026: $2,480")
    late = threshold_reply(under(inquiry, day=date(2027, 1, 1)))
    assert late.status == "no_match"
    assert "do not use it for another year" in late.lead


def test_every_reply_has_sources(inquiry: Inquiry) -> None:
    replies: list[Reply | None] = [
        units_reply(inquiry, [("97530", 33)]),
        total_reply(inquiry, 40),
        patients_reply(inquiry, [("A", [(None, 17)]), ("B", [(None, 9)])]),
        visit_reply(inquiry, [Segment("97530", 20)]),
        pair_reply(inquiry, ["97530", "97116"]),
        pair_reply(inquiry, ["97110", "97010"]),
        minute_table_reply(inquiry),
        threshold_reply(inquiry),
    ]
    replies += [code_reply(inquiry, code) for code in inquiry.tables.codes]
    replies += [modifier_reply(inquiry, key) for key in inquiry.tables.modifiers]
    replies += [denial_reply(inquiry, key) for key in inquiry.tables.denials]
    for reply in replies:
        assert reply is not None
        assert reply.sources, reply.lead
        assert len(plain(reply)) < 9_000
        assert "{{" not in plain(reply)


def test_every_cited_source_exists(inquiry: Inquiry) -> None:
    tables = inquiry.tables
    ids = {c.id for info in tables.codes.values() for c in info.cites}
    ids |= {info.limit_source for info in tables.codes.values()} - {""}
    ids |= {span.source for f in tables.figures.values() for span in f.spans}
    ids |= {r.source for records in tables.pairs.values() for r in records}
    ids |= set(tables.book.note_sources.values())
    assert ids <= set(tables.sources)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("33 min of ther act and 7 of manual, what do I bill?", "3 units: 97530 × 2, 97140 × 1."),
        ("how many units is 40 minutes", "3 units: 40 timed minutes (38-52)."),
        ("PT 15 manual, PTA 7 therex", "1 unit timed: 97140 × 1 GP. No CQ or CO."),
    ],
)
def test_free_text(inquiry: Inquiry, text: str, lead: str) -> None:
    medicare = under(inquiry, payer="medicare-b")
    reply = minutes_reply(medicare, parse(text, inquiry.tables.aliases()))
    assert reply is not None
    assert reply.lead == lead


def test_free_text_overlap_and_question_back(inquiry: Inquiry) -> None:
    aliases = inquiry.tables.aliases()
    overlap = minutes_reply(inquiry, parse("9:00-9:20 TA, 9:15-9:30 manual", aliases))
    assert overlap is not None
    assert overlap.status == "clarify"
    assert "overlap by 5 minutes" in overlap.lead
    unclear = minutes_reply(inquiry, parse("45 min of TA, TE and manual", aliases))
    assert unclear is not None
    assert unclear.status == "clarify"
    assert minutes_reply(inquiry, parse("is stair climbing 97530", aliases)) is None
