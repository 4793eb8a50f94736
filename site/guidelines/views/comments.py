"""The buttons under a section: comment, close a comment, open it again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from guidelines.commenting import comment_on, resolve
from guidelines.models import SectionComment
from guidelines.views.base import AdaptationScreen
from guidelines.views.section import SectionScreen


class Comment(AdaptationScreen):
    """Say something about a section. What cannot be kept is shown again on the section's screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        text = request.POST.get("text", "")
        try:
            comment_on(self.page, section_id, text, request.user)
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
            return SectionScreen.with_remark(self, text)
        messages.success(request, _("บันทึกความเห็นแล้ว"))
        return redirect(f"{reverse('guidelines:section', args=[pk, section_id])}#comments")


class ResolveComment(AdaptationScreen):
    """Close a comment, or open it again: the form's `action`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        try:
            found = resolve(self.page, comment, request.user, request.POST.get("action") != "reopen")
        except SectionComment.DoesNotExist as error:
            raise Http404 from error
        return redirect(f"{reverse('guidelines:section', args=[pk, found.section_id])}#comments")
