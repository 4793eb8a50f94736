"""Wagtail's page editor for two: who saves a form that is older than the page is shown what the other saved,
with both brought together in the form; nothing is stored until they save that.

Wagtail tells a stale form (`loaded_revision_id`, `overwrite_revision_id`) and refuses it to autosave; sent
by the button it would take it whole, and what the other wrote would stand in an older revision only.
"""

from __future__ import annotations

import copy
import datetime
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Page, Revision, get_default_page_content_type

from core.meeting.merging import Row, merge_pages
from core.meeting.words import Told, tell
from core.models import LoadedRevision

KEPT = datetime.timedelta(days=2)
"""How long a version that its writer's autosave writes over is kept for those who had opened it."""

UNDER_WAY = datetime.timedelta(minutes=1)
"""How long what a window saves by itself may be under way, while its button is pressed."""

MANY = 1000
"""Rows of one list that a form may hold, as Django has it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Shown above the form: who saved what meanwhile.

    who       None where the system saved it
    is_self   whether it was the same person, in another window
    has_base  whether it is known from which version this form began; else every difference is a conflict
    comments  new comments of this form, which the form has no more
    """

    who: Any
    is_self: bool
    has_base: bool
    told: list[Told]
    comments: list[str]

    @property
    def open(self) -> int:
        """How many places wait for a decision."""
        return sum(each.is_open for each in self.told)


def as_stored(page: Any) -> Row:
    """A page as a revision holds it."""
    stored: Row = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    return stored


def keep_what_is_loaded(revision: Revision) -> None:
    """Keep a revision as somebody opens it while its writer may still write over it."""
    content_type = get_default_page_content_type()
    writers = EditingSession.objects.filter(
        content_type=content_type, object_id=revision.object_id, user=revision.user_id
    )
    if not writers.exists():
        return
    LoadedRevision.objects.filter(loaded_at__lt=timezone.now() - KEPT).delete()
    LoadedRevision.objects.get_or_create(
        revision=revision, created_at=revision.created_at, defaults={"content": revision.content}
    )


