"""What a whole journey costs, takes and asks for, as far as the guides say it.

Pure. A journey is a sequence of groups; of a group either every step is taken or only one of them. A total
never claims more than is known: what cannot be computed is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.bilingual import spaced
from search.thai import normalise
from services.durations import Duration, family, sums

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Range:
    """Baht, from the least to the most (ช่วงของค่าธรรมเนียม)."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a guide asks for (เอกสารที่คู่มือเรียก)."""

    name: str
    unit: str
    originals: int
    copies: int
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A guide in a step.

    condition  when it is needed; empty where everybody needs it
    fee        None where it cannot be computed
    duration   None where none is stated
    result     what the citizen gets, which a later step may ask for
    """

    title: str
    condition: str = ""
    fee: Range | None = None
    duration: Duration | None = None
    papers: tuple[Paper, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that share a number: all of them are taken, or, with `choice`, one of them."""

    number: int
    steps: tuple[tuple[Part, ...], ...]
    choice: bool = False

    @property
    def parts(self) -> list[Part]:
        return [part for step in self.steps for part in step]


@dataclass(frozen=True, slots=True)
class Cost:
    """The fees of a journey: `known` over the guides whose fee can be computed, the titles of the others."""

    known: Range
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """What the offices take at most, one duration per family of units; titles of guides that state none."""

    most: tuple[Duration, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class Needed:
    """A document over the whole journey, once (เอกสารรวมของเส้นทาง).

    originals   the most that one guide asks for: an original is shown and taken along
    copies      the sum, as every office keeps its own; of a choice the most
    numbers     of the groups that ask for it
    everybody   whether nobody can do without it; otherwise `conditions` and `by_choice` say when it is needed
    conditions  the cases in which it is needed
    by_choice   whether one of several ways to choose from needs it
    from_group  the number of the earlier group of which it is the result; None where it is brought from home
    """

    name: str
    unit: str
    originals: int = 0
    copies: int = 0
    numbers: list[int] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    from_group: int | None = None
    everybody: bool = False
    by_choice: bool = False


def cost(groups: Iterable[Group]) -> Cost:
    """Fees that add up; of a choice the least and the most of its steps; what is conditional may be free."""
    least = most = ZERO
    unknown: list[str] = []
    for group in groups:
        ranges = [_sum(step) for step in group.steps]
        unknown += [part.title for part in group.parts if part.fee is None]
        if group.choice:
            least += min((one.least for one in ranges), default=ZERO)
            most += max((one.most for one in ranges), default=ZERO)
        else:
            least += sum((one.least for one in ranges), ZERO)
            most += sum((one.most for one in ranges), ZERO)
    return Cost(Range(least, most), tuple(dict.fromkeys(unknown)))


def _sum(step: Iterable[Part]) -> Range:
    known = [(part, part.fee) for part in step if part.fee is not None]
    least = sum((fee.least for part, fee in known if not part.condition), ZERO)
    return Range(least, sum((fee.most for _, fee in known), ZERO))


def time(groups: Iterable[Group]) -> Time:
    """An upper bound: durations add up; of a choice whatever surely takes less than another step is left out,
    and of the rest each family of units counts with its longest."""
    found: list[Duration] = []
    unknown: list[str] = []
    for group in groups:
        unknown += [part.title for part in group.parts if part.duration is None]
        steps = [sums(part.duration for part in step if part.duration) for step in group.steps]
        found += _longest(steps) if group.choice else [one for step in steps for one in step]
    return Time(sums(found), tuple(dict.fromkeys(unknown)))


def _longest(steps: Sequence[tuple[Duration, ...]]) -> list[Duration]:
    longest: list[Duration] = []
    for step in steps:
        if any(_surely_shorter(step, other) for other in steps):
            continue
        for duration in step:
            same = next((one for one in longest if one.unit in family(duration.unit)), None)
            if same is None:
                longest.append(duration)
            elif duration.least_minutes > same.least_minutes:
                longest[longest.index(same)] = duration
    return longest


def _surely_shorter(step: tuple[Duration, ...], other: tuple[Duration, ...]) -> bool:
    most = [duration.most_minutes for duration in step]
    if any(one is None for one in most):
        return False
    least = sum((duration.least_minutes for duration in other), ZERO)
    return sum((one for one in most if one is not None), ZERO) < least


def papers(groups: Sequence[Group]) -> list[Needed]:
    """Every document once, in the order in which it is first asked for."""
    found: dict[tuple[str, str], Needed] = {}
    results: dict[str, int] = {}
    for group in groups:
        copies: dict[tuple[str, str], list[int]] = {}
        always: dict[tuple[str, str], set[int]] = {}
        for index, step in enumerate(group.steps):
            for part, paper in ((one, paper) for one in step for paper in one.papers):
                key = (_plain(paper.name), _plain(paper.unit))
                needed = found.setdefault(key, Needed(paper.name, paper.unit, from_group=results.get(key[0])))
                needed.originals = max(needed.originals, paper.originals)
                copies.setdefault(key, [0] * len(group.steps))[index] += paper.copies
                if group.number not in needed.numbers:
                    needed.numbers.append(group.number)
                condition = spaced(part.condition, paper.condition)
                if not condition:
                    always.setdefault(key, set()).add(index)
                elif condition not in needed.conditions:
                    needed.conditions.append(condition)
        for key, counts in copies.items():
            found[key].copies += max(counts) if group.choice else sum(counts)
        for key, steps in always.items():
            if group.choice and len(steps) < len(group.steps):
                found[key].by_choice = True
            else:
                found[key].everybody = True
        for part in group.parts:
            if part.result:
                results.setdefault(_plain(part.result), group.number)
    return list(found.values())


def _plain(text: str) -> str:
    return " ".join(normalise(text).split()).casefold()
