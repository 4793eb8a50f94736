"""The words of a letter as everybody may have them: the one place where personal numbers are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from circulars.letters.personal import find_personal_data, masked
from core.bilingual import in_reader_language

if TYPE_CHECKING:
    from circulars.models.page import CircularPage

TOLD = (
    *("title", "title_en", "best_number", "number", "number_raw", "date_raw", "salutation", "subject"),
    *("issuer_name", "issuer_address", "owner_unit", "phones", "fax", "body", "purpose_line", "closing"),
    *("signatory_name", "signatory_position", "best_signatory_name", "note"),
    *("verifying_reason", "withdrawn_reason"),
)
"""Fields of a letter whose words its public page shows."""
NAMES = ("title", "draft_title", "title_en", "seo_title", "search_description")
"""What Wagtail and other apps show of any page: kept masked, for they know no letters."""


class PublicWords:
    """Every attribute of a letter by its own name, the texts among them masked; read when it is asked for."""

    def __init__(self, letter: CircularPage) -> None:
        self._letter = letter

    @property
    def display_title(self) -> str:
        """The title in the reader's language, marked where it is Thai on an English page."""
        return in_reader_language(self.title, self.title_en)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _told(getattr(self._letter, name))


def hides_numbers(letter: CircularPage) -> bool:
    """Whether a personal number stands in what the page would show of the letter's own fields."""
    for name in TOLD:
        value = getattr(letter, name)
        if any(find_personal_data(text) for text in ([value] if isinstance(value, str) else value)):
            return True
    return False


def mask_names(letter: CircularPage) -> None:
    """Mask what other parts of the site show of any page."""
    for name in NAMES:
        setattr(letter, name, masked(getattr(letter, name) or ""))


def _told(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_told(one) for one in value]
    return value
