"""Whatever happens to content, what is found follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from finder.models import OutboxEntry
from finder.schedule import publish_scheduled
from home.models import HomePage, PlainPage
from organisations.models import Organisation, OrganisationName

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]
Found = Callable[..., list[str]]


def test_a_published_page_is_found_and_a_draft_is_not(publish: Publish, found: Found) -> None:
    publish("ใบขับขี่รถไถนา", "licence")
    publish("ใบขับขี่รถไถนาฉบับร่าง", "draft", live=False)

    assert found("ใบขับขี่รถไถนา") == ["/licence/"]


def test_a_draft_of_a_live_page_changes_nothing(publish: Publish, found: Found) -> None:
    page = publish("ใบขับขี่", "licence")
    page.title = "หนังสือเดินทาง"
    page.save_revision()

    assert found("หนังสือเดินทาง") == []
    assert found("ใบขับขี่") == ["/licence/"]


def test_saving_a_draft_writes_nothing_to_the_outbox(publish: Publish) -> None:
    page = publish("ใบขับขี่", "licence")
    OutboxEntry.objects.all().delete()
    page.title = "หนังสือเดินทาง"
    page.save_revision()

    assert not OutboxEntry.objects.exists()


def test_an_unpublished_page_is_gone(publish: Publish, found: Found) -> None:
    page = publish("ใบขับขี่", "licence")
    assert found("ใบขับขี่") == ["/licence/"]
    page.unpublish()

    assert found("ใบขับขี่") == []


def test_unpublishing_takes_descendants_along_when_asked(publish: Publish, found: Found) -> None:
    parent = publish("ยานพาหนะ", "vehicles")
    publish("ใบขับขี่", "licence", parent)
    assert found("ใบขับขี่") == ["/vehicles/licence/"]
    for page in parent.get_descendants(inclusive=True).specific():
        page.unpublish()

    assert found("ใบขับขี่") == []


def test_deleting_a_page_takes_its_descendants_out(publish: Publish, found: Found) -> None:
    parent = publish("ยานพาหนะ", "vehicles")
    publish("ใบขับขี่", "licence", parent)
    assert found("ใบขับขี่") == ["/vehicles/licence/"]
    Page.objects.get(pk=parent.pk).delete()

    assert found("ใบขับขี่") == []
    assert found("ยานพาหนะ") == []


def test_a_new_slug_changes_the_addresses_below(publish: Publish, found: Found) -> None:
    parent = publish("ยานพาหนะ", "vehicles")
    publish("ใบขับขี่", "licence", parent)
    assert found("ใบขับขี่") == ["/vehicles/licence/"]
    parent.slug = "cars"
    parent.save_revision().publish()

    assert found("ใบขับขี่") == ["/cars/licence/"]
    assert found("ยานพาหนะ") == ["/cars/"]


def test_moving_a_page_changes_the_addresses_below(publish: Publish, found: Found) -> None:
    parent, elsewhere = publish("ยานพาหนะ", "vehicles"), publish("คมนาคม", "transport")
    publish("ใบขับขี่", "licence", parent)
    assert found("ใบขับขี่") == ["/vehicles/licence/"]
    parent.move(elsewhere, pos="last-child")

    assert found("ใบขับขี่") == ["/transport/vehicles/licence/"]


def test_moving_below_a_restricted_page_hides(publish: Publish, found: Found) -> None:
    parent, private = publish("ยานพาหนะ", "vehicles"), publish("ภายใน", "private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert found("ยานพาหนะ") == ["/vehicles/"]
    parent.move(private, pos="last-child")

    assert found("ยานพาหนะ") == []


def test_a_restriction_hides_a_page_and_all_below_until_it_is_lifted(publish: Publish, found: Found) -> None:
    parent = publish("ยานพาหนะ", "vehicles")
    publish("ใบขับขี่", "licence", parent)
    reader = User.objects.create_user("reader")
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert found("ใบขับขี่") == []
    assert found("ใบขับขี่", reader) == ["/vehicles/licence/"]

    restriction.delete()
    assert found("ใบขับขี่") == ["/vehicles/licence/"]


def test_a_restriction_to_groups_follows_its_groups(publish: Publish, found: Found) -> None:
    page = publish("ใบขับขี่", "licence")
    inside, outside = Group.objects.create(name="ในวง"), Group.objects.create(name="นอกวง")
    member, stranger = User.objects.create_user("member"), User.objects.create_user("stranger")
    member.groups.add(inside)
    stranger.groups.add(outside)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(inside)
    assert (found("ใบขับขี่"), found("ใบขับขี่", stranger)) == ([], [])
    assert found("ใบขับขี่", member) == ["/licence/"]

    inside.pageviewrestriction_set.remove(restriction)  # type: ignore[attr-defined]
    assert found("ใบขับขี่", member) == []


def test_a_page_behind_a_shared_password_is_found_by_nobody(publish: Publish, found: Found) -> None:
    page = publish("ใบขับขี่", "licence")
    assert found("ใบขับขี่") == ["/licence/"]
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )

    assert found("ใบขับขี่", User.objects.create_superuser("admin")) == []


def test_the_scheduler_expires_and_publishes(publish: Publish, found: Found, home: HomePage) -> None:
    page = publish("ใบขับขี่", "licence")
    assert found("ใบขับขี่") == ["/licence/"]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    later = PlainPage(title="หนังสือเดินทาง", slug="passport", live=False)
    home.add_child(instance=later)
    later.go_live_at = timezone.now() + timedelta(hours=1)
    later.save_revision().publish()
    assert found("หนังสือเดินทาง") == []
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    revision = later.get_latest_revision()
    revision.content["go_live_at"] = a_minute_ago.isoformat()
    revision.approved_go_live_at = a_minute_ago
    revision.save()

    assert publish_scheduled() == 2
    assert found("ใบขับขี่") == []
    assert found("หนังสือเดินทาง") == ["/passport/"]


def test_one_page_that_cannot_be_published_does_not_hold_up_the_others(
    publish: Publish, found: Found, home: HomePage
) -> None:
    broken, good = publish("เสีย", "broken", live=False), publish("ดี", "good", live=False)
    for page, title in ((broken, ""), (good, "หนังสือเดินทาง")):
        revision = page.get_latest_revision()
        revision.content["title"] = title
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()

    assert publish_scheduled() == 1
    assert found("หนังสือเดินทาง") == ["/good/"]


def test_a_renamed_organisation_is_found_by_its_new_name(found: Found) -> None:
    ministry = Organisation.objects.create(code="mot", kind="ministry", name_th="กระทรวงคมนาคม")
    department = Organisation.objects.create(
        code="dlt", kind="department", name_th="กรมการขนส่งทางบก", parent=ministry
    )
    assert found("กระทรวงคมนาคม")[0] == "/organisations/mot/"
    ministry.name_th = "กระทรวงการเดินทาง"
    ministry.save()
    assert found("กระทรวงการเดินทาง")[0] == "/organisations/mot/"

    department.delete()
    assert "/organisations/dlt/" not in found("กรมการขนส่งทางบก")


def test_another_name_added_later_is_found(found: Found) -> None:
    bangkok = Organisation.objects.create(code="bma", kind="local", name_th="กรุงเทพมหานคร")
    assert found("กรุงเทพมหานคร") == ["/organisations/bma/"]
    OrganisationName.objects.create(organisation=bangkok, name="พระนคร", kind="everyday")

    assert found("พระนคร") == ["/organisations/bma/"]


def test_what_a_rolled_back_transaction_changed_is_not_told(publish: Publish, found: Found) -> None:
    from django.db import transaction

    page = publish("ใบขับขี่", "licence")
    found("ใบขับขี่")

    class Undo(Exception):
        pass

    def change() -> Any:
        with transaction.atomic():
            page.unpublish()
            raise Undo

    with pytest.raises(Undo):
        change()
    assert not OutboxEntry.objects.exists()
    assert found("ใบขับขี่") == ["/licence/"]
