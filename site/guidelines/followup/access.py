"""Who may follow up, and who may report."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from guidelines.followup.models import Evidence, ReportingRound, RoundMember
from guidelines.models import GuidelinePage
from organisations.models import Membership, Organisation, Role
from organisations.permissions import heirs, may_act_for, succession

REPORTERS = (Role.EDITOR, Role.REVIEWER)


def may_follow_up(user: Any, guideline: GuidelinePage) -> bool:
    """Whether the user opens and closes rounds: a monitor of the organisation that issued the guideline."""
    return may_act_for(user, guideline.issuer, Role.MONITOR) or bool(getattr(user, "is_superuser", False))


def may_report(user: Any, member: RoundMember) -> bool:
    """Whether the user reports for the organisation: one of its own editors and reviewers, and where it was
    abolished those of whoever took over its work."""
    bodies = [member.organisation, *heirs(member.organisation)]
    return any(may_act_for(user, body, *REPORTERS) for body in bodies)


def readable_rounds(user: Any) -> QuerySet[ReportingRound]:
    """The rounds that the user follows up, whether open or closed."""
    rounds = ReportingRound.objects.select_related("guideline", "guideline__issuer")
    if user.is_superuser:
        return rounds
    mine = Membership.objects.filter(user=user, role=Role.MONITOR).values("organisation")
    return rounds.filter(guideline__issuer__in=mine)


def own_members(user: Any) -> QuerySet[RoundMember]:
    """The reports that the user's organisations owe or gave, newest round first."""
    mine = _reporting_for(user)
    members = RoundMember.objects.filter(organisation__in=mine)
    return members.select_related("round", "round__guideline", "organisation").order_by(
        "-round__period_to", "organisation__name_th"
    )


def _reporting_for(user: Any) -> set[int]:
    """Primary keys of the organisations for which the user reports."""
    held = Membership.objects.filter(user=user, role__in=REPORTERS)
    return succession(held.values_list("organisation", flat=True))


def may_see_timeline(user: Any, guideline: GuidelinePage, organisation: Organisation) -> bool:
    """Whether the user may read what an organisation did with a guideline: its own people, its monitors and
    those of the bodies above it, and the monitors of the issuer."""
    if not getattr(user, "is_active", False):
        return False
    if user.is_superuser:
        return True
    monitors = [guideline.issuer_id, *(each.pk for each in organisation.ancestors())]
    held = Membership.objects.filter(user=user)
    return held.filter(
        Q(organisation=organisation) | Q(role=Role.MONITOR, organisation__in=monitors)
    ).exists()


def readable_evidence(user: Any) -> QuerySet[Evidence]:
    """The files that the user may open: those of their own organisation, and of rounds they follow up."""
    if not user.is_authenticated or not user.is_active:
        return Evidence.objects.none()
    if user.is_superuser:
        return Evidence.objects.all()
    held = Membership.objects.filter(user=user)
    return Evidence.objects.filter(
        Q(member__organisation__in=_reporting_for(user))
        | Q(member__round__guideline__issuer__in=held.filter(role=Role.MONITOR).values("organisation"))
    )
