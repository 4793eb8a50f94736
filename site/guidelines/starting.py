"""Starting an adaptation: one call, as often as one likes, by those who may act for the organisation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from guidelines import editions
from guidelines.models import (
    AdaptationObligation,
    AdaptationPage,
    GuidelinePage,
    SectionDecision,
)
from organisations.models import Organisation, Role
from organisations.permissions import may_act_for, sync_organisation
from organisations.workflow import set_up_review


@transaction.atomic
def start_adaptation(guideline: GuidelinePage, organisation: Organisation, user: Any) -> AdaptationPage:
    """The organisation's adaptation: the one it has, or a new draft that inherits every section.

    The draft is reviewed by the organisation and editable by its people only.

    Raises PermissionDenied unless `user` is an editor of the organisation or a superuser, and
    ValidationError where the guideline is not public or the organisation no longer exists.
    """
    if not may_act_for(user, organisation, Role.EDITOR):
        raise PermissionDenied(_("เฉพาะผู้จัดทำของหน่วยงานเริ่มปรับใช้แนวทางได้"))
    return make_draft(guideline, organisation, user, owner=user)[0]


@transaction.atomic
def make_draft(
    guideline: GuidelinePage, organisation: Organisation, user: Any, owner: Any = None
) -> tuple[AdaptationPage, bool]:
    """The organisation's adaptation and whether it is new, for callers that have asked who may do so.

    Raises ValidationError where the guideline is not public or the organisation no longer exists.
    """
    guideline = GuidelinePage.objects.select_for_update().get(pk=guideline.pk)
    existing = AdaptationPage.objects.filter(guideline=guideline, organisation=organisation).first()
    if existing is not None:
        return existing, False
    edition = editions.latest(guideline)
    if edition is None or not guideline.live:
        raise ValidationError(_("แนวทางนี้ยังไม่ได้เผยแพร่ จึงยังเริ่มปรับใช้ไม่ได้"))
    if organisation.valid_to and organisation.valid_to < timezone.localdate():
        raise ValidationError(_("%(name)s ยุบเลิกแล้ว") % {"name": organisation.name_th})
    adaptation = AdaptationPage(
        title=_("%(guideline)s ฉบับ%(organisation)s")
        % {"guideline": guideline.title, "organisation": organisation.name_th},
        slug=organisation.code,
        guideline=guideline,
        organisation=organisation,
        edition=edition,
        owner=owner,
        live=False,
        is_sample=guideline.is_sample,
    )
    adaptation.decisions.set(
        [
            SectionDecision(section_id=section.section_id, edition=edition, sort_order=section.position)
            for section in edition.sections.all()
        ]
    )
    guideline.add_child(instance=adaptation)
    adaptation.save_revision(user=user, log_action=True)
    set_up_review(organisation, adaptation)
    sync_organisation(organisation)
    return adaptation, True


@transaction.atomic
def oblige(
    guideline: GuidelinePage,
    organisations: Iterable[Organisation],
    due: datetime.date | None = None,
    circular: Page | None = None,
) -> int:
    """Note that these organisations are to adapt the guideline; returns for how many that is new.

    A repeated call brings due date and circular up to date.
    """
    new = 0
    for organisation in organisations:
        _obligation, created = AdaptationObligation.objects.update_or_create(
            guideline=guideline, organisation=organisation, defaults={"due": due, "circular": circular}
        )
        new += created
    return new
