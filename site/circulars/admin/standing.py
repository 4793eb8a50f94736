"""The standing of a published letter: correct it with a public note, link it to others, withdraw it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.log_actions import log
from wagtail.models import Page

from circulars.admin.forms import ReasonForm
from circulars.admin.permissions import letters_for, may_publish, named_to
from circulars.admin.proposals import compared
from circulars.admin.queue import review_url
from circulars.admin.review import LetterMixin
from circulars.correcting import (
    approve,
    correct,
    draft_of,
    reinstate,
    relate,
    turn_down,
    undo_relation,
    withdraw,
)
from circulars.models import CircularPage, Citation, Correction, Relation
from circulars.models.choices import Wording
from circulars.models.relations import ENDING
from circulars.shown import CORRECTED
from circulars.standing import affected_by_ending, standing_on
from core.templatetags.thai import thai_date
from core.thai_dates import ThaiDateInput
from organisations.models import Organisation


class CorrectionForm(WagtailAdminModelForm):
    """Title, sender and best readings, the note to readers, and which revision the person saw."""

    title = forms.CharField(label=_("ชื่อเรื่อง"), max_length=255, required=False)
    text = forms.CharField(
        label=_("บอกผู้อ่านว่าแก้ไขอะไร เพราะเหตุใด"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CircularPage
        fields = CORRECTED
        widgets = {"best_date": ThaiDateInput}

    def clean_title(self) -> str:
        """A letter is never without a title."""
        return str(self.cleaned_data["title"] or self.instance.title)


class RelationForm(forms.ModelForm):
    """A typed link, with the words of the letter that say so."""

    class Meta:
        model = Relation
        fields = ("kind", "target", "resolution_date", "law", "effective", "quote")
        widgets = {
            "target": AdminPageChooser(target_models=[CircularPage]),
            "resolution_date": ThaiDateInput,
            "effective": ThaiDateInput,
            "quote": forms.Textarea(attrs={"rows": 2}),
        }

    checked = forms.BooleanField(label=_("ตรวจหน้าที่อาศัยหนังสือเดิมแล้ว ให้บันทึก"), required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = letters_for(user)  # type: ignore[attr-defined]
        self._user = user
        self.affected: list[Page] = []
        self.hidden = 0

    def clean(self) -> dict[str, Any]:
        """Before a letter ends, the person has seen what rests on it."""
        cleaned = super().clean() or self.cleaned_data
        target = cleaned.get("target")
        if target is not None and cleaned.get("kind") in ENDING:
            self.affected, self.hidden = named_to(self._user, affected_by_ending(target).order_by("path"))
            if (self.affected or self.hidden) and not cleaned.get("checked"):
                message = _("มีหน้าที่อาศัยหนังสือฉบับที่จะยกเลิกหรือแทนที่ โปรดตรวจรายการข้างบน แล้วทำเครื่องหมายยืนยัน")
                self.add_error("checked", message)
        return cleaned


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A link that the letter's words speak of and that no person has recorded: kind, letter, quotation."""

    key: int
    kind: str
    label: str
    target: CircularPage
    quote: str


def suggestions(user: Any, letter: CircularPage) -> list[Suggestion]:
    """What the wording of the letter does to registered letters that the user may see."""
    recorded = letter.relations.standing().exclude(target=None).values("target")
    found = letter.citations.exclude(link=Wording.CITES).filter(target__in=letters_for(user))
    return [
        Suggestion(one.pk, one.link, one.get_link_display(), one.target, _evidence(letter.raw_text, one))
        for one in found.exclude(target__in=recorded).select_related("target")
        if one.target is not None
    ]


_CHANGED: dict[str, Any] = {
    "original": _("ต้นฉบับ (SHA-256)"),
    "date_be": _("วันที่"),
    "title": _("ชื่อเรื่อง"),
    "text_hash": _("ข้อความตามต้นฉบับ (SHA-256)"),
}


def _changes_of(correction: Correction) -> list[dict[str, Any]]:
    """What a correction changed, each value before and after; texts line by line."""
    rows = []
    for name, (earlier, later) in correction.changes.items():
        field = None if name in _CHANGED else CircularPage._meta.get_field(name)
        label = field.verbose_name if isinstance(field, models.Field) else _CHANGED[name]
        if isinstance(field, models.DateField):
            earlier, later = (thai_date(parse_date(day)) if day else "" for day in (earlier, later))
        if name == "issuer":
            names = dict(
                Organisation.objects.filter(code__in=(earlier, later)).values_list("code", "name_th")
            )
            earlier, later = (names.get(code, code) for code in (earlier, later))
        lines = compared(earlier, later) if name == "raw_text" else []
        rows.append({"label": label, "earlier": earlier, "later": later, "lines": lines})
    return rows


_VERB = re.compile(r"ยกเลิก|แก้ไข|เพิ่มเติม|แทน|ปรับปรุง|ขยายระยะเวลา")


def _evidence(text: str, citation: Citation) -> str:
    """The citation as it stands, from the verb that governs it where that is in the same line."""
    start, end = citation.start or 0, citation.end or 0
    line = max(text.rfind("\n", 0, start) + 1, start - 80)
    verb = _VERB.search(text, line, start)
    return text[verb.start() if verb else start : end]


