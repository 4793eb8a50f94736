"""Letters that only the body names: each a citation with its place; what merely looks like one is none."""

from __future__ import annotations

import pytest

from circulars.letters import Citation, parse_letters
from circulars.letters.resolving import resolve

LETTER = """ที่ มท 0201/ว 15

กระทรวงทดสอบ
ถนนสมมติ กทม. 10200

9 มกราคม 2567

เรื่อง การทดสอบระบบ

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด
{listed}
{body}

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงทดสอบ
"""
CITED = """ที่ กค 0402/ว 77

กระทรวงสมมติ

4 มกราคม 2567

เรื่อง ขอให้รายงานผล

เรียน ปลัดกระทรวงทดสอบ

ด้วยคณะกรรมการขอให้รายงาน

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายจำลอง ตัวอย่าง)
ปลัดกระทรวงสมมติ
"""


def cited(body: str, listed: str = "") -> list[Citation]:
    """The citations of the body; each stands where its place says."""
    (letter,) = parse_letters(LETTER.format(body=body, listed=f"\n{listed}\n" if listed else ""))
    for at, one in enumerate(letter.body_citations):
        start, end = letter.positions[f"mentions.letters[{at}]"]
        assert letter.text[start:end].split()[0][:6] == one.raw.split()[0][:6]
        assert letter.text[start:end].split()[-1] == one.raw.split()[-1]
    return list(letter.body_citations)


@pytest.mark.parametrize(
    ("body", "raw", "number", "date"),
    [
        (
            "ตามหนังสือกระทรวงสมมติ ด่วนที่สุด ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 แจ้งว่าให้รายงาน นั้น",
            "หนังสือกระทรวงสมมติ ด่วนที่สุด ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567",
            "กค 0402/ว 77",
            "2567-01-04",
        ),
        (
            "อนุสนธิหนังสือสำนักงาน ก.พ.ร. ที่ นร ๑๒๐๕/๘๕ ลว. ๒๔ ธ.ค. ๔๗ ขอให้ดำเนินการ",
            "หนังสือสำนักงาน ก.พ.ร. ที่ นร ๑๒๐๕/๘๕ ลว. ๒๔ ธ.ค. ๔๗",
            "นร 1205/85",
            "2547-12-24",
        ),
        (
            "โดยกรมบัญชีกลางมีหนังสือ ที่ กค (กวจ) 0405.2/ว 289 ลงวันที่\n28 มิถุนายน 2566 แจ้งแนวทาง",
            "หนังสือ ที่ กค (กวจ) 0405.2/ว 289 ลงวันที่ 28 มิถุนายน 2566",
            "กค (กวจ) 0405.2/ว 289",
            "2566-06-28",
        ),
        ("ตามบันทึกข้อความ ที่ มท 0202/12 ขอให้ทราบ", "บันทึกข้อความ ที่ มท 0202/12", "มท 0202/12", None),
        ("ตามหนังสือที่ นร 0505/ว ๒พค ขอให้ทราบ", "หนังสือที่ นร 0505/ว ๒พค", None, None),
    ],
)
def test_a_letter_named_in_the_body_is_cited(
    body: str, raw: str, number: str | None, date: str | None
) -> None:
    (one,) = cited(body)
    assert (one.raw, one.number_canonical, one.date_be, one.link) == (raw, number, date, "cites")


def test_a_letter_of_a_court_is_a_letter() -> None:
    (one,) = cited("ตามหนังสือสำนักงานศาลปกครอง ที่ ศป 0009/234 ลงวันที่ 4 มกราคม 2566 นั้น")
    assert one.number_canonical == "ศป 0009/234"


def test_two_letters_in_one_sentence_keep_their_own_dates() -> None:
    one, other = cited(
        "ตามหนังสือกรมสมมติ ที่ กค 0402/7 ลงวันที่ 4 มกราคม 2566 และที่ กค 0402/9 ลงวันที่ 5 มกราคม 2566 นั้น"
    )
    assert (one.number_canonical, one.date_be) == ("กค 0402/7", "2566-01-04")
    assert (other.number_canonical, other.date_be) == ("กค 0402/9", "2566-01-05")


