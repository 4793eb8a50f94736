"""The register of orders that delegate authority to points of service."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from services.forms import DelegationForm
from services.life_events import slug_validator
from services.proof import Order

HOLDS_POWER = (
    Q(delegating_authority=F("services__organisation"))
    | Q(delegating_authority=F("services__organisation__parent"))
    | Q(delegating_authority=F("services__organisation__parent__parent"))
    | Q(delegating_authority=F("services__partners"))
)
"""Whether an order's delegator has the power over one of its services: nobody delegates what is not theirs.

The owner has it, whoever stands above the owner, and the partners that provide the service themselves. To be
used in the same `filter()` as the condition on `services`, so that both speak of one service.
"""


class Delegation(index.Indexed, DraftStateMixin, RevisionMixin, ClusterableModel):
    """An order that delegates authority (คำสั่งมอบอำนาจ), with every field of the model guideline's record.

    Dates are inclusive: in force from `effective` to `expires`. A revoked order is no longer in force on
    the day of its revocation. An entry that is not published proves nothing.
    """

    code = models.SlugField(
        _("ที่อยู่เว็บ"),
        max_length=80,
        unique=True,
        validators=[slug_validator],
        help_text=_("รหัสหน่วยงาน เลขที่คำสั่ง และปี เช่น dlt-905-2566"),
    )
    order_no = models.CharField(_("คำสั่งที่"), max_length=60, help_text=_("เช่น 905/2566"))
    order_date = models.DateField(_("ลงวันที่"))
    title = models.CharField(_("เรื่อง"), max_length=255)
    delegating_authority = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานผู้มอบอำนาจ"),
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    delegating_position = models.CharField(
        _("ตำแหน่งผู้มอบอำนาจ"), max_length=255, help_text=_("เช่น อธิบดีกรมการขนส่งทางบก")
    )
    delegate_unit = models.CharField(_("หน่วยงานหรือจุดบริการที่รับมอบอำนาจ"), max_length=255)
    delegate_positions = models.TextField(_("ตำแหน่งผู้รับมอบอำนาจ"), blank=True, help_text=_("บรรทัดละหนึ่งตำแหน่ง"))
    services = ParentalManyToManyField(
        "services.ServicePage", verbose_name=_("บริการที่ครอบคลุม"), related_name="delegations"
    )
    all_centres = models.BooleanField(_("ครอบคลุมทุกศูนย์"), default=False, help_text=_("ใช้เมื่อคำสั่งไม่จำกัดจุดบริการ"))
    centres = ParentalManyToManyField(
        "services.CentrePage", verbose_name=_("ศูนย์ที่ครอบคลุม"), blank=True, related_name="delegations"
    )
    scope_of_power = models.TextField(_("อำนาจที่มอบ"))
    conditions_or_ceiling = models.TextField(_("เงื่อนไขหรือวงเงิน"), blank=True)
    sub_delegation_allowed = models.BooleanField(_("มอบอำนาจช่วงต่อได้"), default=False)
    legal_basis = models.TextField(_("ฐานอำนาจตามกฎหมาย"), blank=True)
    effective = models.DateField(_("มีผลตั้งแต่วันที่"))
    expires = models.DateField(
        _("มีผลถึงวันที่"), null=True, blank=True, help_text=_("เว้นว่างหากมีผลจนกว่าจะมีคำสั่งเปลี่ยนแปลง")
    )
    revoked = models.DateField(_("ยกเลิกตั้งแต่วันที่"), null=True, blank=True)
    revoked_by = models.CharField(
        _("ยกเลิกโดยคำสั่งที่"), max_length=255, blank=True, help_text=_("เช่น คำสั่งกรม ที่ 120/2568")
    )
    source_document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("แฟ้มคำสั่ง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_url = models.URLField(_("ที่อยู่เว็บที่เผยแพร่คำสั่ง"), blank=True)
    is_sample = models.BooleanField(
        _("ข้อมูลตัวอย่าง"),
        default=False,
        help_text=_("แสดงป้ายบนหน้าเว็บว่าเป็นข้อมูลตัวอย่าง ห้ามใช้อ้างอิง"),
    )

    search_fields = [
        index.SearchField("order_no"),
        index.SearchField("title"),
        index.AutocompleteField("order_no"),
        index.AutocompleteField("title"),
        index.FilterField("delegating_authority"),
        index.FilterField("live"),
    ]

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("order_no"), FieldPanel("order_date")]),
                FieldPanel("title"),
                FieldPanel("code"),
            ],
            _("คำสั่ง"),
        ),
        MultiFieldPanel(
            [FieldPanel("delegating_authority"), FieldPanel("delegating_position")], _("ผู้มอบอำนาจ")
        ),
        MultiFieldPanel([FieldPanel("delegate_unit"), FieldPanel("delegate_positions")], _("ผู้รับมอบอำนาจ")),
        MultiFieldPanel(
            [FieldPanel("services"), FieldPanel("all_centres"), FieldPanel("centres")],
            _("บริการและจุดบริการที่ครอบคลุม"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("scope_of_power"),
                FieldPanel("conditions_or_ceiling"),
                FieldPanel("sub_delegation_allowed"),
                FieldPanel("legal_basis"),
            ],
            _("อำนาจและเงื่อนไข"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("effective"), FieldPanel("expires")]),
                FieldRowPanel([FieldPanel("revoked"), FieldPanel("revoked_by")]),
            ],
            _("การมีผลบังคับ"),
        ),
        MultiFieldPanel([FieldPanel("source_document"), FieldPanel("published_url")], _("หลักฐาน")),
        FieldPanel("is_sample"),
    ]

    base_form_class = DelegationForm

    class Meta:
        verbose_name = _("คำสั่งมอบอำนาจ")
        verbose_name_plural = _("คำสั่งมอบอำนาจ")
        ordering = ["-order_date", "order_no"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegating_authority", "order_no", "order_date"],
                name="one_delegation_order_once",
                violation_error_message=_("คำสั่งของหน่วยงานนี้ที่มีเลขที่และวันที่เดียวกันอยู่ในทะเบียนแล้ว"),
            ),
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(expires=None) | Q(expires__gte=F("effective")),
                violation_error_message=_("วันสิ้นสุดต้องไม่อยู่ก่อนวันที่มีผล"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.title}"

    @property
    def url(self) -> str:
        """Path of the register's public entry, in the active language."""
        return reverse("wagtail_serve", args=[f"services/delegations/{self.code}/"])

    @property
    def revoking_order(self) -> str:
        """What revoked it, in words that follow "ตาม"; a bare number is an order's. Empty if nothing."""
        name = self.revoked_by.strip()
        return f"คำสั่งที่ {name}" if name[:1].isdigit() else name

    def as_order(self, services: Iterable[int] | None = None, centres: Iterable[int] | None = None) -> Order:
        """What proof needs of it. `services` and `centres` are keys already known; read where not given."""
        if services is None:
            services = [service.pk for service in self.services.all()]
        if centres is None:
            centres = [centre.pk for centre in self.centres.all()]
        return Order(
            number=self.order_no,
            dated=self.order_date,
            published=self.live,
            effective=self.effective,
            expires=self.expires,
            revoked=self.revoked,
            revoked_by=self.revoking_order,
            services=frozenset(services),
            centres=None if self.all_centres else frozenset(centres),
            issuer=self.delegating_authority.display_name,
            url=self.url,
            key=self.pk,
            title=self.title,
        )

    def in_force(self, on: datetime.date) -> bool:
        return self.as_order(services=(), centres=()).in_force(on)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.expires and self.effective and self.expires < self.effective:
            errors["expires"] = _("วันสิ้นสุดต้องไม่อยู่ก่อนวันที่มีผล")
        if self.revoked and self.effective and self.revoked < self.effective:
            errors["revoked"] = _("วันยกเลิกต้องไม่อยู่ก่อนวันที่มีผล หากคำสั่งไม่เคยมีผล ให้ระบุวันยกเลิกเท่ากับวันที่มีผล")
        if bool(self.revoked) != bool(self.revoked_by):
            errors["revoked_by"] = _("การยกเลิกต้องระบุทั้งวันที่และเลขที่คำสั่งที่ยกเลิก")
        if errors:
            raise ValidationError(errors)
