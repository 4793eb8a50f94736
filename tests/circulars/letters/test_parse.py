"""What a registrar would notice about single parts of a letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circulars.letters import ParsedLetter, parse_letters
from circulars.letters.resolving import resolve

PLAIN = """ที่ มท 0201/ว 15

สำนักงานปลัดกระทรวงมหาดไทย
ถนนอัษฎางค์ กทม. 10200

9 มกราคม 2567

เรื่อง การทดสอบระบบ

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

ด้วยมีการทดสอบระบบ

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงมหาดไทย

กองกลาง
โทร. 0 2000 1111
"""


def one(text: str) -> ParsedLetter:
    (letter,) = resolve(parse_letters(text))
    return letter


def codes(letter: ParsedLetter) -> set[str]:
    return {flag.code for flag in letter.flags if flag.severity != "info"}


def test_a_plain_letter_raises_no_doubt() -> None:
    letter = one(PLAIN)
    assert codes(letter) == set()
    assert (letter.number.canonical, letter.date.be) == ("มท 0201/ว 15", "2567-01-09")


@pytest.mark.parametrize(
    ("written", "be", "status", "doubt"),
    [
        ("ณ วันที่ ๕ เดือน มกราคม พ.ศ. ๒๕๖๗", "2567-01-05", "ok", None),
        ("ลว ๕ ม.ค. ๖๗", "2567-01-05", "ok", None),
        ("๒๕๖๗", "2567", "incomplete", "DATE_DAY_MISSING"),
        ("๕ มกรคม ๒๕๖๗", None, "invalid", "INVALID_DATE"),
        ("๕ มกราคม ๒๖๕๗", "2657-01-05", "ok", "CHRONOLOGY_SUSPECT"),
    ],
)
def test_odd_dates_of_the_head(written: str, be: str | None, status: str, doubt: str | None) -> None:
    letter = one(PLAIN.replace("9 มกราคม 2567", written))
    assert (letter.date.be, letter.date.status) == (be, status)
    assert codes(letter) == ({doubt} if doubt else set())
    assert letter.issuer_address == ("ถนนอัษฎางค์ กทม. 10200",)


@pytest.mark.parametrize("written", ["ที่ มท 0201(ส.ล)/ว 15", "ที่  ม ท  0201 / ว 15", "ที่ มท (ลับ) 0201/ล 15"])
def test_a_number_that_no_grammar_reads_is_unreadable_and_not_the_sender(written: str) -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15", written))
    assert (letter.number.status, letter.number.canonical) == ("unreadable", None)
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"


def test_the_year_after_a_running_number_is_not_the_sender() -> None:
    letter = one(PLAIN.replace("ว 15", "ว 15 /2567"))
    assert (letter.number.canonical, letter.issuer) == ("มท 0201/ว 15", "สำนักงานปลัดกระทรวงมหาดไทย")


def test_a_signature_beside_the_owner_unit_keeps_its_place() -> None:
    text = (
        PLAIN.partition("(นายสมมติ")[0]
        + "              .      (นายสมมติ ทดสอบ)\n     กองทดสอบ\nโทร. 0 2000 1111\n"
    )
    start, end = one(text).positions["signatory"]
    assert "(นายสมมติ ทดสอบ)" in text[start:end]


@pytest.mark.parametrize("text", ["", "\n\n", "ข่าวประชาสัมพันธ์ทั่วไป ไม่มีหนังสือ", "\x00\x00", "เรียนรู้ร่วมกัน"])
def test_text_without_a_letter(text: str) -> None:
    assert parse_letters(text) == []


def test_several_letters_in_one_text() -> None:
    second = PLAIN.replace("ว 15", "ว 16").replace("9 มกราคม", "10 มกราคม")
    memo = "\n".join(
        (
            "บันทึกข้อความ",
            "ส่วนราชการ กองกลาง",
            "ที่ มท 0201.1/7 วันที่ 1 ก.พ. 67",
            "เรื่อง ทดสอบ",
            "เรียน ปลัดกระทรวงมหาดไทย",
            "ด้วยทดสอบ",
            "จึงเรียนมาเพื่อโปรดทราบ",
            "(นายสมมติ ทดสอบ)",
            "ผู้อำนวยการกองกลาง",
        )
    )
    letters = parse_letters(f"{PLAIN}\n{second}\n{memo}")
    assert [letter.number.canonical for letter in letters] == ["มท 0201/ว 15", "มท 0201/ว 16", "มท 0201.1/7"]
    assert [letter.kind for letter in letters] == ["external", "external", "internal"]


def test_the_secrecy_of_one_letter_does_not_touch_its_neighbour() -> None:
    secret = f"ลับ\n{PLAIN}\nลับ\n"
    after = parse_letters(secret + PLAIN.replace("ว 15", "ว 16"))
    before = parse_letters(PLAIN.replace("ว 15", "ว 16") + "\n" + secret)
    both = parse_letters(secret + secret.replace("ว 15", "ว 16"))
    assert [letter.secrecy for letter in after] == ["ลับ", None]
    assert [letter.secrecy for letter in before] == [None, "ลับ"]
    assert [letter.secrecy for letter in both] == ["ลับ", "ลับ"]


@pytest.mark.parametrize("mark", ["ลับ", "ลับมาก", "ลับที่สุด", "- ลับ -", "(ลับมาก)", "ลบัที่สุด", "ลับ  ด่วนมาก", "ล ับ"])
@pytest.mark.parametrize("place", ["head", "foot"])
def test_secrecy_is_found_wherever_it_stands_alone(mark: str, place: str) -> None:
    letter = one(f"{mark}\n{PLAIN}" if place == "head" else f"{PLAIN}\n{mark}\n")
    assert letter.secrecy is not None
    assert not letter.publishable
    assert "SECRECY_NO_PUBLISH" in codes(letter)


@pytest.mark.parametrize(
    "mark",
    [
        *("ลั บ ม า ก", "ล  ั  บ", "“ลับมาก”", "/ลับ", "TOP-SECRET", "ลับเฉพาะผู้รับ", "ประเภทชั้นความลับ: ลับมาก"),
        *("เอกสารลับมาก สำเนาชุดที่ ๑ ของ ๓ ชุด", "ลับมาก ชุดที่ ๒ ใน ๓ ชุด หน้า ๑ ของ ๒ หน้า", "ลับ (ให้ผู้รับเปิดเอง)"),
    ],
)
def test_secrecy_at_the_head_is_found_whatever_it_shares_its_line_with(mark: str) -> None:
    letter = one(f"{mark}\n{PLAIN}")
    assert letter.secrecy is not None
    assert not letter.publishable


@pytest.mark.parametrize("end", [" (ลับ)", " (ลับ\nมาก)", " - ลับ -"])
def test_secrecy_in_brackets_belongs_to_the_subject_and_counts(end: str) -> None:
    letter = one(PLAIN.replace("เรื่อง การทดสอบระบบ", f"เรื่อง การทดสอบระบบ{end}"))
    assert letter.secrecy is not None
    place = slice(*letter.positions["secrecy"])
    assert "ลับ" in letter.text[place]


def test_secrecy_beside_the_telephone_number_is_found() -> None:
    assert one(PLAIN.rstrip() + "  ต่อ 12 ลับ\n").secrecy == "ลับ"


def test_a_citation_with_a_short_year_does_not_swallow_the_body_below_it() -> None:
    cited = "อ้างถึง หนังสือ ที่ มท 0501/ว 12 ลว. 3 ม.ค. 66"
    letter = one(PLAIN.replace("\n\nด้วยมีการทดสอบระบบ", f"\n{cited}\nด้วยมีการทดสอบระบบ"))
    assert [item.raw for item in letter.references] == [cited.removeprefix("อ้างถึง ")]
    assert letter.body == "ด้วยมีการทดสอบระบบ"


@pytest.mark.parametrize("head", ["ที่ว่าการอำเภอลับแล", "ลับแล จ.อุตรดิตถ์ 53130", "ศูนย์ข้อมูลข่าวสารลับ"])
def test_names_at_the_head_are_no_secrecy(head: str) -> None:
    assert one(PLAIN.replace("9 มกราคม 2567", f"{head}\n\n9 มกราคม 2567")).secrecy is None


@pytest.mark.parametrize("words", ["กลับมาก่อนเวลา", "ต้องเก็บเป็นความลับ ตามระเบียบ", "ลับแล", "ข้อมูลลับที่สุดของผู้ป่วย"])
def test_secrecy_is_not_read_into_other_words(words: str) -> None:
    letter = one(PLAIN.replace("ด้วยมีการทดสอบระบบ", f"ด้วยมีการทดสอบ {words}"))
    assert letter.secrecy is None
    assert letter.publishable


@pytest.mark.parametrize("line", ["ด่วนที่สุด\nที่ มท 0201/ว 15", "ด่วนที่สุด ที่ มท 0201/ว 15", "ที่ ด่วนที่สุด มท 0201/ว 15"])
def test_speed_is_never_part_of_the_number(line: str) -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15", line))
    assert (letter.speed, letter.number.canonical) == ("ด่วนที่สุด", "มท 0201/ว 15")


def test_the_date_of_a_received_stamp_is_not_the_letters() -> None:
    letter = one("รับที่ 45\nวันที่ 20 มกราคม 2567\nเวลา 10.30 น.\n" + PLAIN)
    assert letter.date.be == "2567-01-09"


@pytest.mark.parametrize(
    ("date", "status", "code"),
    [
        ("31 เมษายน 2567", "invalid", "INVALID_DATE"),
        ("๒๕ ธันวาคม ๒๕พ๗", "invalid", "INVALID_DATE"),
        ("มกราคม 2567", "incomplete", "DATE_DAY_MISSING"),
        ("", "missing", "DATE_MISSING"),
    ],
)
def test_a_date_that_cannot_be_read_is_flagged_and_the_letter_kept(date: str, status: str, code: str) -> None:
    letter = one(PLAIN.replace("9 มกราคม 2567", date))
    assert letter.date.status == status
    assert letter.date.precision != "day" or letter.date.be is None
    assert code in codes(letter)
    assert letter.subject == "การทดสอบระบบ"


@pytest.mark.parametrize("line", ["ที่ มท 0201/ว 1ค", "ที่ มท 0201/ว", "ที่ มท 0201/ว B5", ""])
def test_a_number_that_cannot_be_read_is_left_empty(line: str) -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15", line))
    assert letter.number.canonical is None
    assert letter.number.running is None
    assert "NUMBER_UNREADABLE" in codes(letter)


def test_personal_numbers_are_found() -> None:
    letter = one(PLAIN.replace("ด้วยมีการ", "ด้วยนายสมมติ บัตรประชาชน 1-2345-67890-12-3 โทร 081 234 5678 ขอ"))
    assert "PERSONAL_DATA" in codes(letter)


def test_wrapped_and_damaged_labels() -> None:
    damaged = PLAIN.replace(
        "ด้วยมี",
        "อ้าง ถึง 1. หนังสือกรมทดสอบ ที่ มท 0301/9\nลงวันที่ 2 มกราคม 2567\n2. มติคณะรัฐมนตรี เมื่อวันที่ 2 มกราคม 2567\n\n"
        "สงิ่ที่ส่งมาด้วย 1. แบบรายงาน\nผลงาน จำนวน 2 ชุด 2. แผ่นพับ จำนวน 1 แผ่น\n\nด้วยมี",
    )
    letter = one(damaged)
    assert [item.type for item in letter.references] == ["letter", "cabinet_resolution"]
    assert letter.references[0].number_canonical == "มท 0301/9"
    assert letter.references[0].date_be == "2567-01-02"
    assert [(item.raw, item.quantity, item.unit) for item in letter.enclosures] == [
        ("แบบรายงานผลงาน จำนวน 2 ชุด", 2, "ชุด"),
        ("แผ่นพับ จำนวน 1 แผ่น", 1, "แผ่น"),
    ]
    assert letter.body == "ด้วยมีการทดสอบระบบ"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("รองนรม., กระทรวง กรม, ผวจ. ทุกจังหวัด", ["รองนรม.", "กระทรวง กรม", "ผวจ. ทุกจังหวัด"]),
        ("ปลัดกระทรวง อธิบดี ผู้ว่าราชการจังหวัด", ["ปลัดกระทรวง", "อธิบดี", "ผู้ว่าราชการจังหวัด"]),
        ("เลขาธิการ ก.พ.ร. และปลัดกระทรวงการคลัง", ["เลขาธิการ ก.พ.ร.", "ปลัดกระทรวงการคลัง"]),
        (
            "ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดตาก และจังหวัดตรัง",
            ["ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดตาก และจังหวัดตรัง"],
        ),
        ("ผู้อำนวยการสำนักนโยบายและแผน", ["ผู้อำนวยการสำนักนโยบายและแผน"]),
        ("กระทรวง ทบวง กรม", ["กระทรวง ทบวง กรม"]),
        ("ผู้ว่าการ หัวหน้ารัฐวิสาหกิจ", ["ผู้ว่าการ", "หัวหน้ารัฐวิสาหกิจ"]),
        ("ผู้ว่าการ การประปานครหลวง", ["ผู้ว่าการ การประปานครหลวง"]),
        (
            "นายกเทศมนตรีทุกแห่ง ยกเว้นเทศบาลนคร และนายกเมืองพัทยา",
            ["นายกเทศมนตรีทุกแห่ง ยกเว้นเทศบาลนคร", "นายกเมืองพัทยา"],
        ),
        (
            "ปลัดกระทรวง ยกเว้นปลัดกระทรวงสมมติ และปลัดกระทรวงทดสอบ",
            ["ปลัดกระทรวง ยกเว้นปลัดกระทรวงสมมติ และปลัดกระทรวงทดสอบ"],
        ),
    ],
)
def test_addressees(text: str, names: list[str]) -> None:
    assert list(one(PLAIN.replace("ผู้ว่าราชการจังหวัดทุกจังหวัด", text)).addressees) == names


@pytest.mark.parametrize(
    "words",
    [
        "คณะรัฐมนตรีได้ลงมติเมื่อวันที่ 4 มกราคม 2567",
        "คณะรัฐมนตรีในคราวประชุมเมื่อวันที่ 4 มกราคม 2567 มีมติ",
        "ที่ประชุมคณะรัฐมนตรีเมื่อวันที่ 4 มกราคม 2567 เห็นชอบ",
        "ตามมติคณะรัฐมนตรีเมื่อวันพฤหัสบดีที่ 4 มกราคม 2567",
    ],
)
def test_a_cabinet_resolution_on_another_day_than_tuesday_is_looked_at(words: str) -> None:
    letter = one(PLAIN.replace("ด้วยมีการทดสอบระบบ", f"ด้วย {words}"))
    assert codes(letter) == {"RESOLUTION_WEEKDAY_UNUSUAL"}
    assert codes(one(letter.text.replace("4 มกราคม", "2 มกราคม"))) == set()


def test_a_date_set_with_wide_gaps_in_a_memo() -> None:
    memo = "บันทึกข้อความ\nส่วนราชการ  กองกลาง  โทร. 0 2000 1111\nที่  มท 0201.1/7      วันที่   3  มกราคม  2567\n"
    letter = one(memo + "เรื่อง  ทดสอบ\nเรียน  ปลัดกระทรวงมหาดไทย\nด้วยทดสอบ\nจึงเรียนมาเพื่อโปรดทราบ")
    assert (letter.date.be, letter.number.canonical) == ("2567-01-03", "มท 0201.1/7")
    assert letter.issuer == "กองกลาง"


def test_orders_minutes_and_certificates_are_numbered_by_year() -> None:
    order = one(
        "คำสั่งกรมทดสอบ\nที่ 905/2566\nเรื่อง มอบอำนาจ\n-----\nด้วยทดสอบ\n\nสั่ง ณ วันที่ 15 พฤศจิกายน พ.ศ. 2566\n"
    )
    minutes = one("รายงานการประชุมคณะกรรมการทดสอบ\nครั้งที่ 3/2567\nวันพุธที่ 17 เมษายน 2567\nผู้มาประชุม\n1. นายสมมติ\n")
    assert (order.kind, order.number.canonical, order.date.be) == ("order", "905/2566", "2566-11-15")
    assert (minutes.kind, minutes.number.canonical, minutes.date.be) == ("record", "3/2567", "2567-04-17")


def test_every_position_points_at_its_words() -> None:
    letter = one("\ufeff" + PLAIN.replace("เรื่อง ", "เรื่อง\u200b  "))
    for field, value in (
        ("number", letter.number.raw),
        ("date", letter.date.raw),
        ("subject", letter.subject),
        ("addressees[0]", letter.addressees[0]),
        ("purpose_line", letter.purpose_line),
    ):
        start, end = letter.positions[field]
        assert letter.text[start:end] == value


odd_lines = (
    *("ลับ", "\f", "- ๒ -", "(", ")", "1. ", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "บันทึกข้อความ"),
    *("คำสั่งกรม", "๓๐ กุมภาพันธ์ ๒๕๖๗", "\t", "  "),
)
words = st.sampled_from([*PLAIN.splitlines(), *odd_lines]) | st.text(max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=40).map("\n".join))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    for letter in resolve(parse_letters(text)):
        assert text[letter.offset : letter.offset + len(letter.text)] == letter.text
        for start, end in letter.positions.values():
            assert 0 <= start <= end <= len(letter.text)


def test_a_mark_of_the_register_behind_the_number_is_no_sender() -> None:
    letter = one(
        PLAIN.replace("\n\nสำนักงานปลัดกระทรวงมหาดไทย", " (ป)                 สำนักงานปลัดกระทรวงมหาดไทย", 1)
    )
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"
