"""The demo people: who they are, what they may do, and their random passwords."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from circulars.models import CentralRegistry
from organisations.models import Membership, Organisation, Role

ADAPTING = ("mot", "bma", "moi", "moj", "moph")
"""Organisations that have an editor, a reviewer and an administrator in the demo."""


REGISTERING = ("soc", "opdc")
"""Organisations that register letters, and whose administrators may name registrars."""

CENTRAL = "soc"
"""The organisation that keeps the central registry: it circulates what the Cabinet resolved."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in to the demo. `roles` are (organisation code, role)."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[tuple[str, str], ...] = ()
    is_superuser: bool = False


def people() -> Iterator[Person]:
    yield Person(
        "demo-registrar",
        "นายทะเบียน",
        "สาธิต",
        tuple((code, Role.REGISTRAR) for code in REGISTERING),
    )
    for code in ADAPTING:
        name = Organisation.objects.get(code=code).name_th
        yield Person(f"demo-editor-{code}", "ผู้จัดทำ", name, ((code, Role.EDITOR),))
        yield Person(f"demo-reviewer-{code}", "ผู้ตรวจสอบ", name, ((code, Role.REVIEWER),))
        yield Person(f"demo-administrator-{code}", "ผู้ดูแล", name, ((code, Role.ADMINISTRATOR),))
    yield Person("demo-auditor-moj", "ผู้ตรวจสอบภายใน", "กระทรวงยุติธรรม", (("moj", Role.AUDITOR),))
    yield Person("demo-editor-opdc", "ผู้จัดทำ", "สำนักงาน ก.พ.ร.", (("opdc", Role.EDITOR),))
    yield Person("demo-reviewer-opdc", "ผู้ตรวจสอบ", "สำนักงาน ก.พ.ร.", (("opdc", Role.REVIEWER),))
    yield Person("demo-monitor", "ผู้ติดตามผล", "สำนักงาน ก.พ.ร.", (("opdc", Role.MONITOR),))
    yield Person("demo-admin", "ผู้ดูแลระบบ", "สาธิต", is_superuser=True)


def load_people() -> dict[str, str]:
    """Make the people who do not exist yet; gives the new passwords by user name.

    They are appended to $RUAM_DATA/demo-accounts, which only its owner can read.
    """
    user_model = get_user_model()
    Organisation.objects.filter(code__in=REGISTERING).update(keeps_registry=True)
    CentralRegistry.objects.get_or_create(organisation=Organisation.objects.get(code=CENTRAL))
    made: dict[str, str] = {}
    for person in people():
        user = user_model.objects.filter(username=person.username).first()
        if user is None:
            made[person.username] = secrets.token_urlsafe(12)
            user = user_model.objects.create_user(
                person.username,
                f"{person.username}@example.go.th",
                made[person.username],
                first_name=person.first_name,
                last_name=person.last_name,
                is_superuser=person.is_superuser,
            )
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "th"})
        for code, role in person.roles:
            Membership.objects.get_or_create(
                user=user, organisation=Organisation.objects.get(code=code), role=role
            )
    if made:
        _write_accounts(made)
    return made


def accounts_path() -> Path:
    return Path(settings.RUAM_DATA) / "demo-accounts"


def _write_accounts(made: dict[str, str]) -> None:
    descriptor = os.open(accounts_path(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        for username, password in made.items():
            file.write(f"{username}\t{password}\n")
