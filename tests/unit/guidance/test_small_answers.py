"""What an entry says in a context, on a date, from a side: the small folder through the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.reply import Reply
from bot.guidance.text import plain
from bot.question.context import Context, Value

Ask = Callable[..., Reply]
POOL = "can i bill walking in the pool"


@pytest.fixture
def ask(small_desk: Desk, today: date) -> Ask:
    """Ask the small desk; `payer="uhc"` and the like are the channel's profile."""

    def run(text: str, on: date | None = None, **values: str) -> Reply:
        known = {name: Value(value, "channel") for name, value in values.items()}
        context = Context(**known, date_of_service=on, date_origin="flag")
        return small_desk.ask(text, today=today, known=context)

    return run


def test_the_general_answer(ask: Ask) -> None:
    reply = ask(POOL)
    assert (reply.status, reply.entry, reply.verdict) == ("answered", "act-pool", "yes")
    assert reply.lead == ("Yes. Bill 97113 for skilled work in water when the note shows why water is needed.")
    assert reply.codes == ("97113", "97530")
    assert reply.context_line == ""
    assert [section.heading for section in reply.sections] == [
        "Why",
        "The note must show",
        "Watch for",
        "Note line (example)",
    ]


def test_the_other_side_of_the_matter_has_its_own_verdict(ask: Ask) -> None:
    reply = ask("is pool walking ther act")
    assert (reply.entry, reply.verdict) == ("act-pool", "no")
    assert reply.lead == "No. Pool time is 97113, not 97530."


def test_sources_stand_in_rank_order_with_tier_date_and_check(ask: Ask) -> None:
    reply = ask(POOL)
    assert [source.tier for source in reply.sources] == ["primary", "association", "trade"]
    text = plain(reply)
    assert (
        "- Benefit manual, chapter 15, section 220 (primary: law, CMS, Medicare contractor or "
        "NCCI; dated revision of 2026-01-01, checked 2026-03-01) https://example.gov/manual"
    ) in text
    assert text.index("Benefit manual") < text.index("Association guide")


def test_a_conflict_is_shown_with_the_reason_for_the_ranking(ask: Ask) -> None:
    (conflict,) = ask(POOL).conflicts
    assert conflict.source.tier == "trade"
    assert (
        "Sources disagree:\n- Lists pool walking under 97530 (A trade article). The manual outranks a trade article."
    ) in plain(ask(POOL))


def test_an_answer_that_rests_on_trade_alone_says_so(ask: Ask) -> None:
    remark = "Only trade sources support this; no Medicare or payer text was seen."
    assert remark in plain(ask("carrying groceries on the stairs"))
    assert remark not in plain(ask(POOL))


VARIANTS = [
    ({"payer": "medicaid"}, "depends", "Medicaid asks for approval"),
    ({"payer": "medicare-advantage"}, "yes", "The plan follows the manual"),
    ({"payer": "humana-ma"}, "yes", "The plan follows the manual"),
    ({"payer": "humana-ma", "setting": "snf-part-b"}, "yes", "Humana takes pool sessions"),
    ({"payer": "medicare-advantage", "setting": "snf-part-b"}, "yes", "The plan follows"),
    ({"setting": "snf-part-b"}, "yes", "Bill 97113"),
    ({"setting": "snf-part-a"}, "no", "Pool minutes go on the assessment"),
    ({"state": "OH"}, "yes", "CGS wants the depth"),
    ({"state": "MI"}, "yes", "Bill 97113"),
    ({"payer": "uhc"}, "yes", "UnitedHealthcare caps"),
]


@pytest.mark.parametrize(("values", "verdict", "said"), VARIANTS)
def test_the_most_specific_variant_answers(values: dict[str, str], verdict: str, said: str, ask: Ask) -> None:
    reply = ask(POOL, **values)
    assert reply.verdict == verdict
    assert reply.lead.removeprefix("Yes. ").removeprefix("No. ").removeprefix("Depends. ").startswith(said)
    assert reply.context_line.endswith("(this channel's profile).")


def test_a_variant_replaces_codes_lists_and_puts_its_source_in(ask: Ask) -> None:
    assert ask(POOL, setting="snf-part-a").codes == ("97530",)
    humana = ask(POOL, payer="humana-ma", setting="snf-part-b")
    section = next(s for s in humana.sections if s.heading == "The note must show")
    assert section.lines == ("The written reason.",)
    assert ("state-notice", "page 2") in [(s.id, s.locator) for s in ask(POOL, payer="medicaid").sources]


def test_a_variant_turns_round_for_an_angle_of_the_opposite_polarity(ask: Ask) -> None:
    asked = "are pool minutes left off the claim"
    assert ask(asked).lead == "No. Pool minutes are billed as 97113."
    reply = ask(asked, setting="snf-part-a")
    assert reply.lead == "Yes. Pool minutes go on the assessment, no code is billed."
    assert ask(asked, payer="medicaid").verdict == "depends"
    assert ask(asked, payer="medicare-advantage").verdict == "no"


