"""Every doubt that can be computed from text is computed, where it stands, in Thai; none on clean letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from circulars.letters import Flag, parse_letters
from circulars.letters.flags import FLAG_KINDS, shown
from circulars.letters.resolving import resolve

CLEAN = """ที่ มท 0201/ว 15                              สำนักงานปลัดกระทรวงทดสอบ
                                              ถนนสมมติ กทม. 10200

                    9 มกราคม 2567

เรื่อง การทดสอบระบบ

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

อ้างถึง หนังสือกระทรวงสมมติ ที่ กค 0402/77 ลงวันที่ 4 มกราคม 2567

สิ่งที่ส่งมาด้วย แบบรายงาน จำนวน 1 ชุด

ตามหนังสือที่อ้างถึง คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 ให้รายงานผลต่อคณะรัฐมนตรีทุกสามเดือนตามแบบที่กำหนด นั้น

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงทดสอบ

กองกลาง
โทร. 0 2000 1111
"""
CITED = """ที่ กค 0402/77                              กระทรวงสมมติ

                    4 มกราคม 2567

เรื่อง ขอให้รายงานผล

เรียน ปลัดกระทรวงทดสอบ

คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 ให้รายงานผลต่อคณะรัฐมนตรีทุกสามเดือนตามแบบที่กำหนด ตามนโยบายของรัฐบาล

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายจำลอง ตัวอย่าง)
ปลัดกระทรวงสมมติ
"""
STAMPED = """ที่ สธ 0202/ว 18

ถึง สำนักงานสมมติ

พร้อมหนังสือนี้ ขอส่งรายงานมาเพื่อทราบ

