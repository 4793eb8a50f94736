"""The monitor's matrix: filters, and a number of queries that does not grow with the organisations."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.starting import make_draft, oblige
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
        context = client.get(url, filters).context
        return [row.organisation.code for row, _cells in context["rows"]], [
            s for s, _h in context["sections"]
        ]

    sections = ["MG-01", "MG-02", "MG-03", "MG-04"]
    assert shown() == (["late", "mot"], sections)
    assert shown(state="late") == (["late"], sections)
    assert shown(state="draft") == (["mot"], sections)
    assert shown(ministry=ministry.pk) == (["late", "mot"], sections)
    assert shown(ministry=late.pk)[0] == ["late"]
    assert shown(recommendation="R1") == (["late", "mot"], ["MG-01"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(8):
        more = Organisation.objects.create(
            code=f"more-{number}", kind=Kind.DEPARTMENT, name_th=f"กรม {number}", parent=ministry
        )
        make_draft(guideline, more, None)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