class StandingView(LetterMixin, WagtailAdminTemplateMixin, TemplateView):
    """Three forms; one that fails is shown again with what was typed."""

    template_name = "circulars/admin/standing.html"
    page_title = _("สถานะและความเชื่อมโยง")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("circulars_admin:queue"), "label": gettext("คิวตรวจหนังสือ")}
        letter = {"url": review_url(self.letter), "label": self.letter.title}
        return [*self.breadcrumbs_items, queue, letter, {"url": "", "label": self.page_title}]

    def forms(self, data: Any = None) -> dict[str, Any]:
        """The forms by name; the one that was sent is bound."""
        sent = data.get("form") if data else None
        seen = self.letter.latest_revision_id
        return {
            "correct": CorrectionForm(
                data if sent == "correct" else None,
                instance=draft_of(self.letter),
                initial={"seen": seen},
                prefix="correct",
            ),
            "relate": RelationForm(
                self.request.user,
                data if sent == "relate" else None,
                instance=Relation(page=self.letter),
                initial=self._suggested(),
                prefix="relate",
            ),
            "withdraw": ReasonForm(data if sent == "withdraw" else None, prefix="withdraw"),
        }

    def _suggested(self) -> dict[str, Any]:
        """What the form begins with where the person chose a wording to record."""
        wanted = self.request.GET.get("wording", "")
        for one in suggestions(self.request.user, self.letter):
            if str(one.key) == wanted:
                return {"kind": one.kind, "target": one.target.pk, "quote": one.quote}
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = kwargs.pop("forms", None) or self.forms()
        resting, hidden = named_to(self.request.user, affected_by_ending(self.letter).order_by("path"))
        media = sum((form.media for form in shown.values()), forms.Media())
        return super().get_context_data(
            letter=self.letter,
            standing=standing_on(self.letter),
            relations=list(self.letter.relations.select_related("target", "undone_by")),
            suggestions=suggestions(self.request.user, self.letter),
            corrections=[
                {"one": one, "changes": _changes_of(one), "waits": one.state == Correction.State.WAITING}
                for one in self.letter.corrections.select_related("made_by", "decided_by")
            ],
            proposals=self.letter.proposals.exclude(decided_at=None).select_related("decided_by"),
            resting=resting,
            hidden=hidden,
            may_publish=may_publish(self.request.user, self.letter),
            user_key=self.request.user.pk,
            typed=kwargs.pop("typed", ""),
            forms=shown,
            form_media=media,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_publish(request.user, self.letter):
            raise PermissionDenied
        name = request.POST.get("form", "")
        if name in {"approve", "turn-down"}:
            return self.decide(name)
        if name in {"undo-relation", "reinstate"}:
            return self.take_back(name)
        every = self.forms(request.POST)
        if name not in every:
            raise PermissionDenied
        form = every[name]
        if form.is_valid():
            try:
                self.act(name, form)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                log(self.letter, f"circulars.{name}", user=request.user)
                waits = name == "correct" and self.letter.corrections.waiting().exists()
                done = gettext("บันทึกแล้ว")
                if waits and self.letter.live:
                    done = gettext("เก็บการแก้ไขพร้อมบันทึกไว้แล้ว ผู้อ่านเห็นเมื่อผู้อื่นเห็นชอบ")
                elif waits:
                    done = gettext("เก็บการแก้ไขพร้อมบันทึกไว้แล้ว ผู้อ่านเห็นเมื่อเผยแพร่หนังสืออีกครั้ง")
                messages.success(request, done)
                return HttpResponseRedirect(reverse("circulars_admin:standing", args=[self.letter.pk]))
        return self.render_to_response(self.get_context_data(forms=every))

    def decide(self, decision: str) -> HttpResponse:
        """The second person agrees to the correction that waits, or turns it down with a reason."""
        key, reason = self.request.POST.get("correction", ""), self.request.POST.get("reason", "")
        correction = get_object_or_404(self.letter.corrections, pk=int(key) if key.isdecimal() else 0)
        try:
            if decision == "approve":
                approve(correction, self.request.user)
            else:
                turn_down(correction, self.request.user, reason)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(typed=reason))
        data = {"correction": correction.text, "reason": reason.strip()}
        log(self.letter, f"circulars.{decision}-correction", user=self.request.user, data=data)
        messages.success(self.request, gettext("บันทึกแล้ว"))
        return HttpResponseRedirect(reverse("circulars_admin:standing", args=[self.letter.pk]))

    def take_back(self, name: str) -> HttpResponse:
        """A link or a withdrawal that was a mistake is taken back, with the reason."""
        key, reason = self.request.POST.get("relation", ""), self.request.POST.get("reason", "")
        data: dict[str, Any] = {"reason": reason.strip()}
        try:
            if name == "reinstate":
                reinstate(self.letter, self.request.user, reason)
            else:
                found = self.letter.relations.all()
                relation = get_object_or_404(found, pk=int(key) if key.isdecimal() else 0)
                undo_relation(relation, self.request.user, reason)
                data["relation"] = relation.pk
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(typed=reason))
        log(self.letter, f"circulars.{name}", user=self.request.user, data=data)
        messages.success(self.request, gettext("บันทึกแล้ว"))
        return HttpResponseRedirect(reverse("circulars_admin:standing", args=[self.letter.pk]))

    def act(self, name: str, form: Any) -> None:
        values = form.cleaned_data
        if name == "correct":
            correct(self.letter, self.request.user, values["text"], values, values["seen"])
        elif name == "relate":
            relate(form.instance, self.request.user)
        else:
            withdraw(self.letter, self.request.user, values["reason"])
