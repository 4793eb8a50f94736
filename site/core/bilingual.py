"""Text in two languages: Thai always, English where somebody wrote it."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Untranslated(str):
    """Thai text on an English page, which no one has translated.

    A template writes it with its language, so that a screen reader reads it in Thai; where an element stands
    around it anyway, that may say so instead: `lang="{{ text.lang }}"`. Filters that make other text of it
    give the bare text.
    """

    lang = "th"

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
