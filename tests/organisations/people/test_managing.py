"""An administrator manages the people of their own organisation, and every way to more is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from home.models import HomePage
from organisations.models import Membership, Organisation, Role
from organisations.people import managing

from .conftest import Make, held, person_url

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def post_roles(client: Client, url: str, *roles: str, action: str = "roles", reason: str = "คำสั่งที่ 1") -> int:
    return client.post(url, {"action": action, "roles": list(roles), "reason": reason}).status_code


def test_an_administrator_gives_and_takes_roles_and_permissions_follow(
    administrator: Any, editor: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    client, url = as_user(administrator), person_url(ministry, editor)
    assert "ผู้จัดทำ" in client.get(url).content.decode()
    assert post_roles(client, url, "reviewer", "monitor") == 302
    assert held(editor, ministry) == {"reviewer", "monitor"}
    assert set(editor.groups.values_list("name", flat=True)) == {"moj:reviewer", "moj:monitor"}
    assert post_roles(client, url) == 302
    assert held(editor, ministry) == set()
    assert not type(editor).objects.get(pk=editor.pk).has_perm("wagtailadmin.access_admin")


def test_the_screens_of_another_organisation_are_not_there(
    administrator: Any, stranger: Any, other: Organisation, as_user: SignIn, home: HomePage
) -> None:
    client = as_user(administrator)
    for name, args in (
        ("people", [other.pk]),
        ("invite", [other.pk]),
        ("reminders", [other.pk]),
        ("person", [other.pk, stranger.pk]),
    ):
        url = reverse(f"people:{name}", args=args)
        assert client.get(url).status_code == 404
        assert client.post(url, {"action": "roles"}).status_code == 404
    assert held(stranger, other) == {"editor"}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MONITOR, Role.AUDITOR, Role.REGISTRAR])
def test_nobody_else_of_the_organisation_manages_people(
    person: Make, editor: Any, ministry: Organisation, as_user: SignIn, role: str, home: HomePage
) -> None:
    user = person("somebody", ministry, role)
    client = as_user(user)
    for url in (reverse("people:people", args=[ministry.pk]), person_url(ministry, editor)):
        assert client.get(url).status_code == 404
        assert client.post(url, {"action": "roles", "roles": []}).status_code == 404
    assert client.get(reverse("people:organisations")).status_code in {302, 403}
    with pytest.raises(PermissionDenied):
        managing.set_roles(user, ministry, editor.pk, [Role.ADMINISTRATOR])
    assert held(editor, ministry) == {"editor"}


def test_people_of_others_cannot_be_reached_through_ones_own_organisation(
    administrator: Any, stranger: Any, ministry: Organisation, other: Organisation, as_user: SignIn
) -> None:
    client = as_user(administrator)
    assert post_roles(client, person_url(ministry, stranger), "administrator") == 404
    for call in (
        lambda: managing.set_roles(administrator, ministry, stranger.pk, ["editor"]),
        lambda: managing.deactivate(administrator, ministry, stranger.pk, "x"),
        lambda: managing.reactivate(administrator, ministry, stranger.pk),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert held(stranger, ministry) == set()


def test_a_role_that_reaches_beyond_the_organisation_cannot_be_given(
    administrator: Any, editor: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    """A registrar works on everybody's letters and lifts secrecy."""
    client, url = as_user(administrator), person_url(ministry, editor)
    assert post_roles(client, url, "editor", "registrar") == 200
    assert post_roles(client, url, "editor", "superuser") == 200
    with pytest.raises(PermissionDenied):
        managing.set_roles(administrator, ministry, editor.pk, ["editor", "registrar"])
    assert held(editor, ministry) == {"editor"}
    Organisation.objects.filter(pk=ministry.pk).update(keeps_registry=True)
    assert post_roles(client, url, "editor", "registrar") == 302
    assert held(editor, ministry) == {"editor", "registrar"}


