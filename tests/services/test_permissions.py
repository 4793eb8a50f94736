"""What an organisation's editors and reviewers may do with guides, centres and delegations."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from organisations.models import Membership, Organisation, Role
from services.importing import save_delegation, save_service
from services.models import Delegation, ServiceIndexPage, ServicePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(organisations: dict[str, Organisation]) -> User:
    user = User.objects.create_user("roads-reviewer")
    Membership.objects.create(user=user, organisation=organisations["roads"], role=Role.REVIEWER)
    return user


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_new_editor_has_somewhere_to_write(editor: User) -> None:
    section = ServiceIndexPage.objects.get()
    folder = section.get_children().get(slug="registry")

    assert folder.permissions_for_user(fresh(editor)).can_add_subpage()
    assert not section.permissions_for_user(fresh(editor)).can_add_subpage()


def test_an_editor_edits_and_only_a_reviewer_publishes(
    guide: ServicePage, editor: User, reviewer: User, stranger: User
) -> None:
    assert guide.permissions_for_user(fresh(editor)).can_edit()
    assert not guide.permissions_for_user(fresh(editor)).can_publish()
    assert guide.permissions_for_user(fresh(reviewer)).can_publish()
    assert not guide.permissions_for_user(fresh(stranger)).can_edit()


def delegation_address(action: str, order: Delegation) -> str:
    return reverse(f"wagtailsnippets_services_delegation:{action}", args=[order.pk])


@pytest.mark.parametrize("action", ["edit", "unpublish"])
def test_an_order_is_in_the_hands_of_those_who_act_for_its_issuer(
    order: Delegation, reviewer: User, stranger: User, client: Client, action: str
) -> None:
    client.force_login(fresh(reviewer))
    assert client.get(delegation_address(action, order)).status_code == 200

    client.force_login(fresh(stranger))
    assert client.get(delegation_address(action, order)).status_code == 403


def test_an_editor_may_not_publish_an_order(
    order: Delegation, editor: User, reviewer: User, client: Client
) -> None:
    for user, status in ((editor, 403), (reviewer, 200)):
        client.force_login(fresh(user))
        assert client.get(delegation_address("unpublish", order)).status_code == status


def test_another_organisations_draft_is_not_in_the_list(
    centre: Any, order_record: dict[str, Any], editor: User, stranger: User, client: Client
) -> None:
    save_delegation(order_record, editor)
    listing = reverse("wagtailsnippets_services_delegation:list")

    client.force_login(fresh(editor))
    assert "มอบอำนาจการออกบัตร" in client.get(listing).content.decode()
    client.force_login(fresh(stranger))
    assert "มอบอำนาจการออกบัตร" not in client.get(listing).content.decode()


def test_an_order_is_registered_only_for_ones_own_organisation(
    guide: ServicePage, centre: Any, stranger: User, organisations: dict[str, Organisation], client: Client
) -> None:
    client.force_login(fresh(stranger))
    response = client.post(
        reverse("wagtailsnippets_services_delegation:add"),
        {
            "code": "registry-1-2569",
            "order_no": "1/2569",
            "order_date": "2026-01-05",
            "title": "มอบอำนาจ",
            "delegating_authority": organisations["registry"].pk,
            "delegating_position": "อธิบดี",
            "delegate_unit": "ศูนย์",
            "services": [guide.pk],
            "centres": [centre.pk],
            "scope_of_power": "ออกบัตร",
            "effective": "2026-02-01",
        },
    )

    assert response.status_code == 200
    assert "delegating_authority" in response.context["form"].errors
    assert not Delegation.objects.exists()


def order_values(order: Delegation, authority: Organisation) -> dict[str, Any]:
    return {
        "code": "roads-1-2569",
        "order_no": "1/2569",
        "order_date": "2026-01-05",
        "title": "มอบอำนาจ",
        "delegating_authority": authority.pk,
        "delegating_position": "อธิบดี",
        "delegate_unit": "ศูนย์",
        "services": [service.pk for service in order.services.all()],
        "all_centres": "on",
        "scope_of_power": "ออกบัตร",
        "effective": "2026-02-01",
    }


@pytest.mark.parametrize(
    ("role", "action", "is_stored"),
    [
        (Role.AUDITOR, "save", False),
        (Role.MONITOR, "save", False),
        (Role.EDITOR, "save", True),
        (Role.EDITOR, "action-publish", False),
        (Role.REVIEWER, "action-publish", True),
    ],
)
def test_a_role_in_one_organisation_is_worth_nothing_in_another(
    order: Delegation,
    stranger: User,
    organisations: dict[str, Organisation],
    client: Client,
    role: Role,
    action: str,
    is_stored: bool,
) -> None:
    """A reviewer of roads who holds another role for the registry acts for it in that role alone."""
    registry = organisations["registry"]
    Membership.objects.create(user=stranger, organisation=registry, role=role)
    client.force_login(fresh(stranger))
    client.post(
        reverse("wagtailsnippets_services_delegation:add"), {**order_values(order, registry), action: "1"}
    )

    made = Delegation.objects.filter(order_no="1/2569").first()
    assert (made is not None) is is_stored
    if made is not None:
        assert made.live is (action == "action-publish")


def test_an_editor_for_the_issuer_who_reviews_for_another_may_not_take_an_order_back(
    order: Delegation, stranger: User, organisations: dict[str, Organisation], client: Client
) -> None:
    Membership.objects.create(user=stranger, organisation=organisations["registry"], role=Role.EDITOR)
    client.force_login(fresh(stranger))

    assert client.get(delegation_address("edit", order)).status_code == 200
    assert client.get(delegation_address("unpublish", order)).status_code == 403
    client.post(delegation_address("unpublish", order))
    assert Delegation.objects.get().live


def doors_to(order: Delegation) -> list[str]:
    first, last = order.revisions.order_by("pk").first(), order.latest_revision
    compare = reverse(
        "wagtailsnippets_services_delegation:revisions_compare", args=[order.pk, first.pk, last.pk]
    )
    return [
        *(delegation_address(action, order) for action in ("edit", "history", "usage")),
        compare,
        "/admin/snippets/choose/services/delegation/",
        "/admin/snippets/choose/services/delegation/results/?q=มอบอำนาจ",
        f"/admin/snippets/choose/services/delegation/chosen/{order.pk}/",
    ]


def test_the_search_box_finds_ones_own_drafts_and_what_is_published(
    centre: Any, order_record: dict[str, Any], editor: User, stranger: User, client: Client
) -> None:
    draft = save_delegation(order_record, editor).instance
    address = reverse("wagtailsnippets_services_delegation:list") + "?q=มอบอำนาจ"
    client.force_login(fresh(editor))
    assert draft.title in client.get(address).content.decode()
    client.force_login(fresh(stranger))
    assert draft.title not in client.get(address).content.decode()


def test_every_door_to_another_organisations_draft_order_is_shut(
    centre: Any, order_record: dict[str, Any], editor: User, stranger: User, client: Client
) -> None:
    draft = save_delegation(order_record, editor).instance
    save_delegation(order_record | {"scope_of_power": "อำนาจที่แก้ใหม่"}, editor)
    draft.refresh_from_db()
    title = "มอบอำนาจการออกบัตร"

    client.force_login(fresh(stranger))
    for door in doors_to(draft):
        text = client.get(door, follow=True).content.decode()
        assert title not in text, door
        assert "อำนาจที่แก้ใหม่" not in text, door
    client.force_login(fresh(editor))
    assert [title in client.get(door, follow=True).content.decode() for door in doors_to(draft)[:4]] == [
        True
    ] * 4


def test_no_form_or_chooser_names_another_organisations_draft_guide(
    guide: ServicePage, record: dict[str, Any], editor: User, stranger: User, client: Client
) -> None:
    draft = save_service(record | {"id": "hidden", "title": "ใบอนุญาตที่ยังเป็นความลับ"}, editor).instance
    assert not draft.live
    folder = draft.get_parent()
    doors = [
        reverse("wagtailsnippets_services_delegation:add"),
        reverse("wagtailadmin_choose_page_child", args=[folder.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=ใบอนุญาต",
        reverse("wagtailadmin_explore", args=[folder.pk]),
    ]
    client.force_login(fresh(stranger))
    for door in doors:
        assert "ใบอนุญาตที่ยังเป็นความลับ" not in client.get(door, follow=True).content.decode(), door
    client.force_login(fresh(editor))
    assert sum(draft.title in client.get(door, follow=True).content.decode() for door in doors) >= 3


def test_the_form_wants_centres_or_all_of_them(order: Delegation, reviewer: User, client: Client) -> None:
    client.force_login(fresh(reviewer))
    values = {
        "code": order.code,
        "order_no": order.order_no,
        "order_date": "2023-01-10",
        "title": order.title,
        "delegating_authority": order.delegating_authority_id,
        "delegating_position": order.delegating_position,
        "delegate_unit": order.delegate_unit,
        "services": [service.pk for service in order.services.all()],
        "scope_of_power": order.scope_of_power,
        "effective": "2023-02-01",
        "action-publish": "1",
    }
    response = client.post(delegation_address("edit", order), values)
    assert "centres" in response.context["form"].errors

    response = client.post(delegation_address("edit", order), values | {"all_centres": "on"})
    assert response.status_code == 302
    assert Delegation.objects.get().all_centres


def test_an_editor_writes_a_guide_in_the_admin(editor: User, client: Client) -> None:
    folder = ServiceIndexPage.objects.get().get_children().get(slug="registry")
    client.force_login(fresh(editor))

    response = client.get(reverse("wagtailadmin_pages:add", args=["services", "servicepage", folder.pk]))
    assert response.status_code == 200
    assert "เอกสารยืนยันตัวตนที่ออกโดยหน่วยงานของรัฐ" in response.content.decode()


@pytest.mark.parametrize(
    ("total", "note"),
    [
        ({"value": 20, "unit": "minute"}, "ขั้นตอนรวมกันได้ 15 นาที ไม่เกินระยะเวลารวม 20 นาที"),
        ({"value": 1, "unit": "working_day"}, "ระบบเทียบให้ไม่ได้เพราะหน่วยเวลาต่างกัน"),
    ],
)
def test_the_editor_sees_what_comparing_the_times_gave(
    record: dict[str, Any], editor: User, client: Client, total: dict[str, Any], note: str
) -> None:
    page = save_service(record | {"total_duration": total}).instance
    client.force_login(fresh(editor))

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert note in html
