"""The shipped lexicon: what it says, and what it must not."""

import pytest

from search.thai.lexicon import DATA, Entry, Lexicon, abbreviation_key, lexicon, read_entries


def meanings(term, weak=False):
    return {meaning.text for meaning in lexicon().meanings(term) if meaning.weak is weak}


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda path: path.name)
def test_every_line_says_something(path):
    entries = read_entries(path)
    assert entries
    for entry in entries:
        assert entry.term.strip() == entry.term
        assert entry.meanings or entry.kind == "name", entry.term


def test_a_file_with_an_unknown_kind_is_refused_by_line(tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text("term\tkind\tmeanings\tweak\nก\tnonsense\tข\t\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.tsv:2.*nonsense"):
        read_entries(path)


@pytest.mark.parametrize(
    ("term", "meaning"),
    [
        ("สธ.", "กระทรวงสาธารณสุข"),
        ("สธ", "กระทรวงสาธารณสุข"),
        ("กระทรวงสาธารณสุข", "สธ."),
        ("ส ป ส ช .", "สำนักงานหลักประกันสุขภาพแห่งชาติ"),
        ("พรบ", "พระราชบัญญัติ"),
        ("กสม.", "สำนักงานคณะกรรมการสิทธิมนุษยชนแห่งชาติ"),
        ("ใบเกิด", "สูติบัตร"),
        ("อนุญาติ", "อนุญาต"),
        ("car tax", "ภาษีรถประจำปี"),
        ("กรมประชาสงเคราะห์", "กรมพัฒนาสังคมและสวัสดิการ"),
        ("ยังงัย", "ยังไง"),
        ("รถกู้ชีพ", "การแพทย์ฉุกเฉิน"),
        ("ยูเซ็ป", "ucep"),
        ("NIEM", "สถาบันการแพทย์ฉุกเฉินแห่งชาติ"),
        ("มหาวิทยาลัยขอนแก่น", "kku"),
        ("ค่าโรงแรม", "ค่าเช่าที่พัก"),
        ("เมืองสามหมอก", "แม่ฮ่องสอน"),
        ("Hat Yai", "หาดใหญ่"),
        ("tender", "ประกวดราคา"),
        ("SSO", "สำนักงานประกันสังคม"),
        ("DPO", "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล"),
    ],
)
def test_terms_have_their_meanings(term, meaning):
    assert meaning in meanings(term)


def test_everyday_words_lead_to_official_ones_and_not_back():
    assert "ใบเกิด" not in meanings("สูติบัตร")


@pytest.mark.parametrize(
    ("official", "word"),
    [
        ("กรมบังคับคดี", "led"),
        ("สนข.", "otp"),
        ("สำนักงานประกันสังคม", "sso"),
        ("เซรุ่ม", "เซรั่ม"),
        ("แลกเหรียญ", "เหรียญที่ระลึก"),
        ("เลิกจ้าง", "เลิกจ้างงาน"),
    ],
)
def test_the_name_of_a_body_or_a_thing_is_no_other_word(official, word):
    """Whoever looks for the Legal Execution Department does not mean lamps."""
    assert word not in meanings(official) | meanings(official, weak=True)


def test_a_sum_with_a_comma_is_one_meaning():
    assert "เงิน 10,000 บาท" in meanings("เงินหมื่น")
    assert not {"เงิน 10", "000 บาท"} & meanings("เงินหมื่น")


def test_what_is_ambiguous_is_only_a_hint():
    assert "กรมบังคับคดี" in meanings("LED", weak=True)
    assert "กรมพัฒนาฝีมือแรงงาน" in meanings("กพร", weak=True)
    assert not meanings("กพร") & {"กรมพัฒนาฝีมือแรงงาน", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"}
    assert "สำนักงานคณะกรรมการพัฒนาระบบราชการ" in meanings("ก.พ.ร.")


def test_undotted_spelling_of_a_dotted_abbreviation_is_known_unless_it_means_something_else():
    small = Lexicon([Entry("ก.ข.ค.", "abbr", ("ชื่อเต็ม",)), Entry("ง.จ.", "abbr", ("อื่น",))])
    assert [(m.text, m.weak) for m in small.meanings("กขค") if m.text == "ชื่อเต็ม"] == [("ชื่อเต็ม", False)]
    assert all(m.weak for m in small.meanings("งจ"))


@pytest.mark.parametrize(
    ("form", "key"),
    [("สธ.", "สธ"), ("สธ", "สธ"), ("ก.พ.ร.", "ก.พ.ร."), ("ก.พ.ร", "ก.พ.ร."), ("การ", None), ("opdc", None)],
)
def test_keys_of_abbreviations(form, key):
    assert abbreviation_key(form) == key
