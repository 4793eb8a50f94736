"""To which organisations a letter goes: its addressees, groups among them, told one by one.

Nothing is left out in silence, and nothing is sent on a guess: an addressee of whom a part names no
organisation is told whole, and a group with an exception that nobody can place waits for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils import timezone

from circulars.bodies import Bodies
from circulars.groups import group_of
from circulars.models import CircularPage
from organisations.models import Organisation
from search.thai.normalise import normalise

_EXCEPT = re.compile(r"\s*\(?\s*(?:ยกเว้น|เว้นแต่|ไม่รวม(?:ถึง)?)\s*(?P<who>[^()]*)(?P<end>\)?)")
_BETWEEN = re.compile(r"\s*[,;]\s*(?:และ|กับ)?\s*|\s*(?:และ|กับ)\s*|\s+")
_NOUN = re.compile(r"^(?:จังหวัด|กระทรวง|กรม|มหาวิทยาลัย|เทศบาล(?:นคร|เมือง|ตำบล)?|องค์การบริหารส่วน(?:จังหวัด|ตำบล))")
_OFFICE = re.compile(r"^(?:ผู้ว่าราชการ|ปลัด|อธิบดี|อธิการบดี|เลขาธิการ|ผู้อำนวยการ|นายก)")
_IDLE = re.compile(r"(?:และ|กับ|รวมทั้ง|ตลอดจน|เท่านั้น|ด้วย)?")
_MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that a letter goes to, and the addressee by which it does."""

    organisation: Organisation
    addressed_as: str


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """An addressee with exceptions that nobody could place: a person says which of `members` are meant."""

    addressed_as: str
    exceptions: tuple[str, ...]
    members: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who receives a letter; `unknown` are addressees that name nobody here, `held` wait for a person."""

    known: tuple[Recipient, ...]
    unknown: tuple[str, ...]
    held: tuple[HeldGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom an addressee means; nobody when it is not understood.

    `exceptions` are words of which it is not known whom they take out of `members`. `before` is whom the
    words mean without any exception, where the exception may go on in what follows.
    """

    members: tuple[Organisation, ...] = ()
    exceptions: tuple[str, ...] = ()
    before: frozenset[int] = frozenset()


def recipients_of(page: CircularPage) -> Recipients:
    """The organisations that the addressees of a letter stand for, each once, in the order of the letter.

    A group ("กระทรวง กรม", "ผู้ว่าราชการจังหวัดทุกจังหวัด") stands for all bodies of that kind that exist today, but
    for those it excepts and for the sender. A body that was dissolved is represented by its successor.
    """
    addressed: list[tuple[str, Meant, bool]] = []
    noun = ""
    for addressee in page.addressees.select_related("organisation__successor"):
        one = addressee.organisation
        meant = Meant((one,)) if one else expand(addressee.raw, noun)
        keys = {member.pk for member in meant.members}
        if keys and addressed and keys <= addressed[-1][1].before:
            # "ทุกจังหวัด ยกเว้นจังหวัดตาก, จังหวัดตรัง": who is in the group anyway was hardly named to get it.
            raw, group, named = addressed[-1]
            left = tuple(member for member in group.members if member.pk not in keys)
            rest = replace(group, members=left, exceptions=(*group.exceptions, addressee.raw))
            addressed[-1] = (f"{raw}, {addressee.raw}", rest, named)
            continue
        addressed.append((addressee.raw, meant, one is not None))
        noun = _noun_of(meant.members[-1]) if meant.members else ""
    return _sorted_out(page, addressed)


def _sorted_out(page: CircularPage, addressed: list[tuple[str, Meant, bool]]) -> Recipients:
    found: dict[int, Recipient] = {}
    held = []
    for raw, meant, is_named in addressed:
        members = [_successor(member) for member in meant.members]
        members = [member for member in members if is_named or member.pk != page.issuer_id]
        if meant.exceptions:
            held.append(HeldGroup(raw, meant.exceptions, tuple(members)))
            continue
        for member in members:
            found.setdefault(member.pk, Recipient(member, raw))
    unknown = tuple(raw for raw, meant, _ in addressed if not (meant.members or meant.exceptions))
    return Recipients(tuple(found.values()), unknown, tuple(held))


