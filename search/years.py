"""Numbers in a query that may be years: 2566, 2023 and, at its end or behind a number, 66."""

from __future__ import annotations

import re

from search.query import Alternative
from search.relevance.weights import (
    ALL_DAYS,
    END_OF_RANGE,
    FIGURES_OF_FISCAL_YEAR,
    ISSUED_IN,
    MONTH_IN_FIGURES,
    SAID_OTHERWISE,
    SHORT_YEAR,
    YEAR_ALONE,
    YEAR_IN_FIGURES,
)
from search.thai.calendar import OFFSET, SHORT_YEARS
from search.thai.dates import ThaiDate
from search.tokens import Canonical, date_tokens
from search.ways import mark

_YEARS, _CHRISTIAN_YEARS = range(2475, 2600), range(1932, 2057)
"""Years of either era, since the first constitution."""
_CHRISTIAN_SHORT = range(36)
"""Years of our century in two figures, which Buddhist ones would be too old for most texts."""


def bare_year(text: str) -> int | None:
    """The Buddhist year that a number without a word around it may be, of either era; None for others."""
    year = int(text) if len(text) == 4 and text.isdecimal() else 0
    year = year + OFFSET if year in _CHRISTIAN_YEARS else year
    return year if year in _YEARS else None


def year_alone(year: int, weight: float) -> list[Alternative]:
    """A year as a token, however a text writes it, and as its figures, which may stand in a title."""
    token = f"#y{year}"
    literals = (mark(token), str(year).encode())
    return [Alternative((token,), (literal,), weight, "date") for literal in literals]


def short_year(wanted: str, text: str, start: int, end: int) -> list[Alternative]:
    """The year that two figures at the end of a query, or between spaces, may be."""
    apart = not f"{wanted[:start][-1:]}{wanted[end : end + 1]}".strip()
    return year_alone(2500 + int(text), SHORT_YEAR)[:1] if apart and int(text) in SHORT_YEARS else []


_NUMBERED = re.compile(r"#n(\d+)/(25)?(\d\d)")


_IN_MONTH = re.compile(r"(1[0-2]|0?[1-9]) ?/ ?(\d{4})")


def month_in_figures(text: str) -> list[Alternative]:
    """The month that a number with a year may be: 1/2567."""
    match = _IN_MONTH.fullmatch(text)
    year = bare_year(match[2]) if match else None
    if match is None or year is None:
        return []
    month = f"#m{year}-{int(match[1]):02}"
    return [Alternative((month,), (mark(month),), MONTH_IN_FIGURES, "date")]


def with_other_year(token: str) -> list[Alternative]:
    """A number of a year (58/66) with its year in full (58/2566), or cut short where it is in full."""
    match = _NUMBERED.fullmatch(token)
    if not match or int(match[3]) not in SHORT_YEARS:
        return []
    other = f"#n{match[1]}/{'' if match[2] else '25'}{match[3]}"
    return [Alternative((other,), (mark(other),), SAID_OTHERWISE, "letter")]


def of_christian_year(date: ThaiDate) -> list[Alternative]:
    """The day that two figures of a year may mean in the other era: 25/10/23 is 2566 rather than 2523."""
    short = (date.year_be or 0) - 2500
    if short not in _CHRISTIAN_SHORT or date.month is None or date.day is None:
        return []
    token = date_tokens(2000 + short + OFFSET, date.month, date.day)[0]
    return [Alternative((token,), (mark(token),), YEAR_ALONE, "date")]


def date_ways(item: Canonical, date: ThaiDate) -> tuple[Alternative, ...]:
    """A range is all its days, or one of its ends; a fiscal year is named, or what was issued in it."""
    days = tuple(token for token in item.tokens if token.startswith("#d"))
    ways: list[tuple[tuple[str, ...], float]] = [(item.wanted[:1], 1.0)]
    if len(days) > 1:
        spans = tuple(token for token in item.tokens if token.startswith("#r"))
        ways = [(spans, 1.0), (days, ALL_DAYS), (days[:1], END_OF_RANGE), (days[-1:], END_OF_RANGE)]
    elif date.precision == "fiscal_year":
        ways.append(((f"#g{date.year_be}",), ISSUED_IN))
    found = [Alternative(tokens, tuple(map(mark, tokens)), weight, "date") for tokens, weight in ways]
    if date.precision in ("year", "fiscal_year"):  # a year in a title says that a text is of that year
        sure = YEAR_IN_FIGURES if date.precision == "year" else FIGURES_OF_FISCAL_YEAR
        found.append(Alternative(item.wanted[:1], (str(date.year_be).encode(),), sure, "date"))
    if date.two_digit_year and date.precision == "day" and len(days) == 1:
        found += of_christian_year(date)
    return tuple(found)
