"""Numbers of official letters (เลขที่หนังสือ) after the Office's regulation on documentation B.E. 2526.

    number  = prefix ["."] ["(" committee ")"] code "/" [mark] running ["(ล)"]
            | "(" committee of the table ")" prefix ["."] code "/" [mark] running
    prefix  = two Thai consonants, of a few public bodies three or four; dots between them are dropped
    code    = four to six digits, then ("." digits)*; also three digits (ศย 016/ว 5 of the courts' office) or
              two and "." digits (อว 64.9 of universities) where two of these hold: ที่ stands before, a mark
              stands after, the prefix is in the table; then ["(" two or three consonants ")"], the place of a
              branch office: อส 0029(สข)/412 of the prosecutors in Songkhla
    mark    = ว, ว., (ว)          circular: own series of running numbers
            | ว(ท)                circular of another series of the same office, with its own running numbers
            | ล, ล., (ล)          register of secret letters, also before the slash and at the end
            | ว ล, ว(ล)           circular in the register of secret letters
    running = digits

A prefix that is one letter longer than one of the table, before a code that is one digit short, has
swallowed that digit ("นรอ200" for นร๑๒๐๐): unreadable. Digits are Thai, Arabic or both. A running number
that is not a row of digits is unreadable: it stays raw, there is no canonical form, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from search.thai.letter_prefixes import ascii_prefix, issuers, known_prefixes
from search.thai.numerals import digit_script, has_mixed_run, parse_int, repair_digits, to_arabic

Status = Literal["ok", "normalised", "unreadable", "missing"]
Mark = Literal["", "ว", "ล"]


@dataclass(frozen=True, slots=True)
class LetterNumber:
    """A letter's number (เลขที่หนังสือ) found in a text.

    raw, start, end  the words and where they stand: `text[start:end] == raw`; without the label ที่
    prefix, sub      Thai letters without dots; `sub` is the committee in brackets, else None
    secret           whether it is in the register of secret letters, circular or not
    code             unit code in Arabic digits, "0309.2", "0029(สข)"; "" when unreadable
    mark             "ว" circular, "ล" secret register, else ""
    running          None when unreadable or left blank
    status           "ok"; "normalised": a sign was read as a digit or one number is in both digit scripts;
                     "unreadable"; "missing": no running number was filled in
    """

    raw: str
    start: int
    end: int
    prefix: str | None
    sub: str | None
    code: str
    mark: Mark
    running: int | None
    status: Status = "ok"
    secret: bool = False
    series: str = ""
    """The sign in brackets after ว: ว(ท) 22 and ว 22 are two letters."""

    @property
    def circular(self) -> bool:
        """Whether it is in a circular series (หนังสือเวียน)."""
        return self.mark == "ว"

    @property
    def canonical(self) -> str | None:
        """ "นร 0505/ว 118", "กค (กวจ) 0405.2/ว 289"; None when the number is not readable."""
        if self.running is None:
            return None
        prefix = f"{self.prefix} " if self.prefix else ""
        sub = f"({self.sub}) " if self.sub else ""
        mark = "ว " if self.circular else ""
        return f"{prefix}{sub}{self.code}/{mark}{self.running}"

    @property
    def sort_key(self) -> tuple[str, str, tuple[int, ...], str, int]:
        """Natural order: by prefix, committee, code part by part, series, running number."""
        digits, _, place = self.code.partition("(")
        parts = tuple(int(part) for part in digits.split(".") if part)
        return (self.prefix or "", self.sub or "", parts, place + self.mark, self.running or 0)


def find_numbers(text: str, readable_only: bool = True) -> list[LetterNumber]:
    """Every letter number cited in `text`, in order. Offsets are those of `text`.

    Court cases, and numbers of orders and meetings ("ที่ 905/2566", "ครั้งที่ 12/2547"), are none. With
    `readable_only` off, those whose running number is garbled or left blank are given too.
    """
    plain = repair_digits(text)
    numbers: list[LetterNumber] = []
    refused = -1
    for match in _NUMBER.finditer(plain):
        listed = refused >= 0 and in_one_list(plain, refused, match.start())
        if listed or _is_something_else(plain, match):
            refused = match.end()
        else:
            numbers.append(_read(match, text, plain))
    return [number for number in numbers if number.running is not None or not readable_only]


def in_one_list(text: str, end: int, start: int) -> bool:
    """Whether a number that ends at `end` and one that starts at `start` are of one list: "… และที่ …"."""
    return _LISTED.fullmatch(text, end, start) is not None


def parse_heading(text: str) -> LetterNumber | None:
    """The number at the head of a letter, from the words after the label ที่; None when there is none.

    Lenient: whatever stands before and after a slash is a number to be read, and `status` tells how well
    that went. What follows on the same line (the issuer) is left out of `raw`.
    """
    plain = repair_digits(text)
    match = _HEADING.match(plain)
    return _read(match, text, plain) if match else None


def parse_number(text: str) -> LetterNumber | None:
    """The number that the whole of `text` writes, or None.

    Leading words ("ที่", "เลขที่", a speed class) are passed over. As a reader may type it, the prefix may
    be missing ("๑๒๐๕/๘๕"); "N/YYYY" of an order is not taken for a letter.
    """
    plain = repair_digits(text)
    match = _ALONE.fullmatch(plain)
    if match is None or _is_something_else(plain, match):
        return None
    number = _read(match, text, plain)
    return number if number.running is not None else None


def slug(number: LetterNumber, year_be: int | None) -> str:
    """The address of a letter in ASCII, unique per number and Buddhist year: "nr-0505-w118-2566".

    A letter without a year gets "undated". Raises ValueError when the number is unreadable or has no prefix.
    """
    if number.running is None or number.prefix is None:
        raise ValueError(f"{number.raw!r} has no address: prefix or running number is missing")
    parts = [ascii_prefix(number.prefix)]
    if number.sub:
        parts.append(ascii_prefix(number.sub))
    digits, _, place = number.code.partition("(")
    parts += digits.split(".")
    if place:
        parts.append(ascii_prefix(place.rstrip(")")))
    series = f"-{ascii_prefix(number.series)}-" if number.series else ""
    parts.append({"": "", "ว": "w", "ล": "l"}[number.mark] + series + str(number.running))
    parts.append(str(year_be) if year_be else "undated")
    return "-".join(parts)


_D = "[0-9๐-๙]"
_GAP = r"[ \t\u00a0]*"
_C = "[ก-ฮ]"
_SPEED = rf"(?:ด่วนที่สุด|ด่วนมาก|ด่วน|ลับที่สุด|ลับมาก|ลับ){_GAP}"
_PREFIX = rf"(?P<prefix>{_C}{{2,4}}|{_C}(?:{_GAP}\.{_GAP}{_C}){{1,3}})(?:{_GAP}\.)?"
_SUB = rf"\({_GAP}(?P<sub>{_C}[ก-ฮ.\s]{{0,8}}){_GAP}\)"
_PLACE = rf"(?:{_GAP}\({_GAP}{_C}{{2,3}}{_GAP}\))?"
_DOTTED = rf"{_GAP}\.{_GAP}{_D}{{1,4}}"
_CODE = rf"(?P<code>(?:{_D}{{3,6}}(?:{_DOTTED})*|{_D}{{2}}(?:{_DOTTED})+){_PLACE})"
_REGISTER = rf"(?:\({_GAP}(?P<register>ล){_GAP}\.?{_GAP}\){_GAP})?"
_MARK = (
    rf"(?P<mark>ว{_GAP}(?:\.{_GAP})?(?:\({_GAP}ล{_GAP}\)|"
    rf"ล(?![ก-๎]))\.?|\({_GAP}[วล]{_GAP}\)|[วล](?:{_GAP}(?:\([ก-ฮ]{{1,2}}\)|\.))?)"
)
_HEAD = rf"{_GAP}(?:{_SUB}{_GAP})?{_CODE}{_GAP}{_REGISTER}[/⁄∕／]{_GAP}(?:{_MARK}{_GAP})?"
_RUNNING = (
    rf"(?P<running>{_D}+(?:[,;]{_D}+)+"
    rf"|{_D}+(?!{_D}|[/.]{_D})(?=\Z|[^A-Za-zก-ฮ]|ลง|ลว|เรื่อง|และ)|(?!ลง|ลว)[^\s/,;()]{{0,12}})"
)
_BOUNDARY = r"(?:(?<![ก-ฮะ-์.])|(?<=ที่)|(?<=ด่วน)|(?<=มาก)|(?<=สุด))"

_TAIL = rf"(?P<tail>{_GAP}\({_GAP}ล{_GAP}\))?"
_NUMBER = re.compile(rf"{_BOUNDARY}{_PREFIX}{_HEAD}{_RUNNING}{_TAIL}")
_FRONT = re.compile(rf"\({_GAP}(?P<front>{_C}{{2,4}}){_GAP}\){_GAP}$")
"""A committee in brackets before the prefix: "(กวจ) กค 0405.2/ว 289"."""
_ALONE = re.compile(
    rf"\s*(?:(?:เลข)?ที่{_GAP})?(?:{_SPEED})*(?:ที่{_GAP})?(?:{_PREFIX})?{_HEAD}{_RUNNING}{_TAIL}\s*"
)
_LOOSE_CODE = rf"(?P<code>[^\s/()][^/()\n]{{0,15}}?{_PLACE})"
_MORE = rf"[,;]{_D}[^\s()]{{0,12}}|[ \u00a0]{_D}+(?=[ \u00a0]*(?:[\t\r\n]|\Z))"
"""Digits that go on after a comma, or after a space to the end of the line: "1,234", "1 234"."""
_HEADING = re.compile(
    rf"{_GAP}(?:{_SPEED})*(?:\({_GAP}{_C}{{2,4}}{_GAP}\){_GAP}(?={_C}))?"
    rf"(?:{_PREFIX}(?:(?=[\s(0-9๐-๙A-Za-z])|(?<=\.)))?{_GAP}"
    rf"(?:{_SUB}{_GAP})?{_LOOSE_CODE}{_GAP}{_REGISTER}[/⁄∕／]{_GAP}(?:{_MARK}{_GAP})?"
    rf"(?P<running>(?:{_D}(?: {_D})+|{_D}+)(?!{_MORE})(?![^\s(])|[^\s/,;()]*(?:{_MORE})?){_TAIL}"
)
_SERIES = re.compile(rf"ว{_GAP}\.?{_GAP}\({_GAP}({_C}{{1,2}}){_GAP}\)")
_CODE_ONLY = re.compile(_CODE)
_SHORT = re.compile(rf"{_D}{{2,3}}(?!{_D})")
"""A code of two or three digits, which is also an hour, a plate or a section."""
_LABELLED = re.compile(r"ที่\s*$")
_LISTED = re.compile(r"[ \t]*(?:และ|กับ|หรือ|[,;])[ \t]*(?:หมายเลข[ ]?(?:แดง|ดำ)[ \t]*)?(?:เลข)?(?:ที่)?[ \t]*")
_MOST_DIGITS = 9
_SPACED = re.compile(rf"{_D}(?: {_D})+")

_NOT_PREFIXES = frozenset({"พศ", "คศ", "มค", "กพ", "พค", "กค", "สค", "กย", "ตค", "พย", "ธค"})
"""Eras and months: no letter prefix when written with dots between the letters."""
_CASE_BEFORE = re.compile(
    r"(?:คดี|หมายเลข\s?(?:แดง|ดำ)|คำพิพากษา|(?<!กฤษ)ฎีกา|(?<!สำนักงาน)(?<!หนังสือ)ศาล(?!ากลาง))[^\n]{0,24}$"
)


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """A court case ("คดีหมายเลขแดงที่ ผบ.1043/2563"), an order's N/YYYY, or a date's พ.ศ."""
    prefix = match["prefix"] or ""
    letters = _letters(prefix)
    if "." in prefix.rstrip(". ") and letters in _NOT_PREFIXES:
        return True
    if _CASE_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
        return True
    running = _value(match["running"])
    if _SHORT.match(match["code"]):
        labelled = _LABELLED.search(text, max(0, match.start() - 8), match.start()) is not None
        return labelled + bool(match["mark"]) + (letters in known_prefixes()) < 2
    if running is None:
        return letters not in known_prefixes()
    looks_like_year = not match["mark"] and 2400 <= running <= 2700
    return looks_like_year and "." not in match["code"] and letters not in known_prefixes()


def _read(match: re.Match[str], text: str, plain: str) -> LetterNumber:
    start = min(at for at in (match.start("prefix"), match.start("sub") - 1, match.start("code")) if at >= 0)
    front = _FRONT.search(text, max(0, start - 12), start) if match["prefix"] else None
    front = front if front and front["front"] in _committees() and not match["sub"] else None
    start = front.start() if front else start
    end = match.end("tail") if match["tail"] else match.end("running")
    raw = text[start:end].rstrip()
    readable = (
        _CODE_ONLY.fullmatch(match["code"])
        and (match["prefix"] or not _SHORT.match(match["code"]))
        and not _swallowed_a_digit(match)
    )
    code = re.sub(r"\s", "", match["code"]) if readable else ""
    spaced = _SPACED.fullmatch(match["running"])
    digits = re.sub(r"\s", "", match["running"])
    is_row = spaced or digits == match["running"].strip()
    running = _value(digits) if code and is_row else None
    sub = _letters(match["sub"] or "")
    sub = front["front"] if front else sub
    series = _SERIES.search(match["mark"] or "")
    in_secret = "ล" in {sub, match["register"], _letters(match["tail"] or ""), *_letters(match["mark"] or "")}
    return LetterNumber(
        raw=raw,
        start=start,
        end=start + len(raw),
        prefix=_letters(match["prefix"] or "") or None,
        sub=None if sub == "ล" else sub or None,
        code=to_arabic(code),
        mark=_mark(match["mark"] or "") or ("ล" if in_secret else ""),
        secret=in_secret,
        series=series[1] if series and series[1] != "ล" else "",
        running=running,
        status=_status(raw, plain[start : start + len(raw)], digits, running, bool(spaced)),
    )


def _value(digits: str) -> int | None:
    """The number that a row of digits writes; no register counts as far as ten of them."""
    return parse_int(digits) if len(digits) <= _MOST_DIGITS else None


def _swallowed_a_digit(match: re.Match[str]) -> bool:
    """Whether the prefix ends in a letter that was a digit of the code: "นรอ200" for นร๑๒๐๐."""
    letters = _letters(match["prefix"] or "")
    if letters in known_prefixes() or letters[:-1] not in known_prefixes():
        return False
    glued = match.end("prefix") == match.start("code")
    return letters[-1] in ("อพตคฑ" if _SHORT.match(match["code"]) else "อฑ" if glued else "")


@cache
def _committees() -> frozenset[str]:
    """Prefixes of the table that are committees."""
    return frozenset(letters for letters, issuer in issuers().items() if issuer.startswith("คณะกรรมการ"))


def _status(raw: str, plain: str, digits: str, running: int | None, spaced: bool) -> Status:
    if not digits:
        return "missing"
    if running is None:
        return "unreadable"
    mixed = digit_script(raw) == "mixed" and has_mixed_run(raw)
    return "normalised" if raw != plain or mixed or spaced else "ok"


def _letters(text: str) -> str:
    return "".join(sign for sign in text if "ก" <= sign <= "ฮ")


def _mark(text: str) -> Mark:
    letters = _letters(text)[:1]
    return "ว" if letters == "ว" else "ล" if letters == "ล" else ""