def expand(words: str, noun: str = "") -> Meant:
    """Whom an addressee names: one organisation, several in a list, groups but for the excepted.

    In a list a later name may lack the noun of the one before it ("ผู้ว่าราชการจังหวัดเชียงใหม่ เชียงราย และลำพูน");
    `noun` is that of the addressee before.
    """
    plain = " ".join(normalise(words).split())
    clauses = [*_EXCEPT.finditer(plain)]
    members, rest = _listed(_EXCEPT.sub(" ", plain).strip(), noun)
    if rest or not members:
        return Meant()
    if not clauses:
        return Meant(tuple(members))
    out: set[int] = set()
    unsure = []
    for clause in clauses:
        excepted, unknown = _listed(clause["who"].strip(" ,"), _noun_of(members[0]))
        out |= {one.pk for one in excepted}
        if unknown or not excepted:
            unsure.append(clause.group().strip(" ()"))
    left = tuple(one for one in members if not {one.pk, one.parent_id} & out)
    goes_on = not clauses[-1]["end"] and clauses[-1].end() == len(plain)
    return Meant(left, tuple(unsure), frozenset(one.pk for one in members) if goes_on else frozenset())


def _listed(words: str, noun: str = "") -> tuple[list[Organisation], list[str]]:
    """The organisations of a list, and the words between that name nobody.

    Of names with spaces or "และ" the longest that fits counts. A ministry after its department only says
    where that belongs; a group beside one name, only a space apart, is not understood ("หัวหน้าส่วนราชการ
    จังหวัดตาก").
    """
    whole = group_of(words)
    if whole is not None:
        return list(whole.order_by("name_th")), []
    cuts = [*_BETWEEN.finditer(words)][: _MOST_PARTS - 1]
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(words)]
    runs = [words[start:end] for at, start in enumerate(starts) for end in ends[at:] if start < end]
    bodies = Bodies((), [*runs, *(f"{kind}{run}" for kind in _nouns_in(runs, noun) for run in runs)])
    members: dict[int, Organisation] = {}
    unknown: list[str] = []
    last = _Named()
    at = 0
    while at < len(starts):
        by_space = at > 0 and not cuts[at - 1].group().strip()
        for until in range(len(ends) - 1, at - 1, -1):
            found = _named(words[starts[at] : ends[until]], bodies, noun)
            if not found.members:
                continue
            if by_space and last.members and last.is_group != found.is_group:
                unknown.append(words[starts[at] : ends[until]])
            elif not (by_space and not last.is_group and _belongs(last, found)):
                members |= {one.pk: one for one in found.members}
                noun = _noun_of(found.members[0])
            last, at = found, until
            break
        else:
            if not _IDLE.fullmatch(words[starts[at] : ends[at]]):
                unknown.append(words[starts[at] : ends[at]])
        at += 1
    return list(members.values()), unknown


@dataclass(frozen=True, slots=True)
class _Named:
    members: tuple[Organisation, ...] = ()
    is_group: bool = False


def _named(words: str, bodies: Bodies, noun: str) -> _Named:
    """Whom the words name as a whole, a group or one organisation; nobody when they do not."""
    group = group_of(words) if words else None
    if group is not None:
        return _Named(tuple(group.order_by("name_th")), is_group=True)
    key = bodies.named(words) if words else None
    if key is None and words and noun and not _NOUN.match(words):
        key = bodies.named(f"{noun}{words}")
    found = Organisation.objects.filter(pk=key).select_related("successor") if key else ()
    return _Named(tuple(found))


def _belongs(part: _Named, whole: _Named) -> bool:
    return bool(part.members) and part.members[0].parent_id == whole.members[0].pk


def _nouns_in(runs: list[str], noun: str) -> set[str]:
    """The nouns that names without one may take up: those of the other names of the list."""
    return {noun, *(match.group() for run in runs if (match := _NOUN.match(_OFFICE.sub("", run))))} - {""}


def _noun_of(organisation: Organisation) -> str:
    match = _NOUN.match(organisation.name_th)
    return match.group() if match else ""


def _successor(organisation: Organisation) -> Organisation:
    today, seen = timezone.localdate(), {organisation.pk}
    while organisation.valid_to and organisation.valid_to < today and organisation.successor:
        if organisation.successor.pk in seen:
            break
        organisation = organisation.successor
        seen.add(organisation.pk)
    return organisation
