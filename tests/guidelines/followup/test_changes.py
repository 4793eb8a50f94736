"""What differs from the round before: sections, reports, lateness and indicators, in words."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guidelines.followup.changes import Moved, changes_since, differences
from guidelines.followup.closing import close_round
from guidelines.followup.figures import collect
from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.followup.opening import open_round
from guidelines.followup.reporting import Figure, save_report
from organisations.models import Kind, Organisation

from .conftest import FIGURES


def figures(unit: str = "percent", **organisation: Any) -> dict[str, Any]:
    one = {"code": "a", "name": "กรม ก", "state": "published", "choices": {}, "submitted": None}
    return {
        "sections": [{"id": "S1", "heading": "หลักการ", "grounded_on": []}],
        "indicators": [{"key": "done", "label": "ร้อยละ", "unit": unit}],
        "organisations": [{**one, "report_late": False, "indicators": {}, **organisation}],
    }


def test_each_kind_of_difference_is_named_and_nothing_else() -> None:
    assert differences(figures(), figures()) == []
    assert differences(figures(submitted="2024-01-01"), figures(submitted="2025-01-01")) == []
    [found] = differences(
        figures(choices={"S1": "inherited"}),
        figures(choices={"S1": "adapted", "X": "added"}, submitted="2025-01-01", report_late=True),
    )
    assert found.sections == ("S1 หลักการ: ใช้ตามต้นแบบ → ปรับจากต้นแบบ", "X: ไม่มี → หมวดที่หน่วยงานเพิ่ม")
    assert found.is_reported
    assert found.is_late
    [entered] = differences({**figures(), "organisations": []}, figures())
    assert (entered.before, entered.after) == ("", "เผยแพร่แล้ว")


def test_indicators_are_compared_by_value_and_only_in_the_same_unit() -> None:
    before, after = figures(indicators={"done": ["3", "4"]}), figures(indicators={"done": ["60", "100"]})
    [found] = differences(before, after)
    assert found.indicators == (Moved("ร้อยละ", Decimal("75.00"), Decimal("60.00")),)
    assert not found.indicators[0].is_up
    assert differences(before, figures(indicators={"done": ["30", "40"]})) == [], "another size, same share"
    assert differences(before, figures(indicators={"done": ["0", "0"]})) == [], "nothing to divide by"
    assert differences(before, figures("count", indicators={"done": ["3", None]})) == []


def test_the_round_says_in_words_what_changed_and_asks_no_more_for_more_organisations(
    found: ReportingRound,
    member: RoundMember,
    ministry: Organisation,
    other_ministry: Organisation,
    editor: Any,
    monitor: Any,
) -> None:
    assert changes_since(found, collect(found)) is None
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    close_round(found, monitor)
    bodies = [
        Organisation.objects.create(
            code=f"more-{n}", kind=Kind.DEPARTMENT, name_th=f"กรม {n}", parent=ministry
        )
        for n in range(8)
    ]
    day = timezone.localdate() - datetime.timedelta(days=1)
    second = open_round(found.guideline, (day, day), day, [ministry, other_ministry], monitor)
    again = second.members.select_related("round", "organisation").get(organisation=ministry)
    more = {**FIGURES, "visits": Figure(Decimal(9), None), "minutes": Figure(Decimal(10), Decimal(40))}
    save_report(again, editor, more, "", seen=0, submit=True)
    client = Client()
    client.force_login(monitor)
    url = reverse("followup:round", args=[second.pk])
    with CaptureQueriesContext(connection) as few:
        text = " ".join(client.get(url).content.decode().split())
    assert "จำนวนครั้ง: เพิ่มขึ้น จาก 7 เป็น 9" in text
    assert "เวลาเฉลี่ย: ลดลง จาก 12.50 เป็น 10" in text
    assert "ร้อยละที่เสร็จ: " not in text, "the same in both rounds"
    RoundMember.objects.bulk_create(RoundMember(round=second, organisation=each) for each in bodies)
    with CaptureQueriesContext(connection) as many:
        text = client.get(url).content.decode()
    assert "เข้ารอบใหม่" in text
    assert len(many) == len(few)
