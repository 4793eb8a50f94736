"""The register of public holidays, and the warning when a year of it is missing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.bilingual import in_reader_language
from core.kept import kept
from core.templatetags.thai import thai_date
from services.working_days import Calendar

STANDARD = Path(__file__).resolve().parent / "data" / "holidays.yaml"
LEAST_DAYS = 12
"""A year with fewer days is still being filled in: the Cabinet's list has never been shorter."""
WARN_FROM_MONTH = 7
"""The Cabinet resolves the next year's holidays in the second half of a year."""


class Holiday(index.Indexed, models.Model):
    """A day on which government offices are closed (วันหยุดราชการ), with the resolution that says so."""

    class Kind(models.TextChoices):
        """Why it is a day off (ประเภทวันหยุด)."""

        REGULAR = "regular", _("วันหยุดราชการประจำปี")
        SUBSTITUTE = "substitute", _("วันหยุดชดเชย")
        SPECIAL = "special", _("วันหยุดราชการเพิ่มเป็นกรณีพิเศษ")

    date = models.DateField(_("วันที่"), unique=True)
    name = models.CharField(_("ชื่อวันหยุด"), max_length=255)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=255, blank=True)
    kind = models.CharField(_("ประเภท"), max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    source = models.CharField(_("ที่มา"), max_length=255, help_text=_("เช่น มติคณะรัฐมนตรี วันที่ 12 พฤศจิกายน 2567"))
    confirmed = models.BooleanField(
        _("ตรวจสอบกับมติคณะรัฐมนตรีแล้ว"),
        default=False,
        help_text=_("วันที่ยังไม่ได้ตรวจสอบใช้นับวันทำการได้ และหน้าแรกของผู้ดูแลจะเตือนให้ตรวจสอบ"),
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("date"),
        index.FilterField("kind"),
        index.FilterField("confirmed"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("source"),
        FieldPanel("confirmed"),
    ]

    class Meta:
        verbose_name = _("วันหยุดราชการ")
        verbose_name_plural = _("วันหยุดราชการ")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{thai_date(self.date)} {self.name}"

    @property
    def display_name(self) -> str:
        """The name in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.name, self.name_en)


@kept
def calendar() -> Calendar:
    """All registered holidays; complete for the years with at least LEAST_DAYS. One query, none where a page
    showed the same content before."""
    days = frozenset(Holiday.objects.values_list("date", flat=True).order_by())
    return Calendar(days, _complete_years(days))


def _complete_years(days: Iterable[datetime.date]) -> frozenset[int]:
    numbers = Counter(day.year for day in days)
    return frozenset(year for year, number in numbers.items() if number >= LEAST_DAYS)


def warnings(today: datetime.date) -> list[str]:
    """What an administrator must see to in the register, in words; empty where nothing is missing.

    The next year is asked for from July on, half a year before anything would be counted wrongly.
    """
    years = calendar().years
    found = []
    if today.year not in years:
        found.append(
            gettext("ไม่มีวันหยุดราชการของปี %d ในทะเบียน ระบบจึงนับวันทำการและบอกว่าศูนย์เปิดหรือปิดได้ไม่แน่นอน")
            % (today.year + 543)
        )
    if today.month >= WARN_FROM_MONTH:
        if today.year + 1 not in years:
            found.append(gettext("ยังไม่มีวันหยุดราชการของปี %d ในทะเบียน โปรดเพิ่มก่อนสิ้นปีนี้") % (today.year + 1 + 543))
        elif Holiday.objects.filter(date__year=today.year + 1, confirmed=False).exists():
            found.append(
                gettext("วันหยุดราชการของปี %d ยังไม่ได้ตรวจสอบกับมติคณะรัฐมนตรีครบทุกวัน") % (today.year + 1 + 543)
            )
    return found


@cache
def standard_holidays() -> tuple[dict[str, Any], ...]:
    """The holidays that Ruam ships: each with date, name, name_en, kind, source, confirmed."""
    tables = yaml.safe_load(STANDARD.read_text(encoding="utf-8"))
    return tuple(
        {"source": table["source"], "confirmed": table["confirmed"], "kind": Holiday.Kind.REGULAR, **day}
        for table in tables
        for day in table["days"]
    )


@transaction.atomic
def load_standard_holidays() -> int:
    """Register the shipped holidays of each year of which the register has none; gives how many were added.

    A year that people have begun to keep is theirs: what they removed does not come back.
    """
    years = {day.year for day in Holiday.objects.dates("date", "year")}
    new = [Holiday(**day) for day in standard_holidays() if day["date"].year not in years]
    return len(Holiday.objects.bulk_create(new))
