"""What differs from the round before: sections, reports, lateness and indicators, in words."""

from __future__ import annotations

import copy
import datetime
from decimal import Decimal
from typing import Any

import pytest
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
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage
from guidelines.starting import start_adaptation
from guidelines.upstream.targets import withdraw
from organisations.models import Kind, Organisation

from ..conftest import RECORD
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


def test_a_new_edition_of_the_model_between_rounds_is_named_with_who_follows_it(
    found: ReportingRound,
    ministry: Organisation,
    other_ministry: Organisation,
    editor: Any,
    monitor: Any,
    superuser: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older = start_adaptation(found.guideline, ministry, editor)
    AdaptationPage.objects.filter(pk=older.pk).update(live=True)
    close_round(found, monitor)
    record = copy.deepcopy(RECORD)
    record["sections"][1] |= {"body_th": "รอไม่เกินยี่สิบนาที", "change": "major", "change_note": "ลดเวลารอ"}
    record["meta"]["issuer"] = "opdc"
    record["sections"][3] |= {"change": "minor", "change_note": "ไม่มีตัวชี้วัดแล้ว"}
    record["meta"]["edition_note"] = "ปรับตามผลรอบก่อน"
    save_guideline(record)
    newer = start_adaptation(found.guideline, other_ministry, superuser)
    AdaptationPage.objects.filter(pk=newer.pk).update(live=True)
    day = timezone.localdate() - datetime.timedelta(days=1)
    second = open_round(found.guideline, (day, day), day, [ministry, other_ministry], monitor)
    client = Client()
    client.force_login(monitor)
    url = reverse("followup:round", args=[second.pk])

    text = " ".join(client.get(url).content.decode().split())
    assert "ต้นแบบมีฉบับใหม่ตั้งแต่รอบก่อน" in text
    assert "อิงฉบับนี้หรือใหม่กว่า 1 จาก 2 หน่วยงาน" in text
    assert "MG-02 เป้าหมาย" in text
    assert "– ลดเวลารอ" in text
    assert "ปรับตามผลรอบก่อน" in text
    assert "ฉบับที่ 1 เผยแพร่" not in text, "the round before knew it"

    close_round(second, monitor)
    second.refresh_from_db()
    closed = client.get(url).content.decode()
    later = timezone.now() + datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    withdrawal = withdraw(found.guideline.editions.get(number=2), "พิมพ์ผิด", superuser)
    type(withdrawal).objects.update(withdrawn_at=later)
    record["sections"][1] |= {"body_th": "รอไม่เกินสิบนาที", "change_note": "ลดอีก"}
    save_guideline(record)
    assert "ลดอีก" not in client.get(url).content.decode(), "later than the closed round"
    assert "ถูกถอน" not in closed + client.get(url).content.decode()
    third = open_round(found.guideline, (day, day), day, [ministry], monitor)
    [new] = changes_since(third, collect(third)).editions  # type: ignore[union-attr]
    assert (new.edition.number, new.is_withdrawn) == (3, False)


def test_an_edition_is_new_in_one_round_even_where_the_clock_stands_still(
    found: ReportingRound,
    ministry: Organisation,
    monitor: Any,
    superuser: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Closings, publications and withdrawals within one moment: the time that is kept tells none apart."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    record: dict[str, Any] = copy.deepcopy(RECORD)
    record["meta"] |= {"issuer": "opdc", "edition_note": "ปรับปรุง"}
    for each in record["sections"]:
        each |= {"change": "minor", "change_note": "ปรับถ้อยคำ"}
    day = timezone.localdate() - datetime.timedelta(days=1)

    def publish(number: int) -> None:
        record["sections"][1]["body_th"] = f"รอไม่เกิน {number} นาที"
        save_guideline(record)

    def next_round() -> ReportingRound:
        return open_round(found.guideline, (day, day), day, [ministry], monitor)

    def new_in(each: ReportingRound) -> list[tuple[int, bool]]:
        changes = changes_since(each, each.figures or collect(each))
        assert changes is not None
        return [(new.edition.number, new.is_withdrawn) for new in changes.editions]

    first = close_round(found, monitor)
    publish(2)
    publish(3)
    withdraw(found.guideline.editions.get(number=3), "พิมพ์ผิด", superuser)
    second = close_round(next_round(), monitor)
    publish(4)
    withdraw(found.guideline.editions.get(number=4), "พิมพ์ผิด", superuser)
    third = next_round()
    assert new_in(second) == [(3, True), (2, False)]
    assert new_in(third) == [(4, True)]
    withdraw(found.guideline.editions.get(number=2), "ทั้งฉบับ", superuser)
    third = close_round(third, monitor)
    assert new_in(second) == [(3, True), (2, False)], "what a closed round says stays"
    assert new_in(third) == [(4, True)]
    assert len({each.digest for each in (first, second, third)}) == 3


def test_figures_that_tell_no_numbers_of_editions_go_by_the_closing(
    found: ReportingRound, ministry: Organisation, monitor: Any
) -> None:
    """As rounds that were closed before the numbers were kept."""
    close_round(found, monitor)
    record: dict[str, Any] = copy.deepcopy(RECORD)
    record["meta"] |= {"issuer": "opdc", "edition_note": "ปรับปรุง"}
    record["sections"][1] |= {"body_th": "รอสิบนาที", "change": "minor", "change_note": "ลดเวลารอ"}
    record["sections"][3] |= {"change": "minor", "change_note": "ไม่มีตัวชี้วัดแล้ว"}
    save_guideline(record)
    kept = ReportingRound.objects.get().figures or {}
    del kept["last_edition"], kept["withdrawn_editions"]
    ReportingRound.objects.update(figures=kept)
    day = timezone.localdate() - datetime.timedelta(days=1)
    second = open_round(found.guideline, (day, day), day, [ministry], monitor)
    [new] = changes_since(second, collect(second)).editions  # type: ignore[union-attr]
    assert (new.edition.number, new.is_withdrawn) == (2, False)
