"""Whether a letter is in force on a day: amended, cancelled or replaced by later letters, or withdrawn."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from circulars.models import CircularPage
from circulars.models.relations import ENDING, Relation, RelationKind


class State(TextChoices):
    """Standing of a letter (สถานะการใช้บังคับ)."""

    NOT_YET = "not-yet", _("ยังไม่ได้ออกหนังสือ")
    IN_FORCE = "in-force", _("ใช้บังคับอยู่")
    AMENDED = "amended", _("มีการแก้ไขเพิ่มเติม")
    CANCELLED = "cancelled", _("ยกเลิกแล้ว")
    WITHDRAWN = "withdrawn", _("ถอนออกจากการเผยแพร่แล้ว")


@dataclass(frozen=True, slots=True)
class Standing:
    """The state on a day, and the relations that made it so."""

    state: State
    by: tuple[Relation, ...] = ()


def standing_on(page: CircularPage, day: datetime.date | None = None) -> Standing:
    """How the letter stands on `day` (today), as far as readers may know: letters they cannot see do nothing.

    Of a relation without a known day nothing later could be said, so it counts on every day.
    """
    acting = Relation.objects.public().filter(target=page).exclude(kind__in=_NEUTRAL).select_related("page")
    return standing_by(page, acting, day)


def standing_by(page: CircularPage, acting: Iterable[Relation], day: datetime.date | None = None) -> Standing:
    """`standing_on` with the relations to the letter at hand; asks nothing."""
    today = day or timezone.localdate()
    own = page.effective_date
    if day is not None and own is not None and day < own:
        return Standing(State.NOT_YET)
    if page.withdrawn_at is not None and timezone.localdate(page.withdrawn_at) <= today:
        return Standing(State.WITHDRAWN)
    begun = [one for one in acting if one.since is None or one.since <= today]
    ended = tuple(one for one in begun if one.kind in ENDING)
    if ended:
        return Standing(State.CANCELLED, ended)
    amended = tuple(one for one in begun if one.kind == RelationKind.AMENDS)
    return Standing(State.AMENDED, amended) if amended else Standing(State.IN_FORCE)


def affected_by_ending(page: CircularPage) -> QuerySet[Page]:
    """What to look at before the letter is cancelled or withdrawn: what rests on it, and the pages below.

    Adaptations lie below their guideline. Two queries.
    """
    resting = list(resting_on(page))
    wanted = Q(pk__in=[one.pk for one in resting])
    for one in resting:
        wanted |= Q(path__startswith=one.path)
    return Page.objects.filter(wanted) if resting else Page.objects.none()


_NEUTRAL = (RelationKind.CIRCULATES, RelationKind.RESULTS_FROM)


def resting_on(page: CircularPage) -> QuerySet[Page]:
    """Pages of other apps that refer to the letter (guides, guidelines, adaptations), live or not. One query.

    Where something below a page refers to it, Wagtail's reference index names the page.
    """
    keys = _referring(page)
    return Page.objects.filter(pk__in=keys).exclude(
        pk__in=CircularPage.objects.filter(pk__in=keys).values("pk")
    )


def _referring(page: CircularPage) -> list[int]:
    of_pages = Q(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    found = ReferenceIndex.get_references_to(page).filter(of_pages).values_list("object_id", flat=True)
    return [int(key) for key in set(found) if int(key) != page.pk]
