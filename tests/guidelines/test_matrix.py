"""The monitor's matrix: filters, and a number of queries that does not grow with the organisations."""

from __future__ import annotations

import datetime
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.deciding import SectionInput, save_section
from guidelines.matrix import by_ministry, by_recommendation
from guidelines.models import AdaptationPage, DraftSummary, GuidelinePage
from guidelines.models.adaptation import Choice
from guidelines.plain import stream_from_text
from guidelines.starting import make_draft, oblige
from guidelines.tracking import State, rows_for
from organisations.models import Kind, Organisation, Role


def test_the_matrix_is_filtered_and_asks_no_more_for_more_organisations(
    guideline: GuidelinePage, adaptation: AdaptationPage, ministry: Organisation, person: Any
) -> None:
    office = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออก")
    GuidelinePage.objects.filter(pk=guideline.pk).update(issuer=office)
    late = Organisation.objects.create(code="late", kind=Kind.DEPARTMENT, name_th="กรมสาย", parent=ministry)
    oblige(guideline, [late], datetime.date(2020, 1, 1))
    client = Client()
    client.force_login(person("monitor", office, Role.MONITOR))
    url = reverse("guidelines:matrix", args=[guideline.pk])

    def shown(**filters: Any) -> tuple[list[str], list[str]]:
        """Who stands in the table, and which sections."""
        page = BeautifulSoup(client.get(url, filters).content, "html.parser")
        table = page.select(".guideline-matrix table")[-1]
        return [each.get_text() for each in table.select("tbody th")], [
            each.get_text() for each in table.select("thead abbr")
        ]

    sections, both = ["MG-01", "MG-02", "MG-03", "MG-04"], [late.name_th, ministry.name_th]
    assert shown() == (both, sections)
    assert shown(state="late") == ([late.name_th], sections)
    assert shown(state="draft") == ([ministry.name_th], sections)
    assert shown(ministry=ministry.pk) == (both, sections)
    assert shown(ministry=late.pk)[0] == [late.name_th]
    assert shown(recommendation="R1") == (both, ["MG-01"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(8):
        more = Organisation.objects.create(
            code=f"more-{number}", kind=Kind.DEPARTMENT, name_th=f"<b>กรม {number}", parent=ministry
        )
        make_draft(guideline, more, None)
    with CaptureQueriesContext(connection) as many:
        text = client.get(url).content.decode()
    assert len(many) == len(few) > 0
    assert "&lt;b&gt;กรม 7" in text
    assert "<b>กรม" not in text


def adapt(adaptation: AdaptationPage, editor: Any, reason: str, text: str) -> None:
    given = SectionInput(Choice.ADAPTED, reason, body=stream_from_text(text, "MG-04"))
    save_section(adaptation, "MG-04", given, editor)


def test_a_cell_leads_to_the_section_with_its_reason_and_dates_and_shows_no_draft(
    guideline: GuidelinePage,
    adaptation: AdaptationPage,
    ministry: Organisation,
    other_ministry: Organisation,
    editor: Any,
    reviewer: Any,
    person: Any,
) -> None:
    office = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออก")
    GuidelinePage.objects.filter(pk=guideline.pk).update(issuer=office)
    monitor = Client()
    monitor.force_login(person("monitor", office, Role.MONITOR))
    url = reverse("guidelines:cell", args=[guideline.pk, ministry.pk, "MG-04"])
    matrix = reverse("guidelines:matrix", args=[guideline.pk])
    assert url == f"{matrix}{ministry.pk}/MG-04/"
    assert f'href="{ministry.pk}/MG-04/"' in monitor.get(matrix).content.decode()

    adapt(adaptation, editor, "เพราะศาลอยู่ไกล", "ข้อความของร่าง")
    text = monitor.get(url).content.decode()
    assert "ปรับจากต้นแบบ" in text
    assert "เพราะศาลอยู่ไกล" not in text
    assert "ข้อความของร่าง" not in text

    for away in (other_ministry, ministry):
        stranger = Client()
        role = Role.MONITOR if away == other_ministry else Role.EDITOR
        stranger.force_login(person(f"stranger-{away.code}", away, role))
        assert stranger.get(url).status_code in {403, 404}
    assert Client().get(url).status_code == 302
    for wrong in ([guideline.pk, other_ministry.pk, "MG-04"], [guideline.pk, ministry.pk, "XX-99"]):
        assert monitor.get(reverse("guidelines:cell", args=wrong)).status_code == 404


def test_sums_are_those_of_the_rows(
    guideline: GuidelinePage, adaptation: AdaptationPage, ministry: Organisation
) -> None:
    for number in range(3):
        body = Organisation.objects.create(
            code=f"more-{number}", kind=Kind.DEPARTMENT, name_th=f"กรม {number}", parent=ministry
        )
        make_draft(guideline, body, None)
    rows = rows_for(guideline)
    sections = [("MG-01", "หลักการ", ["R1"]), ("MG-02", "เป้าหมาย", ["R1", "R2"]), ("MG-03", "ก", [])]
    *ministries, total = by_ministry(rows, "/x/")
    assert [line.name for line in ministries] == ["กระทรวงคมนาคม"]
    assert total.counts == tuple(map(sum, zip(*(line.counts for line in ministries), strict=True)))
    assert total.counts[0] == 4 == sum(total.counts[1 : 1 + len(State)])
    first, second, every = by_recommendation(rows, sections, {"R1": "ลดภาระ"}, "/x/")
    assert (first.name, first.counts[0], second.counts[0], every.counts[0]) == ("R1 ลดภาระ", 2, 1, 3)
    assert every.counts[1] == 3 * 4, "each of four follows the model in each of three sections"


def test_a_draft_is_read_from_its_summary_and_from_itself_where_that_is_missing(
    guideline: GuidelinePage, adaptation: AdaptationPage, editor: Any
) -> None:
    adapt(adaptation, editor, "เหตุผล", "ข้อความ")
    with CaptureQueriesContext(connection) as asked:
        (row,) = rows_for(guideline)
    assert row.choices["MG-04"] == "adapted"
    assert row.considered == 1
    assert not any("wagtailcore_revision" in each["sql"] for each in asked), "no text of a draft is read"
    for stale in (DraftSummary.objects.update(revision=0), DraftSummary.objects.all().delete()):
        assert stale
        assert rows_for(guideline)[0].choices == row.choices
