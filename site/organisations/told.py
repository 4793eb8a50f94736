"""Who was written to, as it is kept and shown: by role and number, never by name or address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Membership, Organisation, Role, SentNotice

OTHERS = ""
"""Addresses of nobody who holds a role, as the organisation's shared one; all where only the sum is known."""


def told_by_role(bodies: Iterable[Organisation], addresses: Iterable[str]) -> dict[str, int]:
    """How many of the addresses are of which role in the bodies, in the order of `Role`; who holds several
    counts with the first; {"": 0} where there are none. One query."""
    wanted = set(addresses)
    held = Membership.objects.filter(
        organisation__in=list(bodies), user__is_active=True, user__email__in=wanted
    ).values_list("user__email", "role")
    roles: dict[str, set[str]] = {}
    for address, role in held:
        roles.setdefault(address, set()).add(role)
    order = [*Role.values, OTHERS]
    counted = Counter(min(roles.get(each, {OTHERS}), key=order.index) for each in wanted)
    return {role: counted[role] for role in order if counted[role]} or {OTHERS: 0}


def note_sent(
    kind: str, organisation: Organisation, page_pk: int, told: Mapping[str, int], **about: Any
) -> SentNotice:
    """Keep that the organisation was written to now. Joins the transaction that writes the mails."""
    return SentNotice.objects.create(
        kind=kind, organisation=organisation, page_id=page_pk, told=dict(told), about=about
    )


def in_words(told: Mapping[str, int], mails: int | None = None) -> str:
    """To whom it went: “อีเมลถึง 3 คน: ผู้จัดทำ 2, ผู้ตรวจสอบและเผยแพร่ 1”. `mails` is the sum where no roles
    were kept at the time; empty where nothing is known."""
    n = sum(told.values()) if told else mails
    if n is None:
        return ""
    if n == 0:
        return _("ไม่มีผู้รับอีเมล")
    words = ngettext("อีเมลถึง %(n)s คน", "อีเมลถึง %(n)s คน", n) % {"n": n}
    if not set(told) - {OTHERS}:
        return words
    labels = {**dict(Role.choices), OTHERS: _("ที่อยู่อื่นของหน่วยงาน")}
    return (
        f"{words}: {', '.join(f'{labels[role]} {count}' for role, count in told.items() if role in labels)}"
    )
