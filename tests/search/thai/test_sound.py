"""Words that sound alike share a key, and words that do not hardly ever do."""

from __future__ import annotations

import pytest

from search.thai.sound import sound


@pytest.mark.parametrize(
    ("by_ear", "right"),
    [
        ("พาสี", "ภาษี"),
        ("ทะหาน", "ทหาร"),
        ("มอระดก", "มรดก"),
        ("กะเสียน", "เกษียณ"),
        ("สะหวัดดิการ", "สวัสดิการ"),
        ("บำเน็ด", "บำเหน็จ"),
        ("อะนุยาด", "อนุญาต"),
        ("สูติบัด", "สูติบัตร"),
        ("กดหมาย", "กฎหมาย"),
        ("ทุจะหริด", "ทุจริต"),
        ("สันชาด", "สัญชาติ"),
        ("โรงพะยาบาน", "โรงพยาบาล"),
        ("ซับสิน", "ทรัพย์สิน"),
        ("คนะกรรมกาน", "คณะกรรมการ"),
    ],
)
def test_what_is_spelt_by_ear_sounds_like_the_word(by_ear: str, right: str) -> None:
    assert sound(by_ear) == sound(right) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ภาษี", "ภาษา"),
        ("ทหาร", "อาหาร"),
        ("มรดก", "มรสุม"),
        ("อนุญาต", "อนุบาล"),
        ("บำนาญ", "บำเหน็จ"),
        ("สมรส", "สมรภูมิ"),
    ],
)
def test_what_sounds_otherwise_has_another_key(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("text", ["", "ก", "สิทธิ์", "อิศม์", "่่่", "abc"])
def test_too_little_has_no_key(text: str) -> None:
    assert sound(text) == ""
