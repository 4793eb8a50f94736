"""One spelling for every way a text is stored, and the way back to the original."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.thai import align, normalise

_PIECES = st.sampled_from(
    [*"กงนลสรมา้่๊ิีุูัำํเแๆฯ .\n๑๒9Aé“", "\u200b", "\xa0", "์", "ะ", "\ud800", "\0", "\uf70a", "\uf710"]
)
_TEXTS = st.text(_PIECES, max_size=30) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ท่ี", "ที่"),
        ("เเละ", "และ"),
        ("เ\u200bเละ", "และ"),
        ("ต่าง ๆ ที่", "ต่างๆที่"),
        ("ก . พ . ร .", "ก.พ.ร."),
        ("ส านัก", "สำนัก"),
        ("ที่่", "ที่"),
        ("พิิธี", "พิธี"),
        ("ร\uf70aวม", "ร่วม"),
        ("๑,๒๓๔.๕๐", "1,234.50"),
        ("“COVID”", '"covid"'),
        ("ประเทศ\xa0ไทย", "ประเทศ  ไทย"),
    ],
)
def test_spellings_of_one_text_become_one(written, meant):
    assert normalise(written) == normalise(meant)


@pytest.mark.parametrize(("one", "other"), [("ปา", "ป่า"), ("ที่", "ทิ่"), ("กค", "ก.ค."), ("118", "119")])
def test_different_texts_stay_different(one, other):
    assert normalise(one) != normalise(other)


@given(_TEXTS)
@example("ๆก .")
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(_TEXTS)
def test_alignment_leads_back_to_the_original(text):
    aligned = align(text)
    assert aligned.text == normalise(text)
    assert len(aligned.starts) == len(aligned.ends) == len(aligned.text)
    assert list(aligned.starts) == sorted(aligned.starts)
    assert list(aligned.ends) == sorted(aligned.ends)
    assert all(0 <= s <= e <= len(text) for s, e in zip(aligned.starts, aligned.ends, strict=True))


def test_a_piece_of_damaged_text_is_found_in_the_original():
    original = "ตรวจ\u200bเยี่ยม  สํานักงาน ร\uf70aวม"
    aligned = align(original)
    at = aligned.text.index("สำนักงาน")
    start, end = aligned.source(at, at + len("สำนักงาน"))
    assert original[start:end] == "สํานักงาน"
