"""The screens "การเปลี่ยนแปลงจากต้นแบบ": what a new edition changes, one section at a time, with undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.blocks.base import BlockField

from core.blocks import BodyBlock
from core.comparing import Compared, compare_paragraphs
from core.limits import SHORT, text_field
from guidelines.comparing import paragraphs
from guidelines.deciding import SectionInput, decision_in
from guidelines.models import GuidelineEdition, UpstreamDecision, UpstreamSetting
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of
from guidelines.models.upstream import UpstreamAction, UpstreamKind
from guidelines.upstream.classify import Change
from guidelines.upstream.deciding import Answer, accept_all, decide, digest_of, is_undoable, undo
from guidelines.upstream.targets import follows_by_itself, pending, target_of
from guidelines.views.base import AdaptationScreen, refused
from guidelines.views.section import AddSection, SectionScreen
from organisations.models import Role
from organisations.permissions import may_act_for

ACCEPT_LABELS = {
    UpstreamKind.CONFLICT: gettext_lazy("ใช้ข้อความของต้นแบบ"),
    UpstreamKind.REMOVED: gettext_lazy("ตัดหมวดนี้ตามต้นแบบ"),
    UpstreamKind.NEW: gettext_lazy("รับหมวดใหม่"),
    UpstreamKind.MOVED: gettext_lazy("รับลำดับใหม่"),
    UpstreamKind.LOCKED: gettext_lazy("ใช้ตามต้นแบบ"),
}


class DecisionForm(forms.Form):
    """What an editor decides about one change; own text only where they edit the result."""

    action = forms.ChoiceField(choices=UpstreamAction.choices, widget=forms.HiddenInput)
    target = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    heading = forms.CharField(label=gettext_lazy("หัวข้อของหน่วยงาน"), required=False, max_length=255)
    body = BlockField(block=BodyBlock(required=False), label=gettext_lazy("ข้อความผลลัพธ์"), required=False)
    reason = text_field(
        SHORT,
        rows=2,
        label=gettext_lazy("เหตุผล"),
        required=False,
        help_text=gettext_lazy("จำเป็นเมื่อคงของหน่วยงานหรือแก้ไขเอง บันทึกไว้พร้อมชื่อและเวลา"),
    )

    def answer(self) -> Answer:
        data = self.cleaned_data
        body = list(data["body"].get_prep_value()) if data["body"] else []
        return Answer(data["action"], data["target"], data["seen"], data["reason"], data["heading"], body)


@dataclass(frozen=True, slots=True)
class Sides:
    """The four columns of the screen, as paragraphs with marked words."""

    base: list[Compared]
    model: list[Compared]
    own: list[Compared]
    result: list[Compared]


def sides_of(change: Change) -> Sides:
    """The base as it is, the model and the own text against the base, the result against the own text."""
    base: Any = change.base.body if change.base is not None else []
    model: Any = change.target.body if change.target is not None else []
    own = _as_read(change, base, change.standing.body if change.standing else [])
    result = _as_read(change, model, list(change.body))
    if change.kind == UpstreamKind.REMOVED:
        result = []
    elif change.kind in {UpstreamKind.NEW, UpstreamKind.LOCKED}:
        result = model
    if change.standing is None or change.standing.removed_in:
        own = []
    before, theirs, ours, after = (paragraphs(each) for each in (base, model, own, result))
    return Sides(
        base=compare_paragraphs(before, before),
        model=compare_paragraphs(before, theirs),
        own=compare_paragraphs(before, ours),
        result=compare_paragraphs(ours, after),
    )


def _as_read(change: Change, model: Any, own: list[dict[str, Any]]) -> Iterable[Any]:
    match change.standing.choice if change.standing else Choice.INHERITED:
        case Choice.INHERITED:
            return list(model)
        case Choice.SUPPLEMENTED:
            return [*model, *body_of(own)]
        case Choice.NOT_APPLICABLE:
            return []
    return list(body_of(own))


class UpstreamScreen(AdaptationScreen):
    """What the screens of one adaptation's changes share."""

    page_title = gettext_lazy("การเปลี่ยนแปลงจากต้นแบบ")

    @cached_property
    def target(self) -> GuidelineEdition | None:
        return target_of(self.page.guideline)

    @cached_property
    def waiting(self) -> dict[str, Change]:
        return pending(self.draft, self.target) if self.target is not None else {}

    @property
    def changes_url(self) -> str:
        return reverse("guidelines:upstream", args=[self.page.pk])

    def refuse(self, error: ValidationError) -> HttpResponse:
        for problem in error.messages:
            messages.error(self.request, problem)
        return redirect(self.changes_url)


