"""What one letter tells again of another, and tells otherwise: amounts, shares, deadlines, authorities."""

from __future__ import annotations

import pytest

from tests.circulars.letters.test_flags import CITED, CLEAN, flags

ASKED = "คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 ให้รายงานผลต่อคณะรัฐมนตรีทุกสามเดือนตามแบบที่กำหนด"
TASK = "ให้กระทรวงทดสอบจัดตั้งศูนย์บริการร่วมสำหรับประชาชน"


def doubts(here: str, there: str) -> list[tuple[str, str]]:
    """Field and related letter of the corruptions seen when a letter with `here` answers one with `there`."""
    ours = CLEAN.replace(f"ตามหนังสือที่อ้างถึง {ASKED} นั้น", here)
    assert here in ours
    theirs = CITED.replace(f"{ASKED} ตามนโยบายของรัฐบาล", there)
    assert there in theirs
    return [(one.field, one.message) for one in flags(ours, theirs) if one.code == "SEMANTIC_CORRUPTION"]


@pytest.mark.parametrize(
    ("here", "there", "asked"),
    [
        ("จำนวน ๒๐๐ แห่ง", "จำนวน 250 แห่ง", "250 แห่ง"),
        ("ภายในวงเงิน ๔๕,๕๐๐,๐๐๐ บาท", "ภายในวงเงิน 48,500,000 บาท", "48,500,000 บาท"),
        ("ภายใน ๑๕๐ วัน", "ภายใน 180 วัน", "180 วัน"),
        ("ให้ครบร้อยละ ๑๐", "ให้ครบร้อยละ 70", "ร้อยละ 70"),
        ("ภายในวันที่ ๓๐ กันยายน ๒๕๖๘", "ภายในวันที่ 30 กันยายน 2567", "๓๐ กันยายน ๒๕๖๗"),
    ],
)
def test_an_amount_told_otherwise_is_seen(here: str, there: str, asked: str) -> None:
    ((field, message),) = doubts(f"ตามหนังสือที่อ้างถึง กระทรวงสมมติขอ{TASK} {here} นั้น", f"จึงขอ{TASK} {there}")
    assert field == "body"
    assert f"“{asked}”" in message
    ((field, _),) = doubts(
        f"คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 {TASK} {here} ตามที่กระทรวงสมมติเสนอ", f"เห็นควร{TASK} {there}"
    )
    assert field == "body"


@pytest.mark.parametrize("opening", ["ด้วยกระทรวงสมมติเสนอ", "เนื่องจากกระทรวงสมมติกำหนด", "กระทรวงสมมติขอ"])
def test_what_the_sender_of_a_copy_does_is_told_again(opening: str) -> None:
    there = f"กระทรวงสมมติขอเสนอ{TASK} จำนวน 250 แห่ง เป็นเวลา 6 เดือน นับแต่วันประกาศ"
    here = f"{opening}{TASK} จำนวน {{}} เป็นเวลา {{}} นับแต่วันประกาศ กระทรวงทดสอบเห็นชอบแล้ว"
    assert doubts(here.format("๒๕๐ แห่ง", "๖ เดือน"), there) == []
    assert len(doubts(here.format("๕๒๐ แห่ง", "๖ เดือน"), there)) == 1
    assert len(doubts(here.format("๒๕๐ แห่ง", "๖ ปี"), there)) == 1


@pytest.mark.parametrize(
    "here",
    [
        f"ด้วยกระทรวงสมมติเสนอเรื่องนี้ สำนักงานปลัดกระทรวงทดสอบให้{TASK} จำนวน 5 แห่ง",
        f"ด้วยกระทรวงสมมติเสนอเรื่องนี้ คณะรัฐมนตรีได้มีมติ{TASK} จำนวน 5 แห่ง",
        f"ด้วยกระทรวงสมมติเสนอเรื่องนี้\n\nเพื่อการนี้ {TASK} จำนวน 5 แห่ง",
        f"ด้วยกระทรวงสมมติ เสนอเรื่องนี้ จึงให้{TASK} จำนวน 5 แห่ง",
    ],
)
def test_what_others_do_behind_the_sender_is_their_own(here: str) -> None:
    assert doubts(here, f"กระทรวงสมมติขอเสนอ{TASK} จำนวน 250 แห่ง") == []


