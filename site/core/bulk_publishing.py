"""Publishing many pages at once, from the list of pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction


class PublishInBulk(PublishBulkAction):
    """Wagtail's, which ends in a server error where a page refuses: here none of them is then published, and
    each reason is said with its page."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
                return response
        except ValidationError as error:
            for reason in error.messages:
                messages.error(self.request, reason)
            return redirect(self.next_url)

    @classmethod
    def execute_action(cls, objects: Any, **options: Any) -> tuple[int, int]:
        """Raises ValidationError with every reason of every page that refuses."""
        done, reasons = [], []
        for page in objects:
            try:
                with transaction.atomic():
                    done.append(super().execute_action([page], **options))
            except ValidationError as error:
                reasons += [f"{page.get_admin_display_title()}: {reason}" for reason in error.messages]
        if reasons:
            raise ValidationError(reasons)
        return sum(parents for parents, _below in done), sum(below for _parents, below in done)


hooks.register("register_bulk_action", PublishInBulk, order=100)
