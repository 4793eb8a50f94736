"""Drafts that an editor imported, sent to the reviewers of their organisation together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, WorkflowState

from services.models import ServicePage

AT_ONCE = 200
"""Drafts that one request sends; the rest wait for the next press of the button."""


def unsent(keys: Iterable[int]) -> list[int]:
    """Of guides by number those with a draft that is neither public nor under review, in order."""
    wanted = list(dict.fromkeys(keys))
    drafts = set(
        ServicePage.objects.filter(pk__in=wanted, has_unpublished_changes=True).values_list("pk", flat=True)
    )
    under_way = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    states = WorkflowState.objects.filter(
        status__in=under_way, base_content_type=ContentType.objects.get_for_model(Page)
    )
    reviewed = {int(key) for key in states.values_list("object_id", flat=True)}
    return [key for key in wanted if key in drafts and key not in reviewed]


def send(keys: Iterable[int], user: Any) -> tuple[int, list[tuple[ServicePage, list[str]]]]:
    """Send drafts to review; gives how many went, and those held back with what they lack.

    A guide that the user may not edit, or that is locked or under review already, is left out without a word.
    """
    sent = 0
    held: list[tuple[ServicePage, list[str]]] = []
    for page in ServicePage.objects.filter(pk__in=list(keys)).order_by("sort_key", "pk"):
        may = page.permissions_for_user(user)
        workflow = page.get_workflow()
        if workflow is None or not (may.can_edit() and may.can_submit_for_moderation()):
            continue
        draft = page.get_latest_revision_as_object()
        if problems := draft.problems_before_publishing():
            held.append((page, problems))
            continue
        try:
            with transaction.atomic():
                workflow.start(page, user)
        except ValidationError as error:
            held.append((page, list(error.messages)))
            continue
        sent += 1
    return sent, held
