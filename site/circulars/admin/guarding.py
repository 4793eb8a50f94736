"""Secret letters in Wagtail's own screens: who could not lift the class finds no list and no screen of them.

Wagtail asks for permissions in some of its views of a page (edit, delete) and in others shows name, words or
history to whoever may edit anything. So letters are left out where Wagtail lists pages, and every address of
the admin that names a secret letter is refused before its view is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from circulars.admin.permissions import may_register
from circulars.models import CircularPage
from circulars.models.staff import known_to, may_lift_every, why_kept
from core.refusing import refuse, say_why

PAGE_ARGUMENTS = frozenset({"page_id", "page_pk", "page_to_move_id", "parent_page_id", "destination_id"})
"""Arguments of the admin's addresses that are keys of pages, wherever they stand."""
_PK_IS_PAGE = frozenset({"wagtailadmin_pages", "wagtailadmin_api:pages"})
"""Groups of addresses in which `pk` is the key of a page."""
_ASKED_FOR_MANY = frozenset({"wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple"})
"""Addresses that take keys of pages as `id` of the query."""


def letters_kept_from(user: Any) -> QuerySet[CircularPage]:
    """The letters that bear a secrecy class which nobody has lifted, and the user could not lift either."""
    letters = CircularPage.objects.all()
    return letters.none() if may_lift_every(user) else letters.exclude(known_to(user))


class LettersPolicy(PagePermissionPolicy):
    """Wagtail's own policy for pages, by which lists, searches and reports leave out secret letters."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().instances_user_has_any_permission_for(user, actions)
        return pages if may_lift_every(user) else pages.exclude(pk__in=letters_kept_from(user).values("pk"))


def keep_from_lists() -> None:
    """Let Wagtail ask the policy above wherever it lists pages."""
    register_permission_policy(Page, LettersPolicy())


class SecretLettersMiddleware:
    """Refuses every address of Wagtail's admin that names a secret letter, as Wagtail refuses any page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not request.user.is_authenticated:
            return None
        keys = set(_pages_named(request, match))
        if not keys or not letters_kept_from(request.user).filter(pk__in=keys).exists():
            return None
        tell_registrars(request)
        return refuse(request)


def tell_registrars(request: HttpRequest) -> None:
    """Who registers letters is told why a secret one does not open, and who may; nobody else is."""
    if may_register(request.user):
        say_why(request, why_kept())


def _pages_named(request: HttpRequest, match: ResolverMatch) -> Iterator[int]:
    """Keys of the pages that the address is about."""
    if not request.path.startswith(reverse("wagtailadmin_home")):
        return
    group, name = ":".join(match.namespaces), match.url_name or ""
    for argument, value in match.kwargs.items():
        if argument in PAGE_ARGUMENTS or (argument == "pk" and group in _PK_IS_PAGE):
            yield from _keys([value])
    model = (match.kwargs.get("app_label"), match.kwargs.get("model_name"))
    if "object_id" in match.kwargs and _is_page(*model):
        yield from _keys([match.kwargs["object_id"]])
    if name in _ASKED_FOR_MANY and (name != "wagtail_bulk_action" or _is_page(*model)):
        yield from _keys(request.GET.getlist("id"))


def _keys(values: Iterable[Any]) -> Iterator[int]:
    return (int(value) for value in values if str(value).isdecimal() and len(str(value)) < 19)


def _is_page(app: Any, name: Any) -> bool:
    try:
        return issubclass(apps.get_model(str(app), str(name)), Page)
    except LookupError:
        return False
