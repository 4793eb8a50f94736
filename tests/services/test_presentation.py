"""Fees, days and hours in words."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.html import conditional_escape
from django.utils.translation import override

from services.presentation import days_text, fee_summary, fee_text, hours_text
from services.templatetags.services import dialled


def fee(kind: str, amount: str | None = None, unit: str = "บาท") -> dict[str, Any]:
    return {"kind": kind, "amount": Decimal(amount) if amount else None, "unit": unit}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (fee("none"), "ไม่มีค่าธรรมเนียม"),
        (fee("fixed", "20"), "20 บาท"),
        (fee("fixed", "1500.00"), "1,500 บาท"),
        (fee("fixed", "0.50", "ร้อยละ"), "ร้อยละ 0.5"),
        (fee("fixed", "2", "ร้อยละของราคาประเมิน"), "ร้อยละ 2 ของราคาประเมิน"),
        (fee("fixed", "100", "บาท/ฉบับ"), "100 บาท/ฉบับ"),
        (fee("conditional"), "คิดตามเงื่อนไข"),
    ],
)
def test_a_fee_in_words(row: dict[str, Any], text: str) -> None:
    assert fee_text(row) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([fee("none"), fee("none")], "ไม่มีค่าธรรมเนียม"),
        ([fee("none"), fee("fixed", "20")], "20 บาท"),
        ([fee("fixed", "5"), fee("fixed", "500")], "2 รายการ รายการละ 5 – 500 บาท"),
        ([fee("fixed", "50"), fee("fixed", "50")], "2 รายการ รายการละ 50 บาท"),
        ([fee("fixed", "50"), fee("conditional")], "คิดตามรายการและเงื่อนไข"),
        ([fee("fixed", "50"), fee("fixed", "2", "ร้อยละ")], "คิดตามรายการและเงื่อนไข"),
    ],
)
def test_all_fees_in_a_few_words(rows: list[dict[str, Any]], text: str) -> None:
    page: Any = SimpleNamespace(fees=[SimpleNamespace(value=row) for row in rows])
    assert fee_summary(page) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("01234", "วันจันทร์ – วันศุกร์"),
        ("0123456", "ทุกวัน"),
        ("56", "วันเสาร์ วันอาทิตย์"),
        ("0246", "วันจันทร์ วันพุธ วันศุกร์ วันอาทิตย์"),
        ("42310", "วันจันทร์ – วันศุกร์"),
        ("0126", "วันจันทร์ – วันพุธ วันอาทิตย์"),
    ],
)
def test_days_in_words(days: str, text: str) -> None:
    assert days_text(list(days)) == text


def test_hours_over_midnight_say_so() -> None:
    assert hours_text(datetime.time(8, 30), datetime.time(16, 30)) == "08.30 – 16.30 น."
    assert hours_text(datetime.time(18), datetime.time(0, 30)) == "18.00 – 00.30 น. (วันถัดไป)"


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0 2000 0101", "020000101"),
        ("๐ ๒๐๐๐ ๐๑๐๑ ต่อ ๑๒", "020000101"),
        ("0 2000 0101, 0 2000 0102", "020000101"),
        ("+66 2 000 0101", "+6620000101"),
        ("1111", "1111"),
    ],
)
def test_a_telephone_number_as_it_is_dialled(phone: str, number: str) -> None:
    assert dialled(phone) == number


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (fee("fixed", "20", "บาท/ฉบับ"), '20 <span lang="th">บาท/ฉบับ</span>'),
        (fee("fixed", "20"), "20 baht"),
        (
            fee("fixed", "2", "ร้อยละ ของราคาประเมิน"),
            '<span lang="th">ร้อยละ</span> 2 <span lang="th">ของราคาประเมิน</span>',
        ),
    ],
)
def test_what_is_thai_of_a_fee_says_so_on_an_english_page(row: dict[str, Any], shown: str) -> None:
    with override("en"):
        assert conditional_escape(fee_text(row)) == shown
