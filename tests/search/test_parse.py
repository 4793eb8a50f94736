"""How a query is understood: ways of writing that people and machines have."""

from __future__ import annotations

import pytest

from search.analysis import skeleton
from search.canonical import find_canonical
from search.parse import parse_query
from search.query import Query
from search.thai.lexicon import Entry, Layers, Lexicon, lexicon
from search.thai.normalise import normalise


def ways(query: Query) -> set[tuple[str, ...]]:
    return {way.tokens for group in query.groups for way in group.alternatives}


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("1.5 ล้านบาท", "#q1500000"),
        ("๑.๕ ล้าน", "#q1500000"),
        ("1,500,000 บาท", "#q1500000"),
        ("หนึ่งล้านห้าแสนบาท", "#q1500000"),
        ("37 พันล้านบาท", "#q37000000000"),
        ("3.7 หมื่นล้านบาท", "#q37000000000"),
        ("สองพันห้าร้อยบาท", "#q2500"),
        ("ปีงบ 66", "#f2566"),
        ("FY2566", "#f2566"),
        ("fiscal year 2023", "#f2566"),
        ("ประจำเดือนตุลาคม 2566", "#m2566-10"),
        ("เดือนตุลาคม ปี 2566", "#m2566-10"),
        ("ตามมาตรา ๑๖๐", "#oม160"),
        ("10-12 ก.ย. 2563", "#r2563-09-10/2563-09-12"),
        ("ระหว่างวันที่ ๑๐ ถึง ๑๒ กันยายน ๒๕๖๓", "#r2563-09-10/2563-09-12"),
        ("ร้อยละ ๑๒.๕", "#p12.5"),
        ("12.50 %", "#p12.5"),
        ("12.5 เปอร์เซนต์", "#p12.5"),
        ("เวลา ๘.๓๐ น.", "#h08:30"),
        ("08:30", "#h08:30"),
        ("09.00 - 16.30 น.", "#h09:00"),
        ("ไตรมาสที่ ๓ ของปี ๒๕๖๖", "#k2566-3"),
        ("ไตรมาสสาม ปี 66", "#k2566-3"),
        ("Q3/2023", "#k2566-3"),
        ("ครั้งที่สิบสอง", "#uครั้ง12"),
        ("ครั้งที่ ๑๒", "#uครั้ง12"),
        ("เฟส 2", "#uระยะ2"),
        ("ระยะที่สอง", "#uระยะ2"),
        ("ครั้งที่ 4 ประจำปี 2564", "#n4/2564"),
        ("ครั้งที่ 4/64", "#n4/2564"),
        ("330-1-12427-8", "#q3301124278"),
        ("330 1 12427 8", "#q3301124278"),
        ("บัญชีเลขที่ ๓๓๐๑๑๒๔๒๗๘", "#q3301124278"),
        ("0-9940-00274-86-4", "#q0994000274864"),
        ("0994000274864", "#q0994000274864"),
        ("หมู่ที่ ๖ ตำบลบ้านกาศ", "#uหมู่6"),
        ("หมู่ 6", "#uหมู่6"),
        ("ม.6 ต.บ้านกาศ", "#uหมู่6"),
        ("+66 2 280 9000", "#t022809000"),
        ("+66(0)2-280-9000", "#t022809000"),
        ("006622809000", "#t022809000"),
        ("0 2280 9000", "#t022809000"),
        ("02.280.9000", "#t022809000"),
        ("0.2280.9000", "#t022809000"),
        ("(02) 280-9000", "#t022809000"),
        ("(+66) 2 280 9000", "#t022809000"),
        ("0 - 2280 - 9000", "#t022809000"),
        ("055.411.000", "#t055411000"),
        ("โทร. 089.555.0101.", "#t0895550101"),
        ("section 77", "#oม77"),
        ("Sec. 77", "#oม77"),
        ("Article 77", "#oม77"),
        ("ระยะที่ IV", "#uระยะ4"),
        ("ฉบับที่ Ⅸ", "#uฉบับ9"),
        ("Phase III", "#uระยะ3"),
        ("คดีหมายเลขแดงที่ อบ.๔๕๓๐/๒๕๖๔", "#n4530/2564"),
        ("อบ.4530/2564", "#n4530/2564"),
    ],
)
def test_one_token_however_it_is_written(text: str, token: str) -> None:
    """Texts are indexed with it, and queries ask for it."""
    assert token in {t for item in find_canonical(normalise(text)) for t in item.tokens}
    assert (token,) in ways(parse_query(text))


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("ปรับสองพัน", "#q2000"),
        ("ห้าหมื่นห้าพัน", "#q55000"),
        ("มาตราสามสิบสาม", "#oม33"),
        ("ม. สี่สิบ", "#oม40"),
        ("โทร หนึ่งหกเก้าศูนย์", "#q1690"),
        ("ภาษี 2566", "#y2566"),
        ("ภาษี 2023", "#y2566"),
        ("ภาษี 66", "#y2566"),
        ("คำสั่งที่ 58/66", "#n58/2566"),
        ("คำสั่งที่ 58/2566", "#n58/66"),
    ],
)
def test_a_number_in_a_query_is_also_what_texts_write_for_it(text: str, token: str) -> None:
    assert (token,) in ways(parse_query(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ดีแอลที", ("dlt",)),
        ("ดี พี โอ", ("dpo",)),
        ("อีจีพี", ("e-gp",)),
        ("เอ็นบีทีซี", ("nbtc",)),
        ("dlt", ("ดี", "แอล", "ที")),
    ],
)
def test_latin_abbreviations_are_looked_for_as_they_are_spoken(text: str, meant: tuple[str, ...]) -> None:
    assert any("".join(way) == "".join(meant) for way in ways(parse_query(text)))


