"""The page editor publishes through the page itself.

Wagtail's editor runs its publishing action on the revision directly, past `Page.publish`, and so past
every rule and everything that follows there: second persons, what the law demands, frozen editions.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import (
    CollectWorkflowActionDataView,
    ConfirmWorkflowCancellationView,
    PreviewRevisionForTaskView,
    WorkflowActionView,
)
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.meeting.editing import MeetsOthers


class Refused(Exception):
    """A page refused to be published, for the `reasons`."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class PublishesThroughPage:
    """A page editor that publishes by `Page.publish`, and shows what is refused beside what was typed."""

    page: Any
    form: Any
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, publish or send on as asked. What is refused leaves nothing stored but what stood before."""
        stood = (self.page.latest_revision_id, self.page.has_unpublished_changes, self.page.draft_title)
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except (ValidationError, Refused) as error:
            self.page.latest_revision_id, self.page.has_unpublished_changes, self.page.draft_title = stood
            for reason in error.reasons if isinstance(error, Refused) else error.messages:
                form.add_error(None, reason)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with what is wrong in words: Wagtail has none in Thai for a page."""
        view: Any = self
        if view.is_cancelling_workflow or view.locked_for_user or view.expects_json_response:
            return super().form_invalid(form)  # type: ignore[misc]
        messages.validation_error(self.request, _("ยังบันทึกหรือเผยแพร่ไม่ได้ กรุณาแก้ไขตามที่แจ้งไว้"), form)
        view.errors_debug = repr(form.errors)
        # Saved by itself at once: who was refused an approval must not become the writer by that.
        is_review = "action-workflow-action" in self.request.POST
        view.has_unsaved_changes = not is_review or changes_something(form)
        return view.render_to_response(view.get_context_data())

    def publish_action(self) -> HttpResponse:
        view: Any = self
        view.page = self.form.save(commit=not self.page.live)
        view.subscription.save()
        revision = view.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=view.previous_revision
        )
        go_live_at = view.page.go_live_at
        if answer := view.run_hook("before_publish_page", self.request, view.page):
            return answer
        try:
            revision.publish(
                user=self.request.user,
                changed=view.has_content_changes,
                previous_revision=view.previous_revision,
                skip_permission_checks=True,  # the view asked when it chose this action
            )
        except PermissionDenied as error:
            raise Refused([str(error) or _("ท่านไม่มีสิทธิเผยแพร่หน้านี้")]) from error
        if view.has_content_changes and "comments" in self.form.formsets:
            changes = view.get_commenting_changes()
            view.log_commenting_changes(changes, revision)
            view.send_commenting_notifications(changes)
        view.page = view.page.specific_class.objects.get(pk=view.page.pk)
        if answer := view.run_hook("after_publish_page", self.request, view.page):
            return answer
        self._say_published(go_live_at is not None and go_live_at > timezone.now())
        if answer := view.run_hook("after_edit_page", self.request, view.page):
            return answer
        return view.redirect_away()

    def _say_published(self, is_planned: bool) -> None:
        view: Any = self
        said = _("ตั้งเวลาเผยแพร่ “%(title)s” แล้ว") if is_planned else _("เผยแพร่ “%(title)s” แล้ว")
        buttons = [view.get_edit_message_button()]
        if not is_planned and view.page.url is not None:
            buttons.insert(0, view.get_view_live_message_button())
        title = view.page.get_admin_display_title()
        messages.success(self.request, said % {"title": title}, buttons=buttons)


def why_not_approve(page: Any, user: Any) -> str:
    """What the step in which the page waits says to this reviewer; empty where it says nothing."""
    explain = getattr(page.current_workflow_task, "why_not_approve", None)
    return explain(page, user) if explain else ""


