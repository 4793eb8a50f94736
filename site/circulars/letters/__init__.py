"""Thai official letters (หนังสือราชการ) read from text. Pure: no Django, no files, no clock.

text → lines_of → split → parse_letter → ParsedLetter → resolve → as_record
"""

from circulars.letters.layout import lines_of
from circulars.letters.parsing import parse_letter
from circulars.letters.splitting import split
from circulars.letters.types import (
    Citation,
    Enclosure,
    Flag,
    LetterDate,
    Mention,
    Number,
    ParsedLetter,
    Signatory,
)

__all__ = [
    "Citation",
    "Enclosure",
    "Flag",
    "LetterDate",
    "Mention",
    "Number",
    "ParsedLetter",
    "Signatory",
    "parse_letters",
]


def parse_letters(text: str) -> list[ParsedLetter]:
    """The letters in `text`, in order; none when it holds no letter. Never raises on any string."""
    return [parse_letter(lines) for lines in split(lines_of(text))]