@pytest.mark.parametrize("text", ["ดีใจ", "เอกสาร", "ที", "ดีที่สุด", "โอนที่ดิน"])
def test_words_that_begin_like_names_of_letters_are_no_abbreviation(text: str) -> None:
    assert not any(token.isascii() for way in ways(parse_query(text)) for token in way)


@pytest.mark.parametrize("text", ["สองพันธมิตร", "หกสิบ", "สองสาม", "66", "ภาษี 99", "2566 ล้านบาท", "รุ่น 2400"])
def test_a_word_or_a_small_number_is_no_sum_and_no_year(text: str) -> None:
    asked = {token for way in ways(parse_query(text)) for token in way}
    assert not {token for token in asked if token.startswith("#y")}
    assert text[0].isdigit() or not asked & {"#q2000", "#q60", "#q23"}


@pytest.mark.parametrize(
    ("text", "other", "token"),
    [
        ("หมวดหมู่ 5", "#uหมู่5", "#uหมวดหมู่5"),
        ("โต๊ะหมู่ 7", "#uหมู่7", "#uโต๊ะหมู่7"),
        ("แม่ทัพกองทัพภาคที่ 4", "#uภาค4", "#uกองทัพภาค4"),
        ("อาคารชุดที่ 2", "#uชุด2", "#uอาคารชุด2"),
        ("หัวข้อที่ 3", "#uข้อ3", "#uหัวข้อ3"),
        ("ขั้นตอนที่ 2", "#uตอน2", "#uขั้นตอน2"),
    ],
)
def test_a_noun_that_ends_a_longer_word_is_not_what_is_counted(text: str, other: str, token: str) -> None:
    """Whoever looks for category 5 gets no villages, and a text about it is none about village 5."""
    assert other not in {t for item in find_canonical(normalise(text)) for t in item.tokens}
    assert not any(other in way for way in ways(parse_query(text)))
    assert (token,) in ways(parse_query(text))


