"""Editions of a model guideline (ฉบับของแนวทาง): frozen at publication, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.limits import LimitedCharField, LimitedTextField
from guidelines.models.guideline import GuidelinePage, GuidelineParameter
from guidelines.models.section import Change, SectionContent


class FrozenError(TypeError):
    """Somebody tried to change or delete what an edition froze."""


class FrozenQuerySet(models.QuerySet):
    """Rows that are written once. It is the base manager's too, by which Django itself forgets people."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError("an edition is frozen: publish a new one instead")

    delete = bulk_update = _refuse

    def update(self, **values: Any) -> int:
        if not only_forgets(self.model, values):
            self._refuse()
        return super().update(**values)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        if options.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **options)


def only_forgets(model: type[models.Model], values: Mapping[str, Any]) -> bool:
    """Whether an update does nothing but what Django does where a row that is referred to was deleted."""
    fields = [model._meta.get_field(name) for name in values]
    return all(value is None for value in values.values()) and all(
        getattr(field.remote_field, "on_delete", None) is models.SET_NULL for field in fields
    )


class Frozen(models.Model):
    """A row that is written once and then neither changed nor deleted."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("an edition is frozen: publish a new one instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError("an edition is frozen and stays")


class GuidelineEdition(Frozen):
    """One published state of a model guideline (ฉบับที่ …)."""

    guideline = models.ForeignKey(
        GuidelinePage, verbose_name=_("แนวทาง"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("ฉบับที่"))
    published_at = models.DateTimeField(_("เผยแพร่เมื่อ"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้เผยแพร่"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = LimitedTextField(_("บันทึกการแก้ไข"), blank=True)
    removed = models.JSONField(_("หมวดที่ตัดออก"), default=list)
    parameters = models.JSONField(_("ช่องกรอกข้อมูล"), default=list)

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("ฉบับของแนวทาง")
        verbose_name_plural = _("ฉบับของแนวทาง")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["guideline", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return str(_("%(title)s ฉบับที่ %(number)s") % {"title": self.guideline.title, "number": self.number})

    def blanks(self) -> dict[str, GuidelineParameter]:
        """The blanks as this edition froze them, by key, in order; not rows of the database."""
        return {each["key"]: GuidelineParameter(**each) for each in self.parameters}


class EditionSection(Frozen, SectionContent):
    """A section as one edition froze it (หมวดในฉบับ). Inherited text is a reference to this row."""

    edition = models.ForeignKey(GuidelineEdition, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField(_("ลำดับ"))
    change = models.CharField(_("ระดับการแก้ไข"), max_length=10, blank=True, choices=Change.choices)
    change_note = LimitedCharField(_("บันทึกการแก้ไข"), max_length=500, blank=True)

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("หมวดในฉบับ")
        verbose_name_plural = _("หมวดในฉบับ")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "section_id"], name="section_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.heading_th}"
