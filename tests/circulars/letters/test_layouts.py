"""Parts of a letter that a typist set, or a scan left, where another rule would have put them elsewhere."""

from __future__ import annotations

import pytest

from circulars.letters import parse_letters
from tests.circulars.letters.test_parse import PLAIN, codes, one

DATED = "ถนนอัษฎางค์ กทม. 10200\n\n9 มกราคม 2567\n\nเรื่อง การทดสอบระบบ\n"
UNDATED = "ถนนอัษฎางค์ กทม. 10200\n\nเรื่อง {}\n"
NOTICE = """ประกาศคณะกรรมการสมมติ
ที่ 3/2567
เรื่อง การทดสอบระบบ

อาศัยอำนาจตามความในมาตรา 9 แห่งพระราชบัญญัติสมมติ พ.ศ. 2540 จึงประกาศไว้ ดังนี้
ข้อ 1 ให้ทดสอบระบบ

ประกาศ ณ วันที่ 9 มกราคม พ.ศ. 2567

{}
(จำลอง ทดสอบ)
ประธานกรรมการสมมติ
"""


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("กระทรวงการพัฒนาสังคม\nและความมั่นคงของมนุษย์\nถนนกรุงเกษม กทม. 10100", ("ถนนกรุงเกษม กทม. 10100",)),
        ("กระทรวงการพัฒนาสังคม\nและความมั่นคงของมนุษย์ ถนนกรุงเกษม\nกทม. 10100", ("ถนนกรุงเกษม", "กทม. 10100")),
    ],
)
def test_a_sender_that_goes_on_with_and_is_one_name(written: str, address: tuple[str, ...]) -> None:
    letter = one(PLAIN.replace("สำนักงานปลัดกระทรวงมหาดไทย\nถนนอัษฎางค์ กทม. 10200", written))
    assert letter.issuer == "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์"
    assert letter.issuer_address == address


def test_the_heading_of_an_order_goes_on_with_and() -> None:
    letter = one(
        "คำสั่งกระทรวงการพัฒนาสังคม\nและความมั่นคงของมนุษย์\nที่ 3/2567\nเรื่อง การทดสอบ\n\n"
        "อาศัยอำนาจตามมาตรา 9 จึงมีคำสั่งดังนี้\n\nสั่ง ณ วันที่ 9 มกราคม พ.ศ. 2567\n\n(นายสมมติ ทดสอบ)\nปลัดกระทรวง\n"
    )
    assert letter.issuer == "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์"


@pytest.mark.parametrize(
    ("subject", "date", "read"),
    [
        ("การทดสอบระบบของจังหวัดสมมติ\nและจังหวัดจำลอง", "9 มกราคม 2567", "2567-01-09"),
        ("การทดสอบระบบของจังหวัดสมมติและจังหวัดจำลอง", "          9 ม.ค. 67", "2567-01-09"),
        ("การทดสอบระบบของจังหวัดสมมติและจังหวัดจำลอง", "          30 กุมภาพันธ์ 2567", None),
    ],
)
def test_a_date_that_touches_the_subject_is_the_letters(subject: str, date: str, read: str | None) -> None:
    letter = one(PLAIN.replace(DATED, UNDATED.format(f"{subject}\n{date}")))
    assert letter.subject == "การทดสอบระบบของจังหวัดสมมติและจังหวัดจำลอง"
    assert (letter.date.be, letter.date.raw) == (read, date.strip())
    assert codes(letter) == (set() if read else {"INVALID_DATE"})


@pytest.mark.parametrize(
    "subject", ["รายงานผล ณ วันที่\n31 ธันวาคม 2566", "การทดสอบระบบ ระหว่างวันที่ 8 -\n12 มกราคม 2567"]
)
def test_a_date_that_the_subject_wraps_to_stays_its_end(subject: str) -> None:
    letter = one(PLAIN.replace("การทดสอบระบบ\n", f"{subject}\n", 1))
    assert letter.subject == subject.replace("\n", " ")
    assert letter.date.be == "2567-01-09"


@pytest.mark.parametrize(
    "number",
    [
        "ที่ มท 0201/ว\u00a0\u00a015",
        "ที่ มท 0201/ว   15      ",
        "ที่ มท 0201/ว\u200b 15",
        "ที่ มท 0201/\u200bว \u200b15",
    ],
)
def test_a_gap_or_an_invisible_sign_before_the_running_number(number: str) -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15\n", f"{number}\n"))
    assert letter.number.canonical == "มท 0201/ว 15"
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"