def test_an_amount_in_a_list_that_is_told_again_is_seen() -> None:
    there = f"เห็นควร ดังนี้\n\n1. {TASK} จำนวน 250 แห่ง\n\n2. ให้รายงานผลทุกปี"
    told = "ตามหนังสือที่อ้างถึง กระทรวงสมมติขอ"
    assert doubts(f"{told}{TASK} จำนวน 200 แห่ง และให้รายงานผลทุกปี นั้น", there)
    assert doubts(f"{told}{TASK} จำนวน 250 แห่ง และให้รายงานผลทุกปี นั้น", there) == []
    assert doubts(f"{told} ดังนี้\n\n1. {TASK} จำนวน 250 แห่ง\n\n3. ให้รายงานผลทุกปี นั้น", there) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        # written otherwise, the same
        (f"ตามหนังสือที่อ้างถึง ขอ{TASK} วงเงิน ๕๕๐๐ บาท นั้น", f"จึงขอ{TASK} วงเงิน 5,500 บาท"),
        (f"ตามหนังสือที่อ้างถึง ขอ{TASK} วงเงิน ๓๖.๐ ล้านบาท นั้น", f"จึงขอ{TASK} วงเงิน 36 ล้านบาท"),
        (f"ตามหนังสือที่อ้างถึง ขอ{TASK} ภายใน ๑๒ เดือน นั้น", f"จึงขอ{TASK} ภายใน 1 ปี"),
        # its own will, not what was asked
        (f"ตามหนังสือที่อ้างถึง แจ้งแนวทางแล้ว นั้น\n\nจึงขอ{TASK} จำนวน 5 แห่ง", f"จึงขอ{TASK} จำนวน 250 แห่ง"),
        (
            f"กระทรวงสมมติแจ้งว่ามีแนวทางแล้ว จึงขอ{TASK} ภายในวันที่ 20 มกราคม 2567",
            f"จึงขอ{TASK} ภายในวันที่ 31 มกราคม 2567",
        ),
        (f"กระทรวงทดสอบได้ดำเนินการ{TASK} จำนวน 3 แห่ง", f"จึงขอ{TASK} จำนวน 5 แห่ง"),
        # changed on purpose
        (
            f"คณะรัฐมนตรีมีมติ{TASK} โดยปรับลดวงเงินคงเหลือ 40 ล้านบาท ตามที่กระทรวงสมมติเสนอ",
            f"เห็นควร{TASK} โดยมีวงเงินคงเหลือ 50 ล้านบาท",
        ),
        (
            f"ตามที่กระทรวงสมมติเสนอ คณะรัฐมนตรีมีมติ{TASK} วงเงิน 40 ล้านบาท",
            f"เห็นควร{TASK} วงเงิน 50 ล้านบาท",
        ),
        (
            f"คณะรัฐมนตรีมีมติ{TASK} วงเงิน 40 ล้านบาท ตามที่กระทรวงสมมติเสนอ และตามความเห็นของสำนักงานจำลอง",
            f"เห็นควร{TASK} วงเงิน 50 ล้านบาท",
        ),
        # in another order
        (
            "ตามหนังสือที่อ้างถึง ขอให้จังหวัดรายงานผลให้ทราบภายใน 60 วัน และให้ส่วนราชการรายงานผลให้ทราบภายใน 30 วัน นั้น",
            "จึงขอให้ส่วนราชการรายงานผลให้ทราบภายใน 30 วัน และให้จังหวัดรายงานผลให้ทราบภายใน 60 วัน",
        ),
        # not exact
        (f"ตามหนังสือที่อ้างถึง ขอ{TASK} เป็นเงินประมาณ ๑.๒ ล้านบาท นั้น", f"จึงขอ{TASK} เป็นเงิน 1,198,500 บาท"),
        # which one, not how many
        (f"ตามหนังสือที่อ้างถึง ขอ{TASK} ตามแบบที่ 3 นั้น", f"จึงขอ{TASK} ตามแบบที่ 2"),
    ],
)
def test_an_amount_that_may_differ_is_left(here: str, there: str) -> None:
    assert doubts(here, there) == []


def test_another_authority_is_seen_when_part_of_its_name_agrees() -> None:
    told = "ตามหนังสือที่อ้างถึง ให้กระทรวงทดสอบรายงานผลการจัดตั้งศูนย์บริการร่วมและนำเสนอคณะ{}มนตรีทุกไตรมาสต่อไป นั้น"
    asked = "ให้กระทรวงทดสอบรายงานผลการจัดตั้งศูนย์บริการร่วมและนำเสนอคณะรัฐมนตรีทุกไตรมาสต่อไป"
    assert doubts(told.format("องค"), asked)
    assert doubts(told.format("รัฐ"), asked) == []


def test_another_authority_is_seen_near_the_end_of_a_sentence() -> None:
    told = "ให้กระทรวงทดสอบประเมินผลการจัดตั้งศูนย์บริการร่วมและนำมา{}ทุกปี"
    assert doubts(told.format("กราบบังคมทูล"), f"1. {told.format('รายงานคณะรัฐมนตรี')}")
    assert doubts(told.format("เสนอคณะรัฐมนตรี"), f"1. {told.format('รายงานคณะรัฐมนตรี')}") == []


def test_each_may_ask_for_reports_to_itself() -> None:
    asks = "จึงขอให้ส่วนราชการในสังกัดรายงานผลการสำรวจให้{}ทราบโดยเร็วตามแบบที่กำหนด"
    assert doubts(asks.format("ปลัดกระทรวงทดสอบ"), asks.format("กระทรวงสมมติ")) == []
    assert doubts(asks.format("อธิบดีกรมจำลอง"), asks.format("กระทรวงสมมติ"))


def test_the_doubt_stands_where_the_amount_is_written() -> None:
    told = f"ตามหนังสือที่อ้างถึง กระทรวงสมมติขอ{TASK} ภายใน ๑๕๐ วัน นั้น"
    ours = CLEAN.replace(f"ตามหนังสือที่อ้างถึง {ASKED} นั้น", told)
    theirs = CITED.replace(ASKED, f"จึงขอ{TASK} ภายใน 180 วัน")
    (found,) = [one for one in flags(ours, theirs) if one.code == "SEMANTIC_CORRUPTION"]
    assert found.span is not None
    assert ours.strip()[slice(*found.span)] == "๑๕๐ วัน"
