"""Ranking: what wins, how sure, and that nothing but the words matters."""

from __future__ import annotations

import random
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Index, Match

SUBJECTS = {
    "parking": "parking garage", "invoice": "invoice copy", "refund": "refund status",
    "password": "password reset", "delivery": "delivery date", "warranty": "warranty length",
    "opening": "opening hours", "catering": "lunch menu", "printer": "printer toner",
    "badge": "visitor badge",
}  # fmt: skip
FRAMES = [
    "where do i find the {}", "who can help me with the {}", "i need the {} today",
    "tell me about the {}", "is there any news on {}", "{} please",
]  # fmt: skip
PHRASES = [(key, frame.format(say)) for key, say in SUBJECTS.items() for frame in FRAMES]
QUESTIONS = [
    "where is the parking garage", "what is the refund status", "how long is the warrenty",
    "i forgot my pasword, can you reset it", "wehn do you have lunch",
    "who prints my visitor bagde",
]  # fmt: skip


@cache
def trained() -> Index:
    return Index.build(PHRASES)


@cache
def plain() -> Index:
    """One phrase a key: no linear model."""
    return Index.build([(key, f"where do i find the {say}") for key, say in SUBJECTS.items()])


both = pytest.mark.parametrize("index", [trained(), plain()], ids=["trained", "plain"])


@both
@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("whre is the prking grage", "parking"),
        ("pasword rseet", "password"),
        ("hwo long is teh waranty", "warranty"),
        ("lunhc mneu", "catering"),
    ],
)
def test_slips_of_the_fingers_are_mended(index: Index, question: str, key: str) -> None:
    assert index.rank(question)[0].key == key


def test_a_rare_word_counts_more_than_several_common_ones() -> None:
    frames = ["can i bill for the {} today", "can i bill for a {} today"]
    common = [(f"k{n}", frames[n % 2].format(f"thing{n}")) for n in range(40)]
    index = Index.build([*common, ("aquatic", "aquatic")])
    assert index.rank("can i bill for the aquatic today")[0].key == "aquatic"


@both
def test_equal_evidence_is_ordered_by_key(index: Index) -> None:
    again = [(name, phrase) for name in ("zz", "mm", "aa") for phrase in ("unicorn saddle",)]
    again += PHRASES if index is trained() else []
    twins = Index.build(again).rank("unicorn saddle")[:3]
    assert [match.key for match in twins] == ["aa", "mm", "zz"]
    assert len({match.score for match in twins}) == 1


@both
def test_a_rival_lowers_the_confidence(index: Index) -> None:
    text = "parking refund"
    first, second, *_ = index.rank(text)
    alone = index.rank(text, allowed=lambda key: key != second.key)[0]
    assert alone.key == first.key
    assert alone.confidence > first.confidence


@both
def test_keys_that_are_not_allowed_never_show(index: Index) -> None:
    text = "where is the parking garage"
    assert index.rank(text)[0].key == "parking"
    rest = index.rank(text, limit=50, allowed=lambda key: key != "parking")
    assert rest
    assert "parking" not in [match.key for match in rest]
    assert index.rank(text, allowed=lambda _: False) == []


@both
def test_the_last_allowed_key_is_found_however_far_down_it_is(index: Index) -> None:
    found = index.rank("where is the parking garage", allowed=lambda key: key == "badge")
    assert [match.key for match in found] == ["badge"]


@both
def test_confidence_falls_with_the_rank(index: Index) -> None:
    for question in QUESTIONS:
        sure = [match.confidence for match in index.rank(question, limit=10)]
        assert sure == sorted(sure, reverse=True)
        assert all(0 <= value <= 1 for value in sure)


def test_confidence_knows_what_is_out_of_scope() -> None:
    inside = min(trained().rank(q)[0].confidence for q in ("refund status", "find the lunch menu"))
    outside = ["why is the sky blue", "who can bake a cake", "i need the moon today"]
    assert all(not (r := trained().rank(q)) or r[0].confidence < inside for q in outside)


@both
@pytest.mark.parametrize("text", ["", "  ", "?!", "数学", "\x00", "qqxzv"])
def test_nothing_known_is_no_match(index: Index, text: str) -> None:
    assert index.rank(text) == []