def test_a_role_that_only_a_superuser_gives_only_a_superuser_takes(
    administrator: Any, person: Make, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    registrar = person("registrar", ministry, Role.REGISTRAR, Role.EDITOR)
    assert post_roles(as_user(administrator), person_url(ministry, registrar)) == 302
    assert held(registrar, ministry) == {"registrar"}


def test_superusers_are_not_touched(
    administrator: Any, superuser: Any, ministry: Organisation, as_user: SignIn
) -> None:
    Membership.objects.create(user=superuser, organisation=ministry, role=Role.EDITOR)
    client, url = as_user(administrator), person_url(ministry, superuser)
    assert "ผู้ดูแลระบบ" in client.get(url).content.decode()
    for action in ("roles", "deactivate", "reactivate"):
        assert post_roles(client, url, action=action) in {302, 403}
    superuser.refresh_from_db()
    assert superuser.is_active
    assert held(superuser, ministry) == {"editor"}


def test_nobody_changes_themselves(
    administrator: Any, person: Make, ministry: Organisation, as_user: SignIn
) -> None:
    person("second", ministry, Role.ADMINISTRATOR)
    client, url = as_user(administrator), person_url(ministry, administrator)
    assert post_roles(client, url, "administrator", "reviewer") in {302, 403}
    assert post_roles(client, url, action="deactivate") in {302, 403}
    assert held(administrator, ministry) == {"administrator"}
    administrator.refresh_from_db()
    assert administrator.is_active


def test_the_last_administrator_stays(
    administrator: Any, person: Make, ministry: Organisation, superuser: Any
) -> None:
    second = person("second", ministry, Role.ADMINISTRATOR)
    managing.deactivate(administrator, ministry, second.pk, "ย้าย")
    managing.reactivate(administrator, ministry, second.pk)
    managing.set_roles(administrator, ministry, second.pk, [Role.EDITOR])
    # an administrator of two minds: the one who is left is the actor, who cannot remove themselves
    with pytest.raises(PermissionDenied):
        managing.set_roles(administrator, ministry, administrator.pk, [])
    Membership.objects.create(user=second, organisation=ministry, role=Role.ADMINISTRATOR)
    administrator.is_active = False
    administrator.save()
    with pytest.raises(PermissionDenied):
        managing.set_roles(administrator, ministry, second.pk, [])
    managing.set_roles(superuser, ministry, second.pk, [])
    assert held(second, ministry) == set(), "superusers may, as they can also name another"


def test_a_stopped_account_is_out_at_once_and_comes_back_with_its_roles(
    administrator: Any, editor: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    theirs, ours = as_user(editor), as_user(administrator)
    assert theirs.get("/admin/").status_code == 200
    url = person_url(ministry, editor)
    assert post_roles(ours, url, "editor", action="deactivate", reason="") == 200, "a reason is needed"
    assert post_roles(ours, url, "editor", action="deactivate", reason="ลาออก") == 302
    assert theirs.get("/admin/").status_code == 302
    assert not Client().login(username="editor", password="pass")
    assert post_roles(ours, url, action="reactivate") == 302
    assert Client().login(username="editor", password="pass")
    assert held(editor, ministry) == {"editor"}


def test_an_account_that_serves_others_too_is_not_stopped(
    administrator: Any, editor: Any, ministry: Organisation, other: Organisation
) -> None:
    Membership.objects.create(user=editor, organisation=other, role=Role.REVIEWER)
    with pytest.raises(ValidationError, match="นอกหน่วยงาน"):
        managing.deactivate(administrator, ministry, editor.pk, "ย้าย")
    managing.set_roles(administrator, ministry, editor.pk, [])
    assert held(editor, other) == {"reviewer"}


def test_nor_is_one_that_a_superuser_put_into_a_group_of_the_whole_site(
    administrator: Any, editor: Any, ministry: Organisation
) -> None:
    editor.groups.add(Group.objects.create(name="สำนักข่าว"))
    with pytest.raises(ValidationError):
        managing.deactivate(administrator, ministry, editor.pk, "ย้าย")


def test_whom_a_superuser_stopped_an_administrator_does_not_let_back(
    administrator: Any, editor: Any, ministry: Organisation, superuser: Any
) -> None:
    managing.deactivate(superuser, ministry, editor.pk, "ถูกสอบสวน")
    with pytest.raises(ValidationError, match="ผู้ดูแลระบบ"):
        managing.reactivate(administrator, ministry, editor.pk)
    editor.refresh_from_db()
    assert not editor.is_active


def test_an_administrator_reaches_no_account_screens_of_wagtail_itself(
    administrator: Any, editor: Any, as_user: SignIn, home: HomePage
) -> None:
    client = as_user(administrator)
    for url in (
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[editor.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailsnippets_organisations_membership:list"),
        reverse("wagtailsnippets_organisations_membership:add"),
    ):
        response = client.get(url)
        assert response.status_code in {302, 403}, url
        assert response.status_code == 403 or response["Location"] == "/admin/"


def test_a_row_that_is_changed_in_place_takes_what_it_gave_before(
    editor: Any, stranger: Any, ministry: Organisation, home: HomePage
) -> None:
    row = Membership.objects.get(user=editor)
    row.user = stranger
    row.save()
    assert not editor.groups.exists()
    assert stranger.groups.filter(name="moj:editor").exists()


def test_the_list_takes_the_same_queries_for_more_people(
    administrator: Any,
    person: Make,
    ministry: Organisation,
    as_user: SignIn,
    home: HomePage,
    django_assert_max_num_queries: Any,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = as_user(administrator), reverse("people:people", args=[ministry.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(8):
        person(f"more-{number}", ministry, Role.EDITOR, Role.REVIEWER)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
