"""A guideline with indicators, its issuer's monitor, and a round in which two ministries must report."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.followup.opening import open_round
from guidelines.followup.reporting import Figure
from guidelines.importing import save_guideline
from guidelines.models import GuidelinePage
from home.models import HomePage
from organisations.models import Kind, Organisation, Role

from ..conftest import RECORD

FIGURES = {
    "done": Figure(Decimal(30), Decimal(40)),
    "minutes": Figure(Decimal("12.5"), Decimal(40)),
    "visits": Figure(Decimal(7), None),
}


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Private files of a test go to a directory of its own."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def guideline(home: HomePage) -> GuidelinePage:
    record: dict[str, Any] = copy.deepcopy(RECORD)
    record["sections"][3]["indicators"] = [
        {"key": "done", "label_th": "ร้อยละที่เสร็จ", "unit": "percent"},
        {"key": "minutes", "label_th": "เวลาเฉลี่ย", "unit": "minutes"},
        {"key": "visits", "label_th": "จำนวนครั้ง", "unit": "count"},
    ]
    page: Any = save_guideline(record).page
    page.issuer = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออกแนวทาง")
    page.save()
    return GuidelinePage.objects.get(pk=page.pk)


@pytest.fixture
def monitor(person: Callable[..., Any], guideline: GuidelinePage) -> Any:
    return person("monitor", guideline.issuer, Role.MONITOR, email="monitor@example.go.th")


@pytest.fixture
def found(
    guideline: GuidelinePage, ministry: Organisation, other_ministry: Organisation, monitor: Any
) -> ReportingRound:
    """A round that was due yesterday."""
    today = timezone.localdate()
    return open_round(
        guideline,
        (today - datetime.timedelta(days=90), today - datetime.timedelta(days=2)),
        today - datetime.timedelta(days=1),
        [ministry, other_ministry],
        monitor,
    )


@pytest.fixture
def member(found: ReportingRound, ministry: Organisation) -> RoundMember:
    return RoundMember.objects.select_related("round", "organisation").get(round=found, organisation=ministry)
