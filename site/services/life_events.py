"""Life events: the occasions in life under which citizens look for services."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.bilingual import in_reader_language

STANDARD = Path(__file__).resolve().parent / "data" / "life_events.yaml"

slug_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข และขีดกลาง เช่น having-a-child"),
)


class LifeEvent(index.Indexed, models.Model):
    """An occasion in a citizen's or a business's life (เหตุการณ์ในชีวิต), e.g. having a child."""

    class Kind(models.TextChoices):
        LIFE = "life", _("เหตุการณ์ในชีวิต")
        BUSINESS = "business", _("เหตุการณ์ทางธุรกิจ")

    name = models.CharField(_("ชื่อ"), max_length=100, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100, blank=True)
    slug = models.SlugField(
        _("ที่อยู่เว็บ"), max_length=60, unique=True, validators=[slug_validator], help_text=_("ส่วนท้ายของที่อยู่เว็บ")
    )
    kind = models.CharField(_("ประเภท"), max_length=20, choices=Kind.choices, default=Kind.LIFE)
    description = models.CharField(_("คำอธิบาย"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("ลำดับ"), default=100)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("kind")]

    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind"), FieldPanel("position")]),
        FieldPanel("description"),
    ]

    class Meta:
        verbose_name = _("เหตุการณ์ในชีวิต")
        verbose_name_plural = _("เหตุการณ์ในชีวิต")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Path of the public page, in the active language."""
        return reverse("wagtail_serve", args=[f"services/life-events/{self.slug}/"])

    @property
    def display_name(self) -> str:
        """The name in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.name, self.name_en)


@cache
def standard_life_events() -> dict[str, dict[str, Any]]:
    """The life events that Ruam ships, by Thai name: each with name_en, slug, kind, description, position."""
    entries = yaml.safe_load(STANDARD.read_text(encoding="utf-8"))
    return {entry["name"]: {**entry, "position": number} for number, entry in enumerate(entries, 1)}