@pytest.mark.parametrize(
    "body",
    [
        "ตามคำพิพากษาศาลปกครองสูงสุด คดีหมายเลขแดงที่ อบ.1043/2563 วางหลักไว้",
        "ตามคำสั่งกรมสมมติ ที่ กค 0402/15 ลงวันที่ 4 มกราคม 2566 แต่งตั้งคณะทำงาน",
        "ตามคำสั่งสำนักงาน ก.พ.ร. ที่ 905/2566 และการประชุมครั้งที่ 12/2566",
        "ตามหนังสือที่อ้างถึง ได้ทำสัญญาเลขที่ กค 0402/15 ลงวันที่ 4 มกราคม 2566 ไว้",
        "ผู้ประกอบการถือใบอนุญาตเลขที่ สธ 1234/567 อยู่แล้ว",
        "ตามหนังสือรับรอง ที่ กค 0402/15 ของธนาคาร",
        "ในคดีอาญาหมายเลขดำที่ อท 1152/2562 และ อท 1153/2562 และที่ อท 1154/2562 ของศาลอาญา",
        "ตามคำวินิจฉัยที่ สค 1142/64 และ ที่ สค 1143/64 ของคณะกรรมการวินิจฉัยการเปิดเผยข้อมูลข่าวสาร",
        "ตามคำชี้ขาดที่ รง 0512/88 และคำอุทธรณ์เลขที่ รง 0504/25",
        "รถยนต์ทะเบียน กข 1234/56 และ ขก 4521/2 ของทางราชการ",
        "โปรดอ้างถึงหนังสือ ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567 ในการตอบกลับ",
    ],
)
def test_what_is_no_other_letter_is_not_cited(body: str) -> None:
    assert cited(body) == []


def test_what_a_label_names_is_not_cited_again_but_another_date_is() -> None:
    listed = "อ้างถึง หนังสือกระทรวงสมมติ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567"
    assert cited("ตามหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 นั้น", listed) == []
    assert cited("ตามหนังสือ ที่ กค 0402/ว 77 นั้น", listed) == []
    body = "ตามหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 5 มกราคม 2567 นั้น"
    (one,) = cited(body, listed)
    assert one.date_be == "2567-01-05"
    (letter,) = parse_letters(LETTER.format(body=body, listed=f"\n{listed}\n"))
    (doubt,) = [flag for flag in letter.flags if flag.code == "CITED_INCONSISTENTLY"]
    assert (doubt.severity, doubt.field) == ("info", "mentions.letters[0]")
    assert "๔ มกราคม ๒๕๖๗ และ ๕ มกราคม ๒๕๖๗" in doubt.message


def test_the_same_number_of_another_year_is_another_letter() -> None:
    (one,) = cited("ตามหนังสือ ที่ มท 0201/ว 15 ลงวันที่ 9 มีนาคม 2566 นั้น")
    assert one.date_be == "2566-03-09"


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("จึงให้ยกเลิกหนังสือกระทรวงสมมติ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567", "cancels"),
        ("ให้ยกเลิกแนวทางตามหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 ตั้งแต่บัดนี้", "cancels"),
        ("ให้หนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 เป็นอันยกเลิก", "cancels"),
        (
            "ให้ยกเลิกหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 และให้ถือปฏิบัติตามหนังสือฉบับนี้แทน",
            "replaces",
        ),
        ("หนังสือฉบับนี้ให้ใช้แทนหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567", "replaces"),
        ("ขอแก้ไขเพิ่มเติมหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 ดังนี้", "amends"),
        ("ให้ยกเลิกความในข้อ 3 ของหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567", "amends"),
        ("กระทรวงได้ยกเลิกหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 ไปแล้ว", "cites"),
        ("มิให้ยกเลิกหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567", "cites"),
        ("ตามหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 จึงยกเลิกคำสั่งเดิม", "cites"),
    ],
)
def test_the_wording_tells_what_is_done_to_the_other_letter(body: str, link: str) -> None:
    (one,) = cited(body)
    assert one.link == link


def test_found_nearly_found_and_not_found() -> None:
    text = LETTER.format(listed="", body="ตามหนังสือกระทรวงสมมติ ที่ กค 0402/ว 77 ลงวันที่ 4 มกราคม 2567 นั้น")
    (letter,), (other,) = parse_letters(text), parse_letters(CITED)
    found, _ = resolve([letter, other])
    assert (found.body_citations[0].target, found.body_citations[0].match) == ("กค 0402/ว 77", "exact")
    assert found.flags == ()
    (near,) = parse_letters(text.replace("ว 77", "ว 71"))
    found, _ = resolve([near, other])
    (doubt,) = found.flags
    assert (doubt.code, doubt.severity) == ("CROSSREF_NUMBER_MISMATCH", "error")
    assert (doubt.field, doubt.related) == ("mentions.letters[0]", "กค 0402/ว 77")
    (alone,) = resolve([letter])
    assert [(one.code, one.severity) for one in alone.flags] == [("REFERENCE_NOT_FOUND", "info")]


def test_a_letter_of_a_later_day_cannot_have_been_cited() -> None:
    (letter,) = parse_letters(LETTER.format(listed="", body="ตามหนังสือ ที่ กค 0402/ว 77 ลงวันที่ 4 มีนาคม 2567 นั้น"))
    assert ("CHRONOLOGY_SUSPECT", "mentions.letters[0]") in {(one.code, one.field) for one in letter.flags}