def test_a_variant_gives_no_yes_or_no_to_an_angle_that_is_another_question(ask: Ask) -> None:
    reply = ask("is pool walking ther act", setting="snf-part-a")
    assert reply.verdict == "info"
    assert reply.lead == "Pool minutes go on the assessment, no code is billed."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 6, 30), "Bill 97113"),
        (date(2026, 7, 1), "UnitedHealthcare caps"),
        (date(2026, 12, 31), "UnitedHealthcare caps"),
        (date(2027, 1, 1), "Bill 97113"),
    ],
)
def test_a_dated_variant_holds_for_its_days_both_ends_included(day: date, said: str, ask: Ask) -> None:
    assert said in ask(POOL, payer="uhc", on=day).lead


def test_a_context_that_does_not_matter_changes_nothing_but_the_context_line(ask: Ask) -> None:
    plainly = ask("carrying groceries on the stairs")
    there = ask("carrying groceries on the stairs", payer="uhc", setting="private-practice")
    line = "Context: UnitedHealthcare, private practice (this channel's profile)."
    assert there.context_line == line
    assert plain(there).replace(f"\n\n{line}", "") == plain(plainly)


def test_the_context_line_names_every_origin(small_desk: Desk, today: date) -> None:
    known = Context(
        payer=Value("uhc", "channel"),
        setting=Value("private-practice", "workspace"),
        discipline=Value("pt", "thread"),
        date_of_service=date(2026, 8, 1),
        date_origin="flag",
    )
    reply = small_desk.ask("pool exercise in Ohio", today=today, known=known)
    assert reply.context_line == (
        "Context: UnitedHealthcare (this channel's profile); private practice (the workspace "
        "default); physical therapist (this thread); Ohio (your question); date of service "
        "2026-08-01 (the options given)."
    )


def test_the_question_wins_over_the_channel(ask: Ask) -> None:
    reply = ask(f"{POOL} for medicaid", payer="uhc")
    assert reply.context.get("payer") == "medicaid"
    assert reply.verdict == "depends"
    assert "Medicaid (your question)" in reply.context_line


def test_a_more_special_channel_keeps_its_payer(ask: Ask) -> None:
    reply = ask(f"{POOL} for an ma plan", payer="humana-ma", setting="snf-part-b")
    assert reply.context.get("payer") == "humana-ma"
    assert "Humana takes pool sessions" in reply.lead


def test_only_values_that_change_the_answer_are_offered_and_at_most_three(ask: Ask) -> None:
    assert [(c.action, c.value) for c in ask(POOL).choices] == [
        ("context", "setting=snf-part-a"),
        ("context", "payer=medicaid"),
        ("context", "payer=medicare-advantage"),
    ]
    offered = [c.value for c in ask(POOL, payer="humana-ma").choices]
    assert "setting=snf-part-b" in offered
    assert not any(value.startswith("payer=") for value in offered)
    assert ask("carrying groceries on the stairs").choices == ()


@pytest.mark.parametrize("choice", range(3))
def test_what_is_offered_does_change_the_answer(choice: int, ask: Ask) -> None:
    name, _, value = ask(POOL).choices[choice].value.partition("=")
    assert ask(POOL, **{name: value}).lead != ask(POOL).lead


class TestFigures:
    """Numbers that change are those of the date of service, and never those of another year."""

    TEXT = "what is the yearly threshold amount"

    @pytest.mark.parametrize(
        ("day", "amount"),
        [(date(2025, 1, 1), "$2,410"), (date(2025, 12, 31), "$2,410"), (None, "$2,480")],
    )
    def test_of_the_date_of_service(self, day: date | None, amount: str, ask: Ask) -> None:
        reply = ask(self.TEXT, on=day)
        assert reply.lead == (f"The threshold is {amount} for the year; assistants are paid 85%.")
        assert f"Above {amount}" in plain(reply)

    @pytest.mark.parametrize("day", [date(2027, 1, 1), date(2024, 12, 31)])
    def test_refused_where_the_table_has_no_row(self, day: date, ask: Ask) -> None:
        reply = ask(self.TEXT, on=day)
        text = plain(reply)
        assert f"no published figure for dates of service on {day}" in reply.lead
        assert "therapy threshold, PT" in reply.lead
        assert reply.verdict == "info"
        assert "2,4" not in text
        assert "{{" not in text

    @pytest.mark.parametrize("text", ["yearly threshold amount in 2027", "threshold dollars for dos 1/5/2027"])
    def test_refused_for_a_year_the_question_names(self, text: str, ask: Ask) -> None:
        assert "2,4" not in plain(ask(text))