class MeetsOthers:
    """A page editor in which the second of two people loses nothing of the first."""

    page: Any
    form: Any
    request: Any
    latest_revision: Revision | None
    meeting: Meeting | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.latest_revision is not None:
            keep_what_is_loaded(self.latest_revision)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._wait_for_others()
        view: Any = self
        if view.expects_json_response and view.is_out_of_date and not self.page.alias_of_id:
            said = _("หน้านี้มีรุ่นที่ใหม่กว่า กดบันทึกเพื่อดูทั้งสองรุ่นที่รวมกันก่อน")
            answer: HttpResponse = view.json_error_response("invalid_revision", said)
            return answer
        may_meet = not view.expects_json_response and not view.locked_for_user and not self.page.alias_of_id
        if may_meet and view.is_out_of_date and not self._is_own_saving():
            shown = self.meet()
            if shown is not None:
                return shown
        self._take_rows_back()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _wait_for_others(self) -> None:
        """Of two who save in one moment the second sees what the first saved."""
        view: Any = self
        locked = Page.objects.select_for_update().filter(pk=self.page.pk).first()
        newest = locked.get_latest_revision() if locked is not None else None
        known = self.latest_revision
        if newest is None or (known and (newest.pk, newest.created_at) == (known.pk, known.created_at)):
            return
        self.latest_revision = newest
        view.real_page_record.latest_revision = newest
        for name in ("latest_revision_created_at", "is_out_of_date"):
            view.__dict__.pop(name, None)

    def _is_own_saving(self) -> bool:
        """Whether what is newer is this very window's own autosave, under way as the button was pressed.

        That is a moment old and follows what the form knows; else it came from another window, which may be
        closed by now, and holds words that this form does not.
        """
        newest = self.latest_revision
        assert newest is not None
        if newest.user_id != self.request.user.pk or newest.created_at < timezone.now() - UNDER_WAY:
            return False
        if self.page.revisions.filter(pk__gt=self._seen()[0], pk__lt=newest.pk).exists():
            return False
        content_type = get_default_page_content_type()
        windows = EditingSession.objects.available().filter(
            content_type=content_type, object_id=str(self.page.pk), user=self.request.user
        )
        return windows.count() < 2

    def _take_rows_back(self) -> None:
        """Rows that the newest draft left out, and that this person kept when both were brought together."""
        for relation in get_all_child_relations(self.page):
            name, model = relation.get_accessor_name(), relation.related_model
            rows = getattr(self.page, name)
            count = self.request.POST.get(f"{name}-INITIAL_FORMS", "")
            places = range(min(int(count), MANY) if count.isdigit() else 0)
            asked = [self.request.POST.get(f"{name}-{at}-id", "") for at in places]
            known = {row.pk for row in rows.all()}
            gone = [int(pk) for pk in asked if pk.isdigit() and int(pk) not in known]
            if gone and model is not Comment:
                rows.add(*model._default_manager.filter(pk__in=gone, **{relation.field.name: self.page.pk}))

    def meet(self) -> HttpResponse | None:
        """The editor with both brought together, or with what is wrong in this person's form. None where the
        other said nothing that this form does not say."""
        view: Any = self
        assert self.latest_revision is not None
        base, theirs = self._base(), self.latest_revision.as_object()
        began = as_stored(base) if base is not None else None  # before the form writes into it
        loaded = view.previous_revision.as_object() if view.is_reverting else base
        form = self._mine(loaded or self.latest_revision.as_object())
        if not form.is_valid():
            self.form, self.page = form, form.instance
            return view.form_invalid(form)
        mine = form.save(commit=False)
        lists = {
            each.rel_name: self._fields(each.form, each.model)
            for each in form.formsets.values()
            if each.model is not Comment
        }
        together = merge_pages(
            type(mine),
            self._fields(form, type(mine)),
            lists,
            began,
            as_stored(mine),
            as_stored(theirs),
        )
        if not together.places:
            self.page = self.latest_revision.as_object()
            return None
        comments = form.formsets.get("comments")
        new = comments.new_objects if comments is not None else []
        who = self.latest_revision.user
        is_self = who == self.request.user
        self.meeting = Meeting(who, is_self, base is not None, tell(together.places), [c.text for c in new])
        self._show(view.real_page_record.specific.with_content_json(together.data))
        said = _("ยังไม่ได้บันทึก มีการบันทึกหน้านี้ไปแล้วระหว่างที่ท่านแก้ไข กรุณาตรวจแบบฟอร์มที่รวมให้แล้วบันทึกอีกครั้ง")
        messages.warning(self.request, said)
        return view.render_to_response(view.get_context_data())

    def _show(self, page: Any) -> None:
        view: Any = self
        self.page = page
        page.latest_revision = self.latest_revision
        self.form = view.form_class(
            instance=page,
            subscription=view.subscription,
            parent_page=view.parent,
            for_user=self.request.user,
        )
        view.has_unsaved_changes = True
        view.autosave_enabled = False  # a person looks at it before anything is stored

    def _seen(self) -> tuple[int, datetime.datetime | None]:
        """The revision that the form knows, and when that was written. 0 where the form does not say."""
        own = self.request.POST.get("overwrite_revision_id", "")
        if own.isdigit() and (revision := self.page.revisions.filter(pk=own).first()):
            return revision.pk, revision.created_at
        loaded = self.request.POST.get("loaded_revision_id", "")
        try:
            written = parse_datetime(self.request.POST.get("loaded_revision_created_at", ""))
        except ValueError:
            written = None
        return (int(loaded) if loaded.isdigit() else 0), written

    def _base(self) -> Any:
        """The page as it was when this form was opened or last saved; None where that is gone."""
        pk, written = self._seen()
        revision = self.page.revisions.filter(pk=pk).first()
        if revision is None:
            return None
        if written is None or revision.created_at == written:
            return revision.as_object()
        kept = LoadedRevision.objects.filter(revision=revision, created_at=written).first()
        return Page.objects.get(pk=self.page.pk).specific.with_content_json(kept.content) if kept else None

    def _mine(self, loaded: Any) -> Any:
        """This person's form over what it was opened on. What it asks to be done waits until they saved."""
        view: Any = self
        data = self.request.POST.copy()
        for name in [name for name in data if name.startswith("action-")]:
            del data[name]
        form = view.form_class(
            data,
            self.request.FILES,
            instance=loaded,
            subscription=view.subscription,
            parent_page=view.parent,
            for_user=self.request.user,
        )
        form.defer_required_fields()
        is_as_loaded = not data.get("overwrite_revision_id")
        for formset in form.formsets.values():
            there = list(formset.queryset)
            for position, row in enumerate(formset.initial_forms):
                # A row may have been deleted from the database meanwhile
                row.fields[formset.model._meta.pk.name] = forms.IntegerField(
                    required=False, widget=forms.HiddenInput
                )
                known = there[position] if position < len(there) else None
                if is_as_loaded and row.instance.pk is None and known is not None and known.pk is None:
                    row.instance = copy.copy(known)  # with what the form does not show, as a section's id
        return form

    def _fields(self, form: Any, model: Any) -> list[str]:
        known = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
        names = getattr(form, "fields", None) or form.base_fields
        return [name for name in names if name in known and name != model._meta.pk.name]

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()  # type: ignore[misc]
        return ["core/admin/edit_meeting.html"] if self.meeting is not None else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A form that was not saved goes on knowing what it was opened on, and no newer version."""
        view: Any = self
        is_shown_again = self.request.method == "POST" and self.meeting is None and view.is_out_of_date
        if is_shown_again:
            pk, written = self._seen()
            self.page.latest_revision_id = pk
            view.latest_revision_created_at = written.isoformat() if written else ""
            view.autosave_enabled = False
        return {**super().get_context_data(**kwargs), "meeting": self.meeting}  # type: ignore[misc]
