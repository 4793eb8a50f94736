"""Words, and the words inside words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.thai import tokenize
from search.thai.normalise import normalise
from search.thai.segment import segment, sub_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("แนวทางการจัดตั้งศูนย์บริการร่วม", ["แนวทางการ", "จัดตั้ง", "ศูนย์บริการร่วม"]),
        ("สำนักงาน ก.พ.ร.", ["สำนักงาน", "ก.พ.ร."]),
        ("กระทรวงกลาโหมพ.ศ.๒๕๖๖", ["กระทรวงกลาโหม", "พ.ศ.", "2566"]),
        ("", []),
        (" \u200b\n", []),
    ],
)
def test_text_is_cut_into_words(text, words):
    assert tokenize(text) == words


def test_compounds_hold_their_parts():
    assert {"ศูนย์", "บริการ", "ร่วม"} <= set(sub_words("ศูนย์บริการร่วม"))
    assert set(sub_words("กระทรวงมหาดไทย")) == {"กระทรวง", "มหาดไทย"}
    assert "แนวทาง" in sub_words("แนวทางการ")


def test_simple_words_hold_no_others():
    assert sub_words("การ") == ()


@given(st.text(max_size=60))
def test_pieces_make_up_the_text(text):
    plain = normalise(text)
    assert "".join(segment(plain)) == plain
