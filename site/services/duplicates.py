"""Guides that may be the same service written twice, so that an editor mends one and adds no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.access import public
from organisations.permissions import organisations_of
from search.thai import normalise, tokenize
from services.models import ServicePage

ALIKE = 0.75
"""Share of the words of both titles that must be common. The titles of two forms of one matter
("แจ้งย้ายเข้า", "แจ้งย้ายออก") stay below, see the tests."""

SAYS_NOTHING = frozenset({"การ", "ขอ", "งาน", "บริการ", "ของ", "และ", "หรือ", "เพื่อ", "ที่", "ใน", "(", ")"})


@dataclass(frozen=True, slots=True)
class Title:
    """A guide as far as comparing titles needs it; `numbers` are those of its words that hold digits."""

    pk: int
    slug: str
    title: str
    organisation: str
    live: bool
    words: frozenset[str]
    numbers: frozenset[str]


def words_of(title: str) -> frozenset[str]:
    """The words of a title that tell one service from another."""
    words = frozenset(
        word for word in tokenize(normalise(title)) if word.strip() and word not in SAYS_NOTHING
    )
    return words or frozenset({normalise(title)})


class Titles:
    """The titles that a user may know of: public guides, and all of the user's own organisations.

    Two queries' worth of columns are read once; asking then costs no query, so that a file of thousands
    can be compared with thousands.
    """

    def __init__(self, user: Any) -> None:
        guides = ServicePage.objects.all()
        if not user.is_superuser:
            seen = Q(pk__in=public(ServicePage.objects.all()).values("pk"))
            guides = guides.filter(seen | Q(organisation__in=organisations_of(user)))
        self._with: dict[str, list[Title]] = defaultdict(list)
        columns = ("pk", "slug", "title", "organisation__name_th", "live")
        for pk, slug, title, organisation, live in guides.values_list(*columns):
            self._add(pk, slug, title, organisation, live)

    def add_new(self, guide: ServicePage) -> None:
        """A guide that is about to be saved, so that two of one file are compared with each other."""
        owner = guide.organisation.name_th
        self._add(guide.pk or 0, guide.slug, guide.title, owner, guide.live)

    def _add(self, pk: int, slug: str, title: str, organisation: str, live: bool) -> None:
        words = words_of(title)
        found = Title(pk, slug, title, organisation, live, words, _numbers(words))
        for word in words:
            self._with[word].append(found)

    def like(self, title: str, but: Iterable[str] = ()) -> list[Title]:
        """Guides whose titles are nearly this one, the likest first; `but` are slugs that do not count."""
        words, apart = words_of(title), set(but)
        numbers = _numbers(words)
        found = {each.slug: each for word in words for each in self._with.get(word, ())}
        scored = [
            (len(words & each.words) / len(words | each.words), each)
            for each in found.values()
            if each.slug not in apart and each.numbers == numbers
        ]
        alike = [pair for pair in scored if pair[0] >= ALIKE]
        return [each for _score, each in sorted(alike, key=lambda pair: (-pair[0], pair[1].title))]


def _numbers(words: frozenset[str]) -> frozenset[str]:
    """The words of a title that hold digits: form 3 is not form 8."""
    return frozenset(word for word in words if any(character.isdigit() for character in word))


def warnings(page: ServicePage, user: Any) -> Iterator[Title]:
    """Guides that may be the same service as one that is being edited, its own cases aside."""
    own = {page.slug}
    main = page.variant_of_id or page.pk
    if main:
        cases = ServicePage.objects.filter(Q(pk=main) | Q(variant_of=main))
        own |= set(cases.values_list("slug", flat=True))
    yield from Titles(user).like(page.title, own)
