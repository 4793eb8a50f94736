"""What roles in organisations may do with guidelines, for `organisations.permissions`."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.models import AdaptationPage, GuidelinePage
from organisations.models import Organisation, Role
from organisations.permissions import Grant, ModelGrant, PageGrant, grants
from organisations.workflow import set_up_review


@grants
def adaptation_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Editors and reviewers change their own adaptations; publishing goes through review, so nobody may.

    What they may do with the guidelines that they issue is said by `GuidelinePage.permissions_for_user`.
    """
    if role in {Role.EDITOR, Role.REVIEWER}:
        for guideline in GuidelinePage.objects.filter(issuer=organisation):
            set_up_review(organisation, guideline)
        for adaptation in AdaptationPage.objects.filter(organisation=organisation):
            yield PageGrant(adaptation, ("change",))
    if role == Role.MONITOR:
        yield ModelGrant("guidelines.view_adaptation_report")
