"""Which letters staff may know of: a secret one only who could lift its class.

The class of a letter ends by a decision of the organisation that issued it or whose registrar entered it, or
of the central registry. Registrars of other organisations have nothing to do with it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.models import PagePermissionTester

from circulars.models.keepers import CentralRegistry, Registration, registries_of
from circulars.models.readers import UNCLASSIFIED
from organisations.models import Organisation
from organisations.permissions import succession


def may_lift_every(user: Any) -> bool:
    """Whether the user may lift the class of every letter: the central registry, and superusers."""
    return bool(user.has_perm("circulars.lift_secrecy"))


def known_to(user: Any) -> Q:
    """The letters that the user may know of as far as secrecy goes. Asked of `CircularPage`.

    An abolished organisation's letters are those of the organisation that took over its work.
    """
    if may_lift_every(user):
        return Q()
    offices = succession(registries_of(user))
    if not offices:
        return UNCLASSIFIED
    entered = Registration.objects.filter(page=OuterRef("pk"), organisation__in=offices)
    return UNCLASSIFIED | Q(issuer__in=offices) | Q(Exists(entered))


def may_lift(user: Any, page: Any) -> bool:
    """Whether the user may lift the class of this letter, and so may see it while it is secret."""
    if may_lift_every(user):
        return True
    offices = succession(registries_of(user))
    if not offices:
        return False
    # The row as it is, not as a draft has it.
    held = apps.get_model("circulars", "CircularPage").objects.filter(pk=page.pk)
    return held.filter(Q(issuer__in=offices) | Q(registrations__organisation__in=offices)).exists()


def lifters_of(page: Any) -> str:
    """Who may lift the class of this letter, in words for those who may know of it."""
    owners = Organisation.objects.filter(
        Q(pk=page.issuer_id) | Q(letters_registered__page=page.pk)
    ).distinct()
    named = [each.display_name for each in owners.order_by("name_th")]
    words = _("นายทะเบียนของหน่วยงานที่ออกหรือลงทะเบียนหนังสือ")
    return f"{words} ({', '.join(named)}) {_('และ')}{central()}" if named else central()


def why_kept() -> str:
    """Why a registrar may not open a secret letter, and who may; the same words for every letter."""
    return (
        _("หนังสือที่มีชั้นความลับเปิดอ่าน ปรับ หรือยกเลิกชั้นความลับได้เฉพาะนายทะเบียนของหน่วยงานที่ออกหรือลงทะเบียนหนังสือนั้น และ%s")
        % central()
    )


def central() -> str:
    """The central registry, in words."""
    kept = CentralRegistry.objects.select_related("organisation").order_by("organisation__name_th")
    names = ", ".join(each.organisation.display_name for each in kept)
    if names:
        return _("นายทะเบียนของทะเบียนกลาง (%s)") % names
    return _("ผู้ดูแลระบบ (ยังไม่ได้กำหนดหน่วยงานทะเบียนกลาง)")


class NoPermissions(PagePermissionTester):
    """Grants nothing, whatever Wagtail asks for."""


def _no(self: PagePermissionTester, *args: Any, **kwargs: Any) -> bool:
    return False


for _name in dir(PagePermissionTester):
    if _name.startswith("can_"):
        setattr(NoPermissions, _name, _no)
