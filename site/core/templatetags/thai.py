"""Template filters for Thai: dates in the Buddhist era, digits as the reader wants them, durations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import preferences
from core.bilingual import Phrase, Untranslated, in_reader_language
from search import Span
from search.thai.calendar import buddhist_year
from search.thai.dates import ThaiDate, format_thai
from search.thai.numerals import to_arabic, to_thai

register = template.Library()

NO_BREAK_SPACE = "\u00a0"


def in_digits(text: str, kind: str = "") -> str:
    """`text` in the digits that the reader chose; without a choice Thai ones where `kind` is "letter".

    In English the digits are always Arabic.
    """
    if get_language() == "en":
        return to_arabic(text)
    chosen = preferences.active().digits or ("thai" if kind == "letter" else "arabic")
    return to_thai(text) if chosen == "thai" else to_arabic(text)


@register.filter
def digits(value: object, kind: str = "") -> str:
    """{{ text|digits }} on citizens' pages, {{ text|digits:"letter" }} in letters and reports."""
    if isinstance(value, Untranslated | Phrase):
        return value.arabic()
    return "" if value is None else in_digits(str(value), kind)


@register.filter
def in_thai(text: str | None) -> str:
    """{{ text|in_thai }} for what is written in Thai alone: an English page says so to screen readers."""
    return in_reader_language(str(text or ""), "")


@register.simple_tag
def thai_text() -> SafeString:
    """<div{% thai_text %}> around more than one phrase that is written in Thai alone: says so on an English
    page; nothing on a Thai one."""
    return SafeString(' lang="th"' if get_language() == "en" else "")


@register.simple_tag
def reader_text() -> SafeString:
    """<span{% reader_text %}> for the site's own words within such an element."""
    return SafeString(' lang="en"' if get_language() == "en" else "")


@register.filter
def thai_digits(value: object) -> str:
    """Thai digits, whatever the reader chose: for quoting a form or a seal."""
    return to_thai(str(value))


@register.filter
def arabic_digits(value: object) -> str:
    """Arabic digits, whatever the reader chose: for telephone links and codes."""
    return to_arabic(str(value))


@register.filter
def thai_date(value: datetime.date | datetime.datetime | ThaiDate | None, style: str = "") -> str:
    """A date in words: "24 ธันวาคม 2547"; in English "24 December 2004".

    `style` is any of the words "short" (24 ธ.ค. 2547), "letter" (Thai digits unless the reader chose
    otherwise), "time" (with the hour, for a datetime), in any order. An unknown date is an empty string.
    """
    if not value:
        return ""
    words = style.split()
    clock = ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        clock = f"{value:%H.%M}" if "time" in words else ""
        value = value.date()
    length = "short" if "short" in words else "long"
    if isinstance(value, ThaiDate) and (value.status != "ok" or value.year_be is None):
        return in_digits(value.raw, "letter" if "letter" in words else "")
    if get_language() == "en" and isinstance(value, datetime.date):
        text = date_format(value, "j M Y" if length == "short" else "j F Y", use_l10n=False)
        return f"{text}, {clock.replace('.', ':')}" if clock else text
    text = format_thai(value, style="short" if length == "short" else "long")
    if clock:
        text = f"{text} เวลา {clock} น."
    return in_digits(text, "letter" if "letter" in words else "").replace(" ", NO_BREAK_SPACE, 1)


@register.filter
def thai_year(value: datetime.date | int | None, kind: str = "") -> str:
    """The Buddhist year of a date ("2547"), the Christian one in English; a number is a Buddhist year."""
    if value is None or value == "":
        return ""
    year = value if isinstance(value, int) else buddhist_year(value)
    return in_digits(str(year - 543 if get_language() == "en" else year), kind)


@register.filter
def number(value: int | float | Decimal | None, kind: str = "") -> str:
    """A number with commas: "1,234", "1,234.50"; whole amounts without decimals. None is empty."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value))
    text = f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"
    return in_digits(text, kind)


@register.filter
def duration(amount: int | float | Decimal | None, unit: str) -> str:
    """An amount of time with its unit, kept on one line: {{ step.amount|duration:step.unit }} → "15 นาที".

    `unit` is minute, hour, day, working-day, month or year (plural forms and underscores are understood).
    Raises KeyError for any other unit.
    """
    if amount is None:
        return ""
    said = [
        (in_digits(f"{part.normalize():f}", ""), unit_name(of, part)) for part, of in spoken(amount, unit)
    ]
    return NO_BREAK_SPACE.join(word for pair in said for word in pair)


def spoken(amount: int | float | Decimal, unit: str) -> list[tuple[Decimal, str]]:
    """An amount of time as people say it: hours with a fraction as hours and minutes.

    >>> spoken(Decimal("2.50"), "hour")
    [(Decimal('2'), 'hour'), (Decimal('30'), 'minute')]
    """
    whole, part = divmod(Decimal(str(amount)), 1)
    minutes = part * 60
    if unit.rstrip("s") != "hour" or not part or minutes % 1:
        return [(Decimal(str(amount)), unit)]
    said = [(whole, unit)] if whole else []
    return [*said, (minutes.quantize(Decimal(1)), "minute")]


def unit_name(unit: str, amount: int | float | Decimal) -> str:
    """The unit of time in the reader's language, in the plural where that language has one.

    Raises KeyError for a unit that is not one of those of `duration`.
    """
    many = 1 if amount == 1 else 2
    key = unit.replace("_", "-").rstrip("s")
    words = {
        "minute": ngettext("นาที", "นาที", many),
        "hour": ngettext("ชั่วโมง", "ชั่วโมง", many),
        "day": ngettext("วัน", "วัน", many),
        "working-day": ngettext("วันทำการ", "วันทำการ", many),
        "month": ngettext("เดือน", "เดือน", many),
        "year": ngettext("ปี", "ปี", many),
    }
    return words[key]


@register.filter
def baht(value: int | float | Decimal | None) -> str:
    """An amount of money: "60 บาท"; nought is "ไม่เสียค่าธรรมเนียม"; unknown is empty."""
    if value is None or value == "":
        return ""
    if not Decimal(str(value)):
        return _("ไม่เสียค่าธรรมเนียม")
    unit = _("บาท")
    return f"{number(value)}{NO_BREAK_SPACE}{unit}"


@register.filter
def highlight(spans: Iterable[Span]) -> SafeString:
    """The spans of a search result's title or snippet, what was hit inside <mark>."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", span.text) if span.hit else span.text,) for span in spans)
    )
