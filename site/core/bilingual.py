"""Text in two languages: Thai always, English where somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from search.thai.numerals import to_arabic


class Untranslated(str):
    """Thai text on an English page, which no one has translated.

    A template writes it with its language, so that a screen reader reads it in Thai; where an element stands
    around it anyway, that may say so instead: `lang="{{ text.lang }}"`. Filters that make other text of it,
    other than `digits`, give the bare text; so does `{% plain %}`, for attributes and the title of a page.
    """

    lang = "th"

    def arabic(self) -> Untranslated:
        """The same in Arabic digits."""
        return Untranslated(to_arabic(self))

    def __html__(self) -> SafeString:
        return format_html('<span lang="{}">{}</span>', self.lang, str.__str__(self))


def in_reader_language(thai: str, english: str) -> str:
    """The English text where the page is in English and there is one, otherwise the Thai one, marked as such
    on an English page.

    >>> in_reader_language("บัตร", "")
    'บัตร'
    """
    if get_language() != "en" or not thai:
        return thai
    return english or Untranslated(thai)


class Phrase(str):
    """A sentence of an English page of which parts are Thai: plain text, as HTML with those parts marked."""

    html: SafeString

    def arabic(self) -> Phrase:
        """The same in Arabic digits."""
        said = Phrase(to_arabic(self))
        said.html = mark_safe(to_arabic(self.html))  # noqa: S308 — no mark-up is written in Thai digits
        return said

    def __html__(self) -> SafeString:
        return self.html


def phrase(pattern: str, **values: Any) -> str:
    """A sentence with its blanks filled in, which keeps the marks of Thai values where a page is in English.

    >>> phrase("%(day)s ตาม%(by)s", day="1 มกราคม 2569", by="คำสั่งกรม")
    '1 มกราคม 2569 ตามคำสั่งกรม'
    """
    text = pattern % values
    if not any(hasattr(value, "__html__") for value in values.values()):
        return text
    said = Phrase(text)
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    said.html = mark_safe(conditional_escape(pattern) % escaped)  # noqa: S308 — every part is escaped
    return said


def spaced(*parts: str) -> str:
    """The parts that are not empty with a space between them, each with its mark.

    >>> spaced("อำเภอเมือง", "", "จังหวัดตรัง")
    'อำเภอเมือง จังหวัดตรัง'
    """
    return joined(" ", parts)


def joined(separator: str, parts: Iterable[str]) -> str:
    """The same with another separator.

    >>> joined(", ", ["ภารกิจ", "", "ที่ตั้ง"])
    'ภารกิจ, ที่ตั้ง'
    """
    said = {f"part{number}": part for number, part in enumerate(parts) if part}
    if len(said) == 1:
        return next(iter(said.values()))
    return phrase(separator.replace("%", "%%").join(f"%({name})s" for name in said), **said)
