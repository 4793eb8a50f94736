"""Who could do what and when is on record at every door, and outlives account and organisation."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import HomePage
from organisations.models import Membership, Organisation, OrganisationName, Role, RoleRecord
from organisations.people import managing
from organisations.people.records import held_on, readable_records, reconcile

from .conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def at(day: str, hour: int = 12) -> datetime.datetime:
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour))
    return timezone.make_aware(moment)


def record_period(user: Any, role: str, begun: str | None, ended: str | None) -> None:
    values = {"begun_at": begun and at(begun), "ended_at": ended and at(ended)}
    RoleRecord.objects.filter(user=user, role=role).update(**values)


def test_who_could_approve_on_a_day(
    person: Make, ministry: Organisation, other: Organisation, administrator: Any
) -> None:
    before = person("before", ministry, Role.REVIEWER)
    until = person("until", ministry, Role.REVIEWER)
    then = person("then", ministry, Role.REVIEWER)
    always = person("always", ministry, Role.REVIEWER)
    person("elsewhere", other, Role.REVIEWER)
    writer = person("writer", ministry, Role.EDITOR)
    for user in (before, until, then, writer):
        managing.set_roles(administrator, ministry, user.pk, [])
    record_period(before, "reviewer", "2024-01-01", "2024-11-30")
    record_period(until, "reviewer", "2024-01-01", "2024-12-01")
    record_period(then, "reviewer", "2024-12-01", "2025-06-01")
    record_period(always, "reviewer", None, None)
    asked = RoleRecord.objects.filter(organisation=ministry, role="reviewer")
    found = {each.username for each in held_on(asked, datetime.date(2024, 12, 1))}
    assert found == {"until", "then", "always"}


def test_the_report_answers_in_words_and_by_the_name_of_that_day(
    administrator: Any, person: Make, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    OrganisationName.objects.create(
        organisation=ministry,
        name="กระทรวงธรรมการ",
        kind=OrganisationName.NameKind.FORMER,
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2024, 12, 31),
    )
    approver = person("approver", ministry, Role.REVIEWER, first_name="สมศรี", last_name="มีชัย")
    record_period(approver, "reviewer", "2024-11-01", "2025-01-01")
    client, url = as_user(administrator), reverse("role_records")
    asked = {"organisation": ministry.pk, "role": "reviewer", "on": "๑ ธ.ค. ๒๕๖๗"}
    text = client.get(url, asked).content.decode()
    assert "ผู้ที่ทำการแทนกระทรวงธรรมการได้ในวันที่" in text
    assert "สมศรี มีชัย" in text
    assert "สมศรี มีชัย" not in client.get(url, {**asked, "on": "1/12/2568"}).content.decode()
    wrong = client.get(url, {**asked, "on": "ธันวาคม 2567"}).content.decode()
    assert "อ่านวันที่ไม่ได้" in wrong
    assert "สมศรี มีชัย" not in wrong
    sheet = client.get(url, {**asked, "export": "csv"})
    assert "สมศรี มีชัย" in sheet.getvalue().decode()


def test_every_door_is_recorded_with_who_and_why(
    administrator: Any, editor: Any, ministry: Organisation
) -> None:
    managing.set_roles(administrator, ministry, editor.pk, ["reviewer"], "คำสั่งที่ 12/2567")
    managing.deactivate(administrator, ministry, editor.pk, "ลาออก")
    managing.reactivate(administrator, ministry, editor.pk)
    Membership.objects.get(user=editor).delete()
    records = list(RoleRecord.objects.filter(user=editor).order_by("pk"))
    assert [(r.role, r.ended_at is None, r.by_deactivation, r.ended_reason) for r in records] == [
        ("editor", False, False, "คำสั่งที่ 12/2567"),
        ("reviewer", False, True, "ลาออก"),
        ("reviewer", False, False, ""),
    ]
    assert records[1].begun_by == "administrator"
    assert records[1].reason == "คำสั่งที่ 12/2567"


def test_a_superusers_power_is_on_record_too(person: Make) -> None:
    root = person("root", is_superuser=True)
    root.is_superuser = False
    root.save()
    record = RoleRecord.objects.get(user=root)
    assert (record.role, record.organisation) == ("superuser", None)
    assert record.ended_at is not None


def test_a_record_outlives_the_account_and_the_organisation(editor: Any, ministry: Organisation) -> None:
    editor.delete()
    ministry.delete()
    record = RoleRecord.objects.get()
    assert (record.user, record.organisation) == (None, None)
    assert (record.username, record.organisation_name) == ("editor", "กระทรวงยุติธรรม")
    assert record.ended_at is not None


def test_reconciling_twice_changes_nothing_and_mends_what_went_past_the_signals(
    editor: Any, ministry: Organisation
) -> None:
    before = list(RoleRecord.objects.values())
    reconcile()
    assert list(RoleRecord.objects.values()) == before
    Membership.objects.filter(user=editor).update(role=Role.MONITOR)
    reconcile()
    states = [(each.role, each.ended_at is None) for each in RoleRecord.objects.order_by("pk")]
    assert states == [("editor", False), ("monitor", True)]


def test_signing_in_records_nothing(editor: Any) -> None:
    assert Client().login(username="editor", password="pass")
    assert RoleRecord.objects.count() == 1


def test_a_record_stays(editor: Any) -> None:
    for delete in (RoleRecord.objects.all().delete, RoleRecord.objects.get().delete):
        with pytest.raises(TypeError):
            delete()


def test_administrators_and_auditors_read_their_own_organisation_and_others_nothing(
    administrator: Any,
    editor: Any,
    stranger: Any,
    superuser: Any,
    person: Make,
    ministry: Organisation,
    as_user: SignIn,
    home: HomePage,
) -> None:
    auditor = person("auditor", ministry, Role.AUDITOR)
    central = person("central")
    central.user_permissions.add(
        Permission.objects.get(codename="view_rolerecord"), Permission.objects.get(codename="access_admin")
    )
    central = type(central).objects.get(pk=central.pk)
    url = reverse("role_records")
    everything = RoleRecord.objects.count()
    for user in (administrator, auditor):
        seen = readable_records(user)
        assert {each.organisation for each in seen} == {ministry, None}
        text = as_user(user).get(url, {"person": "stranger"}).content.decode()
        assert "stranger@" not in text
        assert text.count(">stranger<") == 0
        assert (
            not as_user(user)
            .get(url, {"organisation": stranger.memberships.get().organisation_id})
            .context["object_list"]
        )
    for user in (superuser, central):
        assert readable_records(user).count() == everything
        assert as_user(user).get(url).status_code == 200
    for user in (editor, stranger):
        assert not readable_records(user).exists()
        for address in (url, reverse("role_records_results"), f"{url}?export=csv"):
            assert as_user(user).get(address).status_code in {302, 403}
    assert Client().get(url).status_code == 302
    managing.deactivate(superuser, ministry, auditor.pk, "x")
    assert not readable_records(type(auditor).objects.get(pk=auditor.pk)).exists()
