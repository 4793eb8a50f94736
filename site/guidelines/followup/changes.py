"""What changed since the round before: from frozen figures to these, and editions of the model in between."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from guidelines.followup.figures import Figures
from guidelines.followup.models import ReportingRound
from guidelines.models import EditionSection, GuidelineEdition
from guidelines.models.adaptation import Choice
from guidelines.tracking import State


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator that an organisation reported in both rounds, with another value. In the unit of the
    indicator: of a percentage 0 to 100, of minutes the average."""

    label: str
    before: Decimal
    after: Decimal

    @property
    def is_up(self) -> bool:
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Changed:
    """An organisation for which something differs from the round before.

    before, after  the state in words; `before` is empty where the organisation is new
    sections       each section whose published choice differs, in words
    is_reported    it reported, and had not in the round before
    is_late        its report is late, and was not in the round before
    """

    name: str
    before: str
    after: str
    sections: tuple[str, ...]
    is_reported: bool
    is_late: bool
    indicators: tuple[Moved, ...]

    @property
    def is_any(self) -> bool:
        differs = self.before != self.after or self.is_reported or self.is_late
        return bool(differs or self.sections or self.indicators)


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition of the model that was published after the figures of the round before.

    sections         its sections that say something else than the edition before, with their change notes
    followed         organisations whose published adaptation rests on this edition or a newer one
    published        organisations that have a published adaptation at all
    is_withdrawn     it was taken back before these figures
    """

    edition: GuidelineEdition
    sections: tuple[EditionSection, ...]
    followed: int
    published: int
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the round before: of the model (newest edition first), and of organisations."""

    editions: list[NewEdition]
    organisations: list[Changed]


def changes_since(found: ReportingRound, figures: Figures) -> Changes | None:
    """What differs; None where no round was closed before. Three queries, however much changed."""
    last = (
        ReportingRound.objects.filter(
            guideline=found.guideline_id, number__lt=found.number, closed_at__isnull=False
        )
        .order_by("-number")
        .first()
    )
    if last is None or last.figures is None:
        return None
    return Changes(
        _new_editions(found.guideline_id, _Known.of(last), _Known.of(found, figures), figures),
        differences(last.figures, figures),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Which editions of the model some figures know: conditions on the table of editions.

    Figures that were frozen before they told the numbers go by the moment at which their round was closed.
    """

    published: Q
    withdrawn: Q

    @classmethod
    def of(cls, found: ReportingRound, figures: Figures | None = None) -> _Known:
        figures = figures or found.figures or {}
        if "last_edition" in figures:
            return cls(Q(number__lte=figures["last_edition"]), Q(number__in=figures["withdrawn_editions"]))
        return cls(Q(published_at__lte=found.closed_at), Q(withdrawal__withdrawn_at__lte=found.closed_at))


def _new_editions(guideline: int, before: _Known, now: _Known, figures: Figures) -> list[NewEdition]:
    """Those that `now` knows and `before` does not, whatever the clock said when they were published: an
    edition is new in exactly one round."""
    rows = GuidelineEdition.objects.filter(~before.published, now.published, guideline=guideline)
    rows = rows.annotate(is_taken_back=Case(When(now.withdrawn, then=True), default=False))
    adapted = [each["edition"] for each in figures["organisations"] if each["published"]]
    return [
        NewEdition(
            edition=edition,
            sections=tuple(each for each in edition.sections.all() if each.change),
            followed=sum(number is not None and number >= edition.number for number in adapted),
            published=len(adapted),
            is_withdrawn=edition.is_taken_back,
        )
        for edition in rows.order_by("-number").select_related("withdrawal").prefetch_related("sections")
    ]


def differences(before: Figures, after: Figures) -> list[Changed]:
    """The organisations of `after` for which something differs from `before`. Pure."""
    known = {each["code"]: each for each in before["organisations"]}
    headings = {each["id"]: each["heading"] for each in [*before["sections"], *after["sections"]]}
    units = {each["key"]: each["unit"] for each in before["indicators"]}
    comparable = [each for each in after["indicators"] if units.get(each["key"]) == each["unit"]]
    changed = []
    for each in after["organisations"]:
        old = known.get(each["code"], {"state": "", "choices": {}, "indicators": {}})
        keys = [*headings, *sorted((old["choices"].keys() | each["choices"].keys()) - headings.keys())]
        found = Changed(
            name=each["name"],
            before=str(State(old["state"]).label) if old["state"] else "",
            after=str(State(each["state"]).label),
            sections=tuple(
                f"{key} {headings.get(key, '')}".strip()
                + f": {_words(old['choices'].get(key))} → {_words(each['choices'].get(key))}"
                for key in keys
                if old["choices"].get(key) != each["choices"].get(key)
            ),
            is_reported=bool(each["submitted"]) and not old.get("submitted"),
            is_late=each["report_late"] and not old.get("report_late", False),
            indicators=tuple(_moved(old["indicators"], each["indicators"], comparable)),
        )
        if found.is_any:
            changed.append(found)
    return changed


def _words(choice: str | None) -> str:
    return str(Choice(choice).label) if choice else _("ไม่มี")


def _moved(old: dict[str, Any], new: dict[str, Any], indicators: list[dict[str, str]]) -> list[Moved]:
    moved = []
    for each in indicators:
        before = _value(old.get(each["key"]), each["unit"])
        after = _value(new.get(each["key"]), each["unit"])
        if before is not None and after is not None and before != after:
            moved.append(Moved(each["label"], before, after))
    return moved


def _value(pair: list[str | None] | None, unit: str) -> Decimal | None:
    """A reported pair of amount and base as one figure; None where there is none, or nothing to divide by."""
    if pair is None or pair[0] is None:
        return None
    amount = Decimal(pair[0])
    if unit not in {"percent", "ratio"}:
        return amount
    base = Decimal(pair[1] or 0)
    return (amount * (100 if unit == "percent" else 1) / base).quantize(Decimal("0.01")) if base else None
