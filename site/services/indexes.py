"""The catalogue of services and the list of centres."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from services.addresses import SectionIndexPage
from services.centres import CentrePage
from services.guides import ServicePage


class ServiceIndexPage(SectionIndexPage):
    """The catalogue of services at /services/ (บริการและคู่มือสำหรับประชาชน)."""

    flat_child_model = ServicePage

    class Meta:
        verbose_name = _("หน้ารวมบริการ")


class CentreIndexPage(SectionIndexPage):
    """The list of centres at /centres/ (ศูนย์บริการร่วมและหน่วยเคลื่อนที่)."""

    flat_child_model = CentrePage

    class Meta:
        verbose_name = _("หน้ารวมศูนย์บริการ")


ServicePage.section_model = ServiceIndexPage
CentrePage.section_model = CentreIndexPage
