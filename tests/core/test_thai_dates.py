"""Date fields of the admin take dates as ministries write them."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core.thai_dates import ThaiDateBlock, ThaiDateInput, ThaiDateTimeInput, as_iso, as_iso_moment
from home.models import HomePage
from search.thai.numerals import to_thai

DAY = datetime.date(2026, 11, 29)


class Form(forms.Form):
    day = forms.DateField(widget=ThaiDateInput(), required=False)


@pytest.mark.parametrize(
    "typed",
    [
        "29/11/2569",
        "29 พ.ย. 2569",
        "29 พฤศจิกายน 2569",
        "๒๙ พ.ย. ๒๕๖๙",
        " 29  พฤศจิกายน พ.ศ. 2569 ",
        "2026-11-29",
        "2569-11-29",
    ],
)
def test_a_date_is_taken_however_it_is_written(typed: str) -> None:
    form = Form({"day": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == DAY
    block = ThaiDateBlock()
    assert block.clean(block.value_from_datadict({"x": typed}, {}, "x")) == DAY


@pytest.mark.parametrize(
    "typed",
    ["31/11/2569", "30 ก.พ. 2569", "พฤศจิกายน 2569", "29", "พรุ่งนี้", "29/11/2569 และ 30/11/2569", "9" * 500],
)
def test_what_is_no_day_is_refused_and_kept_as_it_was_typed(typed: str) -> None:
    form = Form({"day": typed})
    assert not form.is_valid()
    assert typed in str(form["day"])


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))
def test_every_day_in_buddhist_years_is_that_day(day: datetime.date) -> None:
    written = f"{day.day}/{day.month}/{day.year + 543}"
    assert as_iso(written) == as_iso(to_thai(written)) == day.isoformat()
    assert as_iso(day.isoformat()) == day.isoformat()


class Moment(forms.Form):
    at = forms.DateTimeField(widget=ThaiDateTimeInput(), required=False)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-29 08:30",
        "2569-11-29 08:30",
        "29/11/2569 8.30",
        "29 พ.ย. 2569 เวลา 08.30 น.",
        "๒๙ พฤศจิกายน พ.ศ. ๒๕๖๙  เวลา ๘.๓๐ น.",
    ],
)
def test_a_day_with_a_time_is_taken_however_it_is_written(typed: str) -> None:
    form = Moment({"at": typed})
    assert form.is_valid(), form.errors
    assert f"{form.cleaned_data['at']:%Y-%m-%d %H:%M}" == "2026-11-29 08:30"


@pytest.mark.parametrize("typed", ["31/11/2569 08:30", "29/11/2569 24.00", "29/11/2569 08.60", "พรุ่งนี้ 8.30"])
def test_what_is_no_moment_is_refused_and_kept_as_it_was_typed(typed: str) -> None:
    form = Moment({"at": typed})
    assert not form.is_valid()
    assert form["at"].value() == typed


@given(st.datetimes(datetime.datetime(1941, 1, 1), datetime.datetime(2100, 12, 31)))
def test_every_moment_in_buddhist_years_is_that_moment(at: datetime.datetime) -> None:
    written = to_thai(f"{at.day}/{at.month}/{at.year + 543} {at:%H.%M}")
    assert as_iso_moment(written) == f"{at:%Y-%m-%d %H:%M}"


@pytest.mark.django_db
def test_the_time_of_publication_takes_thai_dates() -> None:
    form_class = HomePage.get_edit_handler().get_form_class()
    for name in ("go_live_at", "expire_at"):
        assert isinstance(form_class.base_fields[name].widget, ThaiDateTimeInput)
