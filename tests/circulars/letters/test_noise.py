"""Damage that leaves the words alone leaves the record alone: spacing, marks, digits, page noise."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from circulars.letters import parse_letters
from circulars.letters.record import as_record
from search.thai.normalise import normalise
from search.thai.numerals import to_arabic, to_thai

FILES = sorted(Path(__file__).with_name("samples").glob("*.txt"))


def with_page_break(text: str) -> str:
    """A page number, a catchword and a new page in the middle of the body."""
    before, mark, after = text.rpartition("\n\nจึงเรียน")
    return f"{before}\n\n/จึงเรียน...\n\f- 2 -\n\nจึงเรียน{after}" if mark else text


NOISE: dict[str, Callable[[str], str]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width spaces": lambda text: text.replace("การ", "\u200bการ\u200b"),
    "decomposed sara am": lambda text: text.replace("ำ", "\u0e4d\u0e32"),
    "two e for ae": lambda text: text.replace("แ", "เเ"),
    "tone before vowel": lambda text: text.replace("ี่", "\u0e48\u0e35"),
    "indented": lambda text: re.sub(r"^(?=\S)", "      ", text, flags=re.M),
    "thai digits": lambda text: to_thai(text),
    "arabic digits": lambda text: to_arabic(text),
    "fax banner": lambda text: f"FROM: OFFICE  FAX NO. 0 2000 0000  P. 1/2\n{text}",
    "received stamp": lambda text: f"รับที่ 4512\nวันที่ 5 ก.ย. 2569\nเวลา 10.30 น.\n\n{text}",
    "motto": lambda text: f'{text}\n"บริการด้วยใจ โปร่งใส เป็นธรรม"\n',
    "page break": with_page_break,
}
SCORED = (
    "kind",
    "number",
    "date",
    "speed",
    "secrecy",
    "subject",
    "addressees",
    "references",
    "enclosures",
    "signatory",
)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_record_stays_the_same(file: Path, noise: str) -> None:
    text = file.read_text(encoding="utf-8")
    (clean,) = parse_letters(text)
    (noisy,) = parse_letters(NOISE[noise](text))
    assert _comparable(as_record(noisy)) == _comparable(as_record(clean))


def _comparable(record: dict[str, Any]) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\s", "", normalise(value))
        if isinstance(value, list):
            return [plain(item) for item in value]
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value

    return {
        key: plain(record[key])
        for key in (*SCORED, "issuer", "owner_unit", "purpose_line", "closing", "phones")
    }
