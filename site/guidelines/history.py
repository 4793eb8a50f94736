"""Which edition of a model guideline a reader asks for: by its number, or by a day on which it was in use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, Subquery, When
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.thai import thai_date
from guidelines.editions import standing
from search.thai.dates import parse_date
from search.thai.numerals import to_arabic

if TYPE_CHECKING:
    from guidelines.models import EditionSection, GuidelineEdition, GuidelinePage

_NUMBER = re.compile(r"[0-9]{1,6}")


class TakenBackError(Http404):
    """The edition that a reader asked for was published and taken back later (ฉบับที่ถูกถอน).

    An edition that was never public is told by a bare Http404 instead.
    """

    def __init__(self, edition: GuidelineEdition, history: History) -> None:
        super().__init__()
        self.edition = edition
        self.history = history


@dataclass(frozen=True, slots=True)
class History:
    """The editions of a guideline, newest first: those that stand, and those that were taken back.

    Of an edition that was taken back readers are told that it was, and see nothing of its text.
    """

    standing: list[GuidelineEdition]
    withdrawn: list[GuidelineEdition]

    @property
    def newest(self) -> GuidelineEdition | None:
        return self.standing[0] if self.standing else None

    def numbered(self, written: str) -> GuidelineEdition:
        """The edition with that number, in digits of either script. Raises TakenBackError or Http404."""
        number = _number(written)
        for edition in self.standing:
            if edition.number == number:
                return edition
        for edition in self.withdrawn:
            if edition.number == number:
                raise TakenBackError(edition, self)
        raise Http404


@dataclass(frozen=True, slots=True)
class Chosen:
    """The edition that a reader asked for, or the newest.

    edition  None only where nothing was published yet
    sections its frozen sections, in order
    day      the day that was asked for
    typed    the day as it was typed, to be shown again
    error    in Thai: why the day could not be used; the newest edition is then chosen
    """

    history: History
    edition: GuidelineEdition | None
    sections: list[EditionSection]
    day: datetime.date | None = None
    typed: str = ""
    error: str = ""

    @property
    def is_newest(self) -> bool:
        return self.edition == self.history.newest

    @property
    def taken_back(self) -> GuidelineEdition | None:
        """The edition that was in use at the end of that day and was taken back later, if that is so."""
        if (day := self.day) is None:
            return None
        for edition in self.history.withdrawn:
            was_in_use = _day(edition.published_at) <= day < _day(edition.withdrawal.withdrawn_at)
            if was_in_use and (self.edition is None or edition.number > self.edition.number):
                return edition
        return None

    @property
    def until(self) -> datetime.datetime | None:
        """When the next standing edition took the place of the chosen one."""
        later = [each for each in self.history.standing if self.edition and each.number > self.edition.number]
        return later[-1].published_at if later else None


def history_of(guideline: GuidelinePage) -> History:
    """Every edition in one query; an edition that was taken back has its `withdrawal`."""
    return _history(guideline.editions.select_related("withdrawal").order_by("-number"))


def _history(editions: Iterable[GuidelineEdition]) -> History:
    editions = list(editions)
    taken_back = [each for each in editions if hasattr(each, "withdrawal")]
    return History([each for each in editions if each not in taken_back], taken_back)


def chosen_edition(guideline: GuidelinePage, asked: Mapping[str, str]) -> Chosen:
    """The edition that `asked` names: "edition" is a number, "as-at" a day, written in either era.

    Raises TakenBackError for the number of an edition that was taken back, Http404 for one that none has.
    A day that cannot be used is answered with the newest edition and a sentence saying why; "as-at" is the
    edition in use at the end of that day. One query.
    """
    editions = standing(guideline)
    typed = asked.get("as-at", "").strip()
    if number := asked.get("edition", "").strip():
        chosen = _chosen(guideline, editions.filter(number=_number(number)))
        chosen.history.numbered(number)
        return chosen
    if not typed:
        return _chosen(guideline, editions)
    day, error = _day_of(typed)
    if day is not None:
        next_day = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
        found = _chosen(guideline, editions.filter(published_at__lt=timezone.make_aware(next_day)))
        if found.edition is not None:
            return replace(found, day=day, typed=typed)
        error = _("เมื่อ %(day)s ยังไม่มีฉบับที่เผยแพร่") % {"day": thai_date(day)}
        if found.history.standing:
            first = thai_date(found.history.standing[-1].published_at)
            error = _("%(error)s ฉบับแรกเผยแพร่ %(first)s") % {"error": error, "first": first}
    return replace(_chosen(guideline, editions), typed=typed, error=error)


def _chosen(guideline: GuidelinePage, wanted: QuerySet) -> Chosen:
    """The first of the `wanted` editions with its sections, and all editions: one query, since every edition
    comes along with its first section."""
    rows = list(
        guideline.editions.model.sections.rel.related_model.objects.filter(edition__guideline=guideline)
        .annotate(is_chosen=Case(When(edition=Subquery(wanted.values("pk")[:1]), then=True), default=False))
        .filter(Q(is_chosen=True) | Q(position=0))
        .select_related("edition__withdrawal")
        .order_by("-edition__number", "position")
    )
    editions = {row.edition_id: row.edition for row in rows}
    sections = [row for row in rows if row.is_chosen]
    return Chosen(_history(editions.values()), sections[0].edition if sections else None, sections)


def _number(written: str) -> int:
    """Raises Http404 for what is no number of an edition."""
    if not _NUMBER.fullmatch(digits := to_arabic(written.strip())):
        raise Http404
    return int(digits)


def _day(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment).date()


def _day_of(typed: str) -> tuple[datetime.date | None, str]:
    read = parse_date(typed)
    if read is None or read.precision != "day" or read.is_range:
        return None, _("อ่านวันที่ไม่ได้ กรุณากรอกวัน เดือน และปี เช่น 24/12/2567 หรือ 24 ธันวาคม 2567")
    if read.first is None:
        return None, _("ไม่มีวันที่ %(typed)s กรุณาตรวจวัน เดือน และปี") % {"typed": typed}
    if read.first > timezone.localdate():
        return None, _("วันที่ %(day)s ยังมาไม่ถึง กรุณากรอกวันนี้หรือวันก่อนหน้า") % {"day": thai_date(read.first)}
    return read.first, ""
