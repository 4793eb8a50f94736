"""The public list of letters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from core.models import BasePage


class CircularIndexPage(BasePage):
    """The registry's front page (ทะเบียนหนังสือ): a filtered list of the letters that are public."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["circulars.CircularPage"]

    class Meta:
        verbose_name = _("ทะเบียนหนังสือ")
        verbose_name_plural = _("ทะเบียนหนังสือ")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A letter by its slug in one query, with the organisation that sent it."""
        if not path_components:
            return super().route(request, path_components)
        from circulars.models.page import CircularPage

        letters = CircularPage.objects.child_of(self).select_related("issuer")
        letter = letters.filter(slug=path_components[0]).first()
        if letter is None:
            raise Http404
        return letter.route(request, path_components[1:])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from circulars.listing import list_context

        return {**super().get_context(request, *args, **kwargs), **list_context(self, request)}
