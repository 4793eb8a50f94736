"""The figures of a round: collected once from the content, from then on only read.

Everything below `collect` is pure: tables are made from the figures alone, so that a closed round gives the
same tables for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.access import is_public
from core.bilingual import in_reader_language, spaced
from guidelines.followup.letters import frozen_letters
from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.history import history_of
from guidelines.models import GuidelineRecommendation, SectionDecision
from guidelines.models.adaptation import Choice
from guidelines.tracking import State, rows_for
from organisations.models import Organisation
from organisations.permissions import heirs
from organisations.tree import with_parents

FORMAT = 2
"""2 keeps keys beside the titles of letters; 1 had their titles alone."""
Figures = dict[str, Any]


def collect(found: ReportingRound) -> Figures:
    """The state of a round now, in Thai, as plain JSON. A constant number of queries.

    Only what an organisation published counts as its choices; of drafts nothing but their state is kept.
    Which editions of the model there were is told by their numbers: `collected_at` is for readers, who are
    told the day, and orders nothing.
    """
    with override("th"):
        guideline = found.guideline
        history = history_of(guideline)
        edition, every = history.newest, [*history.standing, *history.withdrawn]
        sections = list(edition.sections.all()) if edition else []
        members = list(
            RoundMember.objects.filter(round=found)
            .select_related("organisation__successor")
            .prefetch_related("values")
            .order_by("organisation__name_th", "organisation__code")
        )
        for member in members:
            member.round = found
        with_parents(member.organisation for member in members)
        rows = {row.organisation.pk: row for row in rows_for(guideline, [m.organisation for m in members])}
        choices = _published_choices(guideline.pk)
        recommendations = list(
            GuidelineRecommendation.objects.filter(page=guideline)
            .select_related("letter")
            .annotate(letter_is_public=is_public("letter"))
        )
        return {
            "format": FORMAT,
            "guideline": guideline.title,
            "edition": edition.number if edition else None,
            "last_edition": max((each.number for each in every), default=0),
            "withdrawn_editions": sorted(each.number for each in history.withdrawn),
            "issuer": guideline.issuer.name_th if guideline.issuer else "",
            "round": found.number,
            "period": [found.period_from.isoformat(), found.period_to.isoformat()],
            "due": found.due.isoformat(),
            "collected_at": timezone.now().isoformat(timespec="seconds"),
            "sections": [
                {"id": s.section_id, "heading": s.heading_th, "grounded_on": list(s.grounded_on)}
                for s in sections
            ],
            "recommendations": [{"code": each.code, "text": each.text} for each in recommendations],
            "letters": frozen_letters(r.letter for r in recommendations if r.letter_is_public),
            "indicators": found.indicators,
            "organisations": [
                _organisation(member, rows[member.organisation_id], choices) for member in members
            ],
        }


def _published_choices(guideline_pk: int) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    decisions = SectionDecision.objects.filter(page__guideline=guideline_pk, page__live=True)
    for organisation, section, choice in decisions.order_by("pk").values_list(
        "page__organisation", "section_id", "choice"
    ):
        found.setdefault(organisation, {})[section] = choice
    return found


def _organisation(member: RoundMember, row: Any, choices: dict[int, dict[str, str]]) -> dict[str, Any]:
    body: Organisation = member.organisation
    group = body.counted_under()
    return {
        "code": body.code,
        "name": body.name_th,
        "group": group.name_th,
        "group_code": group.code,
        "abolished": body.valid_to.isoformat() if body.valid_to and body.is_abolished() else None,
        "successor": heir[-1].name_th if (heir := heirs(body)) else None,
        "state": str(row.state),
        "published": row.is_live,
        "edition": row.edition if row.is_live else None,
        "adaptation_late": row.is_late,
        "choices": choices.get(body.pk, {}),
        "submitted": timezone.localdate(member.submitted_at).isoformat() if member.submitted_at else None,
        "report_late": member.is_late,
        "obstacles": member.obstacles if member.submitted_at else "",
        "indicators": {
            value.key: [str(value.amount), None if value.base is None else str(value.base)]
            for value in sorted(member.values.all(), key=lambda value: value.key)
        }
        if member.submitted_at
        else {},
    }


def canonical(figures: Figures) -> bytes:
    """The one form of the figures over which the hash is taken."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(figures: Figures) -> str:
    """SHA-256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(figures)).hexdigest()


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of figures. `total` holds the sum of the rows under every column of counts, else None."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    counts: frozenset[int]

    @property
    def total(self) -> tuple[Any, ...]:
        """The last line: the sums, and the word for them in the first column."""
        return (
            _("รวม"),
            *(
                sum((row[column] for row in self.rows), start=0) if column in self.counts else None
                for column in range(1, len(self.head))
            ),
        )


def tables(figures: Figures) -> list[Counted]:
    """All tables of the report, in their order."""
    return [by_state(figures), by_group(figures), by_recommendation(figures), by_section(figures)]


def by_state(figures: Figures) -> Counted:
    states = [each["state"] for each in figures["organisations"]]
    return Counted(
        "states",
        _("สถานะการปรับใช้แนวทางของหน่วยงาน"),
        (_("สถานะ"), _("จำนวนหน่วยงาน")),
        tuple((str(state.label), states.count(state)) for state in State),
        frozenset({1}),
    )


def by_group(figures: Figures) -> Counted:
    """By ministry: how many are to report, published, reported, and are late.

    Figures of earlier versions have no codes of the ministries; there those of one name are one.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in figures["organisations"]:
        groups.setdefault((each["group"], each.get("group_code", "")), []).append(each)
    asked: tuple[Callable[[dict[str, Any]], Any], ...] = (
        lambda each: True,
        lambda each: each["published"],
        lambda each: each["submitted"],
        lambda each: each["submitted"] and each["report_late"],
        lambda each: not each["submitted"],
    )
    return Counted(
        "groups",
        _("ผลการดำเนินการจำแนกตามกระทรวงหรือต้นสังกัด"),
        (
            _("กระทรวงหรือต้นสังกัด"),
            _("ต้องรายงาน"),
            _("เผยแพร่แล้ว"),
            _("ส่งรายงานแล้ว"),
            _("ส่งเกินกำหนด"),
            _("ยังไม่ส่ง"),
        ),
        tuple(
            (
                in_reader_language(name, ""),
                *(sum(bool(question(each)) for each in bodies) for question in asked),
            )
            for (name, _code), bodies in sorted(groups.items())
        ),
        frozenset(range(1, 6)),
    )


