"""Who may find what, as tokens: a document carries some, a reader holds some, one in common is enough."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from search.document import PUBLIC

SIGNED_IN = "signed-in"
EVERYTHING = "everything"
"""Held by superusers, carried by every document that anyone may find."""


def page_access(page: Page) -> tuple[str, ...]:
    """The tokens of a page from Wagtail's view restrictions on it and on its ancestors.

    Empty where nobody may find it: a page that is not live, or one behind a shared password. Of
    several restrictions all must hold, so the tokens left are those that satisfy each of them.
    """
    if not page.live:
        return ()
    allowed: set[str] | None = None
    for restriction in page.get_view_restrictions():
        match restriction.restriction_type:
            case PageViewRestriction.LOGIN:
                tokens = {SIGNED_IN}
            case PageViewRestriction.GROUPS:
                tokens = {f"group-{pk}" for pk in restriction.groups.values_list("pk", flat=True)}
            case _:
                return ()
        if allowed is None or allowed == {SIGNED_IN}:
            allowed = tokens
        elif tokens != {SIGNED_IN}:
            allowed &= tokens
    if allowed is None:
        return (PUBLIC,)
    return tuple(sorted(allowed | {EVERYTHING}))


def reader_access(user: AbstractUser | AnonymousUser | None) -> tuple[str, ...]:
    """The tokens that a reader holds."""
    if user is None or not user.is_authenticated or not user.is_active:
        return (PUBLIC,)
    tokens = {PUBLIC, SIGNED_IN, *(f"group-{pk}" for pk in user.groups.values_list("pk", flat=True))}
    if user.is_superuser:
        tokens.add(EVERYTHING)
    return tuple(sorted(tokens))


def public(pages: PageQuerySet) -> PageQuerySet:
    """Those of the pages that everybody may read: live, and under no view restriction. Adds no query.

    Wagtail's own `public()` asks for all restrictions first, once for every list on a page.
    """
    return pages.live().exclude(restricted())


def is_public(reference: str) -> Exists:
    """Holds where everybody may read the page behind a foreign key, as "letter" or "sending__circular"."""
    return Exists(public(Page.objects.filter(pk=OuterRef(reference))))


def restricted() -> Exists:
    """Holds for pages that are under a view restriction, their own or one of a page above."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(
        PageViewRestriction.objects.annotate(its_path=path).filter(its_path__startswith=F("page__path"))
    )
