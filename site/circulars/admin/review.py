"""The review screen: the text beside what was read of it, and the decisions about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from circulars.admin.forms import ReasonForm
from circulars.admin.guarding import tell_registrars
from circulars.admin.permissions import may_publish, may_see, may_see_original
from circulars.admin.places import fields_of, label_of, pieces_of, places_of
from circulars.admin.queue import next_letter, review_url
from circulars.models import CircularFlag, CircularPage, Held
from circulars.models.choices import Wording
from circulars.models.doubts import SECRECY_FLAG
from circulars.models.original import Unsure
from circulars.models.staff import lifters_of
from circulars.originals import page_count
from circulars.presentation import difference
from core.templatetags.thai import thai_date


def weight(flag: CircularFlag) -> tuple[int, int]:
    """The gravest doubts first, then as they stand in the text."""
    return ("error", "warn", "info").index(flag.severity), -1 if flag.start is None else flag.start


class LetterMixin(View):
    """Finds the letter and checks that the user may review it; one that they may not see is not there."""

    letter: CircularPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.letter = get_object_or_404(CircularPage, pk=kwargs["pk"])
        if not may_see(request.user, self.letter):
            if self.letter.is_secret:
                tell_registrars(request)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReviewView(LetterMixin, WagtailAdminTemplateMixin, TemplateView):
    """Original text, fields, doubts and decisions of one letter."""

    template_name = "circulars/admin/review.html"
    page_title = _("ตรวจหนังสือ")
    header_icon = "doc-full-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        from django.urls import reverse

        return [
            *self.breadcrumbs_items,
            {"url": reverse("circulars_admin:queue"), "label": gettext("คิวตรวจหนังสือ")},
            {"url": "", "label": self.letter.title},
        ]

    def get_page_subtitle(self) -> str:
        return self.letter.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flags = list(self.letter.flags.select_related("resolved_by"))
        shown = sorted((flag for flag in flags if flag.is_open), key=weight)
        places = places_of(self.letter, shown)
        draft = self.letter.get_latest_revision_as_object()
        signed = self.letter.signatures.exclude(user=self.request.user).order_by("signed_at").last()
        proposed = signed.reason if signed else ""
        has_original = may_see_original(self.request.user, self.letter)
        return super().get_context_data(
            letter=self.letter,
            drafted=_drafted(draft),
            pieces=pieces_of(self.letter.raw_text, places),
            fields=fields_of(self.letter, places),
            placed={place.name for place in places},
            next_letter=next_letter(self.request.user, self.letter),
            open_flags=[{"flag": flag, "part": label_of(flag.field)} for flag in shown],
            proposals=list(self.letter.proposals.open().select_related("original")),
            correction_waits=self.letter.corrections.waiting().exists(),
            closed_flags=[flag for flag in flags if not flag.is_open],
            citations=[
                {
                    "raw": one.raw,
                    "enclosure_id": one.enclosure_id,
                    "in_body": one.in_body,
                    "link": "" if one.link == Wording.CITES else one.get_link_display(),
                    "get_match_display": one.get_match_display(),
                    "differences": [difference(mismatch) for mismatch in one.mismatches],
                }
                for one in self.letter.citations.all()
            ],
            has_original=has_original,
            page_numbers=range(page_count(self.letter.original)) if has_original else (),
            is_scan=has_original and self.letter.original.unsure == Unsure.OCR,
            reason_form=ReasonForm(),
            secrecy_flag=SECRECY_FLAG,
            waits_for_second=self.letter.needs_second(draft, self.request.user, proposed),
            proposed_reason=proposed,
            may_publish=may_publish(self.request.user, self.letter),
            may_be_public=self.letter.may_be_public(),
            may_lift=self.letter.is_secret,  # or the screen would not open
            lifters=lifters_of(self.letter) if self.letter.is_secret else "",
            **kwargs,
        )


def _drafted(draft: CircularPage) -> list[tuple[str, str]]:
    """The best readings of the draft, which a publication would give to readers: label and value."""
    values = {
        "issuer": draft.issuer.name_th if draft.issuer else "",
        "best_number": draft.best_number,
        "best_date": thai_date(draft.best_date),
        "best_signatory_name": draft.best_signatory_name,
        "note": draft.note,
    }
    labels = {name: CircularPage._meta.get_field(name).verbose_name for name in values}
    return [(str(labels[name]), value) for name, value in values.items() if value]


class DecisionView(LetterMixin):
    """A POST that records one decision with its reason and goes back to the review screen."""

    http_method_names = ["post"]
    done: Any = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            self.decide(request.user, reason)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except Held as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.done)
            return HttpResponseRedirect(review_url(self.letter) + self.onward())
        if reason:  # what was typed is not lost with the refusal
            messages.warning(request, gettext("ข้อความที่ท่านพิมพ์: %s") % reason)
        return HttpResponseRedirect(review_url(self.letter))

    def onward(self) -> str:
        """Where on the screen to go on."""
        return ""

    def decide(self, user: Any, reason: str) -> None:
        raise NotImplementedError


class ResolveView(DecisionView):
    """A doubt is resolved by this person for this reason."""

    done = _("บันทึกการวินิจฉัยแล้ว")

    def decide(self, user: Any, reason: str) -> None:
        if not may_publish(user, self.letter):
            raise PermissionDenied
        flag = get_object_or_404(CircularFlag, pk=self.kwargs["flag"], page=self.letter)
        flag.resolve(user, reason)
        log(
            self.letter,
            "circulars.resolve_flag",
            user=user,
            data={"code": flag.code, "reason": flag.resolution},
        )

    def onward(self) -> str:
        rest = sorted(self.letter.flags.open(), key=weight)
        return f"#flag-{rest[0].pk}" if rest else "#decisions"


class DraftDecisionView(DecisionView):
    """A decision on the draft that the person saw; where somebody saved meanwhile nothing is decided."""

    def decide(self, user: Any, reason: str) -> None:
        if not may_publish(user, self.letter):
            raise PermissionDenied
        with transaction.atomic():
            letter = CircularPage.objects.select_for_update().get(pk=self.letter.pk)
            if self.request.POST.get("seen", "") != str(letter.latest_revision_id or ""):
                raise ValidationError(
                    gettext("มีผู้อื่นบันทึกหนังสือนี้หลังจากท่านเปิดหน้า จึงยังไม่ดำเนินการ โปรดตรวจค่าปัจจุบันแล้วสั่งอีกครั้ง")
                )
            self.decide_on(letter, user, reason)

    def decide_on(self, letter: CircularPage, user: Any, reason: str) -> None:
        raise NotImplementedError


class VerifyView(DraftDecisionView):
    """The letter is shown to readers while its doubts are open."""

    done = _("เผยแพร่ระหว่างตรวจสอบแล้ว")

    def decide_on(self, letter: CircularPage, user: Any, reason: str) -> None:
        letter.publish_under_verification(user, reason)
        log(letter, "circulars.verify", user=user, data={"reason": reason})


class PublishView(DraftDecisionView):
    """The letter is published as sound: no doubt holds it any more."""

    done = _("เผยแพร่แล้ว")

    def decide_on(self, letter: CircularPage, user: Any, reason: str) -> None:
        draft = letter.get_latest_revision_as_object()
        draft.save_revision(user=user, log_action=True).publish(user=user)


class AgreeView(DraftDecisionView):
    """One person agrees; another may then publish just that."""

    done = _("บันทึกการเห็นชอบแล้ว รอผู้อื่นเผยแพร่")

    def decide_on(self, letter: CircularPage, user: Any, reason: str) -> None:
        letter.agree(user, reason)
        log(letter, "circulars.agree", user=user)


class LiftSecrecyView(DecisionView):
    """The secrecy class ends by this person's decision."""

    done = _("บันทึกการปรับหรือยกเลิกชั้นความลับแล้ว หนังสือยังไม่เผยแพร่จนกว่าจะสั่งเผยแพร่")

    def decide(self, user: Any, reason: str) -> None:
        self.letter.lift_secrecy(user, reason)
        log(self.letter, "circulars.lift_secrecy", user=user, data={"reason": reason})
