"""What stands in a document, said once for every format. Plain frozen values; nothing here sets type."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Digits = Literal["thai", "arabic", "as-is"]
Marking = Literal["", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress.

    literal   its digits stay as they are, for codes and addresses
    url       where it leads; empty for plain text
    marking   shown as inserted (underlined) or deleted (struck), for comparisons
    """

    text: str
    bold: bool = False
    url: str = ""
    literal: bool = False
    marking: Marking = ""


Text = str | tuple[Run, ...]
"""Text in one dress, or in several."""


def runs_of(text: Text) -> tuple[Run, ...]:
    """`text` as runs.

    >>> runs_of("ร่วม")[0].text
    'ร่วม'
    """
    return (Run(text),) if isinstance(text, str) else text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (largest) to 3."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: "body" begins indented as in a letter, "plain" does not, "note" is small, "centre" stands
    in the middle."""

    text: Text
    style: Literal["body", "plain", "note", "centre"] = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with the lists below it."""

    text: Text
    lists: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; numbered ones in the digits of the paper."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its head is repeated on every page.

    numbers  indexes of the columns that hold figures and stand at the right
    widths   relative widths, one a column; empty: all alike
    total    whether the last row is the sum of the others and stands out
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    total: bool = False
    small: bool = False

    def __post_init__(self) -> None:
        wrong = [len(row) for row in self.rows if len(row) != len(self.head)]
        if wrong or (self.widths and len(self.widths) != len(self.head)):
            raise ValueError(
                f"table {self.caption!r}: {len(self.head)} columns, but a row has another number"
            )


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its value, which is not negative, and how that is written."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, each with its label and its figure in words, so that no colour need be read."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page, upright or lying."""

    landscape: bool = False


Block = Heading | Paragraph | Listing | Table | Chart | NewPage


def parts_of(block: Block) -> int:
    """How much work a block is, for telling progress: of a table a part for each row besides."""
    return 1 + len(block.rows) if isinstance(block, Table) else 1


@dataclass(frozen=True, slots=True)
class Letter:
    """The form of an external letter (หนังสือภายนอก) of the Prime Minister's Office regulation on
    correspondence B.E. 2526, clause 11, in the order in which its parts stand.

    number     after "ที่"; empty leaves room to fill in
    issuer     lines of the owner and its address, at the right
    date       as printed; empty leaves room
    references, enclosures  one a line, numbered where there are several
    emblem     a picture of the Garuda (ครุฑ) 3 cm high; without one its place stays free
    signatory  lines below the place of the signature, e.g. "(ชื่อ)" and the position
    owner      lines at the foot: unit, telephone, e-mail
    """

    number: str
    issuer: tuple[str, ...]
    date: str
    subject: str
    to: str
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    closing: str = "ขอแสดงความนับถือ"
    signatory: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    salutation: str = "เรียน"
    emblem: Path | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: a letter, if it has one, then its blocks.

    language  BCP 47, of the text
    digits    in which script all figures are written, save in literal runs
    dated     what the file says about when it was made; not the present time, so that bytes repeat
    footer    a line at the foot of each page
    """

    title: str
    blocks: tuple[Block, ...] = ()
    letter: Letter | None = None
    language: str = "th"
    digits: Digits = "thai"
    author: str = ""
    dated: datetime.datetime | None = None
    footer: str = ""