class UpstreamChanges(UpstreamScreen):
    """Every change that waits, what was decided, and the organisation's setting."""

    template_name = "guidelines/admin/upstream.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        records = UpstreamDecision.objects.filter(page=self.page).select_related(
            "user", "base", "target", "undone_by"
        )
        return self.render_to_response(
            self.get_context_data(
                target=self.target,
                withdrawn=self._withdrawn(),
                changes=list(self.waiting.values()),
                fast_forwards=sum(c.kind == UpstreamKind.FAST_FORWARD for c in self.waiting.values()),
                is_behind=self.target is not None and self.draft.edition_id != self.target.pk,
                records=[
                    (record, self.may_edit and is_undoable(self.page, record)) for record in records[:100]
                ],
                follows=follows_by_itself(self.page.organisation),
                may_set=may_act_for(request.user, self.page.organisation, Role.EDITOR),
            )
        )

    def _withdrawn(self) -> GuidelineEdition | None:
        """The newest edition where OPDC took it back, to say so."""
        newest = self.page.guideline.editions.select_related("withdrawal").order_by("-number").first()
        return newest if newest is not None and hasattr(newest, "withdrawal") else None


class UpstreamSection(UpstreamScreen):
    """One change: base, model, own and result side by side, and the decision."""

    template_name = "guidelines/admin/upstream_section.html"

    @cached_property
    def waiting(self) -> dict[str, Change]:
        only = [str(self.kwargs["section_id"])]
        return pending(self.draft, self.target, only) if self.target is not None else {}

    @cached_property
    def change(self) -> Change | None:
        return self.waiting.get(str(self.kwargs["section_id"]))

    def get_page_title(self) -> str:
        section = self.change and (self.change.target or self.change.base)
        return f"{self.kwargs['section_id']} {section.heading_th}" if section else str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.changes_url, "label": str(self.page_title)}, items[-1]]

    def show(self, change: Change, form: DecisionForm, status: int = 200) -> HttpResponse:
        ids = list(self.waiting)
        at = ids.index(change.section_id)
        context = self.get_context_data(
            change=change,
            form=form,
            media=form.media,
            sides=sides_of(change),
            conflicts=[(conflict, _conflicting(conflict)) for conflict in change.conflicts],
            decision=decision_in(self.draft, change.section_id),
            accept_label=ACCEPT_LABELS.get(change.kind, _("รับการเปลี่ยนแปลง")),
            previous=ids[at - 1] if at else "",
            following=ids[at + 1] if at + 1 < len(ids) else "",
            number=at + 1,
            total=len(ids),
            changes_url=self.changes_url,
        )
        return self.render_to_response(context, status=status)

    def form(self, change: Change) -> DecisionForm:
        """A fresh form, filled with the result."""
        assert self.target is not None
        body = list(change.body)
        is_model = change.standing is None or change.standing.choice in {
            Choice.INHERITED,
            Choice.NOT_APPLICABLE,
        }
        if is_model and change.target is not None and not change.target.is_locked:
            body = list(change.target.body.get_prep_value())
        if change.kind == UpstreamKind.LOCKED and change.may_edit and change.standing is not None:
            body = change.standing.body
        seen = digest_of(decision_in(self.draft, change.section_id))
        return DecisionForm(
            initial={
                "target": self.target.pk,
                "seen": seen,
                "heading": change.heading,
                "body": body_of(body),
            }
        )

    def get(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        if self.change is None:
            if decision_in(self.draft, section_id) is None:
                raise Http404
            messages.success(request, _("หมวดนี้ไม่มีการเปลี่ยนแปลงที่รอการตัดสินใจแล้ว"))
            return redirect(self.changes_url)
        return self.show(self.change, self.form(self.change))

    def post(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        form = DecisionForm(request.POST)
        if form.is_valid() and not self.is_restored:
            try:
                decide(self.page, section_id, form.answer(), request.user)
            except (ValidationError, PermissionDenied) as error:
                for problem in refused(error):
                    form.add_error(None, problem)
            else:
                return self._on(request, section_id)
        if self.change is None:
            return self._without_change(form)
        status = 200 if self.is_restored else 422
        return self.show(self.change, self._again(form, self.change), status=status)

    def _without_change(self, form: DecisionForm) -> HttpResponse:
        """Nothing waits any more, as where the edition was withdrawn meanwhile: what was written is offered
        on the section's own form, so that no word is lost."""
        problems = [*form.non_field_errors()] or [_("หมวดนี้ไม่มีการเปลี่ยนแปลงที่รอการตัดสินใจแล้ว")]
        data = getattr(form, "cleaned_data", {})
        if not data.get("body"):
            return self.refuse(ValidationError(problems))
        for problem in problems:
            messages.error(self.request, problem)
        answer = form.answer()
        decision = decision_in(self.draft, str(self.kwargs["section_id"]))
        if decision is None or decision.removed_in_id is not None:
            said = SectionInput(Choice.ADDED.value, answer.reason, answer.heading, answer.body)
            return AddSection.offering(self, said)
        choice = decision.choice if decision.has_own_text else Choice.ADAPTED.value
        said = SectionInput(choice, answer.reason or decision.reason, answer.heading, answer.body)
        return SectionScreen.offering(self, said)

    def _on(self, request: HttpRequest, section_id: str) -> HttpResponse:
        """To the next change, or back to the list after the last."""
        messages.success(request, _("บันทึกการตัดสินใจของหมวด %(section)s แล้ว") % {"section": section_id})
        ids = list(self.waiting)
        rest = ids[ids.index(section_id) + 1 :] if section_id in ids else []
        if rest:
            return redirect("guidelines:upstream_section", self.page.pk, rest[0])
        return redirect(self.changes_url)

    def _again(self, form: DecisionForm, change: Change) -> DecisionForm:
        """The refused form as it was written, resting on what is there now."""
        assert self.target is not None
        data: QueryDict = self.request.POST.copy()
        data["target"] = str(self.target.pk)
        data["seen"] = digest_of(decision_in(self.draft, change.section_id))
        again = DecisionForm(data)
        again.is_valid()
        for problem in form.non_field_errors():
            again.add_error(None, problem)
        return again


class AcceptFastForwards(UpstreamScreen):
    """The button that takes every change which touches no word of the organisation's own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            records = accept_all(self.page, {UpstreamKind.FAST_FORWARD}, request.user)
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("รับการเปลี่ยนแปลงตามต้นแบบ %(count)s หมวด") % {"count": len(records)})
        return redirect(self.changes_url)


class UndoDecision(UpstreamScreen):
    """Bring a section back to what it was before a decision."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, record: int) -> HttpResponse:
        try:
            undone = undo(self.page, record, request.user)
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("เลิกทำการตัดสินใจของหมวด %(section)s แล้ว") % {"section": undone.section_id})
        return redirect(self.changes_url)


class FollowSetting(UpstreamScreen):
    """The organisation's choice to follow the model by itself where no own word is touched."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_act_for(request.user, self.page.organisation, Role.EDITOR):
            raise PermissionDenied
        follows = request.POST.get("fast_forward") == "on"
        UpstreamSetting.objects.update_or_create(
            organisation=self.page.organisation,
            defaults={"fast_forward": follows, "changed_by": request.user},
        )
        messages.success(
            request,
            _("ตั้งให้ตามต้นแบบอัตโนมัติแล้ว") if follows else _("ตั้งให้ถามก่อนทุกครั้งแล้ว"),
        )
        return redirect(self.changes_url)


def _conflicting(conflict: Any) -> tuple[list[Compared], list[Compared]]:
    """The words of one conflict: ours and theirs against the base; empty for one of order."""
    if conflict.kind == "order":
        return [], []
    values = (conflict.base, conflict.ours, conflict.theirs)
    base, ours, theirs = (paragraphs(_stream(value)) for value in values)
    return compare_paragraphs(base, ours), compare_paragraphs(base, theirs)


def _stream(value: Any) -> Any:
    """A block's stored value as a stream of one block."""
    if value is None:
        return []
    if isinstance(value, dict):
        return body_of([{"type": "callout", "value": value, "id": "1"}])
    return body_of([{"type": "paragraph", "value": value, "id": "1"}])
