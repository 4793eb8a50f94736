"""What people may do follows from their memberships."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.documents import get_document_model
from wagtail.models import GroupPagePermission
from wagtail.permissions import policy_registry

from home.models import HomePage, PlainPage
from organisations import permissions
from organisations.models import Kind, Membership, Organisation, OrganisationFolder, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Organisation:
    return Organisation.objects.create(code="m", kind=Kind.MINISTRY, name_th="กระทรวงตัวอย่าง")


@pytest.fixture
def other() -> Organisation:
    return Organisation.objects.create(code="o", kind=Kind.MINISTRY, name_th="กระทรวงอื่น")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("person", password="x")


@pytest.fixture
def folder(home: HomePage, ministry: Organisation, monkeypatch: pytest.MonkeyPatch) -> OrganisationFolder:
    """A folder that the ministry's editors may work in, granted the way an app grants it."""
    folder = OrganisationFolder(title="แฟ้ม", slug="folder-m", organisation=ministry)
    home.add_child(instance=folder)

    def grant(organisation: Organisation, role: str) -> list[permissions.Grant]:
        if organisation == ministry and role == Role.EDITOR:
            return [permissions.PageGrant(folder, ("add", "change"))]
        return []

    monkeypatch.setattr(permissions, "_functions", [grant])
    return folder


def test_a_membership_gives_what_the_role_may_do_and_its_end_takes_it(
    folder: OrganisationFolder, ministry: Organisation, person: User
) -> None:
    membership = Membership.objects.create(user=person, organisation=ministry, role=Role.EDITOR)
    user = get_user_model().objects.get(pk=person.pk)
    assert user.has_perm("wagtailadmin.access_admin")
    assert folder.permissions_for_user(user).can_edit()
    assert not folder.permissions_for_user(user).can_publish()

    membership.delete()
    user = get_user_model().objects.get(pk=person.pk)
    assert not user.has_perm("wagtailadmin.access_admin")
    assert not folder.permissions_for_user(user).can_edit()


def test_another_organisations_editor_may_do_nothing(
    folder: OrganisationFolder, other: Organisation, person: User
) -> None:
    Membership.objects.create(user=person, organisation=other, role=Role.EDITOR)

    assert not folder.permissions_for_user(get_user_model().objects.get(pk=person.pk)).can_edit()


def test_permissions_given_by_hand_do_not_survive(
    folder: OrganisationFolder, ministry: Organisation, person: User
) -> None:
    Membership.objects.create(user=person, organisation=ministry, role=Role.EDITOR)
    group = Group.objects.get(name=permissions.group_name(ministry, Role.EDITOR))
    elsewhere = PlainPage(title="อื่น", slug="elsewhere")
    HomePage.objects.get().add_child(instance=elsewhere)
    GroupPagePermission.objects.create(group=group, page=elsewhere, permission_type="change")

    permissions.sync_organisation(ministry)
    permissions.sync_organisation(ministry)

    rows = GroupPagePermission.objects.filter(group=group).values_list("page", "permission__codename")
    assert set(rows) == {(folder.pk, "add_page"), (folder.pk, "change_page")}


def test_may_act_for(ministry: Organisation, other: Organisation, person: User) -> None:
    Membership.objects.create(user=person, organisation=ministry, role=Role.REVIEWER)

    assert permissions.may_act_for(person, ministry)
    assert permissions.may_act_for(person, ministry, Role.REVIEWER)
    assert not permissions.may_act_for(person, ministry, Role.EDITOR)
    assert not permissions.may_act_for(person, other)
    person.is_active = False
    assert not permissions.may_act_for(person, ministry)


def test_uploads_go_into_the_organisations_own_collection(
    ministry: Organisation, other: Organisation, person: User
) -> None:
    Membership.objects.create(user=person, organisation=ministry, role=Role.EDITOR)
    Membership.objects.create(user=User.objects.create_user("stranger"), organisation=other, role=Role.EDITOR)

    def collections(user: User) -> set[str]:
        policy = policy_registry.get_by_type(get_document_model())
        return {found.name for found in policy.collections_user_has_permission_for(user, "choose")}

    assert collections(User.objects.get(pk=person.pk)) == {"กระทรวงตัวอย่าง"}
    assert collections(User.objects.get(username="stranger")) == {"กระทรวงอื่น"}


def test_what_a_new_version_allows_holds_once_the_site_was_migrated(
    folder: OrganisationFolder, ministry: Organisation, person: User
) -> None:
    Membership.objects.create(user=person, organisation=ministry, role=Role.EDITOR)
    GroupPagePermission.objects.all().delete()
    call_command("migrate", verbosity=0)
    user = get_user_model().objects.get(pk=person.pk)
    assert folder.permissions_for_user(user).can_edit()


def test_a_fixture_gives_its_people_their_rights_in_whatever_order_its_rows_come(
    ministry: Organisation, person: User, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    account = serializers.serialize("python", [person])
    membership = Membership.objects.create(user=person, organisation=ministry, role=Role.EDITOR)
    ministry.refresh_from_db()
    assert ministry.collection is not None
    rows = serializers.serialize("python", [membership, ministry, ministry.collection])
    fixture = tmp_path / "people.json"
    fixture.write_text(json.dumps([*rows, *account], cls=DjangoJSONEncoder))
    for each in (membership, person, ministry, ministry.collection):
        type(each)._default_manager.filter(pk=each.pk).delete()
    Group.objects.filter(name__startswith="m:").delete()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("loaddata", str(fixture), verbosity=0)

    assert get_user_model().objects.get(username="person").has_perm("wagtailadmin.access_admin")
