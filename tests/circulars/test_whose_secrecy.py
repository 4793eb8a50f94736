"""Who may see a secret letter and lift its class: its own registrars and the central registry."""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from circulars.importing import import_uploads
from circulars.models import (
    CentralRegistry,
    CircularIndexPage,
    CircularPage,
    Held,
    Registration,
    TwoPersonRule,
)
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db

WORDS = "แผนปกปิดพิเศษ"


@pytest.fixture
def secret(registry: CircularIndexPage, registrar: Any, letter_text: str) -> CircularPage:
    """A secret letter of the Ministry of the Interior, entered by the registrar of OPDC."""
    Organisation.objects.create(code="moi", kind="ministry", name_th="กระทรวงมหาดไทย")
    text = "ลับมาก\n\n" + letter_text.replace("การทดสอบระบบ", WORDS)
    import_uploads([("s.txt", text.encode())], registrar)
    CircularPage.objects.update(issuer=Organisation.objects.get(code="moi"))
    return CircularPage.objects.get()


@pytest.fixture
def person(django_user_model: Any) -> Any:
    """Makes a registrar of an organisation, which is made if it is new."""

    def make(code: str, role: str = Role.REGISTRAR) -> Any:
        organisation, _ = Organisation.objects.get_or_create(
            code=code, defaults={"kind": "department", "name_th": f"กรม {code}"}
        )
        user = django_user_model.objects.create_user(f"{role}-{code}", password="a long password")
        Membership.objects.create(user=user, organisation=organisation, role=role)
        return django_user_model.objects.get(pk=user.pk)

    return make


def doors(letter: CircularPage) -> list[str]:
    return [
        reverse("circulars_admin:review", args=[letter.pk]),
        reverse("circulars_admin:original", args=[letter.pk]),
        reverse("wagtailadmin_pages:edit", args=[letter.pk]),
        reverse("wagtailadmin_pages:history", args=[letter.pk]),
    ]


def sees(user: Any, letter: CircularPage) -> bool:
    """Whether every door opens; that all agree is part of it."""
    client = Client()
    client.force_login(user)
    codes = {client.get(address).status_code for address in doors(letter)}
    listed = [client.get("/admin/circulars/"), client.get(f"/admin/pages/{letter.get_parent().pk}/")]
    in_lists = {letter.title in one.content.decode() for one in listed}
    assert (codes, in_lists) in (({200}, {True}), ({403}, {False}))
    return codes == {200}


def test_the_registrars_of_issuer_and_entry_and_of_the_central_registry_see_it(
    secret: CircularPage, registrar: Any, person: Any
) -> None:
    other = person("other")
    assert sees(registrar, secret)
    assert sees(person("moi"), secret)
    assert not sees(other, secret)
    central = CentralRegistry.objects.create(organisation=Organisation.objects.get(code="other"))
    assert sees(other, secret), "at once, without a new membership"
    central.organisation = Organisation.objects.get(code="moi")
    central.save()
    assert not sees(other, secret)
    central.delete()
    assert not Group.objects.filter(permissions__codename="lift_secrecy").exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MONITOR, Role.ADMINISTRATOR])
def test_no_other_role_of_the_issuer_may(secret: CircularPage, person: Any, role: str) -> None:
    user = person("moi", role)
    client = Client()
    client.force_login(user)
    for address in doors(secret):
        assert client.get(address).status_code in {302, 403, 404}
    with pytest.raises(Held):
        secret.lift_secrecy(user, "คำสั่งที่ 1/2567")


def test_another_registrar_lifts_nothing_and_is_told_why_and_who_can(
    secret: CircularPage, person: Any, client: Client, letter_text: str
) -> None:
    CentralRegistry.objects.create(
        organisation=Organisation.objects.create(code="soc", kind="department", name_th="สำนักเลขาธิการ")
    )
    other = person("other")
    client.force_login(other)
    address = reverse("circulars_admin:lift_secrecy", args=[secret.pk])
    for answer in (client.post(address, {"reason": "คำสั่งที่ 1/2567"}), client.get(doors(secret)[2])):
        body = answer.content.decode()
        assert answer.status_code == 403
        assert "นายทะเบียนของหน่วยงานที่ออกหรือลงทะเบียนหนังสือนั้น" in body
        assert "ทะเบียนกลาง (สำนักเลขาธิการ)" in body
        assert "มหาดไทย" not in body
        assert WORDS not in body
    with pytest.raises(Held, match=r"กระทรวงมหาดไทย, สำนักงาน ก\.พ\.ร\..*ทะเบียนกลาง \(สำนักเลขาธิการ\)"):
        secret.lift_secrecy(other, "คำสั่งที่ 1/2567")
    assert CircularPage.objects.get().is_secret
    [outcome] = import_uploads([("o.txt", letter_text.encode())], other)
    assert outcome.error is not None
    assert "ทะเบียนกลาง (สำนักเลขาธิการ)" in outcome.error.message
    assert "ชั้นความลับ" not in outcome.error.message