class TestRows:
    """An entry repeated for every row of a table."""

    @pytest.mark.parametrize(
        ("text", "verdict", "lead"),
        [
            ("does medicare count all minutes together", "yes", "Yes. Medicare Part B adds the"),
            ("does united count all minutes together", "no", "No. UnitedHealthcare counts each"),
            ("how does medicaid count minutes", "info", "I have no wording of Medicaid on"),
        ],
    )
    def test_answers_for_the_row_that_was_named(self, text: str, verdict: str, lead: str, ask: Ask) -> None:
        reply = ask(text)
        assert reply.entry == "rule-counting"
        assert reply.verdict == verdict
        assert reply.lead.startswith(lead)
        assert "{row" not in plain(reply)

    def test_the_title_and_the_sources_are_those_of_the_row(self, ask: Ask) -> None:
        reply = ask("does medicare count all minutes together")
        assert reply.title == "How Medicare Part B counts minutes"
        assert "manual" in [source.id for source in reply.sources]

    def test_the_channel_names_the_row_when_the_question_does_not(self, ask: Ask) -> None:
        assert ask("count all minutes together", payer="uhc").verdict == "no"

    def test_without_a_row_there_is_no_answer(self, ask: Ask) -> None:
        assert ask("count all minutes together").entry != "rule-counting"


class TestGates:
    """Hard gates on the small folder; the real one has its own tests."""

    @pytest.mark.parametrize(
        ("text", "shut"),
        [
            ("can a pt give the session", "rule-assistant"),
            ("can an ot give the session", "rule-assistant"),
            ("session given by a tech", "rule-assistant"),
            ("therapy visit in snf part b", "rule-home"),
            ("medicare approval before the first visit", "rule-approval"),
            ("is 97113 right for sensory swing work", "act-swing"),
            ("is 97530 right for sensory swing work", "act-swing"),
            ("brace fitting not covered", "rule-covered"),
            ("brace fitting covered", "rule-noncovered"),
        ],
    )
    def test_shut(self, text: str, shut: str, ask: Ask) -> None:
        assert ask(text).entry != shut

    @pytest.mark.parametrize(
        ("text", "entry"),
        [
            ("can a pta give the session", "rule-assistant"),
            ("home health episode visit", "rule-home"),
            ("approval before the first visit", "rule-approval"),
            ("uhc approval before the first visit", "rule-approval"),
            ("is 97533 right for sensory swing work", "act-swing"),
            ("brace fitting not covered", "rule-noncovered"),
            ("brace fitting covered", "rule-covered"),
        ],
    )
    def test_open(self, text: str, entry: str, ask: Ask) -> None:
        assert ask(text).entry == entry

    def test_the_channel_shuts_a_gate_too(self, ask: Ask) -> None:
        assert ask("approval before the first visit", payer="medicare-b").entry != "rule-approval"
        assert ask("treats without the therapist", discipline="pta").entry == "rule-assistant"
        assert ask("treats without the therapist", discipline="pt").entry != "rule-assistant"


def test_out_of_scope_and_vague_rows(ask: Ask) -> None:
    outside = ask("will it rain this weekend")
    assert (outside.status, outside.kind) == ("no_match", "out_of_scope")
    assert "I do not know the weather." in outside.lead
    vague = ask("can i bill this")
    assert (vague.status, vague.lead) == ("clarify", "What did you do, and for whom?")
    assert [c.action for c in vague.choices] == ["ask", "ask"]


def test_what_is_not_known_names_whom_to_ask(ask: Ask) -> None:
    reply = ask("zebra quantum bagel orchestra")
    assert (reply.status, reply.sources) == ("no_match", ())
    assert "Ask the billing lead." in reply.lead


class TestCompound:
    """Two questions in one message."""

    def test_both_are_answered_in_order(self, ask: Ask) -> None:
        reply = ask("can i bill walking in the pool and can a pta give the session?")
        assert [reply.entry, *(other.entry for other in reply.also)] == [
            "act-pool",
            "rule-assistant",
        ]
        text = plain(reply)
        assert text.index("Bill 97113") < text.index("Question 2: A PTA giving the session")

    def test_one_without_an_answer_leaves_the_message_whole(self, ask: Ask) -> None:
        assert ask("can i bill walking in the pool and what is a good pizza place?").also == ()

    def test_the_same_matter_twice_is_one_answer(self, ask: Ask) -> None:
        reply = ask("can i bill walking in the pool? can i bill pool exercise at all?")
        assert (reply.entry, reply.also) == ("act-pool", ())


def test_what_is_done_every_visit_is_no_sum_of_one_visit(desk: Desk) -> None:
    today = date(2026, 11, 24)
    habit = desk.ask("can i stop at exactly 23 minutes every visit to get 2 units", today=today)
    assert habit.entry == "units-8-minute-edge"
    assert habit.verdict != "yes"
    counted = desk.ask("every visit is 25 ta 15 te, how many units", today=today)
    assert counted.lead.startswith("3 units")
