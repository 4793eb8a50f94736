"""What in a text has a canonical form: letter numbers, dates, forms, abbreviations, and the figures beside.

The tokens are those of `search.tokens`. Text given to this module is normalised already.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from search import figures
from search.thai.calendar import buddhist_year, short_years
from search.thai.dates import ThaiDate, find_dates
from search.thai.letter_numbers import find_numbers
from search.thai.lexicon import abbreviation_key, lexicon
from search.tokens import Canonical, date_tokens, letter_tokens

_LONGEST_RANGE = 31
"""Days of a range that are indexed one by one."""

# What a match begins with comes before what may not stand before it: looking for a first character is quick.
_SLASHED = re.compile(r"(\d(?<![\d/].)(?<!\d\..)\d{0,4}(?:\.\d+)*) ?/ ?(ว ?\.? ?)?(\d{1,6})(?![\d/])")
_CIRCULAR = re.compile(r"ว(?<![ก-๎].) ?\.? ?(\d{1,5})(?: ?/ ?(\d{4}|\d{2}))?(?![\d/])")
_ABBREVIATION = re.compile(r"[ก-ฮ](?<![ก-๎].)(?:(?<!\..)[ก-ฮ]{0,5}\.(?:[ก-ฮ]{1,6}\.)*|[ก-ฮ]{1,6}(?![ก-๎.]))")
_FORM = re.compile(
    r"(?P<letters>มาตรา ?|(?<![a-z-])(?:section|sec\.|article) ?"
    r"|(?<![ก-๎.])(?:(?:[ก-ฮ]\.){1,4} ?|[ก-ฮ][ก-ฮ.]{1,4} ?|ม))"
    r"(?P<number>\d{1,3}(?:[-/.]\d{1,3})*)(?![\d/,]|[.-]\d)"
)
_PLACE_BEHIND = re.compile(r" ?(?:ต ?\.|ตำบล|ถ ?\.|ถนน|ซ ?\.|ซอย|บ ?\.|บ้าน)")
"""What follows the number of a village: ม.3 is a section of a law, ม.3 ต.บ้านกาศ is not."""
_SECTION = frozenset(("มาตรา", "section", "sec.", "article"))
_NO_FORM = frozenset(("ว", "ล", "น", "พศ", "คศ", "ศ", "รศ", "จศ"))
_DIGITS = re.compile(r"\d+")
_AROUND = 64
"""Characters on either side of digits within which what belongs to them stands."""
_ONE_OF_SEVERAL = re.compile(r"[ก-ฮ]{1,6}\.?")
# Where a date may stand: reading dates is the dearest part of indexing, so only these places are read.
_NEAR_DATE = re.compile(
    r"\d ?[/.-] ?\d{1,2} ?[/.-] ?\d|[พค] ?\. ?ศ|ปี(?=[ก-๎ .ฯ]{0,20}\d)|งบ(?=[ก-๎ .ฯ]{0,24}\d)"
    r"|มกรา|กุมภา|มีนา|เมษา|พฤษภา|พฤศจิกา|พฤษจิกา|มิถุนา|กรก[ฎฏ]า|สิงหา|กันยา|ตุลา|ธันวา"
    r"|[มกพสตธ][ีิ]? ?\.? ?[คพย]\b\.?|เม ?\.? ?ย|[พค]ศ(?= ?\.? ?\d)|ศักราช|fy(?= ?\d)|fiscal"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)


def find_canonical(
    text: str, abbreviations_only: bool = False, knows: Callable[[str], bool] | None = None
) -> list[Canonical]:
    """Everything in a normalised text that has a canonical form, in order of start.

    Letter numbers and dates hide the numbers inside them; abbreviations may lie anywhere, and looking for
    them alone is cheap. `knows` says which abbreviations without dots are some (by default the lexicon's).
    """
    if not text:
        return []
    found: list[Canonical] = []
    taken: list[tuple[int, int]] = []
    if not abbreviations_only and _DIGITS.search(text):
        for finder in (
            _letters,
            figures.quarters,
            figures.meetings,
            _dates,
            _short_years,
            figures.identities,
            figures.telephones,
            figures.times,
            figures.shares,
            _forms,
            _slashed,
            figures.amounts,
        ):
            for item in finder(text):
                if not any(item.start < end and start < item.end for start, end in taken):
                    found.append(item)
            taken = [(item.start, item.end) for item in found]
    if not abbreviations_only:
        found.extend(figures.spelt(text))
        found.extend(figures.ordinals(text, taken))
    found.extend(_abbreviations(text, knows or lexicon().knows))
    return sorted(found, key=lambda item: item.start)


def _letters(text: str) -> Iterator[Canonical]:
    if "/" not in text:
        return
    for number in find_numbers(text):
        tokens = letter_tokens(number)
        yield Canonical("letter", number.start, number.end, tokens, tokens[:1], number)


def _near_digits(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text around digits, apart from one another: what has a number is in one of them."""
    start = end = -1
    for run in _DIGITS.finditer(text):
        left = max(0, run.start() - _AROUND)
        if left > end:
            if end > 0:
                yield start, end
            start = left
        end = run.end() + _AROUND
    if end > 0:
        yield start, min(end, len(text))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of the text that may hold dates, apart from one another."""
    start = end = -1
    for match in (m for stretch in _near_digits(text) for m in _NEAR_DATE.finditer(text, *stretch)):
        left, right = max(0, match.start() - 32), min(len(text), match.end() + 28)
        while left > 0 and text[left - 1].isdigit() and text[left].isdigit():
            left -= 1
        while right < len(text) and text[right - 1].isdigit() and text[right].isdigit():
            right += 1
        if left <= end:
            end = max(end, right)
            continue
        if end > 0:
            yield start, end
        start, end = left, right
    if end > 0:
        yield start, end


def _dates(text: str) -> Iterator[Canonical]:
    for left, right in _places(text):
        for date in find_dates(text[left:right]):
            if date.year_be is None:
                continue
            if date.precision == "fiscal_year":
                tokens: tuple[str, ...] = (f"#f{date.year_be}", f"#y{date.year_be}")
            else:
                tokens = _date_tokens(date)
            yield Canonical("date", left + date.start, left + date.end, tokens, tokens[:1], date)


def _short_years(text: str) -> Iterator[Canonical]:
    if "ปี" in text:
        for start, end, year in short_years(text):
            date = ThaiDate(text[start:end], start, end, "year", "ok", year, None, None, None, None)
            yield Canonical("date", start, end, (f"#y{year}",), (f"#y{year}",), date)


def _date_tokens(date: ThaiDate) -> tuple[str, ...]:
    """Tokens of a date; of a range all its days where it is short, else both its ends."""
    assert date.year_be is not None
    if date.precision != "day" or not date.is_range or date.first is None or date.last is None:
        return date_tokens(date.year_be, date.month, date.day)
    days = (date.last - date.first).days
    offsets = range(days + 1) if days <= _LONGEST_RANGE else (0, days)
    each = (date.first + datetime.timedelta(offset) for offset in offsets)
    parts = [date_tokens(buddhist_year(day), day.month, day.day) for day in each]
    span = f"#r{parts[0][0][2:]}/{parts[-1][0][2:]}"
    return tuple(dict.fromkeys((*(token for tokens in parts for token in tokens), span)))


def _forms(text: str) -> Iterator[Canonical]:
    """Numbers of forms (ท.ร. 14/1) and of sections of a law (มาตรา 39), by their letters without dots."""
    for match in (m for stretch in _near_digits(text) for m in _FORM.finditer(text, *stretch)):
        letters = match["letters"].rstrip()
        if letters in ("ม", "ม.") and match["number"].isdigit() and _PLACE_BEHIND.match(text, match.end()):
            token = f"#uหมู่{int(match['number'])}"
            yield Canonical("measure", match.start(), match.end(), (token,), (token,), match.group())
            continue
        letters = "ม" if letters in _SECTION else letters.replace(".", "")
        if letters in _NO_FORM:
            continue
        number = "-".join(part.lstrip("0") or "0" for part in match["number"].replace("/", "-").split("-"))
        token = f"#o{letters}{number}"
        yield Canonical("form", match.start(), match.end(), (token,), (token,), match.group())


def _slashed(text: str) -> Iterator[Canonical]:
    """ "1205/85" and "0505/ว 118" without a prefix, and a circular's own part, "ว 118" or "ว 118/2566"."""
    if "/" in text:
        for match in _SLASHED.finditer(text):
            code, mark, running = match.groups()
            token = f"#n{code}/{'ว' if mark else ''}{int(running)}"
            yield Canonical("letter", *match.span(), (token,), (token,), match.group())
    for match in _CIRCULAR.finditer(text):
        token = f"#cว{int(match.group(1))}"
        year = match.group(2)
        wanted = (token, f"#y{year if len(year) == 4 else '25' + year}") if year else (token,)
        yield Canonical("letter", *match.span(), (token,), wanted, match.group())


def _abbreviations(text: str, knows: Callable[[str], bool]) -> Iterator[Canonical]:
    for match in _ABBREVIATION.finditer(text):
        key = abbreviation_key(match.group())
        if key is None or len(key) < 2:
            continue
        if knows(key) or ("." in match.group() and not _is_row(match.group())):
            yield Canonical("abbreviation", *match.span(), (f"#a{key}",), (f"#a{key}",), key)
            continue
        for one in _ONE_OF_SEVERAL.finditer(match.group()):  # a row of several: รมว.สธ.
            part = abbreviation_key(one.group())
            if part and len(part) > 1 and knows(part):
                start = match.start() + one.start()
                yield Canonical(
                    "abbreviation", start, match.start() + one.end(), (f"#a{part}",), (f"#a{part}",), part
                )


def _is_row(text: str) -> bool:
    """Whether dotted letters are several abbreviations: one letter each makes one, รมว.สธ. makes two."""
    parts = [part for part in text.split(".") if part]
    return len(parts) > 1 and all(len(part) > 1 for part in parts)