กระทรวงสมมติ
9 มกราคม 2567
"""
MEMO = """บันทึกข้อความ
ส่วนราชการ กองทดสอบ
ที่ มท 0201/15 วันที่ 9 มกราคม 2567
เรื่อง การทดสอบ
เรียน อธิบดี
ด้วยมีการทดสอบ
จึงเรียนมาเพื่อโปรดทราบ
(นายสมมติ ทดสอบ)
"""

ALONE = [
    ("NUMBER_UNREADABLE", "error", ("0201/ว 15", "0201/ว ๑พค")),
    ("LETTER_FOR_DIGIT", "warn", ("0201/ว 15", "02O1/ว 15")),
    ("LETTER_FOR_DIGIT", "warn", ("9 มกราคม 2567", "1o มกราคม 2567")),
    ("MIXED_DIGITS", "info", ("0201/ว 15", "0201/ว ๑๕")),
    ("INVALID_DATE", "error", ("9 มกราคม 2567", "31 เมษายน 2567")),
    ("DATE_DAY_MISSING", "warn", ("9 มกราคม 2567", "มกราคม 2567")),
    ("DATE_MISSING", "error", ("9 มกราคม 2567", "")),
    ("MISSING_BODY_NAME", "info", ("นั้น", "ในการประชุมครั้งที่ 1/2567 เมื่อวันที่ 2 มกราคม 2567 นั้น")),
    ("TWO_DIGIT_YEAR", "info", ("9 มกราคม 2567", "9 ม.ค. 67")),
    ("SUBJECT_MISSING", "warn", ("เรื่อง การทดสอบระบบ", "")),
    ("CHRONOLOGY_SUSPECT", "warn", ("ลงวันที่ 4 มกราคม 2567", "ลงวันที่ 4 มกราคม 2568")),
    ("RESOLUTION_WEEKDAY_UNUSUAL", "warn", ("วันที่ 2 มกราคม", "วันที่ 3 มกราคม")),
    ("TITLE_GARBLED", "warn", ("คณะรัฐมนตรีมีมติ", "คณะกรรมการรัฐมนตรีมีมติ")),
    ("BODY_NAME_SUSPECT", "warn", ("คณะรัฐมนตรีมีมติเมื่อวันที่", "มติคณะกรรมการเมื่อวันที่")),
    ("NAME_SUSPECT", "info", ("นายสมมติ", "นายสม9ติ")),
    ("DIGIT_DISTRIBUTION_ANOMALY", "warn", ("แบบที่กำหนด", "แบบที่กำหนด " + "๕๐ ๑๕ ๒๕ ๓๕ ๕๕ " * 5)),
    ("PHONE_SUSPECT", "info", ("แบบที่กำหนด", "แบบที่กำหนด " + "๕๐ ๑๕ ๒๕ ๓๕ ๕๕ " * 5)),
    ("DECOMPOSED_THAI", "info", ("ทำ", "ทํา"), ("สำนักงาน", "สํานักงาน")),
    ("TEMPLATE_ALTERNATIVES", "info", ("จึงเรียนมาเพื่อ", "จึงเรียนยืนยันมา/จึงเรียนมาเพื่อ")),
    ("SECRECY_NO_PUBLISH", "error", ("ที่ มท", "ลับมาก\nที่ มท")),
    ("SECRECY_SUSPECT", "error", ("ที่ มท", "ลลัับบ\nที่ มท")),
    ("CITES_SECRET", "warn", ("กระทรวงสมมติ ที่", "กระทรวงสมมติ ลับมาก ที่")),
    ("PERSONAL_DATA", "warn", ("นั้น", "เลขประจำตัวประชาชน 1 1234 56789 01 3 นั้น")),
    ("PAGE_NOISE_REMOVED", "info", ("ตามหนังสือ", "- 2 -\n\nตามหนังสือ")),
    ("MISSING_ENCLOSURE_QUANTITY", "info", ("แบบรายงาน จำนวน 1 ชุด", "แบบรายงาน")),
    ("WRAPPED_LINES", "info", ("แบบรายงาน จำนวน", "แบบรายงานผลการดำเนินงาน\n   จำนวน")),
    ("ADDRESSEE_ABBREVIATED", "info", ("ผู้ว่าราชการจังหวัดทุก", "ผวจ. ทุก")),
]
TOGETHER = [
    ("CROSSREF_NUMBER_MISMATCH", "error", (("0402/77", "0402/17"),)),
    ("CROSSREF_DATE_MISMATCH", "error", (("ลงวันที่ 4 ม", "ลงวันที่ 5 ม"),)),
    ("SAME_NUMBER_OTHER_YEAR", "info", (("ลงวันที่ 4 มกราคม 2567", "ลงวันที่ 8 มีนาคม 2561"),)),
    ("REFERENCE_NOT_FOUND", "info", (("กค 0402/77", "ทส 0906/4"),)),
    ("YEAR_CONFLICT", "error", (("4 มกราคม 2567", "4 มกราคม 2565"), ("9 มกราคม 2567", "9 มกราคม 2565"))),
    ("SEMANTIC_CORRUPTION", "error", (("รายงานผลต่อคณะรัฐมนตรี", "รายงานผลต่อรัฐสภา"),)),
    (
        "NAME_SUSPECT",
        "info",
        (("นายสมมติ ทดสอบ", "นายจำลบง ตัวอย่าง"), ("\nปลัดกระทรวงทดสอบ", "\nปลัดกระทรวงสมมติ")),
    ),
]


def flags(*texts: str) -> list[Flag]:
    """The flags of the first letter, read together with the others."""
    letters = resolve([letter for text in texts for letter in parse_letters(text)])
    assert len(letters) == len(texts)
    return list(letters[0].flags)


def changed(text: str, changes: Sequence[tuple[str, str]]) -> str:
    for old, new in changes:
        if old in text:
            text = text.replace(old, new)
    return text


@pytest.mark.parametrize(("code", "severity", "changes"), [(c, s, rest) for c, s, *rest in ALONE])
def test_a_doubt_within_one_letter(code: str, severity: str, changes: list[tuple[str, str]]) -> None:
    text = changed(CLEAN, changes)
    (flag, *_) = [each for each in flags(text) if each.code == code]
    assert flag.severity == severity
    assert flag.message
    assert re.search(r"\d{4}-\d{2}|None|[{}]", flag.message) is None
    if code not in {"DIGIT_DISTRIBUTION_ANOMALY", "SUBJECT_MISSING", "DATE_MISSING"}:
        assert flag.span is not None
        assert text.strip()[slice(*flag.span)].strip()


@pytest.mark.parametrize(("code", "severity", "changes"), TOGETHER)
def test_a_doubt_between_letters(code: str, severity: str, changes: tuple[tuple[str, str], ...]) -> None:
    (flag, *_) = [each for each in flags(changed(CLEAN, changes), CITED) if each.code == code]
    assert flag.severity == severity
    assert flag.related == (None if code == "REFERENCE_NOT_FOUND" else "กค 0402/77")
    assert re.search(r"\d{4}-\d{2}|None|[{}]", flag.message) is None
    assert flag.span is not None


def test_digits_in_the_wrong_order_mean_the_letter_of_that_subject() -> None:
    """Two letters of one day may well be 27 and 72; of one subject they are not."""
    cited, subject = CITED.replace("0402/77", "0402/96"), "เรื่อง ขอให้รายงานผล"
    citing = CLEAN.replace("0402/77", "0402/69")
    found = {flag.code: flag for flag in flags(citing.replace("เรื่อง การทดสอบระบบ", subject), cited)}
    assert found["CROSSREF_NUMBER_MISMATCH"].related == "กค 0402/96"
    assert {flag.code for flag in flags(citing, cited)} == {"REFERENCE_NOT_FOUND"}
    assert {flag.code for flag in flags(citing.replace("/69", "/9"), cited)} == {"REFERENCE_NOT_FOUND"}


def test_digits_in_the_wrong_order_and_a_day_misread_mean_the_letter_of_that_subject() -> None:
    cited, subject = CITED.replace("0402/77", "0402/96"), "เรื่อง ขอให้รายงานผล"
    citing = CLEAN.replace("0402/77 ลงวันที่ 4", "0402/69 ลงวันที่ 5")
    codes = {flag.code for flag in flags(citing.replace("เรื่อง การทดสอบระบบ", subject), cited)}
    assert {"CROSSREF_NUMBER_MISMATCH", "CROSSREF_DATE_MISMATCH"} <= codes
    assert {flag.code for flag in flags(citing, cited)} == {"REFERENCE_NOT_FOUND"}


def test_a_number_easily_kept_in_mind_is_no_anomaly() -> None:
    digits = "๐ ๒๐๐๐ ๔๔๔๔ ๑๖๗๑ ๒๓๖๑ ๓๒๐๑ ๖๗๑๓ ๒๔ ๑๔ ๓๔"
    assert "DIGIT_DISTRIBUTION_ANOMALY" not in {flag.code for flag in flags(CLEAN.replace("กองกลาง", digits))}


def test_the_new_year_given_to_a_letter_of_december_leaves_the_own_date_in_peace() -> None:
    citing = CLEAN.replace("ลงวันที่ 4 มกราคม 2567", "ลงวันที่ 28 ธันวาคม 2567")
    codes = {flag.code for flag in flags(citing, CITED.replace("4 มกราคม 2567", "28 ธันวาคม 2566"))}
    assert "CROSSREF_DATE_MISMATCH" in codes
    assert "YEAR_CONFLICT" not in codes


@pytest.mark.parametrize(
    ("meeting", "suspect"),
    [
        ("จะจัดประชุมคณะกรรมการสมมติ ครั้งที่ 2/2567 ในวันที่ 19 มกราคม 2567", False),
        ("จะประชุมคณะทำงานสมมติ ครั้งที่ 2/2567 ในวันศุกร์ที่ 19 มกราคม 2567", False),
        ("มีมติคณะกรรมการสมมติ ครั้งที่ 2/2567 เมื่อวันที่ 19 มกราคม 2567", True),
    ],
)
def test_a_meeting_to_come_is_after_the_letter(meeting: str, suspect: bool) -> None:
    codes = {flag.code for flag in flags(CLEAN.replace("คณะรัฐมนตรีมีมติ", f"{meeting} คณะรัฐมนตรีมีมติ"))}
    assert ("CHRONOLOGY_SUSPECT" in codes) == suspect


def test_a_letter_is_told_how_others_cite_it() -> None:
    citing = CLEAN.replace("0402/77 ลงวันที่ 4", "0402/77 ลงวันที่ 5")
    (flag,) = [each for each in flags(CITED, citing) if each.code == "CITED_INCONSISTENTLY"]
    assert (flag.severity, flag.related) == ("info", "มท 0201/ว 15")
    assert "กค 0402/77 ลงวันที่ ๕ มกราคม ๒๕๖๗" in flag.message


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (MEMO, {"INTERNAL_NOT_FOR_PUBLICATION"}),
        (STAMPED, {"NO_SUBJECT_LINE", "UNSIGNED_STAMPED", "STAMP_NOT_SHOWN"}),
        (STAMPED.replace("\n9 ม", "\n(ประทับตรา)\n9 ม"), {"NO_SUBJECT_LINE", "UNSIGNED_STAMPED"}),
    ],
)
def test_a_doubt_of_a_kind_of_letter(text: str, codes: set[str]) -> None:
    assert {flag.code for flag in flags(text)} == codes


def test_another_sentence_about_another_office_is_no_corruption() -> None:
    begins = "ด้วยกระทรวงสมมติและสำนักงานจำลอง"
    ours = CLEAN.replace("จึงเรียน", f"{begins}ได้เสนอเรื่องดังกล่าวมาเพื่อดำเนินการ คณะรัฐมนตรีเห็นชอบแล้ว\n\nจึงเรียน")
    theirs = CITED.replace("จึงเรียน", f"{begins}เห็นควรให้กระทรวงทดสอบรายงานผลต่อคณะรัฐมนตรีเป็นประจำ\n\nจึงเรียน")
    assert flags(ours, theirs) == []


@pytest.mark.parametrize(
    "body",
    [
        "คณะกรรมการกลั่นกรองเรื่องเสนอคณะรัฐมนตรี คณะที่ 1 ในการประชุมเมื่อวันพฤหัสบดีที่ 4 มกราคม 2567 เห็นชอบ",
        "สำนักเลขาธิการคณะรัฐมนตรีชี้แจงในการประชุมเมื่อวันที่ 4 มกราคม 2567",
        "ในการประชุมคณะกรรมการสมมติ ครั้งที่ 1/2567 เมื่อวันที่ 18 ตุลาคม 2566 มีมติเห็นชอบ",
    ],
)
def test_meetings_of_others_than_the_cabinet_raise_none(body: str) -> None:
    assert flags(CLEAN.replace("จึงเรียน", f"{body}\n\nจึงเรียน"), CITED) == []


@pytest.mark.parametrize(("day", "fields"), [("2", []), ("4", ["references[1]"])])
def test_a_resolution_that_is_only_referred_to_has_a_weekday_too(day: str, fields: list[str]) -> None:
    cited = (
        f"อ้างถึง 1. หนังสือกระทรวงสมมติ ที่ กค 0402/77 ลงวันที่ 4 มกราคม 2567\n2. มติคณะรัฐมนตรีเมื่อวันที่ {day} มกราคม 2567"
    )
    text = re.sub(r"อ้างถึง [^\n]+", cited, CLEAN, count=1)
    assert [(one.code, one.field) for one in flags(text, CITED)] == [
        ("RESOLUTION_WEEKDAY_UNUSUAL", field) for field in fields
    ]


def test_clean_letters_that_cite_one_another_raise_none() -> None:
    assert flags(CLEAN, CITED) == []
    assert flags(CITED, CLEAN) == []


@pytest.mark.parametrize(
    "name",
    ["นายจำลอง ตัวอย่าง", "นายวีระ ประเสริฐ", "Mr. John Smith", "พลเอก จำลอง ตัวอย่าง", "หม่อมหลวงสมมติ ทดสอบ"],
)
def test_a_name_as_good_as_any_other_is_not_suspected(name: str) -> None:
    signed = CLEAN.replace("นายสมมติ ทดสอบ", name).replace("\nปลัดกระทรวงทดสอบ", "\nปลัดกระทรวงสมมติ")
    assert "NAME_SUSPECT" not in {flag.code for flag in flags(signed, CITED)}


def test_every_code_of_the_table_is_pinned_here() -> None:
    """Save those that the reading of a file or the registry gives, not its text."""
    here = {code for code, *_ in [*ALONE, *TOGETHER]} | {"CITED_INCONSISTENTLY"}
    of_kinds = {"INTERNAL_NOT_FOR_PUBLICATION", "NO_SUBJECT_LINE", "UNSIGNED_STAMPED", "STAMP_NOT_SHOWN"}
    elsewhere = {"READ_BY_OCR", "PAGES_UNREAD", "SAME_NUMBER_UNDATED"}
    assert here | of_kinds | elsewhere == set(FLAG_KINDS)


@pytest.mark.parametrize(
    ("be", "words"),
    [("2547-12-24", "๒๔ ธันวาคม ๒๕๔๗"), ("2547-02", "กุมภาพันธ์ ๒๕๔๗"), ("2547", "๒๕๔๗"), (None, "ไม่ระบุ")],
)
def test_dates_in_messages_are_buddhist(be: str | None, words: str) -> None:
    assert shown(be) == words
