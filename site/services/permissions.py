"""What the roles in an organisation may do with its guides, centres and delegations."""

from __future__ import annotations

from collections.abc import Iterator

from organisations.models import Organisation, Role
from organisations.permissions import Grant, ModelGrant, PageGrant, grants
from organisations.workflow import set_up_review
from services.addresses import folder_of
from services.models import CentreIndexPage, ServiceIndexPage

PAGE_ACTIONS = {
    Role.EDITOR: ("add", "change"),
    Role.REVIEWER: ("add", "change", "publish", "lock"),
}
DELEGATION_ACTIONS = {
    Role.EDITOR: ("add", "change", "view"),
    Role.REVIEWER: ("add", "change", "view", "publish"),
}


@grants
def services_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Editors and reviewers work in their organisation's folders, which are made when first needed.

    What an editor sends to review waits for the organisation's own reviewers.
    """
    if role not in PAGE_ACTIONS:
        return
    for section_model in (ServiceIndexPage, CentreIndexPage):
        for section in section_model.objects.all():
            folder = folder_of(section, organisation)
            set_up_review(organisation, folder)
            yield PageGrant(folder, PAGE_ACTIONS[Role(role)])
    for action in DELEGATION_ACTIONS[Role(role)]:
        yield ModelGrant(f"services.{action}_delegation")
    for action in ("view", "change"):
        yield ModelGrant(f"services.{action}_pagefeedback")