def test_a_letter_for_a_digit_is_read_beside_an_invisible_sign() -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15", "ที่ มท ๐๒๐๑/ว\u200b ๑o๕"))
    assert (letter.number.canonical, letter.number.status) == ("มท 0201/ว 105", "normalised")


def test_a_house_number_is_no_running_number() -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15", "ที่ มท 0201/ว          59/1 ถนนอัษฎางค์"))
    assert (letter.number.status, letter.number.canonical) == ("missing", None)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (
            "ประธานชุมชนทุกชุมชน และผู้อำนวยการโรงเรียนในสังกัด ทั้ง 8 โรงเรียน",
            ("ประธานชุมชนทุกชุมชน", "ผู้อำนวยการโรงเรียนในสังกัด ทั้ง 8 โรงเรียน"),
        ),
        ("ผู้อำนวยการโรงพยาบาล จำนวน 12 โรงพยาบาล", ("ผู้อำนวยการโรงพยาบาล จำนวน 12 โรงพยาบาล",)),
        ("ผู้อำนวยการกลุ่มที่ 8 โรงเรียนสมมติ", ("ผู้อำนวยการกลุ่มที่ 8", "โรงเรียนสมมติ")),
    ],
)
def test_how_many_they_are_belongs_to_the_addressees(written: str, names: tuple[str, ...]) -> None:
    assert one(PLAIN.replace("ผู้ว่าราชการจังหวัดทุกจังหวัด", written)).addressees == names


@pytest.mark.parametrize("above", ["พลตำรวจตรี จำลอง ทดสอบ", "จำลอง ทดสอบ", "พลเอก", "ว่าที่พันตรี"])
def test_a_notice_is_signed_below_a_rank_or_a_written_name(above: str) -> None:
    letter = one(NOTICE.format(above))
    assert letter.signatory is not None
    assert letter.signatory.name.endswith("จำลอง ทดสอบ")
    assert letter.signatory.position == "ประธานกรรมการสมมติ"
    assert "จำลอง" not in letter.body


@pytest.mark.parametrize("name", ["(นายกอบชัย ทดสอบ", "นายกอบชัย ทดสอบ)"])
def test_a_signature_that_lost_a_bracket(name: str) -> None:
    letter = one(PLAIN.replace("(นายสมมติ ทดสอบ)", name))
    assert letter.signatory is not None
    assert (letter.signatory.name, letter.signatory.position) == ("นายกอบชัย ทดสอบ", "ปลัดกระทรวงมหาดไทย")
    assert letter.owner_unit == "กองกลาง"


def test_a_qr_code_of_which_the_letter_speaks_is_no_caption() -> None:
    listed = "สิ่งที่ส่งมาด้วย 1. คู่มือ จำนวน 1 เล่ม\n2. แบบรายงาน (QR Code)\n\nด้วยมี"
    letter = one(PLAIN.replace("ด้วยมี", listed).replace("ทดสอบระบบ\n\nเรียน", "ทดสอบระบบ QR Code\n\nเรียน"))
    assert [item.raw for item in letter.enclosures] == ["คู่มือ จำนวน 1 เล่ม", "แบบรายงาน (QR Code)"]
    assert letter.subject == "การทดสอบระบบ QR Code"
    wrapped = one(PLAIN.replace("การทดสอบระบบ\n\nเรียน", "การยื่นคำขอที่ศูนย์บริการร่วมทุกแห่ง\nด้วย QR Code\n\nเรียน"))
    assert wrapped.subject == "การยื่นคำขอที่ศูนย์บริการร่วมทุกแห่งด้วย QR Code"
    caption = one(PLAIN.replace("กองกลาง\n", "กองกลาง\nแบบตอบรับ QR Code\n"))
    assert caption.owner_unit == "กองกลาง"


