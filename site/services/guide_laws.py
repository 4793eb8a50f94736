"""What the law demands of a guide, as dated data, and what a guide lacks under it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from services.choices import ProcessType
from services.life_events import slug_validator

if TYPE_CHECKING:
    from services.guides import ServicePage

STANDARD = Path(__file__).resolve().parent / "data" / "guide_laws.yaml"


class Requirement(models.TextChoices):
    """A part that a law may demand of a guide (รายการที่กฎหมายกำหนด)."""

    CRITERIA = "criteria", _("หลักเกณฑ์ วิธีการ และเงื่อนไข")
    CHANNELS = "channels", _("ช่องทางการให้บริการ")
    STEPS = "steps", _("ขั้นตอน")
    STEP_DURATIONS = "step_durations", _("ระยะเวลาของทุกขั้นตอน")
    RESPONSIBLE_UNITS = "responsible_units", _("ส่วนงานที่รับผิดชอบทุกขั้นตอน")
    TOTAL_DURATION = "total_duration", _("ระยะเวลารวม")
    DOCUMENTS = "documents", _("รายการเอกสาร หรือระบุว่าไม่ต้องใช้เอกสาร")
    FEES = "fees", _("ค่าธรรมเนียม หรือระบุว่าไม่มีค่าธรรมเนียม")
    LEGAL_BASIS = "legal_basis", _("กฎหมายที่เกี่ยวข้อง")
    COMPLAINTS = "complaint_channels", _("ช่องทางการร้องเรียน")
    ENGLISH_TITLE = "title_en", _("ชื่อภาษาอังกฤษ")
    REVIEWED = "last_reviewed", _("วันที่ตรวจทานครั้งล่าสุด")


_MET: dict[str, Callable[[Any], bool]] = {
    Requirement.STEP_DURATIONS: lambda page: bool(page.steps) and len(page.step_durations) == len(page.steps),
    Requirement.RESPONSIBLE_UNITS: lambda page: (
        bool(page.steps) and all(step.value["responsible_unit"] for step in page.steps)
    ),
    Requirement.TOTAL_DURATION: lambda page: page.total_duration is not None,
    Requirement.DOCUMENTS: lambda page: bool(
        page.identity_documents or page.other_documents or page.no_documents
    ),
}
"""How a requirement is met; one that is not here is met where the field of its name is not empty."""


class RequirementBlock(blocks.StructBlock):
    """A part that the law demands, and the section that does (รายการที่กฎหมายกำหนด)."""

    requirement = blocks.ChoiceBlock(choices=Requirement.choices, label=_("คู่มือต้องมี"))
    section = blocks.CharBlock(required=False, max_length=100, label=_("มาตราหรือข้อ"))

    class Meta:
        icon = "check"
        label = _("รายการที่กฎหมายกำหนด")
        label_format = "{requirement} {section}"


class GuideLaw(models.Model):
    """A law that says what a guide must contain (กฎหมายที่กำหนดรายการในคู่มือ), for the days on which it holds."""

    code = models.SlugField(_("รหัส"), max_length=80, unique=True, validators=[slug_validator])
    title = models.CharField(_("ชื่อกฎหมาย"), max_length=500)
    valid_from = models.DateField(_("ใช้บังคับตั้งแต่"))
    valid_to = models.DateField(_("ใช้บังคับถึง"), null=True, blank=True)
    process_types = StreamField(
        [("process_type", blocks.ChoiceBlock(choices=ProcessType.choices, label=_("ประเภทงานบริการ")))],
        verbose_name=_("ใช้กับงานบริการประเภท"),
        blank=True,
        help_text=_("เว้นว่างหากใช้กับงานบริการทุกประเภท"),
    )
    requirements = StreamField(
        [("requirement", RequirementBlock())], verbose_name=_("รายการที่คู่มือต้องมี"), blank=True
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("process_types"),
        FieldPanel("requirements"),
    ]

    class Meta:
        verbose_name = _("กฎหมายว่าด้วยคู่มือ")
        verbose_name_plural = _("กฎหมายว่าด้วยคู่มือ")
        ordering = ["-valid_from", "code"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": gettext("วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่มใช้บังคับ")})

    def applies_to(self, process_type: str) -> bool:
        """Whether the law speaks of that kind of procedure."""
        types = {row.value for row in self.process_types}
        return not types or process_type in types


def in_force(on: datetime.date) -> models.QuerySet[GuideLaw]:
    """The laws that hold on a day."""
    return GuideLaw.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


def is_met(page: ServicePage, requirement: str) -> bool:
    """Whether a guide has what a requirement asks for."""
    check = _MET.get(requirement)
    return check(page) if check else bool(getattr(page, requirement))


def missing(page: ServicePage, on: datetime.date) -> list[str]:
    """What the laws in force on a day demand of a guide and it does not have, one line each, with the law."""
    found: dict[str, str] = {}
    for law in in_force(on):
        if not law.applies_to(page.process_type):
            continue
        for row in law.requirements:
            requirement, section = row.value["requirement"], row.value["section"]
            if requirement not in found and not is_met(page, requirement):
                found[requirement] = gettext("ยังไม่มี%(part)s (%(law)s)") % {
                    "part": Requirement(requirement).label,
                    "law": f"{law.title} {section}".strip(),
                }
    return list(found.values())


@cache
def standard_laws() -> tuple[dict[str, Any], ...]:
    """The laws that Ruam ships, as the values of GuideLaw's fields."""
    return tuple(
        law
        | {
            "process_types": [("process_type", name) for name in law["process_types"]],
            "requirements": [("requirement", row) for row in law["requirements"]],
        }
        for law in yaml.safe_load(STANDARD.read_text(encoding="utf-8"))
    )


@transaction.atomic
def load_standard_laws() -> int:
    """Register the shipped laws where the register holds none at all; gives how many were added."""
    if GuideLaw.objects.exists():
        return 0
    for law in standard_laws():
        GuideLaw.objects.create(**law)
    return len(standard_laws())
