"""What roles in organisations may do with guidelines, for `organisations.permissions`."""

from __future__ import annotations

from collections.abc import Iterator

from guidelines.models import AdaptationPage
from organisations.models import Organisation, Role
from organisations.permissions import Grant, ModelGrant, PageGrant, grants


@grants
def adaptation_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Editors and reviewers change their own adaptations; publishing goes through review, so nobody may."""
    if role in {Role.EDITOR, Role.REVIEWER}:
        for adaptation in AdaptationPage.objects.filter(organisation=organisation):
            yield PageGrant(adaptation, ("change",))
    if role == Role.MONITOR:
        yield ModelGrant("guidelines.view_adaptation_report")
