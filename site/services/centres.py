"""Service centres: places and vehicles where citizens are served by several agencies at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from core.matching import plain_text
from core.models import BasePage
from organisations.models import Kind
from services import blocks, centre_blocks
from services.addresses import SectionChildMixin
from services.choices import CentreKind, Level
from services.coordinates import SWAPPED, CoordinateField, in_thailand, look_swapped
from services.guide_forms import CentreForm
from services.provinces import kilometres, middles

FARTHEST_IN_PROVINCE = 200
"""Kilometres from its middle: no place of any province is farther away."""


class CentrePage(SectionChildMixin, BasePage):
    """A joint service centre, a counter or a mobile unit (ศูนย์บริการร่วม เคาน์เตอร์ หน่วยเคลื่อนที่).

    One-stop (เบ็ดเสร็จ) is not a model but a level, reached per service and proven by an order.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานที่ดำเนินการ"),
        on_delete=models.PROTECT,
        related_name="centres",
    )
    kind = models.CharField(_("รูปแบบ"), max_length=20, choices=CentreKind.choices)
    summary = models.TextField(_("คำอธิบายสั้น"), max_length=500, blank=True)
    address = models.TextField(_("ที่ตั้ง"), blank=True, help_text=_("เลขที่ อาคาร ถนน แขวงหรือตำบล"))
    district = models.CharField(_("อำเภอหรือเขต"), max_length=100, blank=True)
    province = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("จังหวัด"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="centres_in_province",
        limit_choices_to=Q(kind=Kind.PROVINCE) | Q(code="bma"),
    )
    postcode = models.CharField(_("รหัสไปรษณีย์"), max_length=5, blank=True)
    latitude = CoordinateField(
        _("ละติจูด"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(5, _("ละติจูดของประเทศไทยอยู่ระหว่าง 5 ถึง 21")),
            MaxValueValidator(21, _("ละติจูดของประเทศไทยอยู่ระหว่าง 5 ถึง 21")),
        ],
    )
    longitude = CoordinateField(
        _("ลองจิจูด"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(97, _("ลองจิจูดของประเทศไทยอยู่ระหว่าง 97 ถึง 106")),
            MaxValueValidator(106, _("ลองจิจูดของประเทศไทยอยู่ระหว่าง 97 ถึง 106")),
        ],
    )
    directions = models.CharField(_("การเดินทาง"), max_length=255, blank=True)
    opening_hours = StreamField(
        blocks.rows("opening", centre_blocks.OpeningBlock()), verbose_name=_("เวลาทำการ"), blank=True
    )
    closed_on_holidays = models.BooleanField(_("ปิดวันหยุดราชการ"), default=True)
    hours_note = models.CharField(_("หมายเหตุเวลาทำการ"), max_length=255, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=100, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    website = models.URLField(_("เว็บไซต์"), blank=True)
    facilities = StreamField(
        blocks.rows("facility", blocks.FacilityBlock()), verbose_name=_("สิ่งอำนวยความสะดวก"), blank=True
    )
    gecc_valid_to = models.DateField(
        _("การรับรองศูนย์ราชการสะดวก (GECC) ถึงวันที่"),
        null=True,
        blank=True,
        help_text=_("การรับรองโดยสำนักงานปลัดสำนักนายกรัฐมนตรี เว้นว่างหากไม่ได้รับการรับรอง"),
    )
    schedule = StreamField(
        blocks.rows("visit", centre_blocks.VisitBlock()),
        verbose_name=_("กำหนดการออกหน่วย"),
        blank=True,
        help_text=_("ใช้กับหน่วยบริการเคลื่อนที่"),
    )

    # Derived from the fields above whenever the page is saved, for the list.
    sort_key = models.TextField(editable=False, default="")
    plain_text = models.TextField(editable=False, default="")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("district"), FieldPanel("province"), FieldPanel("postcode")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("directions"),
            ],
            _("ที่ตั้ง"),
            icon="site",
        ),
        MultiFieldPanel(
            [FieldPanel("opening_hours"), FieldPanel("closed_on_holidays"), FieldPanel("hours_note")],
            _("เวลาทำการ"),
            icon="time",
        ),
        InlinePanel("offerings", heading=_("บริการที่ให้"), label=_("บริการ"), icon="list-ul"),
        FieldPanel("schedule"),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldRowPanel([FieldPanel("email"), FieldPanel("website")])],
            _("ติดต่อ"),
            icon="mail",
        ),
        MultiFieldPanel(
            [FieldPanel("facilities"), FieldPanel("gecc_valid_to")],
            _("สิ่งอำนวยความสะดวกและการรับรอง"),
            icon="check",
        ),
    ]
    parent_page_types = ["organisations.OrganisationFolder"]
    subpage_types: list[str] = []
    template = "services/centre_page.html"
    base_form_class = CentreForm

    class Meta:
        verbose_name = _("ศูนย์บริการร่วมหรือหน่วยเคลื่อนที่")
        verbose_name_plural = _("ศูนย์บริการร่วมและหน่วยเคลื่อนที่")

    @property
    def is_mobile(self) -> bool:
        return self.kind == CentreKind.MOBILE

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.reading import centre_context

        return super().get_context(request, *args, **kwargs) | centre_context(self)

    def derive(self) -> None:
        super().derive()
        told = (self.title, self.title_en, self.summary, self.address, self.district)
        self.plain_text = plain_text(*told)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As of every page, with one error for coordinates in each other's place. Raises ValidationError."""
        apart = set(exclude or ())
        if not look_swapped(self.latitude, self.longitude):
            super().clean_fields(apart)
            return
        errors: Any = {"latitude": [SWAPPED]}
        try:
            super().clean_fields(apart | {"latitude", "longitude"})
        except ValidationError as error:
            errors |= error.error_dict
        raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = _("พิกัดต้องมีทั้งละติจูดและลองจิจูด หรือเว้นว่างทั้งคู่")
        if self.province and in_thailand(self.latitude, self.longitude):
            middle = middles().get(self.province.code)
            away = kilometres(middle, (float(self.latitude), float(self.longitude))) if middle else 0
            if away > FARTHEST_IN_PROVINCE:
                errors["latitude"] = _(
                    "พิกัดนี้อยู่ห่างจากกลาง%(province)sราว %(away)d กิโลเมตร โปรดตรวจว่าพิกัดและจังหวัดถูกต้อง"
                ) % {"province": self.province.name_th, "away": round(away)}
        if self.postcode and not (
            self.postcode.isascii() and self.postcode.isdigit() and len(self.postcode) == 5
        ):
            errors["postcode"] = _("รหัสไปรษณีย์ต้องเป็นเลขอารบิกห้าหลัก")
        if not self.is_mobile and self.schedule:
            errors["schedule"] = _("กำหนดการออกหน่วยใช้เฉพาะกับหน่วยบริการเคลื่อนที่")
        if not self.is_mobile and not self.address:
            errors["address"] = _("ระบุที่ตั้งของศูนย์ เพื่อให้ประชาชนเดินทางไปได้")
        if errors:
            raise ValidationError(errors)


class Offering(Orderable):
    """A service at a centre, and how far the centre takes it (บริการที่ให้ ณ ศูนย์).

    The level is what the centre says; whether a matter is finished there is proven by an order
    (see `services.proof`) and never by this field.
    """

    centre = ParentalKey(CentrePage, on_delete=models.CASCADE, related_name="offerings")
    service = models.ForeignKey(
        "services.ServicePage", verbose_name=_("บริการ"), on_delete=models.CASCADE, related_name="offerings"
    )
    level = models.CharField(_("ระดับ"), max_length=20, choices=Level.choices)
    note = models.CharField(_("หมายเหตุ"), max_length=255, blank=True)

    panels = [FieldPanel("service"), FieldRowPanel([FieldPanel("level"), FieldPanel("note")])]

    class Meta(Orderable.Meta):
        verbose_name = _("บริการที่ให้ ณ ศูนย์")
        verbose_name_plural = _("บริการที่ให้ ณ ศูนย์")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "service"],
                name="one_level_per_service_and_centre",
                violation_error_message=_("บริการนี้อยู่ในรายการของศูนย์นี้แล้ว"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} – {self.get_level_display()}"