@pytest.mark.parametrize("text", ["2,000 บาท", "สามคน", "ห้าบาท", "2566 ล้านบาท", "ล้านบาท"])
def test_what_is_another_sum_stays_another(text: str) -> None:
    assert ("#q1500000",) not in ways(parse_query(text))
    assert ("#y2566",) not in ways(parse_query(text))


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("วันอังคารที่ 9 มิถุนายน 2563", "#d2563-06-09"),
        ("พฤหัส 5 ธ.ค. 45", "#d2545-12-05"),
        ("ศุกร์ที่ ๕ มิ.ย. ๖๓", "#d2563-06-05"),
        ("ระหว่างวันที่ 11 – 12 กันยายน 2566", "#r2566-09-11/2566-09-12"),
        ("1,273,4O1", "#q1273401"),
        ("25oo", "#q2500"),
        ("l,200.50", "#q1200.5"),
    ],
)
def test_a_query_that_is_one_date_or_sum_is_one_unit(text: str, token: str) -> None:
    (group,) = parse_query(text).groups
    assert group.alternatives[0].tokens == (token,)


@pytest.mark.parametrize("text", ["co2", "10l", "o2o", "local", "วันอาทิตย์", "อาทิตย์ที่ 5"])
def test_letters_and_days_that_belong_to_no_sum_and_no_date_stay(text: str) -> None:
    assert parse_query(text).plain == text
    assert all(group.kind == "word" for group in parse_query(text).groups)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("พื้นที่ต่างต่าง", "พื้นที่ต่างๆ"), ("เด็ก เด็ก", "เด็กๆ"), ("ดำเนินการการประชุม", "ดำเนินการการประชุม")],
)
def test_a_word_said_twice_is_read_as_it_is_written(typed: str, meant: str) -> None:
    assert parse_query(typed).plain == meant


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("บ่ายสองโมงครึ่ง", "#h14:30"),
        ("บ่ายโมง", "#h13:00"),
        ("6 โมงเช้า", "#h06:00"),
        ("เก้าโมงครึ่ง", "#h09:30"),
        ("๕ โมงเย็น", "#h17:00"),
        ("2 ทุ่ม", "#h20:00"),
        ("เที่ยงวัน", "#h12:00"),
        ("เที่ยงคืน", "#h00:00"),
        ("ตีสาม", "#h03:00"),
    ],
)
def test_times_of_day_as_they_are_spoken(text: str, token: str) -> None:
    assert (token,) in ways(parse_query(f"ประชุม {text}"))


@pytest.mark.parametrize("text", ["ตีพิมพ์", "ความเที่ยงธรรม", "บ่ายวันนี้", "12 ทุ่ม", "ตีหนึ่งพัน", "1.5 โมง"])
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    assert not any(token.startswith("#h") for way in ways(parse_query(text)) for token in way)


def test_loan_words_are_looked_for_as_the_dictionary_spells_them_otherwise() -> None:
    assert ("เวิร์คช็อป",) in ways(parse_query("เวิร์กช็อป"))
    assert ways(parse_query("นิเทศ")) == {("นิเทศ",)}


def test_a_key_that_was_held_down_counts_once_but_not_in_an_abbreviation() -> None:
    assert ("ช่วยเหลือ",) in ways(parse_query("ช่วยยยยเหลือ"))
    assert any("การท่องเที่ยวแห่งประเทศไทย" in way for way in ways(parse_query("ททท. สถานการณ์")))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เพื่อออกใบอนุญาต", "เพื่อออกใบอนุญาต"),
        ("เอาชื่อออกจากบ้าน", "เอาชื่อออกจากบ้าน"),
        ("มากกกว่าเดิม", "มากกว่าเดิม"),
        ("อยากกกกินข้าว", "อยากกินข้าว"),
        ("ห้องงง", "ห้อง"),
    ],
)
def test_a_letter_that_ends_one_word_and_begins_the_next_is_kept(typed: str, meant: str) -> None:
    assert parse_query(typed).plain == meant


def test_an_english_word_in_thai_keys_is_looked_for_besides() -> None:
    found = ways(parse_query("แนอรก วัคซีน"))
    assert ("covid",) in found
    assert ("แนอรก",) in found
    for text in ("อำเภอหนองคาย", "ชมกลิ่น", "สุชาติ"):
        groups = parse_query(text).groups
        assert "keyboard" not in {way.reason for group in groups for way in group.alternatives}


