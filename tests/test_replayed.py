"""What is written again is what the work itself makes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from wagtail.models import GroupPagePermission, Page, ReferenceIndex

from home.tree import build_site
from organisations.models import Kind, Membership, Organisation, Role
from tests.replayed import Replayed

pytestmark = pytest.mark.django_db


def made() -> dict[str, list[Any]]:
    """What a reader and an editor could tell two sites apart by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM finder_outboxentry")
        waiting = cursor.fetchall()
    return {
        "pages": list(Page.objects.order_by("path").values_list("pk", "path", "url_path", "title", "live")),
        "revisions": list(Page.objects.order_by("path").values_list("live_revision", "latest_revision")),
        "permissions": sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission")),
        "references": sorted(ReferenceIndex.objects.values_list("object_id", "to_object_id", "model_path")),
        "waiting": waiting,
    }


def test_it_is_what_the_work_makes(fixed_pages: Replayed) -> None:
    with transaction.atomic():
        fixed_pages.do()
        written = made()
        transaction.set_rollback(True)
    build_site()
    assert written == made()
    assert len(written["pages"]) > 6


def test_beside_other_rows_the_work_itself_is_done(fixed_pages: Replayed) -> None:
    mot = Organisation.objects.create(code="mot", kind=Kind.MINISTRY, name_th="กระทรวงคมนาคม")
    user = get_user_model().objects.create_user("editor")
    Membership.objects.create(user=user, organisation=mot, role=Role.EDITOR)
    fixed_pages.do()
    assert Page.objects.filter(slug="services").exists()
    assert GroupPagePermission.objects.filter(group__in=user.groups.all()).exists()