@pytest.mark.parametrize(
    ("line", "secrecy"),
    [
        ('1. หนังสือ "ลับ"  ให้ใช้กุญแจของผู้รับ', None),
        ('ชั้นความลับ "ลับ"', "ลับ"),
        ('เอกสาร "ลับมาก"', "ลับมาก"),
        ('"ลับ"', "ลับ"),
    ],
)
def test_a_class_that_an_item_names_is_not_the_letters(line: str, secrecy: str | None) -> None:
    assert one(PLAIN.replace("ด้วยมีการทดสอบระบบ", f"ด้วยมีการทดสอบระบบ\n{line}\nตามแบบ")).secrecy == secrecy


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("ปลัดกระทรวง ทุกกระทรวง และผู้ว่าราชการจังหวัด", ("ปลัดกระทรวง ทุกกระทรวง", "ผู้ว่าราชการจังหวัด")),
        ("นายอำเภอ ทุกอำเภอ กำนัน ผู้ใหญ่บ้าน", ("นายอำเภอ ทุกอำเภอ", "กำนัน", "ผู้ใหญ่บ้าน")),
        ("อธิบดีกรมสมมติ ทุกกระทรวง", ("อธิบดีกรมสมมติ", "ทุกกระทรวง")),
    ],
)
def test_every_one_of_them_is_one_addressee(written: str, names: tuple[str, ...]) -> None:
    assert one(PLAIN.replace("ผู้ว่าราชการจังหวัดทุกจังหวัด", written)).addressees == names


@pytest.mark.parametrize(
    ("written", "phones"),
    [
        ("0 2000 1111 ต่อ 8821, 8917", ("0 2000 1111 ต่อ 8821, 8917",)),
        ("0 2000 1111 ต่อ 6348, 6349 และ 4441", ("0 2000 1111 ต่อ 6348, 6349 และ 4441",)),
        ("0 2000 1111, 0 2000 1112", ("0 2000 1111", "0 2000 1112")),
        ("0 2000 1111 ต่อ 12, 0 2000 1112", ("0 2000 1111 ต่อ 12", "0 2000 1112")),
        ("5968, 0 2000 1111", ("5968", "0 2000 1111")),
    ],
)
def test_extensions_are_not_telephones_of_their_own(written: str, phones: tuple[str, ...]) -> None:
    assert one(PLAIN.replace("0 2000 1111", written)).phones == phones


def test_a_running_number_misread_beyond_a_wide_gap() -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15\n\nสำ", "ที่ มท 0201 / ว   1o5      สำ"))
    assert (letter.number.canonical, letter.number.status) == ("มท 0201/ว 105", "normalised")
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"


def test_the_emblem_beside_the_number_is_not_the_sender() -> None:
    letter = one(PLAIN.replace("ที่ มท 0201/ว 15\n\nสำ", "ที่ มท 0201/ว 15        (ครุฑ)        สำ"))
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"
    assert letter.issuer_address == ("ถนนอัษฎางค์ กทม. 10200",)


def test_the_committee_of_which_somebody_is_secretary_is_of_the_position() -> None:
    signed = "อธิบดีกรมสมมติ\nกรรมการและเลขานุการ\nคณะกรรมการนโยบายสมมติ\n\nกองกลาง"
    letter = one(PLAIN.replace("ปลัดกระทรวงมหาดไทย\n\nกองกลาง", signed))
    assert letter.signatory is not None
    assert letter.signatory.position == "อธิบดีกรมสมมติ กรรมการและเลขานุการ คณะกรรมการนโยบายสมมติ"
    assert letter.owner_unit == "กองกลาง"


def test_a_speed_class_on_a_line_of_its_own_within_a_reference() -> None:
    cited = "อ้างถึง หนังสือกรมสมมติ\nด่วนมาก\nที่ มท 0809/\n441 ลงวันที่\n4 มกราคม 2567\n\nด้วยมี"
    letter = one(PLAIN.replace("ด้วยมี", cited))
    (reference,) = letter.references
    assert reference.raw == "หนังสือกรมสมมติ ด่วนมาก ที่ มท 0809/ 441 ลงวันที่ 4 มกราคม 2567"
    assert (reference.number_canonical, reference.date_be) == ("มท 0809/441", "2567-01-04")
    assert letter.speed is None


@pytest.mark.parametrize("issue", ["ฉบับที่ 3/2568", "ฉบับที่ 3"])
def test_which_issue_it_is_is_not_of_the_title(issue: str) -> None:
    letter = one(
        f"แถลงการณ์กระทรวงสมมติ\nเรื่อง การอำนวยความสะดวก\n{issue}\n\nกระทรวงสมมติขอแถลงว่า เปิดให้บริการแล้ว\n\n"
        "กระทรวงสมมติ\n29 กันยายน 2568\n"
    )
    assert letter.subject == "การอำนวยความสะดวก"