def test_one_word_in_english_keys_among_thai_ones() -> None:
    query = parse_query("ปัญหาของ ly'8, และ")
    assert ("สังคม",) in ways(query)
    assert query.message
    assert "สังคม" in query.message
    assert parse_query("วัคซีน covid").message is None


def test_two_letters_inside_a_name_are_no_abbreviation() -> None:
    assert ("ชั่วโมง",) not in ways(parse_query("นายสุชาติ ชมกลิ่น"))
    assert ("ชั่วโมง",) in ways(parse_query("48 ชม."))


def test_an_issued_in_year_is_less_than_the_year_that_is_spoken_of() -> None:
    (group,) = parse_query("ปีงบประมาณ 2566").groups
    weights = {way.tokens: way.weight for way in group.alternatives}
    assert weights[("#f2566",)] > weights[("#g2566",)] > 0


@pytest.mark.parametrize(
    "text", ["อัตรา 0.28090001", "10.2.280.9000", "รุ่นที่ vision", "C-Section 77", "subsection 77", "ข้อที่ ixi"]
)
def test_points_and_latin_letters_that_are_no_such_number(text: str) -> None:
    found = {token[:2] for item in find_canonical(normalise(text)) for token in item.tokens}
    assert found.isdisjoint({"#t", "#o", "#u"})


def test_a_meeting_of_a_year_is_an_ordinal_too_but_asked_for_by_its_year() -> None:
    (meeting,) = find_canonical("ประชุมครั้งที่ 7/2561")
    assert "#uครั้ง7" in meeting.tokens
    assert ("#uครั้ง7",) not in ways(parse_query("ประชุมครั้งที่ 7/2561"))
    assert ("#uครั้ง7",) in ways(parse_query("ประชุมครั้งที่เจ็ด"))


def test_dots_in_an_abbreviation_that_is_written_without_them_change_nothing() -> None:
    looked_for = ways(parse_query("ก.ฟ.ภ."))
    assert {("#aก.ฟ.ภ.",), ("#aกฟภ",), ("การไฟฟ้าส่วนภูมิภาค",)} <= looked_for
    assert ("#aกพ",) not in ways(parse_query("ก.พ."))  # known with its dots: another body


def test_figures_of_a_fiscal_year_are_most_often_those_of_another() -> None:
    sure = {way.literals: way.weight for way in parse_query("ปีงบประมาณ 2561").groups[0].alternatives}
    year = {way.literals: way.weight for way in parse_query("ปี 2561").groups[0].alternatives}
    assert sure[(b"2561",)] < year[(b"2561",)]


def test_lexicons_in_layers() -> None:
    more = Lexicon(
        [Entry("สธ.", "abbr", ("สำนักธรรมาภิบาล",), only=True), Entry("กขฃค", "abbr", ("กองข้าวขวัญ",))]
    )
    both = Layers((lexicon(), more))

    assert {meaning.text for meaning in both.meanings("สธ")} == {"สำนักธรรมาภิบาล"}
    assert both.knows("กขฃค")
    assert not lexicon().knows("กขฃค")
    assert both.meanings("มท.") == lexicon().meanings("มท.")
    assert ("กองข้าวขวัญ",) in {
        tuple("".join(way.tokens).split())
        for group in parse_query("กขฃค.", terms=both).groups
        for way in group.alternatives
    }


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("1.50 เมตร", "#h01:50"),
        ("จำนวน 8.30 บาท", "#h08:30"),
        ("วันที่ 2 มีนาคม", "#uวัน2"),
        ("ครั้งที่ 25", "#uครั้ง2"),
        ("มาตรา 6 ตำบล", "#uหมู่6"),
        ("ม.6 แห่งพระราชบัญญัติ", "#uหมู่6"),
        ("081-234-5678-9", "#q08123456789"),
        ("0405.2/ว 118", "#n2/ว118"),
        ("0505/12/25", "#d2505-12-25"),
        ("1,234-5-67890-1", "#q23456789011"),
    ],
)
def test_what_only_looks_like_it_is_not_taken_for_it(text: str, token: str) -> None:
    assert token not in {t for item in find_canonical(normalise(text)) for t in item.tokens}


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("เก้าโครงการ", ("9", "โครงการ")),
        ("9 โครงการ", ("เก้า", "โครงการ")),
        ("ยี่สิบเอ็ดจังหวัด", ("21", "จังหวัด")),
        ("เพื่อน เพื่อน", ("เพื่อนๆ",)),
        ("้นีหำ้นสก", ("household",)),
        ("การท่องเที่ยวแห่งประเทศไทย", ("การท่องเที่ยว", "ฯ")),
        ("การท่องเที่ยวฯ", ("การท่องเที่ยว",)),
        ("ขก.", ("ขอนแก่น",)),
        ("จ.แพร่", ("จังหวัดแพร่",)),
        ("medical certificate", ("ใบรับรองแพทย์",)),
        ("stateless", ("ไร้", "สัญชาติ")),
        ("จังหวัดน่าน", ("จ.น่าน",)),
        ("รัชกาลที่ 6", ("พระบาทสมเด็จพระมงกุฎเกล้าเจ้าอยู่หัว",)),
        ("ในหลวง ร.๙", ("มหา", "ภูมิพล", "อดุลยเดช")),
    ],
)
def test_other_ways_to_say_it_are_looked_for(typed: str, way: tuple[str, ...]) -> None:
    assert way in ways(parse_query(typed))


