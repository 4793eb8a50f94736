"""Opening a round: its period, who must report, and by which indicators."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.editions import latest
from guidelines.followup.models import ReportingRound, RoundClosed, RoundMember
from guidelines.models import AdaptationObligation, AdaptationPage, GuidelinePage
from organisations.models import Organisation


@transaction.atomic
def open_round(
    guideline: GuidelinePage,
    period: tuple[datetime.date, datetime.date],
    due: datetime.date,
    organisations: Iterable[Organisation],
    user: Any = None,
) -> ReportingRound:
    """Open the next round. Raises ValidationError, in Thai, where the dates or the members make no sense."""
    GuidelinePage.objects.select_for_update().get(pk=guideline.pk)
    members = list(organisations)
    problems = []
    if period[1] < period[0]:
        problems.append(_("วันสิ้นสุดของรอบต้องไม่อยู่ก่อนวันเริ่มต้น"))
    if due < period[1]:
        problems.append(_("กำหนดส่งรายงานต้องไม่อยู่ก่อนวันสิ้นสุดของรอบ"))
    if not members:
        problems.append(_("โปรดเลือกหน่วยงานที่ต้องรายงานอย่างน้อยหนึ่งแห่ง"))
    if ReportingRound.objects.filter(guideline=guideline, closed_at=None).exists():
        problems.append(_("รอบก่อนหน้ายังไม่ปิด โปรดปิดรอบนั้นก่อนเปิดรอบใหม่"))
    indicators = indicators_of(guideline)
    if problems:
        raise ValidationError(problems)
    last = ReportingRound.objects.filter(guideline=guideline).aggregate(last=Max("number"))["last"] or 0
    opened = ReportingRound.objects.create(
        guideline=guideline,
        number=last + 1,
        period_from=period[0],
        period_to=period[1],
        due=due,
        indicators=indicators,
        opened_by=user,
    )
    RoundMember.objects.bulk_create(RoundMember(round=opened, organisation=each) for each in members)
    return opened


@transaction.atomic
def join_round(found: ReportingRound, organisations: Iterable[Organisation]) -> int:
    """Have more organisations report in an open round, by its due date; gives how many are new.

    Raises RoundClosed, and ValidationError, in Thai, for none and for those that have nothing to report on.
    """
    stored = ReportingRound.objects.select_for_update().select_related("guideline").get(pk=found.pk)
    if stored.is_closed:
        raise RoundClosed
    joining = list(organisations)
    if not joining:
        raise ValidationError(_("โปรดเลือกหน่วยงานที่จะเพิ่มอย่างน้อยหนึ่งแห่ง"))
    expected = {each.pk for each in expected_members(stored.guideline)}
    if foreign := [each.name_th for each in joining if each.pk not in expected]:
        raise ValidationError(_("หน่วยงานนี้ไม่ได้ปรับใช้แนวทาง จึงไม่ต้องรายงาน: %s") % ", ".join(foreign))
    there = set(stored.members.values_list("organisation", flat=True))
    new = [RoundMember(round=stored, organisation=each) for each in joining if each.pk not in there]
    RoundMember.objects.bulk_create(new)
    return len(new)


def may_join(found: ReportingRound) -> list[Organisation]:
    """Who is expected to report by now and is not in this open round, by name."""
    if found.is_closed:
        return []
    there = set(found.members.values_list("organisation", flat=True))
    return [each for each in expected_members(found.guideline) if each.pk not in there]


def indicators_of(guideline: GuidelinePage) -> list[dict[str, str]]:
    """The indicators of the newest edition that stands, as {"key", "label", "unit"}, each key once."""
    edition = latest(guideline)
    if edition is None:
        return []
    found: dict[str, dict[str, str]] = {}
    for section in edition.sections.all():
        for block in section.indicators:
            found.setdefault(
                block.value["key"], {name: block.value[name] for name in ("key", "label", "unit")}
            )
    return list(found.values())


def expected_members(guideline: GuidelinePage) -> list[Organisation]:
    """Who is to adapt the guideline or has begun to, abolished bodies left out, by name."""
    obliged = AdaptationObligation.objects.filter(guideline=guideline).values("organisation")
    begun = AdaptationPage.objects.filter(guideline=guideline).values("organisation")
    both = Organisation.objects.filter(pk__in=obliged) | Organisation.objects.filter(pk__in=begun)
    stands = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    return list(both.filter(stands).order_by("name_th").distinct())


def next_period(guideline: GuidelinePage, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The period to suggest: as long as the setting says, from the last round's end or from this month."""
    last = ReportingRound.objects.filter(guideline=guideline).order_by("-number").first()
    first = last.period_to + datetime.timedelta(days=1) if last else today.replace(day=1)
    months = first.year * 12 + first.month - 1 + settings.RUAM_REPORT_INTERVAL_MONTHS
    return first, datetime.date(months // 12, months % 12 + 1, 1) - datetime.timedelta(days=1)
