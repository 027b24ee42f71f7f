"""What a yes or a no may answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question.form import form

FORMS = [
    ("can i bill 97530 for stairs", 1, ""),
    ("97530 for stairs?", 1, ""),
    ("so i can bill stairs as 97530, right?", 1, ""),
    ("what about stairs", 0, ""),
    ("what if the pta did it, can i bill 97530", 1, ""),
    ("how come 97530 was denied", 1, ""),
    ("which code for stairs", 0, "which"),
    ("stairs with groceries, what cpt", 0, "which"),
    ("tub bench practice, code?", 0, "which"),
    ("whats the cpt for wheelchair propulsion", 0, "which"),
    ("hi, quick q: how many units is that", 0, "which"),
    ("pt walked 5 min. who signs the note", 0, "which"),
    ("who signs? can a pta do it", 0, ""),
    ("when does the threshold reset", 0, "which"),
    ("new year, when is the kx amount back to zero", 0, "which"),
    ("tasks cant be simulated, right?", 0, "which"),
    ("so the pta does not need cq, correct", 0, "which"),
    ("edema massage is manual, right?", 0, ""),
    ("can't i bill both, right?", 0, ""),
    ("until when can i bill telehealth", 0, "which"),
    ("when the pta treats, is cq needed", 0, ""),
    ("can i bill 97530 when he walks", 1, ""),
    ("medicaid in texas max units", 0, "which"),
    ("97530 documentation requirements", 1, "which"),
    ("is there a limit", 0, ""),
    ("97530 or 97110 for stairs", 2, "either"),
    ("is it 97530 vs 97110", 2, "either"),
    ("can i bill 97530 or not", 1, ""),
    ("97530 and 97110 ok or not", 2, ""),
    ("stairs or curbs as 97530", 1, ""),
]


@pytest.mark.parametrize(("text", "codes", "wanted"), FORMS, ids=[row[0] for row in FORMS])
def test_form(text: str, codes: int, wanted: str) -> None:
    assert form(text, codes) == wanted


@given(st.text(), st.integers(0, 3))
def test_any_text_has_a_form(text: str, codes: int) -> None:
    found = form(text, codes)
    assert found in ("which", "either", "")
    assert found != "either" or codes > 1