class PageEditView(MeetsOthers, PublishesThroughPage, EditView):
    """Editing a page. Approving or sending back what nobody touched writes no revision, and a reviewer who
    may not approve is told why: on opening the draft, and where the button was there before they wrote."""

    has_content_changes: bool

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.why_not_approve():
            messages.warning(request, reason)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def why_not_approve(self) -> str:
        """What the step in which the page waits says about it, if it says anything."""
        return why_not_approve(self.page, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        # Wagtail saves where an action is no longer to be had, and says that it saved.
        wanted = self.request.POST.get("action-workflow-action") and not self.expects_json_response
        is_approval = self.request.POST.get("workflow-action-name") == "approve"
        if wanted and is_approval and self.action_name == "save" and (reason := self.why_not_approve()):
            form.add_error(None, reason)
            return self.form_invalid(form)
        return super().form_valid(form)

    def perform_workflow_action(self) -> HttpResponse:
        self.has_content_changes = self.has_content_changes and changes_something(self.form)
        try:
            response: HttpResponse = super().perform_workflow_action()
        except PermissionDenied as error:
            raise Refused([self.why_not_approve() or str(error) or _("ท่านไม่มีสิทธิอนุมัติหน้านี้")]) from error
        return response


def changes_something(form: Any) -> bool:
    """Whether a valid form says anything else than the page did, in its fields or in its rows.

    A form calls a list changed always, and the rows of a StreamField as soon as they hold a number or an
    empty choice, because it compares what was sent, which is text. A reviewer would so become the writer of
    what they approve.
    """
    if any(_rows_change(formset) for formset in getattr(form, "formsets", {}).values()):
        return True
    for name in form.changed_data:
        before, after = form.initial.get(name), form.cleaned_data.get(name)
        if isinstance(before, StreamValue) and isinstance(after, StreamValue):
            before, after = stored_rows(before), stored_rows(after)
        if before != after:
            return True
    return False


def _rows_change(formset: Any) -> bool:
    """Whether a row is new, taken away, moved or says something else."""
    return any(
        form.instance.pk is None or changes_something(form) for form in formset.forms if form.has_changed()
    )


def stored_rows(rows: StreamValue) -> str:
    """Rows as they are stored, however they were read."""
    stored = [(row.id, row.block_type, row.block.get_prep_value(row.value)) for row in rows]
    return json.dumps(stored, cls=DjangoJSONEncoder)


class OnlyForEditors:
    """A screen about the review of a page, for those who may open the page in its editor. Wagtail's own tell
    anybody the draft's title where the page is in no review."""

    object: Any
    request: Any

    def may_edit(self) -> bool:
        return bool(self.object.permissions_for_user(self.request.user).can_edit())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_edit():
            raise PermissionDenied
        for hook in hooks.get_hooks("before_edit_page"):
            answer = hook(request, self.object.specific)
            if isinstance(answer, HttpResponse):
                return answer
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class SaysWhyNot(OnlyForEditors):
    """An action of a review. On a screen that is open longer its button may stand where the action no longer
    is to be had: a reviewer is then told why, in the dialog or on the page, and not by a bare refusal."""

    object: Any
    redirect_url: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_dialog = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if is_dialog and self.may_edit() and not self.object.workflow_in_progress:
            return self._say(_("หน้านี้ไม่ได้อยู่ระหว่างการสอบทานแล้ว โปรดเปิดหน้านี้ใหม่"))
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            if not (reason := why_not_approve(self.object, request.user)):
                raise
            if is_dialog:
                return self._say(reason)
            messages.warning(request, reason)
            return redirect(self.redirect_url)
        except ValidationError as error:
            if is_dialog:
                return self._say(" ".join(error.messages))
            for problem in error.messages:
                messages.error(request, problem)
            return redirect(self.redirect_url)
        return response

    def _say(self, reason: str) -> HttpResponse:
        view: Any = self
        return render_modal_workflow(view.request, "core/admin/refused_dialog.html", None, {"reason": reason})


class ReviewActionView(SaysWhyNot, WorkflowActionView):
    """Approving or sending back from the list of what waits."""


class ReviewCommentView(SaysWhyNot, CollectWorkflowActionDataView):
    """The dialog in which a comment is written, in the page editor."""


class ReviewPreviewView(OnlyForEditors, PreviewRevisionForTaskView):
    """What a page that waits for its review will look like."""


class ReviewCancellingView(OnlyForEditors, ConfirmWorkflowCancellationView):
    """The question whether publishing may end a review."""


class PageRevertView(MeetsOthers, PublishesThroughPage, RevisionsRevertView):
    """Editing what an earlier revision said."""


class EveryPageViewSet(PageViewSet):
    """Takes the place of Wagtail's own for every type of page."""

    model = Page
    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView
    workflow_action_view_class = ReviewActionView
    workflow_preview_view_class = ReviewPreviewView
    confirm_workflow_cancellation_view_class = ReviewCancellingView
    collect_workflow_action_data_view_class = ReviewCommentView


class ReadingPagesAdminAPIViewSet(PagesAdminAPIViewSet):
    """The admin's API as its own menus and choosers use it: to read. Its actions would pass by the rules
    of pages, too, and by the hooks of the screens."""

    actions: dict[str, Any] = {}
