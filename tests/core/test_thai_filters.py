"""Template filters for Thai."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core import preferences
from search import Span
from search.thai.dates import parse_date

DAY = datetime.date(2004, 12, 24)


def render(expression: str, **context: object) -> str:
    text = Template("{% load thai %}{{ " + expression + " }}").render(Context(context))
    return text.replace("\u00a0", " ")


@pytest.fixture
def reader() -> Callable[..., str]:
    """Calls what it is given as for a reader with that choice of digits."""

    def read_as(digits: str, expression: str, **context: object) -> str:
        request = RequestFactory().get("/")
        request.COOKIES["digits"] = digits
        answer = preferences.middleware(lambda _: HttpResponse(render(expression, **context)))(request)
        return answer.content.decode()

    return read_as


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("day|thai_date", "24 ธันวาคม 2547"),
        ('day|thai_date:"short"', "24 ธ.ค. 2547"),
        ('day|thai_date:"letter"', "๒๔ ธันวาคม ๒๕๔๗"),
        ('day|thai_date:"short letter"', "๒๔ ธ.ค. ๒๕๔๗"),
        ("day|thai_year", "2547"),
        ("nothing|thai_date", ""),
    ],
)
def test_dates_stand_in_the_buddhist_era(expression: str, text: str) -> None:
    assert render(expression, day=DAY, nothing=None) == text


def test_a_time_is_local() -> None:
    moment = datetime.datetime(2026, 11, 23, 18, 30, tzinfo=datetime.UTC)
    assert render('moment|thai_date:"time"', moment=moment) == "24 พฤศจิกายน 2569 เวลา 01.30 น."


def test_a_date_that_is_not_whole_is_shown_as_far_as_it_is_known() -> None:
    assert render("d|thai_date", d=parse_date("ธันวาคม 2547")) == "ธันวาคม 2547"
    assert render("d|thai_date", d=parse_date("31 เมษายน 2567")) == "31 เมษายน 2567"


def test_english_readers_get_gregorian_dates_and_arabic_digits() -> None:
    with translation.override("en"):
        assert render("day|thai_date", day=DAY) == "24 December 2004"
        assert render('day|thai_date:"short letter"', day=DAY) == "24 Dec 2004"
        assert render("day|thai_year", day=DAY) == "2004"
        assert render('"๑๒"|digits:"letter"') == "12"


def test_a_readers_choice_of_digits_is_kept_everywhere(reader) -> None:
    assert render('"ว 118"|digits') == "ว 118"
    assert render('"ว 118"|digits:"letter"') == "ว ๑๑๘"
    assert reader("arabic", '"ว ๑๑๘"|digits:"letter"') == "ว 118"
    assert reader("thai", '"ว 118"|digits') == "ว ๑๑๘"
    assert reader("thai", "day|thai_date", day=DAY) == "๒๔ ธันวาคม ๒๕๔๗"
    assert reader("roman", '"118"|digits') == "118"
    assert render('"118"|digits') == "118", "one reader's choice must not reach the next"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("1234567|number", "1,234,567"),
        ("half|number", "12.50"),
        ("whole|number", "60"),
        ('1234|number:"letter"', "๑,๒๓๔"),
        ("60|baht", "60 บาท"),
        ("0|baht", "ไม่เสียค่าธรรมเนียม"),
        ("nothing|baht", ""),
        ('15|duration:"minute"', "15 นาที"),
        ('2.50|duration:"hour"', "2 ชั่วโมง 30 นาที"),
        ('0.5|duration:"hours"', "30 นาที"),
        ('1.50|duration:"day"', "1.5 วัน"),
        ('3|duration:"working_days"', "3 วันทำการ"),
    ],
)
def test_numbers(expression: str, text: str) -> None:
    values = {"half": Decimal("12.5"), "whole": Decimal("60.00"), "nothing": None}
    assert render(expression, **values) == text


def test_what_was_hit_is_marked_and_nothing_else_becomes_markup() -> None:
    spans = (Span("<b>ทำ"), Span("บัตร&", hit=True), Span("ใหม่"))
    assert render("spans|highlight", spans=spans) == "&lt;b&gt;ทำ<mark>บัตร&amp;</mark>ใหม่"