@pytest.mark.parametrize("seal", ["(ตราชื่อส่วนราชการ)\n", ""])
def test_a_stamped_letter_of_a_numbered_region(seal: str) -> None:
    letter = one(
        "ที่ ศย 0012/441\n\nถึง โรงเรียนสมมติ\n\nสำนักงานศาลสมมติประจำภาค 3 ขอส่งสำเนาคำพิพากษา จำนวน 1 ฉบับ\n\n"
        f"{seal}สำนักงานศาลสมมติประจำภาค 3\n17 มิถุนายน 2567\n\nส่วนคดี\nโทร. 0 4400 1112\n"
    )
    assert (letter.issuer, letter.date.be) == ("สำนักงานศาลสมมติประจำภาค 3", "2567-06-17")
    assert (letter.owner_unit, letter.phones) == ("ส่วนคดี", ("0 4400 1112",))


@pytest.mark.parametrize("above", ["", PLAIN.replace("ที่ มท 0201/ว 15", "ที่ มท 0201/ว 16") + "\n"])
def test_a_certificate_whose_number_stands_above_sender_and_heading(above: str) -> None:
    letter = parse_letters(
        f"{above}ที่ 077/2568                    โรงเรียนสมมติ\n                    อำเภอสมมติ\n"
        "                    จังหวัดอุบลราชธานี 34190\n\n          หนังสือรับรอง\n\n"
        "ขอรับรองว่า เด็กหญิงสมมติ ทดสอบ เป็นนักเรียนของโรงเรียนสมมติ จริง\n\n"
        "ให้ไว้ ณ วันที่ 15 กรกฎาคม พ.ศ. 2568\n\n(นายจำลอง ทดสอบ)\nผู้อำนวยการโรงเรียนสมมติ\n"
    )[-1]
    assert (letter.kind, letter.number.canonical, letter.date.be) == ("record", "77/2568", "2568-07-15")
    assert (letter.issuer, letter.issuer_address) == ("โรงเรียนสมมติ", ("อำเภอสมมติ", "จังหวัดอุบลราชธานี 34190"))
    assert letter.signatory is not None
    assert letter.signatory.position == "ผู้อำนวยการโรงเรียนสมมติ"


def test_a_list_of_bullets_is_a_list() -> None:
    letter = one(PLAIN.replace("ด้วยมี", "อ้างถึง - ระเบียบสมมติ พ.ศ. 2560\n        - ประกาศสมมติ\nฉบับที่ 3\n\nด้วยมี"))
    assert [item.raw for item in letter.references] == ["ระเบียบสมมติ พ.ศ. 2560", "ประกาศสมมติฉบับที่ 3"]


def test_a_letter_to_a_monk_has_a_purpose() -> None:
    letter = one(
        PLAIN.replace("เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด", "นมัสการ เจ้าคณะจังหวัดสมมติ")
        .replace("จึงเรียนมา", "จึงนมัสการมา")
        .replace("ขอแสดงความนับถือ", "ขอนมัสการด้วยความเคารพ")
    )
    assert (letter.salutation, letter.purpose_line) == ("นมัสการ", "จึงนมัสการมาเพื่อโปรดทราบ")


@pytest.mark.parametrize("title", ["เทศบัญญัติเทศบาลเมืองสมมติ", "ข้อบัญญัติองค์การบริหารส่วนตำบลสมมติ"])
def test_the_rules_of_local_governments_are_letters_of_command(title: str) -> None:
    letter = one(
        f"{title}\nเรื่อง การจอดรถ\nพ.ศ. 2568\n\nโดยที่เป็นการสมควรตราข้อกำหนดไว้\n\n"
        "ประกาศ ณ วันที่ 20 มิถุนายน พ.ศ. 2568\n\n(นางสมมติ ทดสอบ)\nนายกเทศมนตรีเมืองสมมติ\n"
    )
    assert (letter.kind, letter.date.be, letter.issuer) == ("order", "2568-06-20", title.partition("บัญญัติ")[2])


