"""Choosers of Wagtail's that must not be there."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class NotChosen(SnippetChooserViewSet):
    """For a snippet to which nothing refers by a chooser.

    Wagtail gives every snippet one, and it lists all of them, drafts too, to whoever may enter the admin.
    """

    def get_urlpatterns(self) -> list[URLPattern]:
        return []
