"""The tree of organisations, read at once instead of step by step."""

from __future__ import annotations

from collections.abc import Iterable

from organisations.models import Organisation


def with_parents(bodies: Iterable[Organisation]) -> list[Organisation]:
    """The bodies, each bound to its parent and so on to the top, so that `ancestors` and `counted_under` ask
    nothing more. One query however many and however deep they are."""
    found = list(bodies)
    above = Organisation.objects.filter(pk__in=Organisation.objects.exclude(parent=None).values("parent"))
    known = {each.pk: each for each in above} | {each.pk: each for each in found}
    for each in [*known.values(), *found]:
        if each.parent_id is not None:
            each.parent = known[each.parent_id]
    return found


def subtree(organisations: Iterable[int]) -> set[int]:
    """These organisations, by primary key, and everything below them. One query for each level."""
    found = set(organisations)
    latest = set(found)
    while latest:
        below = Organisation.objects.filter(parent__in=latest)
        latest = set(below.values_list("pk", flat=True)) - found
        found |= latest
    return found
