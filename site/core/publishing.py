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
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.blocks import StreamValue
from wagtail.models import Page


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


class PageEditView(PublishesThroughPage, EditView):
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
        explain = getattr(self.page.current_workflow_task, "why_not_approve", None)
        return explain(self.page, self.request.user) if explain else ""

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


class PageRevertView(PublishesThroughPage, RevisionsRevertView):
    """Editing what an earlier revision said."""


class EveryPageViewSet(PageViewSet):
    """Takes the place of Wagtail's own for every type of page."""

    model = Page
    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView


class ReadingPagesAdminAPIViewSet(PagesAdminAPIViewSet):
    """The admin's API as its own menus and choosers use it: to read. Its actions would pass by the rules
    of pages, too, and by the hooks of the screens."""

    actions: dict[str, Any] = {}
