"""Abbreviations that texts explain themselves."""

from __future__ import annotations

import pytest

from search.definitions import definitions, glossary
from search.thai.normalise import normalise


def explained(text: str) -> set[tuple[str, str]]:
    return {
        (short, name) for short, _, name in (d.partition("\t") for d in definitions(normalise(text), text))
    }


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("โดยศูนย์เฝ้าระวังดินถล่ม (ศฝด.) แจ้งว่า", "ศฝด.", "ศูนย์เฝ้าระวังดินถล่ม"),
        ("ที่กรมประมงน้ำลึก (ปนล.) ได้", "ปนล.", "กรมประมงน้ำลึก"),
        ("คณะกรรมการอุทยานหินล้านปี (ก.อ.ห.) มีมติ", "ก.อ.ห.", "คณะกรรมการอุทยานหินล้านปี"),
        ("ประชุมกับ สวมห. (สถาบันวิจัยเมฆและหมอกแห่งชาติ) แล้ว", "สวมห.", "สถาบันวิจัยเมฆและหมอกแห่งชาติ"),
        ("สำนักงานทะเบียนเรือเล็ก หรือ สทรล. เปิด", "สทรล.", "สำนักงานทะเบียนเรือเล็ก"),
        ("The Deep Soil Watch Center (DSWC) said", "dswc", "deep soil watch center"),
        ("ระบบเฝ้าระวังดิน (Soil Watch System: SWS) ใช้", "sws", "soil watch system"),
        ("ระบบเฝ้าระวังดิน (Soil Watch System: SWS) ใช้", "sws", "ระบบเฝ้าระวังดิน"),
        ("กองทุนคุ้มครองชาวเรือ (FPF) จ่าย", "fpf", "กองทุนคุ้มครองชาวเรือ"),
    ],
)
def test_what_a_text_explains(text: str, short: str, name: str) -> None:
    assert (short, name) in explained(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ประชุมหารือ (พบ) เมื่อวาน",
        "ราคา (บาท) ต่อหน่วย",
        "จัดกิจกรรม (สนุก) ที่สวน (Workshop)",
        "กระทรวงสาธารณสุข (สธ.)",  # the lexicon knows it
        "รายงานประจำปี (ต่อ) หน้า 3 (ข)",
        "(((ศฝด.)))",
        "หรือ ศฝด.",
    ],
)
def test_what_explains_nothing(text: str) -> None:
    assert explained(text) == set()


def test_what_most_texts_say_is_sure_and_what_few_say_is_not() -> None:
    known = glossary(
        [
            ("สวมห.\tสถาบันวิจัยเมฆและหมอก", 8),
            ("สวมห.\tประสานสถาบันวิจัยเมฆและหมอก", 1),
            ("สวมห.\tสมาคมวัดเมฆหาดใหญ่", 1),
        ]
    )

    assert [(m.text, m.weak) for m in known.meanings("สวมห")] == [
        ("สถาบันวิจัยเมฆและหมอก", False),
        ("สมาคมวัดเมฆหาดใหญ่", True),
    ]
    assert [m.text for m in known.meanings("สถาบันวิจัยเมฆและหมอก")] == ["สวมห."]
