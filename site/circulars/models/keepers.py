"""Whose registry a letter was entered in, and which organisations keep the central registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership, Organisation, Role


class CentralRegistry(models.Model):
    """That an organisation keeps the central registry (ทะเบียนกลาง).

    Its registrars see letters under a secrecy class of every organisation, and may end the class.
    """

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("หน่วยงาน"),
        on_delete=models.CASCADE,
        related_name="central_registry",
    )
    was: Organisation | None = None
    """Who kept it before the change that is being saved."""

    class Meta:
        verbose_name = _("หน่วยงานทะเบียนกลาง")
        verbose_name_plural = _("หน่วยงานทะเบียนกลาง")

    def __str__(self) -> str:
        return str(self.organisation)


class Registration(models.Model):
    """That a letter was entered by a registrar of an organisation (หน่วยงานที่ลงทะเบียนหนังสือ).

    Written when the letter is entered: what its registrar does elsewhere later takes nothing along.
    """

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="letters_registered"
    )

    class Meta:
        verbose_name = _("หน่วยงานที่ลงทะเบียนหนังสือ")
        verbose_name_plural = _("หน่วยงานที่ลงทะเบียนหนังสือ")
        constraints = [
            models.UniqueConstraint(fields=["page", "organisation"], name="entered_once_by_an_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.page_id}"


def registries_of(user: Any) -> list[int]:
    """Keys of the organisations whose letters the user registers. One query."""
    if not getattr(user, "pk", None) or not user.is_active:
        return []
    held = Membership.objects.filter(user=user, role=Role.REGISTRAR)
    return list(held.order_by("organisation").values_list("organisation", flat=True))


def note_registration(pages: Iterable[Any], user: Any) -> None:
    """Record whose registry the new pages were entered in. Nothing for one entered by a command."""
    organisations = registries_of(user)
    Registration.objects.bulk_create(
        Registration(page_id=page.pk, organisation_id=organisation)
        for page in pages
        for organisation in organisations
    )
