"""Minutes out of free text: forty phrasings read exactly, numbers never misread."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question.minutes import Minutes, parse

ALIASES = {
    "ta": "97530", "ther act": "97530", "theract": "97530", "therapeutic activities": "97530",
    "te": "97110", "therex": "97110", "ther ex": "97110", "mt": "97140", "manual": "97140",
    "manual therapy": "97140", "nmr": "97112", "neuro re-ed": "97112", "gait": "97116",
    "self care": "97535", "hot pack": "97010",
}  # fmt: skip
TA, TE, MT, NMR, GT = "97530", "97110", "97140", "97112", "97116"


def read(text: str) -> Minutes:
    return parse(text, ALIASES)


PHRASINGS: list[tuple[str, dict[str, int]]] = [
    ("38 min of ther act", {TA: 38}),
    ("97530 38'", {TA: 38}),
    ("TA 0:38", {TA: 38}),
    ("TA for 1 hr 5", {TA: 65}),
    ("1 hour and 10 minutes of ther act", {TA: 70}),
    ("an hour of ther act", {TA: 60}),
    ("half hour of TA", {TA: 30}),
    ("half an hour manual", {MT: 30}),
    ("hour and a half of TA", {TA: 90}),
    ("1.5 hrs TA", {TA: 90}),
    ("9:00-9:38 TA", {TA: 38}),
    ("TA 9:00 to 9:25, manual 9:25 to 9:40", {TA: 25, MT: 15}),
    ("12:50-1:20 97530", {TA: 30}),
    ("10am-10:23am TA", {TA: 23}),
    ("TA 20 / TE 15 / MT 10", {TA: 20, TE: 15, MT: 10}),
    ("ther act 25 therex 20", {TA: 25, TE: 20}),
    ("97530 25/97110 20", {TA: 25, TE: 20}),
    ("97530=33 97140=7", {TA: 33, MT: 7}),
    ("97530 33, 97140 7 medicare", {TA: 33, MT: 7}),
    ("97530: 33; 97140: 7", {TA: 33, MT: 7}),
    ("97530 (33 min) + 97140 (7 min)", {TA: 33, MT: 7}),
    ("33 of ther act and 7 of manual", {TA: 33, MT: 7}),
    ("33 min 97530, 7 min 97140 - should I drop the manual?", {TA: 33, MT: 7}),
    ("20 mins each of TA and TE", {TA: 20, TE: 20}),
    ("TA and TE 20 min each", {TA: 20, TE: 20}),
    ("twenty-five minutes of ther act and fifteen min manual", {TA: 25, MT: 15}),
    ("did 15 min neuro re-ed then 12 minutes gait", {NMR: 15, GT: 12}),
    ("45 min session: TA 20 TE 15 MT 10", {TA: 20, TE: 15, MT: 10}),
    ("PT visit 97530 25 min and 97110 14 min", {TA: 25, TE: 14}),
    ("visit: 25 min TA, 14 min TE", {TA: 25, TE: 14}),
    ("visit 25 min TA, 14 min TE", {TA: 25, TE: 14}),
    ("on visit 12, 20 min TA", {TA: 20}),
    ("TA 20, TE 15, total 35", {TA: 20, TE: 15}),
    ("20 min TA + 8 min manual = 28", {TA: 20, MT: 8}),
    ("55 min visit, all 97530", {TA: 55}),
    ("97530-59 20 min, 97140 15 min", {TA: 20, MT: 15}),
    ("20 min TA, then 5 more min TA later", {TA: 25}),
    ("spent about 25 minutes on ther act", {TA: 25}),
    ("TA x 25 min", {TA: 25}),
    ("82 yo pt did TA 25 min with 15 lb x10 reps", {TA: 25}),
    ("only got 7 min of TA in before she left", {TA: 7}),
    ("25min TA/10min TE", {TA: 25, TE: 10}),
    ("16 min TA & 7 min TE. Both, or 2 of TA?", {TA: 16, TE: 7}),
    ("TA 25min; hot pack 10 min; manual 8min", {TA: 25, "97010": 10, MT: 8}),
    ("3x/wk for 6 weeks, today TA 30 min", {TA: 30}),
    ("on 3/14/2026 we did 23 minutes of TA and 8 of manual", {TA: 23, MT: 8}),
    ("PT 15 manual, PTA 7 therex", {MT: 15, TE: 7}),
    ("97530: PT 20, PTA 10", {TA: 30}),
    ("97530=1500", {TA: 1500}),
    ("97530=-5", {TA: -5}),
    ("97530 - 33, 97140 - 7", {TA: 33, MT: 7}),
    ("seen for 45 minutes: 20 TA, 25 NMR", {TA: 20, NMR: 25}),
    ("1 hour: 30 TA 30 TE", {TA: 30, TE: 30}),
    ("97530 GP 25 min, 97140 GP CQ 15 min", {TA: 25, MT: 15}),
    ("pain 6/10, TUG 14 sec, TA 25 min", {TA: 25}),
    ("ther act for an hour and ten", {TA: 70}),
    ("an hour and a quarter of TA", {TA: 75}),
    ("one hour twenty of 97530", {TA: 80}),
    ("3/4 hour TA", {TA: 45}),
    ("three quarters of an hour of TA", {TA: 45}),
    ("1 1/2 hours TA", {TA: 90}),
    ("TA 1h05m, TE 1h5", {TA: 65, TE: 65}),
    ("twenty-two minutes of TA and four minutes manual", {TA: 22, MT: 4}),
    ("25TA 10TE", {TA: 25, TE: 10}),
    ("ta25/te10/mt5", {TA: 25, TE: 10, MT: 5}),
    ("TA-25, TE-10", {TA: 25, TE: 10}),
    ("97530 - 25 min - 2 units, 97110 - 10 min - 1 unit", {TA: 25, TE: 10}),
    ("visit 97530 20 min, 97140 10 min", {TA: 20, MT: 10}),
    ("TA from 9 to 9:25 and TE 9:25-9:40", {TA: 25, TE: 15}),
    ("TA 0900-0938, manual 0938-0950", {TA: 38, MT: 12}),
    ("TA 9:00a-9:38a", {TA: 38}),
    ("97530 00:23 97110 00:22", {TA: 23, TE: 22}),
    ("treatment: 20 min TA, 18 min TE", {TA: 20, TE: 18}),
    ("45 min session: 20 TA, 25 TE", {TA: 20, TE: 25}),
    ("1 hour, 30 TA, 30 TE", {TA: 30, TE: 30}),
    ("97530, 97110 and 97140 for 15, 16 and 8 min respectively", {TA: 15, TE: 16, MT: 8}),
    ("12 min x 3 codes: TA TE NMR", {TA: 12, TE: 12, NMR: 12}),
    ("TA 2 x 15 min", {TA: 30}),
    ("97530x2 (30 min)", {TA: 30}),
    ("TA 23 min TE 15 min units please", {TA: 23, TE: 15}),
    ("TA 20/10 manual, 5 NMR", {TA: 20, MT: 10, NMR: 5}),
    ("30 min lifting and carrying as 97530, 15 min squats (TE)", {TA: 30, TE: 15}),
    ("97530 10 minutes and 97530 again later for 15 minutes", {TA: 25}),
    ("medicare manual 15 + TA 15", {MT: 15, TA: 15}),
]


@pytest.mark.parametrize(("text", "right"), PHRASINGS)
def test_phrasings(text: str, right: dict[str, int]) -> None:
    found = read(text)
    assert dict(found.by_code) == right
    assert not found.ambiguous


def test_there_are_at_least_forty() -> None:
    assert len({text for text, _ in PHRASINGS}) >= 40


@pytest.mark.parametrize(
    "text",
    [
        "82 yo needs TA", "82-year-old, TA ok?", "7 y/o pt, TA for play",
        "TA with 15 lb box", "TA 3x10", "TA x10 reps", "TA 3 sets of 10",
        "CGS wants 10-12 visits of TA", "TA for 3 weeks", "TA 5x/wk", "TA 2x a week",
        "TA rules in 2025", "TA past $3000", "TA 59 needed?", "97530-59", "97530 modifier 59",
        "what is the 8 minute rule for TA", "does TA use the 8-min rule", "can I do TA 1:1 only",
        "TA on 3/14/2026", "TA on 12 stairs", "TA with 2 patients", "TA 85% rate",
        "TA and manual for that same 15", "15 minute units of TA", "TA each 15 minutes",
        "denied CO-97 on TA", "max A x2 for TA", "min A for TA", "TA strength 4/5",
        "TA, post op day 10", "TA 45% better", "TA BP 120/80", "3 hour rule and TA",
        "billed 8 of 97530", "bill TA x2", "4 units of TA", "2u TA", "HEP 10 min each visit, TA?",
        "walked 200 ft then TA", "97530 97140 same day",
        "what is the eight minute rule for TA", "need 59 on 97530 with manual?",
        "at least 8 min for a unit?", "8 min of each on purpose, billable?",
    ],
)  # fmt: skip
def test_never_minutes(text: str) -> None:
    found = read(text)
    assert not found.by_code
    assert found.total is None
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("45 total, 3 codes", "which code"),
        ("45 min of TA, TE and manual", "which code"),
        ("TA/TE 20/15", "which code"),
        ("TA 20, estim 15", "15"),
        ("20-25 min of TA", "20-25 min"),
        ("20 or 25 min of TA", "20 or 25 min"),
        ("2 TA and 1 TE", "minutes or units"),
        ("TA 2, TE 1", "minutes or units"),
        ("TA x25", "units or minutes"),
        ("TA 20 TE 15, 30 min total", "add up to 35"),
        ("TA 9:38-9:00", "run backward"),
        ("TA 20.5 min", "whole minutes"),
        ("TA 20 min, PT eval 30 min", "30 min"),
        ("TA and TE for 20 min", "which code"),
        ("20 min: TA; 15 min: TE", "which code"),
        ("15 min TA w/ PT then 15 min w/ PTA", "15 min"),
        ("18 min TA but 5 min was rest", "which code"),
        ("TA 10 min am and 12 min pm", "12 min"),
        ("97530 600", "are minutes"),
        ("20 min TA, then 6 TA later", "minutes or units"),
        ("1 hour 30 TA 30 TE", "90 minutes"),
        ("TA 15 min x2", "that many times"),
        ("TA less than 8 min", "whole minutes"),
        ("TA 9:00-9:38, then TE until 9:50", "start and end"),
        ("TA 20 PTA, TE 15", "Who gave"),
        ("TA 20 PTA TE 15", "Who gave"),
        ("PT/PTA 30 min TA", "Who gave"),
        ("30 min of TA: PT first 15, PTA last 15", "Who gave"),
        ("97530 97110 97140 15 and 15 and 8", "which code"),
    ],
)
def test_asks_back(text: str, reason: str) -> None:
    found = read(text)
    assert found.ambiguous
    assert reason in found.reason
    assert not found.by_code
    assert not found.segments


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("how many units is 40 minutes", 40),
        ("does 22 min count as 2 units", 22),
        ("55 min, how many units can I bill", 55),
        ("38 min", 38),
        ("1 hr 5", 65),
        ("total treatment time 45 min", 45),
    ],
)
def test_totals(text: str, total: int) -> None:
    found = read(text)
    assert (found.total, found.by_code, found.ambiguous) == (total, (), False)


@pytest.mark.parametrize(
    "text",
    [
        "52 or 53 min matters? which gets 4 units",
        "eval took 75 min. can I bill extra units?",
        "10-11am I have 1 medicare and 1 commercial patient, no help",
        "rode the bike 15 min while I charted, can I call it TA",
        "arm bike x 10 min for endurance. coworker bills TA",
    ],
)
def test_loose_lengths_are_not_counted(text: str) -> None:
    found = read(text)
    assert not found.by_code
    assert found.total is None


def test_patients_are_added_up() -> None:
    text = "45 min, 3 pts, I rotate 8 min each then go round again (A 9, B 4, C 6)"
    assert read(text).patients == (("A", ((None, 17),)), ("B", ((None, 12),)), ("C", ((None, 14),)))
    text = "15 min with A on bands, then 12 min manual on B while A rests, back to A 10 min"
    assert read(text).patients == (("A", ((None, 25),)), ("B", ((MT, 12),)))
    assert read("A 20 TA, B 15 manual").patients == (("A", ((TA, 20),)), ("B", ((MT, 15),)))


def test_letters_that_are_no_patients() -> None:
    assert not read("Part A and Part B, TA 20 min").patients
    assert dict(read("Medicare B: TA 20, manual 8").by_code) == {TA: 20, MT: 8}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("PT 15 manual, PTA 7 therex", [("pt", MT, 15), ("pta", TE, 7)]),
        ("97530: PT 20, PTA 10", [("pt", TA, 20), ("pta", TA, 10)]),
        ("OT 20 min TA, OTA 15 min TA", [("ot", TA, 20), ("ota", TA, 15)]),
        ("COTA did 30 min self care", [("ota", "97535", 30)]),
        ("PTA: TA 20, TE 15; PT: manual 8", [("pta", TA, 20), ("pta", TE, 15), ("pt", MT, 8)]),
        ("TA 15 ot and TE 20 pt", [("ot", TA, 15), ("pt", TE, 20)]),
        ("pt 15 manual, pta 7 therex", [("pt", MT, 15), ("pta", TE, 7)]),
        ("aide did 15 min TA", [("aide", TA, 15)]),
    ],
)
def test_people(text: str, people: list[tuple[str, str, int]]) -> None:
    found = read(text)
    assert [(s.by, s.code, s.minutes) for s in found.segments] == people
    assert found.by_person


def test_pt_may_be_the_patient() -> None:
    found = read("pt did 25 min of TA")
    assert dict(found.by_code) == {TA: 25}
    assert not found.by_person


def test_clock_times_are_kept() -> None:
    found = read("TA 9:00-9:25, manual 9:20-9:40")
    assert [(s.start, s.end) for s in found.segments] == [(540, 565), (560, 580)]


def test_claimed_units_are_remembered() -> None:
    assert read("TA x2 and manual x1").units == ((TA, 2), (MT, 1))
    assert read("2u TA 1u TE").units == ((TA, 2), (TE, 1))
    assert read("can I bill 4 units in a 1 hr visit, all 97530").by_code == ((TA, 60),)


def test_medicare_manual_is_no_manual_therapy() -> None:
    assert not read("the medicare manual 15 says TA").by_code


def test_a_sum_waits_for_its_split() -> None:
    for text in ("97530 x2 97110 x1 for 40 min", "40 min of TA and TE"):
        found = read(text)
        assert (found.by_code, found.whole, found.ambiguous) == ((), 40, True)


def test_time_that_is_not_counted() -> None:
    aside = frozenset({"eval", "rest", "charted"})
    text = "eval 40 min, then 15 min of TA, 5 min rest and tech set up 10 min"
    found = parse(text, ALIASES, aside)
    assert dict(found.by_code) == {TA: 15}
    assert found.left_out == ("40 min (eval)", "5 min (rest)", "10 min (tech)")


def test_untimed_codes_stand_alone() -> None:
    text = "97530 20, 97140 15, G0283"
    assert read(text).ambiguous
    found = parse(text, ALIASES, untimed=frozenset({"G0283"}))
    assert (dict(found.by_code), found.codes[-1]) == ({TA: 20, MT: 15}, "G0283")


def test_us_may_be_people() -> None:
    names = {**ALIASES, "us": "97035"}
    assert parse("does 53 min get us 4 units", names).total == 53
    assert dict(parse("us 10 min, ta 30 min", names).by_code) == {"97035": 10, TA: 30}


def test_codes_are_listed() -> None:
    assert read("97530 with gait same day").codes == (TA, GT)


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert not (found.ambiguous and found.by_code)


@given(st.text(alphabet=string.digits + "xX:/-+=,.'& minhrTAEMu", max_size=60))
def test_number_soup_is_read(text: str) -> None:
    found = read(text)
    assert bool(found.reason) == found.ambiguous


NAMES = ("97530", "TA", "ther act", "97140", "manual", "gait")
FORMS = ("{c} {m} min", "{m} min {c}", "{c}={m}", "{m} minutes of {c}", "{c} for {m} min")


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.integers(9, 90)),
        min_size=1, max_size=4, unique_by=lambda p: ALIASES.get(p[0].lower(), p[0]),
    ),
    st.sampled_from(FORMS),
    st.sampled_from([", ", " and ", " / ", "; ", " + "]),
)  # fmt: skip
def test_regular_phrasings_are_exact(rows: list[tuple[str, int]], form: str, glue: str) -> None:
    text = glue.join(form.format(c=c, m=m) for c, m in rows)
    right = {ALIASES.get(c.lower(), c): m for c, m in rows}
    assert dict(read(text).by_code) == right


@pytest.mark.parametrize(
    ("text", "total"),
    [("ther act 14 min x 4 codes", 56), ("14 min of each of 3 dif codes", 42), ("15 min 97530 on 2 codes", 30)],
)
def test_a_length_for_more_codes_than_are_named_is_asked_back(text: str, total: int) -> None:
    found = parse(text, {"ther act": "97530"})
    assert found.whole == total
    assert found.ambiguous
    assert found.by_code == ()


def test_a_trade_is_nobody_who_treats() -> None:
    """ "HVAC tech" says what the patient does for a living; a rehab tech is an aide."""
    assert not read("HVAC tech, ther act 30 min").by_person
    assert {s.by for s in read("PT 20 min ther act, tech 10 min ther act").segments} == {"pt", "aide"}
    assert {s.by for s in read("field PTA 20 min ther act, PT 10 min ther act").segments} == {"pta", "pt"}
