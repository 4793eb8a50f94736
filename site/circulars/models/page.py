"""A registered letter as a page."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import PagePermissionTester

from circulars.forms import CircularPageForm
from circulars.models.choices import Kind, Speed, Status
from circulars.models.doubts import NEVER_VERIFIED, SECRECY_FLAG
from circulars.models.original import Original
from circulars.models.panels import LETTER_PANELS
from circulars.models.second_person import needing_two, others_agree, sign
from circulars.models.staff import NoPermissions, lifters_of, may_lift
from circulars.models.words import PublicWords, mask_names
from core.models import BasePage

logger = logging.getLogger(__name__)


class Held(PermissionDenied):
    """The letter may not be public: it is secret, or open doubts hold it back."""


class CircularPage(BasePage):
    """A letter in the registry (หนังสือในทะเบียน).

    Three layers never mix: `raw_text` as received; the fields that say what the text says; and the best
    readings (`best_…`), which a person types. Only the last, title and note are edited and have revisions.

    Key: (prefix, subagency, unit_code, mark, running, year_be), by the best number and date where a person
    accepted some (circulars.identity). A letter that has none gets `accession`.
    """

    # As received
    raw_text = models.TextField(_("ข้อความตามต้นฉบับ"), editable=False)
    text_hash = models.CharField(max_length=64, editable=False, db_index=True)
    original = models.ForeignKey(
        Original,
        verbose_name=_("ต้นฉบับ"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # What the text says
    kind = models.CharField(_("ชนิด"), max_length=10, choices=Kind.choices, editable=False)
    number_raw = models.CharField(_("เลขที่ตามที่เขียน"), max_length=255, blank=True, editable=False)
    prefix = models.CharField(max_length=8, blank=True, editable=False)
    subagency = models.CharField(max_length=20, blank=True, editable=False)
    unit_code = models.CharField(max_length=40, blank=True, editable=False)
    mark = models.CharField(max_length=8, blank=True, editable=False)
    running = models.PositiveBigIntegerField(null=True, editable=False)
    number = models.CharField(_("เลขที่"), max_length=80, blank=True, editable=False, db_index=True)
    number_key = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    number_status = models.CharField(max_length=10, editable=False)
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."), null=True, editable=False, db_index=True)
    key_as_read = models.JSONField(default=dict, blank=True, editable=False)
    date_raw = models.CharField(_("วันที่ตามที่เขียน"), max_length=255, blank=True, editable=False)
    date_be = models.CharField(max_length=10, blank=True, editable=False, db_index=True)
    date = models.DateField(_("วันที่"), null=True, editable=False)
    effective_date = models.DateField(_("วันที่ที่ใช้ค้นและอ้างถึง"), null=True, editable=False)
    date_precision = models.CharField(max_length=5, blank=True, editable=False)
    date_status = models.CharField(max_length=10, editable=False)
    speed = models.CharField(_("ชั้นความเร็ว"), max_length=20, choices=Speed.choices, blank=True, editable=False)
    secrecy = models.CharField(_("ชั้นความลับ"), max_length=20, blank=True, editable=False)
    issuer_name = models.TextField(_("ส่วนราชการเจ้าของหนังสือ"), blank=True, editable=False)
    issuer_address = models.JSONField(default=list, editable=False)
    owner_unit = models.TextField(_("ส่วนราชการเจ้าของเรื่อง"), blank=True, editable=False)
    phones = models.JSONField(default=list, editable=False)
    fax = models.JSONField(default=list, editable=False)
    subject = models.TextField(_("เรื่อง"), blank=True, editable=False)
    salutation = models.CharField(max_length=40, blank=True, editable=False)
    body = models.TextField(_("ข้อความ"), blank=True, editable=False)
    purpose_line = models.TextField(blank=True, editable=False)
    closing = models.CharField(max_length=255, blank=True, editable=False)
    signatory_name = models.TextField(_("ผู้ลงนาม"), blank=True, editable=False)
    signatory_position = models.TextField(_("ตำแหน่ง"), blank=True, editable=False)
    acting_type = models.CharField(max_length=40, blank=True, editable=False)
    acting_for = models.TextField(blank=True, editable=False)
    suggested_date_be = models.CharField(_("วันที่ที่น่าจะถูก ตามหลักฐาน"), max_length=10, blank=True, editable=False)

    # Best readings, by a person
    issuer = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานเจ้าของหนังสือ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="circulars",
    )
    best_number = models.CharField(_("เลขที่ที่น่าจะถูก"), max_length=80, blank=True, db_index=True)
    best_date = models.DateField(_("วันที่ที่น่าจะถูก"), null=True, blank=True)
    best_signatory_name = models.CharField(_("ชื่อผู้ลงนามที่น่าจะถูก"), max_length=255, blank=True)
    topics = ParentalManyToManyField(
        "circulars.Topic", verbose_name=_("หัวข้อ"), blank=True, related_name="letters"
    )
    note = models.TextField(_("หมายเหตุของนายทะเบียน"), blank=True, help_text=_("แสดงต่อสาธารณะ"))

    # The registry's decisions
    accession = models.PositiveIntegerField(_("เลขทะเบียนชั่วคราว"), null=True, unique=True, editable=False)
    status = models.CharField(
        _("สถานะในทะเบียน"), max_length=10, choices=Status.choices, default=Status.HELD, editable=False
    )
    verifying_reason = models.TextField(_("สิ่งที่อยู่ระหว่างตรวจสอบ"), blank=True, editable=False)
    verifying_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    verifying_at = models.DateTimeField(null=True, editable=False)
    secrecy_lifted_reason = models.TextField(blank=True, editable=False)
    secrecy_lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    secrecy_lifted_at = models.DateTimeField(null=True, editable=False)
    shown = models.JSONField(_("ค่าที่ผู้อ่านเห็นครั้งล่าสุด"), default=dict, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("เหตุผลที่ถอน"), blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True, editable=False)

    parent_page_types = ["circulars.CircularIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False  # letters come from their files, see circulars.importing
    base_form_class = CircularPageForm

    content_panels = [*BasePage.content_panels, *LETTER_PANELS]

    class Meta:
        verbose_name = _("หนังสือ")
        verbose_name_plural = _("หนังสือ")
        permissions = [("lift_secrecy", _("ปรับหรือยกเลิกชั้นความลับของหนังสือ"))]
        indexes = [
            models.Index(fields=["prefix", "unit_code", "running"]),
            models.Index(fields=["running"]),
            models.Index(fields=["-effective_date", "-page_ptr"], name="letters_newest_first"),
            models.Index(  # all that the list counts by and all that decides whether a letter is counted
                name="letters_counted",
                fields=[
                    *("issuer", "year_be", "kind", "speed"),
                    *("status", "secrecy", "secrecy_lifted_at"),
                ],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_letter_per_number_and_year",
                fields=["prefix", "subagency", "unit_code", "mark", "running", "year_be"],
                condition=Q(running__isnull=False) & ~Q(prefix="") & Q(year_be__isnull=False),
            )
        ]

    PRESERVED = ("secrecy_lifted_reason", "verifying_reason", "status", "accession", "suggested_date_be")

    @property
    def is_secret(self) -> bool:
        """Whether a secrecy class holds and nobody has lifted it."""
        return bool(self.secrecy) and self.secrecy_lifted_at is None

    @property
    def effective_number(self) -> str:
        """The number by which it is found and cited: the one that a person accepted, else the one read."""
        return self.best_number or self.number

    @property
    def date_is_doubtful(self) -> bool:
        """Whether evidence speaks against the date and no person has decided on it."""
        return self.date_status == "conflict" and self.best_date is None and self.status != Status.PUBLISHED

    @property
    def reference_name(self) -> str:
        """Its number, else its provisional accession number: how other letters name it."""
        return self.effective_number or (f"acc-{self.accession}" if self.accession else "")

    @property
    def words(self) -> PublicWords:
        """Its texts as everybody may have them, personal numbers masked."""
        return PublicWords(self)

    def may_be_public(self) -> bool:
        """Whether readers may see it: not secret, and sound or under verification."""
        if self.is_secret:
            return False
        blocking = self.flags.blocking()
        if self.status == Status.VERIFYING:  # never shown that way
            blocking = blocking.filter(code__in=NEVER_VERIFIED)
        return not blocking.exists()

    def publish_under_verification(self, user: Any, reason: str) -> None:
        """Show it to readers, its doubts open and said. Raises ValidationError; Held for a secret one."""
        if not reason.strip():
            raise ValidationError(gettext("ต้องบอกผู้อ่านว่ากำลังตรวจสอบอะไร"))
        if self.is_secret or self.flags.open().filter(code__in=NEVER_VERIFIED).exists():
            raise Held(gettext("หนังสือลับ หนังสือที่อาจมีชั้นความลับ และบันทึกภายในเผยแพร่ระหว่างตรวจสอบไม่ได้"))
        self.status, self.verifying_reason = Status.VERIFYING, reason.strip()
        self.verifying_by, self.verifying_at = user, timezone.now()
        with transaction.atomic():
            self.save()
            draft = self.get_latest_revision_as_object()  # with the best readings typed meanwhile
            draft.save_revision(user=user, log_action=True).publish(user=user)
            self.refresh_from_db()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """What the user may do with it in Wagtail: nothing with a secret one that they could not lift."""
        if self.is_secret and not may_lift(user, self):
            return NoPermissions(user, self)
        return super().permissions_for_user(user)

    def needs_second(self, draft: CircularPage, user: Any, reason: str | None = None) -> bool:
        """Whether `draft` waits for a person other than `user`, where two must agree to this letter."""
        return bool(needing_two([self])) and not others_agree(draft, user, self._told(reason))

    def agree(self, user: Any, reason: str | None = None) -> None:
        """Record that `user` agrees to publish the latest draft, under verification if doubts hold it.

        Raises ValidationError without what is verified then, Held for a secret letter.
        """
        if self.is_secret:
            raise Held(gettext("หนังสือลับเผยแพร่ไม่ได้"))
        if self.flags.blocking().exists() and not self._told(reason):
            raise ValidationError(gettext("ต้องบอกผู้อ่านว่ากำลังตรวจสอบอะไร"))
        sign(self.get_latest_revision_as_object(), user, self._told(reason))

    def _told(self, reason: str | None) -> str:
        """What readers are told is being verified: nothing where no doubt holds the letter."""
        if not self.flags.blocking().exists():
            return ""
        return (self.verifying_reason if reason is None else reason).strip()

    def lift_secrecy(self, user: Any, reason: str) -> None:
        """Record a person's decision that the class ends. It stays held until somebody publishes it.

        Raises ValidationError without a reason, Held when `user` may not.
        """
        from circulars.naming import show_name
        from circulars.references import settle_others

        if not getattr(user, "pk", None) or not may_lift(user, self):
            raise Held(gettext("ผู้ปรับหรือยกเลิกชั้นความลับของหนังสือนี้ได้คือ %s") % lifters_of(self))
        if not reason.strip():
            raise ValidationError(gettext("ต้องระบุคำสั่งหรือเหตุผลของการปรับหรือยกเลิกชั้นความลับ"))
        self.secrecy_lifted_by, self.secrecy_lifted_at = user, timezone.now()
        self.secrecy_lifted_reason = reason.strip()
        with transaction.atomic():
            self.save()
            show_name(self, user)
            self.flags.open().filter(code=SECRECY_FLAG).update(
                resolved_by=user, resolved_at=self.secrecy_lifted_at, resolution=self.secrecy_lifted_reason
            )
            settle_others(self)  # it may answer citations from now on

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Every way to publish comes through here: button, schedule, workflow, command.

        Where the number or date changes by which others cite the letter, who cites it is looked up again.
        """
        from circulars.references import settle_renamed
        from circulars.shown import tell_readers

        user = kwargs.get("user", args[0] if args else None)
        draft = revision.as_object()
        held = type(self).objects.get(pk=self.pk)  # `self` may bear what the revision was made of
        two = bool(needing_two([held, draft]))
        if refusal := self._refusal(held, draft, user, two):
            if kwargs.get("log_action") == "wagtail.publish.scheduled":
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                logger.warning("Scheduled publication of letter %s refused: %s", self.pk, refusal)
                return None
            raise Held(refusal)
        if two and getattr(user, "pk", None):
            sign(draft, user, self._told(None))
        if self.status == Status.HELD or not self.flags.blocking().exists():
            self.status = Status.PUBLISHED
            type(self).objects.filter(pk=self.pk).update(status=Status.PUBLISHED)
        with transaction.atomic():
            published = super().publish(revision, *args, **kwargs)
            page = type(self).objects.get(pk=self.pk)
            tell_readers(held, page, user)
            if (page.effective_number, page.effective_date) != (held.effective_number, held.effective_date):
                settle_renamed(page, held.reference_name)
        return published

    def _refusal(self, held: CircularPage, draft: CircularPage, user: Any, two: bool) -> str:
        """Why `draft` may not take the place of `held`, in words; empty where it may."""
        from circulars.shown import note_missing

        if not self.may_be_public():
            return gettext("หนังสือนี้ยังมีข้อสงสัยที่ต้องวินิจฉัย หรือเป็นหนังสือลับ จึงเผยแพร่ไม่ได้")
        if missing := note_missing(held, draft):
            return missing
        if two and not others_agree(draft, user, self._told(None)):
            return gettext("ต้องมีผู้อื่นเห็นชอบหนังสือฉบับนี้ตามที่เป็นอยู่ก่อน จึงเผยแพร่ได้")
        return ""

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        self.status = Status.HELD
        type(self).objects.filter(pk=self.pk).update(status=Status.HELD)
        return super().unpublish(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        from circulars.identity import settle_identity
        from circulars.shown import values_of

        if self.live and self.pk and not self.may_be_public():
            raise Held(gettext("หนังสือที่ยังมีข้อสงสัยหรือเป็นหนังสือลับเผยแพร่ไม่ได้"))
        held = type(self).objects.filter(pk=self.pk, live=False).first() if self.live and self.pk else None
        if held and (refusal := self._refusal(held, self, None, bool(needing_two([self])))):
            raise Held(refusal)  # set live by hand
        mask_names(self)
        settle_identity(self)
        if self.live:
            self.shown = values_of(self)
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuses a best number that is none, or another letter's. Raises ValidationError."""
        from circulars.identity import check_best_readings

        super().clean()
        check_best_readings(self)

    def with_content_json(self, content: Any) -> CircularPage:
        """A revision holds what people type; what was read and decided is always that of the registry."""
        page = super().with_content_json(content)
        for field in self._meta.local_fields:
            if not field.editable:
                setattr(page, field.attname, getattr(self, field.attname))
        return page

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [] if self.is_secret else super().get_sitemap_urls(request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from circulars.presentation import letter_context

        return {
            **super().get_context(request, *args, **kwargs),
            **letter_context(self, request.GET.get("as-at", "")),
        }
