"""What readers say about a guide or a centre: whether it helped, and what is wrong in it."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page

from core import rate_limit
from core.access import public
from core.jobs import background_job

if TYPE_CHECKING:
    from services.centres import CentrePage
    from services.guides import ServicePage
    from services.local_guides import LocalGuidePage

LONGEST_MESSAGE = 1000
MOST_LINKS = 2
MOST_IN_AN_HOUR = 6
KEPT_AFTER_HANDLING = datetime.timedelta(days=180)
KEPT_AT_ALL = datetime.timedelta(days=730)


class PageFeedback(models.Model):
    """A reader's word on a page (ความเห็นต่อหน้าเว็บ). Nothing says who the reader was."""

    class State(models.TextChoices):
        """Whether somebody saw to it (สถานะ)."""

        NEW = "new", _("ยังไม่ได้ดำเนินการ")
        DONE = "done", _("ดำเนินการแล้ว")
        REJECTED = "rejected", _("ไม่เกี่ยวข้องหรือข้อความขยะ")

    page = models.ForeignKey(Page, verbose_name=_("หน้า"), on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานเจ้าของเรื่อง"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    useful = models.BooleanField(_("เป็นประโยชน์"), null=True)
    message = models.TextField(_("สิ่งที่ผิดหรือขาด"), max_length=LONGEST_MESSAGE, blank=True)
    created_at = models.DateTimeField(_("ได้รับเมื่อ"), auto_now_add=True)
    state = models.CharField(_("สถานะ"), max_length=20, choices=State.choices, default=State.NEW)
    answer = models.TextField(_("บันทึกการดำเนินการ"), max_length=LONGEST_MESSAGE, blank=True)
    handled_at = models.DateTimeField(_("ดำเนินการเมื่อ"), null=True, blank=True, editable=False)

    panels = [
        HelpPanel(template="services/admin/feedback_page.html"),
        FieldPanel("useful", read_only=True),
        FieldPanel("message", read_only=True),
        FieldPanel("created_at", read_only=True),
        FieldPanel("state"),
        FieldPanel("answer"),
    ]

    class Meta:
        verbose_name = _("ความเห็นจากประชาชน")
        verbose_name_plural = _("ความเห็นจากประชาชน")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="feedback_queue")]

    def __str__(self) -> str:
        return self.message[:60] or f"{self.page.title} ({self.created_at:%Y-%m-%d})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.state == self.State.NEW:
            self.handled_at = None
        elif self.handled_at is None:
            self.handled_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def about(self) -> str:
        """The page by its title; of a local variant, whose title is its place, the central guide's too."""
        title = str(self.page.get_admin_display_title())
        local = getattr(self.page, "localguidepage", None)
        return f"{local.central.title} – {title}" if local else title


class FeedbackForm(forms.Form):
    """The reader's form. `website` is hidden from people; what fills it in is no person."""

    useful = forms.TypedChoiceField(
        label=_("หน้านี้เป็นประโยชน์หรือไม่"),
        choices=[("yes", _("เป็นประโยชน์")), ("no", _("ไม่เป็นประโยชน์"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("พบข้อมูลผิดหรือขาดตรงไหน"),
        help_text=_("ไม่ต้องใส่ชื่อ เลขประจำตัวประชาชน หรือข้อมูลส่วนตัวอื่น"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("ข้อความยาวเกินไป เขียนได้ไม่เกิน %(limit_value)d ตัวอักษร")},
    )
    website = forms.CharField(required=False)

    def clean_message(self) -> str:
        message: str = without_citizen_numbers(self.cleaned_data["message"].replace("\x00", "").strip())
        if message.count("://") > MOST_LINKS:
            raise forms.ValidationError(_("ข้อความมีลิงก์มากเกินไป โปรดใส่ไม่เกินสองลิงก์"))
        return message

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("useful") is None and not cleaned.get("message"):
            raise forms.ValidationError(gettext("เลือกว่าหน้านี้เป็นประโยชน์หรือไม่ หรือเขียนสิ่งที่ควรแก้ไข"))
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


_THIRTEEN = re.compile(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)")


def without_citizen_numbers(text: str) -> str:
    """The text with the digits of citizen numbers as "x": who wrote one all the same need not be known by it.

    >>> without_citizen_numbers("เลข ๑-1017-00203-45-0 โทร 1111")
    'เลข x-xxxx-xxxxx-xx-x โทร 1111'
    """

    def masked(found: re.Match[str]) -> str:
        digits = [int(sign) for sign in found[0] if sign.isdigit()]
        weighed = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
        is_citizens = (11 - weighed % 11) % 10 == digits[12]
        return re.sub(r"\d", "x", found[0]) if is_citizens else found[0]

    return _THIRTEEN.sub(masked, text)


def subject(slug: str, place: str = "") -> ServicePage | CentrePage | LocalGuidePage:
    """The public guide or centre of an address; with the code of a place, that place's own variant of the
    guide, whose owner fills it in. Raises Http404."""
    from services.local_guides import public_variants
    from services.models import CentrePage, ServicePage

    if place:
        variants = public_variants().select_related("central", "organisation")
        variant = variants.filter(central__slug=slug, organisation__code=place).first()
        if variant is None:
            raise Http404
        return variant
    for model in (ServicePage, CentrePage):
        page: ServicePage | CentrePage | None = (
            public(model.objects.filter(slug=slug)).select_related("organisation").first()
        )
        if page is not None:
            return page
    raise Http404


def receive(request: HttpRequest, page: ServicePage | CentrePage | LocalGuidePage) -> FeedbackForm | None:
    """Take in what a reader sent; the form with its errors where it cannot be taken, None once it is.

    What a robot sent is thanked for like anything else and not kept; so is a message already there.
    """
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return form
    if form.is_trapped:
        return None
    if not rate_limit.allowed(request, "feedback", MOST_IN_AN_HOUR, datetime.timedelta(hours=1)):
        form.add_error(None, gettext("ได้รับความเห็นจากเครื่องนี้หลายครั้งแล้ว โปรดลองใหม่ในอีกหนึ่งชั่วโมง"))
        return form
    values = {"page_id": page.pk, "organisation": page.organisation, "message": form.cleaned_data["message"]}
    if values["message"] and PageFeedback.objects.filter(**values, state=PageFeedback.State.NEW).exists():
        return None
    PageFeedback.objects.create(**values, useful=form.cleaned_data["useful"])
    return None


@background_job("feedback pruning", 3600.0)
def prune() -> int:
    """Forget what was handled half a year ago and what nobody needs after two; gives how many went."""
    now = timezone.now()
    old = Q(handled_at__lt=now - KEPT_AFTER_HANDLING) | Q(created_at__lt=now - KEPT_AT_ALL)
    return PageFeedback.objects.filter(old).delete()[0]
