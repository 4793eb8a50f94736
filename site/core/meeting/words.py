"""What a person is told about the places that somebody else changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField

from core.comparing import Compared, compare_paragraphs
from core.meeting.merging import Outcome, Place
from core.templatetags.thai import thai_date
from core.text import paragraphs_of, plain_text


@dataclass(frozen=True, slots=True)
class Told:
    """A place in words: its name, what became of it, the other's change and, in a conflict, this person's.

    Each side is compared with what both began from; empty where only what no words tell changed.
    """

    name: str
    outcome: Outcome
    theirs: list[Compared]
    mine: list[Compared]

    @property
    def is_open(self) -> bool:
        """Whether this person has to decide."""
        return self.outcome in {"conflict", "kept", "order"}

    @property
    def says(self) -> str:
        """What became of it."""
        return {
            "taken": _("ผู้อื่นแก้ไข แบบฟอร์มใช้ตามผู้อื่นแล้ว"),
            "merged": _("ทั้งสองคนแก้ไขคนละที่ แบบฟอร์มรวมให้แล้ว"),
            "conflict": _("ทั้งสองคนแก้ไขต่างกัน แบบฟอร์มยังเป็นของท่าน กรุณาเลือกถ้อยคำ"),
            "added": _("ผู้อื่นเพิ่มรายการนี้ แบบฟอร์มเพิ่มให้แล้ว"),
            "removed": _("ผู้อื่นตัดรายการนี้ออก แบบฟอร์มตัดออกแล้ว"),
            "kept": _("คนหนึ่งตัดรายการนี้ออก อีกคนแก้ไข แบบฟอร์มยังคงไว้ กรุณาเลือกว่าจะคงหรือตัดออก"),
            "order": _("ทั้งสองคนย้ายหรือเพิ่มรายการที่เดียวกัน กรุณาตรวจลำดับ"),
        }[self.outcome]


def tell(places: Iterable[Place]) -> list[Told]:
    """Those that a person has to decide about first."""
    told = [_told(place) for place in places]
    return sorted(told, key=lambda each: not each.is_open)


def _told(place: Place) -> Told:
    field = place.field
    if field is None:
        is_shown = place.outcome in {"added", "removed"} and place.row is not None
        words = _row_words(place) if is_shown else []
        old, new = (words, []) if place.outcome == "removed" else ([], words)
        return Told(_name(place), place.outcome, compare_paragraphs(old, new), [])
    base, mine, theirs = (words_of(field, each) for each in (place.base, place.mine, place.theirs))
    is_conflict = place.outcome == "conflict"
    return Told(
        _name(place),
        place.outcome,
        compare_paragraphs(base, theirs) if base != theirs else [],
        compare_paragraphs(base, mine) if is_conflict and base != mine else [],
    )


def _name(place: Place) -> str:
    parts = []
    if place.row is not None or place.field is None:
        parts.append(str(place.model._meta.verbose_name))
    if place.row is not None:
        fields = {field.attname: field for field in place.model._meta.concrete_fields}
        said = {name: place.row.get(field.name) for name, field in fields.items() if not field.is_relation}
        parts[0] = f"{parts[0]} {Truncator(str(place.model(**said))).chars(80)}"
    if place.field is not None:
        parts.append(str(place.field.verbose_name))
    return " › ".join(parts)


def _row_words(place: Place) -> list[str]:
    fields = (field for field in place.model._meta.concrete_fields if not field.is_relation)
    texts = [
        field for field in fields if isinstance(field, (models.TextField, models.CharField, StreamField))
    ]
    return [text for field in texts for text in words_of(field, (place.row or {}).get(field.name))]


def words_of(field: models.Field, value: Any) -> list[str]:
    """A stored value as paragraphs that a person reads."""
    return list(_words(field, value)) if value not in (None, "", []) else []


def _words(field: Any, value: Any) -> Iterator[str]:
    if isinstance(field, StreamField):
        for text in field.stream_block.get_searchable_content(field.to_python(value)):
            yield from _lines(unescape(plain_text(str(text))))
    elif isinstance(field, RichTextField):
        for text in paragraphs_of(value):
            yield from _lines(text)
    elif field.remote_field is not None:
        keys = value if isinstance(value, list) else [value]
        yield from (str(each) for each in field.remote_field.model._default_manager.filter(pk__in=keys))
    elif isinstance(value, bool):
        yield _("ใช่") if value else _("ไม่ใช่")
    elif field.flatchoices:
        yield str(dict(field.flatchoices).get(value, value))
    elif isinstance(field, models.DateTimeField):
        yield thai_date(parse_datetime(str(value)), "time")
    elif isinstance(field, models.DateField):
        yield thai_date(parse_date(str(value)))
    elif isinstance(value, list):
        yield ", ".join(map(str, value))
    else:
        yield from _lines(str(value))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
