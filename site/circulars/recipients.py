"""To which organisations a letter goes: its addressees, groups among them, told one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from circulars.bodies import Bodies
from circulars.models import CircularPage
from organisations.models import Kind, Organisation
from search.thai.normalise import normalise

_EXCEPT = re.compile(r"\s*\(?\s*(?:ยกเว้น|เว้นแต่|ไม่รวม)\s*(?P<who>[^()]*)\)?")
_BETWEEN = re.compile(r"\s*,\s*|\s+และ\s*|\s+")
_CENTRAL = (Kind.MINISTRY, Kind.DEPARTMENT)
_ALL = r"(?:ทุก(?:แห่ง|หน่วย(?:งาน)?|กระทรวง|ทบวง|กรม|จังหวัด|ส่วนราชการ|ท่าน)?|ต่าง ?ๆ|ทั้งหมด)"
_GROUPS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), kinds)
    for pattern, kinds in (
        (rf"(?:หัวหน้า)?(?:{_ALL}ส่วนราชการ|ทุกส่วนราชการ|ส่วนราชการ)(?: ?{_ALL})?$", _CENTRAL),
        (rf"(?:ทุก)?กระทรวง(?:[ /]?ทบวง)?[ /]?(?:และ)?กรม(?: ?{_ALL})?$", _CENTRAL),
        (rf"(?:รัฐมนตรีว่าการ|ปลัด)?(?:ทุก)?กระทรวง(?: ?{_ALL})?$", (Kind.MINISTRY,)),
        (rf"(?:อธิบดี(?:ทุกกรม| ?{_ALL})?|(?:อธิบดี)?(?:ทุก)?กรม(?: ?{_ALL})?)$", (Kind.DEPARTMENT,)),
        (rf"(?:ผู้ว่าราชการ(?:ทุก)?)?จังหวัด(?: ?{_ALL})?$", (Kind.PROVINCE,)),
        (r"(?:ผู้ว่าราชการ)?ทุกจังหวัด$", (Kind.PROVINCE,)),
        (rf"(?:หัวหน้า|ผู้บริหาร)?รัฐวิสาหกิจ(?: ?{_ALL})?$", (Kind.STATE_ENTERPRISE,)),
        (rf"(?:ผู้อำนวยการ)?องค์การมหาชน(?: ?{_ALL})?$", (Kind.PUBLIC_ORGANISATION,)),
        (rf"(?:ผู้บริหาร)?(?:องค์กรปกครองส่วนท้องถิ่น|อปท\.?)(?: ?{_ALL})?$", (Kind.LOCAL,)),
        (rf"องค์กรอิสระ(?:ตามรัฐธรรมนูญ)?(?: ?{_ALL})?$", (Kind.INDEPENDENT,)),
    )
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that a letter goes to, and the addressee by which it does."""

    organisation: Organisation
    addressed_as: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who receives a letter; `unknown` are addressees that name no organisation known here."""

    known: tuple[Recipient, ...]
    unknown: tuple[str, ...]


def recipients_of(page: CircularPage) -> Recipients:
    """The organisations that the addressees of a letter stand for, each once, in the order of the letter.

    A group ("กระทรวง กรม", "ผู้ว่าราชการจังหวัดทุกจังหวัด") stands for all bodies of that kind that exist today, but
    for those it excepts and for the sender. A body that was dissolved is represented by its successor.
    """
    found: dict[int, Recipient] = {}
    unknown = []
    for addressee in page.addressees.select_related("organisation__successor"):
        members = [addressee.organisation] if addressee.organisation else expand(addressee.raw)
        if not members:
            unknown.append(addressee.raw)
        for member in members:
            organisation = _successor(member)
            is_sender = organisation.pk == page.issuer_id and addressee.organisation is None
            if not is_sender:
                found.setdefault(organisation.pk, Recipient(organisation, addressee.raw))
    return Recipients(tuple(found.values()), tuple(unknown))


def expand(words: str) -> list[Organisation]:
    """The organisations that an addressee names: one by its name, or a group but for the excepted."""
    plain = " ".join(normalise(words).split())
    excepted = _EXCEPT.search(plain)
    name = _EXCEPT.sub("", plain).strip() if excepted else plain
    kinds = next((kinds for pattern, kinds in _GROUPS if pattern.fullmatch(name)), None)
    if kinds is None:
        return list(
            Organisation.objects.filter(pk=Bodies((), [name]).named(name)).select_related("successor")
        )
    group = _existing().filter(kind__in=kinds)
    if excepted:
        without = list(_named(excepted["who"]))
        group = group.exclude(Q(pk__in=without) | Q(parent__in=without))
    return list(group.order_by("name_th"))


def _named(words: str) -> Iterator[int]:
    """Keys of the organisations in a list of names; of names with spaces the longest that fits counts."""
    parts = [part for part in _BETWEEN.split(words.strip()) if part][:50]
    runs = [" ".join(parts[at:end]) for at in range(len(parts)) for end in range(at + 1, len(parts) + 1)]
    bodies = Bodies((), runs)
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            one = bodies.named(" ".join(parts[at:end]))
            if one is not None:
                yield one
                at = end - 1
                break
        at += 1


def _existing() -> QuerySet[Organisation]:
    today = timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    standing = Q(valid_to=None) | Q(valid_to__gte=today)
    return Organisation.objects.filter(begun, standing).select_related("successor")


def _successor(organisation: Organisation) -> Organisation:
    today, seen = timezone.localdate(), {organisation.pk}
    while organisation.valid_to and organisation.valid_to < today and organisation.successor:
        if organisation.successor.pk in seen:
            break
        organisation = organisation.successor
        seen.add(organisation.pk)
    return organisation