@pytest.mark.parametrize("encoding", ["latin-1 of TIS-620", "latin-1 of UTF-8"])
def test_thai_in_another_encoding_is_read_and_said_so(encoding: str) -> None:
    code = "tis-620" if "TIS" in encoding else "utf-8"
    query = parse_query("กระทรวงการคลัง".encode(code).decode("latin-1"))
    assert query.plain == "กระทรวงการคลัง"
    assert "กระทรวงการคลัง" in (query.message or "")


@pytest.mark.parametrize("text", ["résumé café", "Ångström øre", "naïve", "“คำ” – ก"])
def test_other_languages_are_left_as_they_are(text: str) -> None:
    query = parse_query(text)
    assert query.message is None
    assert query.plain == normalise(text).replace('"', "").strip()


def test_a_short_name_of_a_law_is_looked_for_whole() -> None:
    """The abbreviation before it does not take its words apart, with or without a space."""
    for typed in ("พ.ร.บ.คอมพิวเตอร์", "พ.ร.บ. คอมพิวเตอร์"):
        found = [way.text for group in parse_query(typed).groups for way in group.alternatives]
        assert "พระราชบัญญัติว่าด้วยการกระทำความผิดเกี่ยวกับคอมพิวเตอร์" in found


def test_words_that_ask_are_no_part_of_what_is_asked_about() -> None:
    query = parse_query("อยากทราบเรื่องการจดทะเบียนพาณิชย์ครับ")
    asked = parse_query("การจดทะเบียนพาณิชย์")
    assert [chunk.literal for chunk in query.chunks] == [chunk.literal for chunk in asked.chunks]


@pytest.mark.parametrize("text", ["ผู้ว่าจ้าง", "ปลัดอำเภอ", "ปลัดเทศบาล", "ผู้ว่าการไฟฟ้า", "ผู้กำกับภาพยนตร์", "ปลัดขิก"])
def test_a_word_that_begins_like_the_head_of_a_post_is_none(text: str) -> None:
    assert not [form for chunk in parse_query(text).chunks for form in chunk.forms]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ผู้ว่าเชียงใหม่", "ผู้ว่าราชการจังหวัดเชียงใหม่"),
        ("ผู้ว่าฯจังหวัดเชียงใหม่", "ผู้ว่าราชการจังหวัดเชียงใหม่"),
        ("ปลัดมหาดไทย", "ปลัดกระทรวงมหาดไทย"),
        ("รองปลัดแรงงาน", "รองปลัดกระทรวงแรงงาน"),
        ("ผู้กำกับสภ.เมือง", "ผกก.สภ.เมือง"),
    ],
)
def test_a_post_is_also_what_texts_call_it(text: str, form: str) -> None:
    assert skeleton(form) in parse_query(text).chunks[0].forms
