"""The public list of letters."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

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
        """A letter by its slug in one query, with its sender and what need not be asked for further."""
        if not path_components:
            return super().route(request, path_components)
        from circulars.models.corrections import Correction
        from circulars.models.page import CircularPage
        from circulars.models.relations import Relation

        letters = (
            CircularPage.objects.child_of(self)
            .select_related("issuer", "original")
            .annotate(
                has_references=Exists(
                    ReferenceIndex.objects.filter(
                        to_content_type=ContentType.objects.get_for_model(Page),
                        to_object_id=Cast(OuterRef("pk"), CharField()),
                    )
                ),
                has_siblings=Exists(
                    CircularPage.objects.filter(original=OuterRef("original")).exclude(pk=OuterRef("pk"))
                ),
                has_corrections=Exists(Correction.objects.made().filter(page=OuterRef("pk"))),
                has_relations=Exists(
                    Relation.objects.standing().filter(Q(page=OuterRef("pk")) | Q(target=OuterRef("pk")))
                ),
            )
        )
        letter = letters.filter(slug=path_components[0]).first()
        if letter is None:
            raise Http404
        return letter.route(request, path_components[1:])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from circulars.listing import list_context

        return {**super().get_context(request, *args, **kwargs), **list_context(self, request)}