CHOICES = tuple(choice for choice in Choice if choice != Choice.ADDED)


def _choice_counts(figures: Figures, sections: Iterable[str]) -> tuple[int, ...]:
    wanted = set(sections)
    made = [
        choice
        for each in figures["organisations"]
        for section, choice in each["choices"].items()
        if section in wanted
    ]
    counts = [made.count(choice) for choice in CHOICES]
    return (*counts, sum(counts))


def by_section(figures: Figures) -> Counted:
    return Counted(
        "sections",
        _("การตัดสินใจรายหมวดของหน่วยงานที่เผยแพร่แล้ว"),
        (_("หมวด"), *(str(choice.label) for choice in CHOICES), _("รวม")),
        tuple(
            (
                spaced(each["id"], in_reader_language(each["heading"], "")),
                *_choice_counts(figures, [each["id"]]),
            )
            for each in figures["sections"]
        ),
        frozenset(range(1, len(CHOICES) + 2)),
    )


def by_recommendation(figures: Figures) -> Counted:
    """By recommendation on which sections rest. A section that rests on several is counted once in each
    combination, so that the sums are those of the sections."""
    combined: dict[tuple[str, ...], list[str]] = {}
    for each in figures["sections"]:
        combined.setdefault(tuple(each["grounded_on"]), []).append(each["id"])
    return Counted(
        "recommendations",
        _("การตัดสินใจจำแนกตามข้อเสนอที่เป็นฐานของหมวด"),
        (_("ข้อเสนอ"), _("จำนวนหมวด"), *(str(choice.label) for choice in CHOICES), _("รวม")),
        tuple(
            (", ".join(codes) or _("ไม่ระบุ"), len(sections), *_choice_counts(figures, sections))
            for codes, sections in sorted(combined.items())
        ),
        frozenset(range(1, len(CHOICES) + 3)),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator over all organisations that reported it. `value` is null where nothing was reported."""

    key: str
    label: str
    unit: str
    reported: int
    amount: Decimal
    base: Decimal | None
    value: Decimal | None


def results(figures: Figures) -> list[Result]:
    """Sums of the parts over sums of the wholes; of minutes the mean weighted by the number of matters."""
    found = []
    for indicator in figures["indicators"]:
        given = [
            (Decimal(pair[0]), None if pair[1] is None else Decimal(pair[1]))
            for each in figures["organisations"]
            if (pair := each["indicators"].get(indicator["key"])) is not None
        ]
        found.append(_result(indicator, given))
    return found


def _result(indicator: dict[str, str], given: list[tuple[Decimal, Decimal | None]]) -> Result:
    unit = indicator["unit"]
    zero = Decimal(0)
    base = None if unit == "count" else sum((each[1] or zero for each in given), zero)
    if unit == "minutes":
        amount = sum((each[0] * (each[1] or zero) for each in given), zero)
    else:
        amount = sum((each[0] for each in given), zero)
    value = amount if given and base is None else None
    if base:
        value = (amount * (100 if unit == "percent" else 1) / base).quantize(Decimal("0.01"))
    return Result(indicator["key"], indicator["label"], unit, len(given), amount, base, value)
