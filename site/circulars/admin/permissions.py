"""Who may do what with letters in the admin, asked in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from circulars.models import CircularIndexPage, CircularPage, Delivery
from circulars.models.staff import known_to, may_lift
from circulars.originals import letters_in
from organisations.models import Membership
from organisations.permissions import may_act_for


def may_register(user: Any) -> bool:
    """Whether the user may add letters to the registry."""
    if not getattr(user, "is_active", False):
        return False
    index = CircularIndexPage.objects.first()
    if index is None:
        return False
    return user.is_superuser or "add" in index.permissions_for_user(user).permissions


def may_see(user: Any, page: CircularPage) -> bool:
    """Whether the user may open the letter for review; a secret one only if they could lift its class."""
    if page.is_secret and not may_lift(user, page):
        return False
    return page.permissions_for_user(user).can_edit()


def may_see_original(user: Any, page: CircularPage) -> bool:
    """Whether the user may have the file of the letter: only who may see every letter in it."""
    return page.original is not None and all(may_see(user, one) for one in letters_in(page.original))


def may_publish(user: Any, page: CircularPage) -> bool:
    return page.permissions_for_user(user).can_publish()


def named_to(user: Any, pages: Iterable[Page]) -> tuple[list[Page], int]:
    """Those of the pages whose names the user may know, and how many drafts of others there are besides."""
    every = list(pages)
    known = [one for one in every if one.live or one.specific_deferred.permissions_for_user(user).can_edit()]
    return known, len(every) - len(known)


def letters_for(user: Any) -> QuerySet[CircularPage]:
    """The letters whose review the user may open."""
    if not may_register(user):
        return CircularPage.objects.none()
    return CircularPage.objects.filter(known_to(user))


def deliveries_for(user: Any) -> QuerySet[Delivery]:
    """What lies in the inboxes of the organisations that the user belongs to; of all for a superuser."""
    readable = Delivery.objects.readable()
    if not getattr(user, "is_active", False):
        return readable.none()
    return readable if user.is_superuser else readable.filter(organisation__memberships__user=user).distinct()


def has_inbox(user: Any) -> bool:
    """Whether the user belongs to an organisation."""
    if not getattr(user, "is_active", False):
        return False
    return user.is_superuser or Membership.objects.filter(user=user).exists()


def may_follow(user: Any, page: CircularPage) -> bool:
    """Whether the user may see who received the letter: a registrar, and the people of the sender."""
    if page.is_secret:
        return may_see(user, page)
    return may_see(user, page) or (page.live and may_act_for(user, page.issuer))


def follows_letters(user: Any) -> bool:
    """Whether there can be letters that the user follows."""
    return has_inbox(user) or may_register(user)


def sent_by_those_of(user: Any) -> QuerySet[Delivery]:
    """The deliveries of letters whose distribution the user may see."""
    readable = Delivery.objects.readable()
    if may_register(user):
        return readable
    if not has_inbox(user):
        return readable.none()
    mine = Membership.objects.filter(user=user).values("organisation")
    return readable.filter(page__issuer__in=mine)
