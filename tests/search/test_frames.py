"""What people say around a subject when they ask politely does not change what is found."""

import pytest

from search.frames import without_frame
from search.parse import parse_query

SUBJECT = "บัตรประชาชนหาย"


@pytest.mark.parametrize(
    "typed",
    [
        "บัตรประชาชนหายครับ",
        "บัตรประชาชนหาย ค่ะ",
        "บัตรประชาชนหายนะคะ ขอบคุณค่ะ",
        "สวัสดีครับ รบกวนสอบถามเรื่องบัตรประชาชนหายหน่อยครับ ขอบคุณครับ",
        "ขอสอบถามเกี่ยวกับบัตรประชาชนหาย ค่า",
        "อยากทราบว่าบัตรประชาชนหาย ขอบคุณล่วงหน้า",
        "ขอถามหน่อยคับ บัตรประชาชนหาย คับ",
        "ช่วยหาข้อมูลบัตรประชาชนหายให้หน่อยค่ะ",
    ],
)
def test_polite_words_around_a_subject_fall(typed):
    assert without_frame(typed) == SUBJECT
    assert parse_query(typed).groups == parse_query(SUBJECT).groups


@pytest.mark.parametrize(
    "typed",
    [
        *("ครับ", "ขอบคุณครับ", "คะแนนสอบ", "พี่คะแนนสอบ", "คำสั่งบังคับ", "พระเจ้า", "สั่งระงับ"),
        *("ปลัดกล่าวขอบคุณ", "สอบถามเส้นทาง", "ช่วยบอกทาง", "ขอขอบคุณทุกฝ่าย", "เบี้ยคนพิการได้เท่าไร"),
    ],
)
def test_words_that_only_look_polite_stay(typed):
    assert without_frame(typed) == typed


def test_a_quoted_phrase_stays_whole():
    assert parse_query('"ขอบคุณครับ"').phrases