def test_an_editor_who_is_no_registrar_is_told_nothing(
    secret: CircularPage, person: Any, client: Client
) -> None:
    client.force_login(person("other", Role.EDITOR))
    answer = client.get(doors(secret)[0])
    assert answer.status_code == 403
    assert "ชั้นความลับ" not in answer.content.decode()


def test_a_registrar_who_moves_takes_no_letter_along(
    secret: CircularPage, registrar: Any, person: Any
) -> None:
    colleague, stranger = person("opdc"), person("other")
    Membership.objects.filter(user=registrar).delete()
    Membership.objects.create(
        user=registrar, organisation=Organisation.objects.get(code="other"), role=Role.REGISTRAR
    )
    mover = type(registrar).objects.get(pk=registrar.pk)
    assert not sees(mover, secret)
    assert not sees(stranger, secret)
    assert sees(colleague, secret)


def test_who_took_over_an_abolished_office_lifts_its_letters(secret: CircularPage, person: Any) -> None:
    heir = person("heir")
    assert not sees(heir, secret)
    gone = Organisation.objects.get(code="moi")
    gone.valid_to = datetime.date(2020, 1, 1)
    gone.successor = Organisation.objects.get(code="heir")
    gone.save()
    assert sees(heir, secret)


def test_a_draft_that_names_another_sender_opens_nothing(
    secret: CircularPage, registrar: Any, person: Any
) -> None:
    other = person("other")
    draft = CircularPage.objects.get()
    draft.issuer = Organisation.objects.get(code="other")
    draft.save_revision(user=registrar)
    assert not sees(other, secret)
    with pytest.raises(Held):
        CircularPage.objects.get().get_latest_revision_as_object().lift_secrecy(other, "คำสั่งที่ 1/2567")


def test_lifting_is_one_persons_and_publishing_still_two(
    secret: CircularPage, registrar: Any, person: Any, client: Client
) -> None:
    TwoPersonRule.objects.create(organisation=Organisation.objects.get(code="moi"))
    issuer, other = person("moi"), person("other")
    with pytest.raises(Held):
        secret.agree(issuer, "ก่อนยกเลิกชั้นความลับ")
    client.force_login(registrar)
    lift = reverse("circulars_admin:lift_secrecy", args=[secret.pk])
    assert client.post(lift, {"reason": "คำสั่งที่ 1/2567"}).status_code == 302
    letter = CircularPage.objects.get()
    assert letter.secrecy_lifted_by == registrar
    assert not letter.live
    publish = reverse("circulars_admin:publish", args=[letter.pk])

    def by(user: Any, address: str) -> CircularPage:
        client.force_login(user)
        client.post(address, {"seen": CircularPage.objects.get().latest_revision_id})
        return CircularPage.objects.get()

    assert not by(registrar, publish).live, "who lifted it is one person"
    assert not by(registrar, reverse("circulars_admin:agree", args=[letter.pk])).live
    assert not by(registrar, publish).live
    assert sees(other, by(registrar, publish)), "no class holds: the registry is one"
    assert by(issuer, publish).live


def test_a_consent_from_before_another_lifting_is_none(
    secret: CircularPage, registrar: Any, person: Any
) -> None:
    TwoPersonRule.objects.create(organisation=Organisation.objects.get(code="moi"))
    issuer = person("moi")
    secret.lift_secrecy(registrar, "คำสั่งที่ 1/2567")
    CircularPage.objects.get().agree(issuer)
    CircularPage.objects.update(secrecy_lifted_at=None, secrecy_lifted_by=None)
    CircularPage.objects.get().lift_secrecy(registrar, "คำสั่งที่ 2/2567")
    with pytest.raises(Held):
        CircularPage.objects.get().save_revision().publish(user=registrar)


def test_an_upgrade_keeps_whose_registry_and_takes_the_right_from_every_registrar(
    secret: CircularPage, registrar: Any
) -> None:
    group = registrar.groups.get(name="opdc:registrar")
    by_hand = Group.objects.create(name="lifters")
    for one in (group, by_hand):
        one.permissions.add(Permission.objects.get(codename="lift_secrecy"))
    Registration.objects.all().delete()
    migration = import_module("circulars.migrations.0020_whose_secrecy")
    migration.keep_whose_registry(apps, None)
    migration.take_right_from_registrars(apps, None)
    assert Registration.objects.get().organisation.code == "opdc"
    assert list(Group.objects.filter(permissions__codename="lift_secrecy")) == [by_hand]
