"""The filters of the catalogue as its page shows them: boxes, chips to take out, the index of letters."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from core.bilingual import phrase
from core.collation import sort_key
from services.catalogue import FacetValue, Listing
from services.shelf import OTHER_LETTER, UP_TO, facet_of

THAI_LETTERS = [letter for number in range(ord("ก"), ord("ฮ") + 1) if (letter := chr(number)) not in "ฤฦ"]
RARE_LETTERS = ("ฤ", "ฦ", *ascii_lowercase, "0", OTHER_LETTER)
"""Shown only where a guide begins so."""


@dataclass(frozen=True, slots=True)
class Group:
    """The boxes of one facet; `open` unfolds it."""

    name: str
    title: str
    values: list[FacetValue]
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """What was chosen, in words, and the query string of the list without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the index; `count` guides of the other choices begin with it."""

    label: str
    query: str
    count: int
    selected: bool


def groups(listing: Listing) -> list[Group]:
    """The facets in the order in which citizens ask: for whom, about what, how; then where and whose."""
    titles = _titles()
    found = []
    for facet, title in titles.items():
        picked = listing.choice.picked.get(facet, ())
        found.append(Group(facet, title, _values(listing, facet), bool(picked) or facet in UNFOLDED))
    return found


UNFOLDED = ("audience", "feature")


def chips(listing: Listing) -> list[Chip]:
    """Everything that was chosen, each to be taken out by itself."""
    choice = listing.choice
    found = [Chip(f"“{choice.text}”", choice.without("q", "").query)] if choice.text else []
    titles = _titles() | {"letter": _("ตัวอักษร")}
    for facet, title in titles.items():
        names = _labels(listing, facet) if facet != "letter" else {}
        for value in choice.picked.get(facet, ()):
            label = names.get(value) or (letter_label(value) if facet == "letter" else value)
            found.append(
                Chip(
                    phrase("%(title)s: %(label)s", title=title, label=label),
                    choice.without(facet, value).query,
                )
            )
    return found


def letters(listing: Listing) -> list[Letter]:
    """The consonants from ก to ฮ, and the other letters with which guides begin."""
    base = listing.shelf.chosen(listing.choice.picked, but="letter")
    counts = {value: len(base & keys) for value, keys in listing.shelf.values["letter"].items()}
    shown = [*THAI_LETTERS, *(letter for letter in RARE_LETTERS if counts.get(letter))]
    shown.sort(key=_place_in_index)
    all_letters = listing.choice.with_letter("").query
    return [
        Letter(
            letter_label(each),
            f"{all_letters}{'&' if all_letters else '?'}{urlencode({'letter': each})}",
            counts.get(each, 0),
            each == listing.choice.letter,
        )
        for each in shown
    ]


def _place_in_index(letter: str) -> tuple[bool, str]:
    return letter in {"0", OTHER_LETTER} or letter.isascii(), letter


def letter_label(value: str) -> str:
    if value == OTHER_LETTER:
        return _("อื่น ๆ")
    return "0–9" if value == "0" else value.upper()


def _titles() -> dict[str, str]:
    return {
        "audience": _("กลุ่มผู้รับบริการ"),
        "feature": _("ความสะดวก"),
        "event": _("เหตุการณ์ในชีวิต"),
        "business": _("เหตุการณ์ทางธุรกิจ"),
        "fee": _("ค่าธรรมเนียม"),
        "time": _("ระยะเวลา"),
        "place": _("พื้นที่ให้บริการ"),
        "organisation": _("หน่วยงาน"),
    }


def _labels(listing: Listing, facet: str) -> dict[str, str]:
    """The name of every value, in the order of the page where the order is fixed."""
    shelf = listing.shelf
    match facet:
        case "audience":
            return {"people": _("ประชาชน"), "business": _("ผู้ประกอบการ")}
        case "feature":
            return {"online": _("ทำออนไลน์ได้ขณะนี้"), "complete": _("มีจุดบริการที่ทำเสร็จได้")}
        case "fee":
            ceilings = {f"up-to-{most}": _("รายการละไม่เกิน %s บาท") % f"{most:,}" for most in UP_TO}
            return {"free": _("ไม่มีค่าธรรมเนียม")} | ceilings | {"conditional": _("คิดตามเงื่อนไข")}
        case "time":
            return {
                "visit": _("เสร็จในครั้งเดียวที่ไป"),
                "day": _("ไม่เกิน 1 วัน"),
                "week": _("ไม่เกิน 7 วัน"),
                "longer": _("นานกว่า 7 วัน"),
            }
        case "event" | "business":
            return {event.slug: event.display_name for event in shelf.events if facet_of(event) == facet}
    return {code: each.display_name for code, each in shelf.organisations.items()}


def _values(listing: Listing, facet: str) -> list[FacetValue]:
    base = listing.shelf.chosen(listing.choice.picked, but=facet)
    have = listing.shelf.values[facet]
    picked = listing.choice.picked.get(facet, ())
    found = [
        FacetValue(value, label, count, value in picked)
        for value, label in _labels(listing, facet).items()
        if (count := len(base & have.get(value, set()))) or value in picked
    ]
    if facet in {"organisation", "place"}:
        found.sort(key=lambda each: (-each.count, sort_key(each.label)))
    return found
