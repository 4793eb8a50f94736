"""The register of holidays and what depends on it."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from services import holidays
from services.models import CentrePage, Holiday, ServicePage

pytestmark = pytest.mark.django_db


def test_last_years_this_years_and_next_years_holidays_are_shipped_each_with_its_source() -> None:
    assert {2025, 2026, 2027} <= holidays.calendar().years
    assert not Holiday.objects.filter(source="").exists()
    assert not Holiday.objects.filter(date__month=5, date__day=1).exists(), "Labour Day is none for offices"


def test_loading_again_adds_nothing_and_brings_back_nothing() -> None:
    Holiday.objects.filter(date="2026-01-02").delete()

    assert holidays.load_standard_holidays() == 0
    assert not Holiday.objects.filter(date="2026-01-02").exists()


def test_a_missing_year_is_warned_of_half_a_year_before() -> None:
    Holiday.objects.filter(date__year=2027).delete()

    assert holidays.warnings(datetime.date(2026, 6, 30)) == []
    assert "2570" in holidays.warnings(datetime.date(2026, 7, 1))[0]
    assert len(holidays.warnings(datetime.date(2027, 1, 4))) == 1


def test_a_year_with_a_day_or_two_is_not_taken_for_complete() -> None:
    Holiday.objects.create(date="2028-01-01", name="วันขึ้นปีใหม่", source="ทดสอบ")

    assert 2028 not in holidays.calendar().years


def test_administrators_are_warned_on_the_first_page_and_others_are_not(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Holiday.objects.all().delete()
    client.force_login(User.objects.create_superuser("chief"))
    assert "ไม่มีวันหยุดราชการของปี" in client.get("/admin/").content.decode()

    client.force_login(editor)
    assert "ไม่มีวันหยุดราชการของปี" not in client.get("/admin/").content.decode()


def test_the_register_gives_buddhist_years_and_no_english(client: Client) -> None:
    client.force_login(User.objects.create_superuser("chief"))
    Holiday.objects.all().delete()
    Holiday.objects.create(date=datetime.date(2031, 4, 13), name="วันสงกรานต์")
    row = client.get("/admin/snippets/services/holiday/").content.decode()
    row = (
        row.rpartition("วันสงกรานต์")[0].rpartition("<tr")[2]
        + row.rpartition("วันสงกรานต์")[2].partition("</tr>")[0]
    )
    assert "2574" in row
    assert "2031" not in row
    assert "False" not in row


def test_a_centre_says_whether_it_is_open_now(
    client: Client, centre: CentrePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page_at(text: str) -> Any:
        moment = datetime.datetime.fromisoformat(text)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return client.get("/centres/city-hall/").content.decode()

    assert "เปิดอยู่ ปิดเวลา 16.30 น." in page_at("2026-04-09T10:00+07:00")
    songkran = page_at("2026-04-13T10:00+07:00")
    assert "วันนี้ปิดเพราะเป็นวันหยุดราชการ" in songkran
    assert "เปิดวันพฤหัสบดีที่ 16" in songkran
    assert "15\u00a0เม.ย. 2569 วันสงกรานต์" in songkran


def test_a_guide_says_by_when_a_request_of_today_is_finished(
    client: Client, guide: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide.total_value, guide.total_unit = 3, "working_day"
    guide.save_revision().publish()
    moment = datetime.datetime.fromisoformat("2026-04-10T10:00+07:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    assert "จะเสร็จไม่เกินวันที่ 20\u00a0เมษายน 2569" in client.get("/services/card-lost/").content.decode()
