"""Which edition an adaptation is to follow, and what waits for a decision in its draft."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.editions import standing
from guidelines.models import EditionWithdrawal, GuidelineEdition, GuidelinePage, UpstreamSetting
from guidelines.upstream.classify import Change, changes_for
from guidelines.upstream.standing import Editions, standing_of
from organisations.models import Role
from organisations.permissions import may_act_for

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage
    from organisations.models import Organisation


def target_of(guideline: GuidelinePage) -> GuidelineEdition | None:
    """The newest edition that was not withdrawn; None while the guideline itself is not public."""
    if not guideline.live:
        return None
    return standing(guideline).select_related("guideline").first()


def pending(
    draft: AdaptationPage, target: GuidelineEdition, only: Collection[str] | None = None
) -> dict[str, Change]:
    """What of `target` waits for a decision in a draft, by section id; `only` as in `changes_for`."""
    rows = [standing_of(decision) for decision in draft.decisions.all()]
    named = {draft.edition_id, target.pk}
    for row in rows:
        named |= {row.edition or 0, row.considered or 0, row.removed_in or 0}
    return changes_for(draft.edition_id, rows, target.pk, Editions.of(named), only)


def follows_by_itself(organisation: Organisation) -> bool:
    """Whether the organisation chose to let fast-forwards into its drafts."""
    return UpstreamSetting.objects.filter(organisation=organisation, fast_forward=True).exists()


def may_withdraw(user: Any, guideline: GuidelinePage) -> bool:
    """Whether a user may take an edition back: the issuer's reviewers, by whom editions come out, and
    administrators."""
    return guideline.permissions_for_user(user).can_publish() or may_act_for(
        user, guideline.issuer, Role.REVIEWER
    )


def edition_before(edition: GuidelineEdition) -> GuidelineEdition:
    """The edition that readers and adaptations follow once this one is taken back.

    Raises ValidationError for an edition that is not the newest, for the first, and for one withdrawn.
    """
    newest = list(standing(edition.guideline)[:2])
    if edition not in newest[:1]:
        raise ValidationError(_("ถอนได้เฉพาะฉบับล่าสุดที่ใช้อยู่"))
    if len(newest) < 2:
        raise ValidationError(_("แนวทางนี้มีฉบับเดียว หากเลิกใช้ให้ยกเลิกการเผยแพร่แทน"))
    return newest[1]


@transaction.atomic
def withdraw(edition: GuidelineEdition, reason: str, user: Any) -> EditionWithdrawal:
    """Take an edition back: readers and adaptations follow the one before it.

    Raises PermissionDenied unless `may_withdraw`, and ValidationError without a reason and where
    `edition_before` does.
    """
    guideline = GuidelinePage.objects.select_for_update().get(pk=edition.guideline_id)
    if not may_withdraw(user, guideline):
        raise PermissionDenied(_("เฉพาะผู้เผยแพร่แนวทางต้นแบบถอนฉบับได้"))
    if not reason.strip():
        raise ValidationError(_("กรุณาบอกเหตุผลที่ถอนฉบับนี้"))
    edition_before(edition)
    return EditionWithdrawal.objects.create(edition=edition, reason=reason.strip(), withdrawn_by=user)