@pytest.mark.parametrize(
    ("form", "speed", "secrecy"),
    [
        ("ชั้นความเร็ว  ด่วน        ชั้นความลับ  -", "ด่วน", None),
        ("ชั้นความเร็ว ปกติ        ชั้นความลับ ไม่มี", None, None),
        ("ชั้นความเร็ว  -        ชั้นความลับ  ลับมาก", None, "ลับมาก"),
        ("ชั้นความลับ", None, "ลับ"),
    ],
)
def test_a_form_says_which_class_or_none(form: str, speed: str | None, secrecy: str | None) -> None:
    """A field of which the value is lost keeps the letter in, until a person has looked."""
    letter = one(f"{form}\n{PLAIN}")
    assert (letter.speed, letter.secrecy) == (speed, secrecy)
    assert letter.issuer == "สำนักงานปลัดกระทรวงมหาดไทย"


def test_what_a_program_prints_beside_an_electronic_signature_is_nobodys_position() -> None:
    printed = "Digitally signed by SOMMUT\nDate: 2025.06.25 10:12:00 +07'00'\n\nกองกลาง"
    letter = one(PLAIN.replace("\nกองกลาง", printed))
    assert letter.signatory is not None
    assert (letter.signatory.position, letter.owner_unit) == ("ปลัดกระทรวงมหาดไทย", "กองกลาง")


def test_the_office_for_whose_head_somebody_acts_may_be_on_the_next_line() -> None:
    letter = one(PLAIN.replace("\nปลัดกระทรวงมหาดไทย", "\nรองอธิบดี ปฏิบัติราชการแทนอธิบดี\nกรมสมมติวิทยา"))
    assert letter.signatory is not None
    assert letter.signatory.acting_for == "อธิบดี กรมสมมติวิทยา"
    assert letter.owner_unit == "กองกลาง"


def test_the_prefix_of_lopburi_is_no_class() -> None:
    """ลับ that lost its mark looks like ลบ, the province's letters."""
    assert one(PLAIN.replace("ที่ มท 0201", "ที่ ลบ 0033")).secrecy is None
    assert one(PLAIN.replace("ที่ มท 0201", "ที่ ลับ ลบ 0033")).secrecy == "ลับ"


def test_bangkok_sends_letters_itself() -> None:
    letter = one(PLAIN.replace("สำนักงานปลัดกระทรวงมหาดไทย\nถนนอัษฎางค์", "กรุงเทพมหานคร\nถนนดินสอ"))
    assert (letter.issuer, letter.issuer_address) == ("กรุงเทพมหานคร", ("ถนนดินสอ กทม. 10200",))


@pytest.mark.parametrize(
    "sentence",
    [
        "ให้ตรวจสอบรายชื่อผู้มีสิทธิปีละ 2 ครั้ง",
        "กระทรวงมหาดไทยจะติดตั้งป้ายสมมติ ณ ที่ว่าการอำเภอ จำนวน 9 แห่ง",
        "สำนักงานสมมติเห็นชอบให้กรมทดสอบใช้เงินเหลือจ่าย",
    ],
)
def test_a_sentence_that_touches_the_addressees_is_the_body(sentence: str) -> None:
    top, _, rest = PLAIN.partition("เรียน ")
    _, _, end = rest.partition("จึงเรียน")
    letter = one(f"{top}เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด\n{sentence}\nจึงเรียน{end}")
    assert letter.addressees == ("ผู้ว่าราชการจังหวัดทุกจังหวัด",)
    assert letter.body.startswith(sentence)


def test_a_ministrys_civil_service_committee_is_one_addressee() -> None:
    top, _, rest = PLAIN.partition("เรียน ")
    letter = one(f"{top}เรียน อ.ก.พ. กระทรวง\n{rest.partition(chr(10))[2]}")
    assert letter.addressees == ("อ.ก.พ. กระทรวง",)


@pytest.mark.parametrize("text", ["ด้วยมีการทดสอบ", "ตามที่มีการทดสอบ นั้น ขอให้ทดสอบ"])
def test_a_text_below_an_enclosure_that_nobody_counted_is_the_letters(text: str) -> None:
    closed_up = PLAIN.replace("\n\n", "\n").replace(
        "ด้วยมีการทดสอบระบบ", f"สิ่งที่ส่งมาด้วย รายงาน จำนวน 1 ชุด\nแผ่นพับประชาสัมพันธ์\n{text}"
    )
    letter = one(closed_up)
    assert [item.raw for item in letter.enclosures] == ["รายงาน จำนวน 1 ชุด", "แผ่นพับประชาสัมพันธ์"]
    assert letter.body == text