def test_an_empty_index_answers_nothing() -> None:
    assert Index.build([]).rank("anything") == []
    assert Index.build([("key", "?!")]).rank("anything") == []


def test_one_key_alone_can_be_found() -> None:
    index = Index.build([("only", "opening hours"), ("only", "when are you open")])
    assert index.rank("openning hours")[0].key == "only"


def test_a_code_is_never_guessed() -> None:
    index = Index.build([("a", "code 97530 rules"), ("b", "other rules"), ("c", "97140")])
    assert index.repair("97350") == ()
    assert "97530" not in index.rank("code 97350")[0].tokens
    assert index.rank("97530")[0].key == "a"


@both
def test_matches_name_the_phrase_and_the_words(index: Index) -> None:
    best = index.rank("teh prking garage")[0]
    assert (best.key, best.phrase) in PHRASES
    assert set(best.tokens[:2]) == {"parking", "garage"}


@both
def test_rank_and_explain_agree(index: Index) -> None:
    for question in QUESTIONS:
        matches = index.rank(question, 4)
        told = index.explain(question, 4)["matches"]
        assert [
            Match(t["key"], t["score"], t["confidence"], t["phrase"], tuple(t["tokens"]))
            for t in told
        ] == [Match(m.key, m.score, m.confidence, m.phrase, m.tokens) for m in matches]
        for match, row in zip(matches, told, strict=True):
            assert tuple(row["features"].values()) == match.features


def test_explain_shows_what_a_word_is_taken_for() -> None:
    words = trained().explain("the prking")["words"]
    assert words[0] == {"word": "the", "taken_for": []}
    assert words[1]["taken_for"][0][0] == "parking"


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_phrases_never_matters(rng: random.Random) -> None:
    shuffled = PHRASES * 2
    rng.shuffle(shuffled)
    index = Index.build(iter(shuffled))
    assert len(index) == len(PHRASES)
    for question in QUESTIONS:
        assert index.rank(question) == trained().rank(question)


def test_threads_share_an_index() -> None:
    index = Index.build(PHRASES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(index.rank, QUESTIONS * 10))
    assert found == [trained().rank(question) for question in QUESTIONS] * 10


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_answered(text: str) -> None:
    for index in (trained(), plain()):
        matches = index.rank(text)
        assert all(0 <= match.confidence <= 1 for match in matches)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_ten_thousand_characters_are_answered_in_time(text: str) -> None:
    long = (text * 10_000)[:10_000]
    start = time.process_time()
    trained().rank(long)
    assert time.process_time() - start < 1.5


ACCENTS = ("\u0301", "\u0308", "\u0327")


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """A question, and the same with other case, punctuation, accents and spacing."""
    question = draw(st.sampled_from(QUESTIONS))
    out = [draw(st.sampled_from(["", " ", "¿", "...", "\n"]))]
    for word in question.replace(",", "").split():
        letters = [letter + draw(st.sampled_from(["", "", "", *ACCENTS])) for letter in word]
        dressed = unicodedata.normalize("NFC", "".join(letters))
        out.append(draw(st.sampled_from([dressed, dressed.upper(), dressed.title()])))
        out.append(draw(st.sampled_from([" ", "  ", ", ", " - ", "\t", "! ", "\u00a0", " ("])))
    return question, "".join(out)


@given(disguised())
@settings(deadline=None)
def test_case_punctuation_accents_and_spacing_do_not_count(pair: tuple[str, str]) -> None:
    question, other = pair
    for index in (trained(), plain()):
        assert index.rank(other) == index.rank(question)


POLITE = [
    "hi", "hey", "hello", "Hi there,", "hi, quick q:", "quick question -", "question:", "pls",
    "please", "thanks", "thank you!", "thx", "tia", "Thanks in advance", "good morning,",
]  # fmt: skip


@given(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(POLITE), max_size=3), st.booleans())
@settings(deadline=None)
def test_politeness_at_either_end_does_not_count(
    question: str, polite: list[str], ahead: bool
) -> None:
    parts = [*polite, question] if ahead else [question, *polite]
    for index in (trained(), plain()):
        assert index.rank(" ".join(parts)) == index.rank(question)
