"""From what a reader typed to a typed plan: letter numbers, dates, quotes, exclusions, everyday words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, pairwise

from search import encodings, naming
from search.analysis import clean, pairs_of, skeleton, squeeze, words_of
from search.canonical import find_canonical
from search.chunks import chunks_of, in_other_forms, runs_of
from search.document import PUBLIC
from search.frames import without_frame
from search.heads import Headed
from search.informal_dates import day_in_figures, find_days_without_year, in_full
from search.quantities import pairs_to_count
from search.query import Alternative, Chunk, Filters, Group, Query, Sort
from search.relevance.weights import (
    FORM_AS_TYPED,
    INNER_FACTOR,
    PARTS_WEIGHT,
    SPELT_OTHERWISE,
    WEAK_ALONE,
    WEAK_FACTOR,
    YEAR_ALONE,
)
from search.said import find_bare_forms, find_bare_ordinals, find_said, find_sums, ordinal_as_ways
from search.school_levels import find_levels, levels_as_ways
from search.situations import in_situation
from search.spelt_out import find_spelt_out, spoken
from search.spoken_times import find_spoken_times
from search.telephones import find_parted, whole_numbers
from search.thai.calendar import WEEKDAYS
from search.thai.dates import ThaiDate
from search.thai.keyboard import latin_in_part, meant_in_part, meant_latin, meant_thai, meant_unlocked
from search.thai.lexicon import Terms, abbreviation_key, lexicon
from search.thai.normalise import normalise
from search.thai.numerals import repair_amounts
from search.thai.repeated import said_once
from search.thai.segment import segment, sub_words
from search.thai.spellings import spelt_otherwise
from search.tokens import Canonical
from search.touching import touching_word
from search.ways import (
    SHORTEST_BARE,
    WORDS_TOO,
    in_figures,
    in_words,
    keyboard_group,
    known_without_dots,
    mark,
    meanings_as_ways,
    undotted,
    unique,
)
from search.years import bare_year, date_ways, month_in_figures, short_year, with_other_year, year_alone

LONGEST = 300
"""Characters of a query that are used; nobody means more, and a pasted page must not cost a page."""

MOST_WORDS = 48
_LONGEST_TERM = 12
"""Words in a row that may be one term of the lexicon."""

_RUN = re.compile(r"(?<![^\s\"])[ก-๎/\-.]{4,}(?![^\s\"])")

_CONNECTED = re.compile(r"(?<=[ก-๎]) +(?:AND|OR|&&|\|\|) +(?=\S)|(?<=\S) +(?:AND|OR|&&|\|\|) +(?=[ก-๎])")
"""What other search engines take between words; here it is understood without."""

_QUOTED = re.compile(r'"([^"]+)"')
_EXCLUDED = re.compile(r'(?:(?<=\s)|^)-(?:"([^"]+)"|([^\s"\d/-][^\s"]*))')
_WEEKDAY = f"(?:วัน)?(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)(?:ที่)?"
_LABEL = re.compile(
    rf"(?:(?<![ก-๎])(?:{_WEEKDAY}|หนังสือ(?:เวียน)?|เลขที่|ที่|ด่วนที่สุด|ด่วนมาก|ด่วน|ลว\.?|ลงวันที่|วันที่|เมื่อวันที่|ระหว่างวันที่|ตั้งแต่วันที่|ระหว่าง|ตั้งแต่|โทร\.?|โทรศัพท์)\s*)+$"
)
"""Labels of a number or a date: they stand before it, and say nothing beside it. So does the day of the week:
a text may give the date without it, and many a text has the day without the date."""

_BEHIND = re.compile(r"[ก-๎0-9](?![ก-๎0-9])|[ก-๎](?=[ก-ฮเแโใไ])")
_LONGEST_BEHIND = 40  # letters behind an abbreviation that may belong to it

EMPTY = "กรุณาพิมพ์คำที่ต้องการค้นหา"
NO_WORDS = "ไม่พบคำที่ค้นหาได้ในข้อความที่พิมพ์ กรุณาพิมพ์คำ เลขที่หนังสือ หรือวันที่"
ONLY_EXCLUDED = "ระบุเฉพาะคำที่ไม่ต้องการ กรุณาพิมพ์คำที่ต้องการค้นหาด้วย"
OTHER_KEYBOARD = "ค้นหา “{meant}” เพราะข้อความที่พิมพ์น่าจะเป็นภาษาไทยที่พิมพ์ขณะแป้นพิมพ์เป็นภาษาอังกฤษ"
CAPS_LOCK = "ค้นหา “{meant}” เพราะข้อความที่พิมพ์น่าจะพิมพ์ขณะเปิดปุ่ม Caps Lock"
OTHER_ENCODING = "ค้นหา “{meant}” เพราะข้อความที่พิมพ์น่าจะเป็นภาษาไทยในรหัสอักขระอื่น"
TOO_LONG = "ข้อความยาวเกินไป ระบบค้นหาจาก {count} ตัวอักษรแรก"


def parse_query(
    text: str,
    *,
    filters: Filters | None = None,
    access: tuple[str, ...] = (PUBLIC,),
    page: int = 1,
    page_size: int = 20,
    sort: Sort = "relevance",
    whole: str = "",
    terms: Terms | None = None,
) -> Query:
    """Understand a query. Never raises: a query that can find nothing has no groups and a `message`.

    Filters without a word are no mistake: they list what fits them. `terms` says what words mean; by default
    the shipped lexicon.
    """
    terms = terms or lexicon()
    typed = _CONNECTED.sub(" ", text[: LONGEST * 8])
    encoded = encodings.meant_thai(typed)
    meant = None if encoded else meant_thai(text.strip()) or meant_in_part(text[:LONGEST].strip())
    unlocked = None if encoded or meant else meant_unlocked(text[:LONGEST].strip())
    plain = repair_amounts(normalise(latin_in_part(encoded or meant or unlocked or typed)).replace("\n", " "))
    plain = said_once(plain, terms.knows)
    message = OTHER_KEYBOARD.format(meant=meant) if meant else None
    message = CAPS_LOCK.format(meant=unlocked) if unlocked else message
    message = OTHER_ENCODING.format(meant=plain) if encoded else message
    if len(plain) > LONGEST or len(text) > LONGEST * 8:
        plain = plain[:LONGEST].rstrip()
        message = TOO_LONG.format(count=LONGEST)
    excluded = tuple(tuple(words_of(a or b)) for a, b in _EXCLUDED.findall(plain))
    wanted = _EXCLUDED.sub(" ", plain)
    phrases = tuple(skeleton(phrase) for phrase in _QUOTED.findall(wanted))
    wanted = in_full(without_frame(" ".join(wanted.replace('"', " ").split())))
    found = find_canonical(wanted, knows=terms.knows)
    groups, chunks, pairs = _groups(wanted, found, terms, quoted=bool(phrases))
    if not groups and (wanted or not filters):
        nothing = ONLY_EXCLUDED if excluded and not wanted else NO_WORDS
        message = nothing if plain else EMPTY
    return Query(
        text=text,
        filters=filters or Filters(),
        access=access,
        page=max(1, page),
        page_size=max(1, page_size),
        plain=wanted,
        groups=groups,
        chunks=chunks,
        pairs=pairs,
        skeleton=skeleton(wanted),
        phrases=tuple(phrase for phrase in phrases if phrase),
        excluded=tuple(piece for piece in excluded if piece),
        own=_own(wanted, found),
        message=message,
        sort=sort,
        whole=whole,
    )


def _own(wanted: str, found: list[Canonical]) -> tuple[str, ...]:
    """A query that is nothing but a circular's series number lists the letters that bear it."""
    for item in found:
        rest = wanted[: item.start] + wanted[item.end :]
        rest = re.sub(r"(?:หนังสือ|เวียน|ที่|เลขที่|เลข|ด่วนที่สุด|ด่วนมาก|ด่วน)|[\s.]", "", rest)
        if item.kind == "letter" and item.wanted[0].startswith("#cว") and not rest:
            return item.wanted
    return ()


def _groups(
    wanted: str, found: list[Canonical], terms: Terms, quoted: bool
) -> tuple[tuple[Group, ...], tuple[Chunk, ...], tuple[str, ...]]:
    """Units of the query, its chunks and adjacent pairs; words under a canonical token are left out."""
    parted = list(find_parted(wanted))
    covering = [item for item in found if item.kind != "abbreviation" and not parted]
    dated = [(item.start, item.end) for item in covering if item.kind == "date"]
    days = [day for day in find_days_without_year(wanted) if not _overlaps(*day[:2], dated)]
    within = [day[:2] for day in days]
    covering = [item for item in covering if not _overlaps(item.start, item.end, within)]
    within += [(item.start, item.end) for item in covering]
    abbreviations = [
        item
        for item in found
        if item.kind == "abbreviation"
        and not any(start <= item.start < end for start, end in within)
        and wanted[item.start : item.end] not in WORDS_TOO
    ]
    placed = (
        parted + days + [(item.start, item.end, _canonical_group(wanted, item, terms)) for item in covering]
    )
    placed += [_abbreviated(wanted, item, terms) for item in abbreviations]
    taken = [(_labelled(wanted, start), end) for start, end, _ in placed]
    for match in _RUN.finditer(wanted):
        latin = meant_latin(match.group()) if not _overlaps(*match.span(), taken) else None
        if latin:
            placed.append((*match.span(), keyboard_group(match.group(), latin)))
            taken.append(match.span())
    spelt_out = (item for item in find_spelt_out(wanted) if not terms.meanings(item[2].text))
    otherwise = (find_spoken_times, find_levels, find_bare_ordinals, find_said, find_sums, find_bare_forms)
    for start, end, group in chain(*(find(wanted) for find in otherwise), spelt_out):
        if not _overlaps(start, end, taken):
            placed.append((start, end, group))
            taken.append((start, end))
    words: list[tuple[str, int, int]] = []
    at = 0
    for piece in segment(wanted):
        start, at = at, at + len(piece)
        word = clean(piece)
        if word and word != naming.MARK and not _overlaps(start, at, taken):
            words.append((word, start, at))
    words = words[:MOST_WORDS]
    index = 0
    while index < len(words):
        group, used = _word_group(wanted, words, index, terms)
        placed.append((words[index][1], words[index + used - 1][2], group))
        index += used
    placed = sorted(placed, key=lambda item: item[:2])[:MOST_WORDS]
    placed = in_situation("" if quoted else wanted, placed)
    runs = runs_of(wanted, placed)
    headed = [Headed(wanted, run, terms) for run in runs]
    runs = [
        in_other_forms(run, head) if head and len(run) == 1 else run
        for run, head in zip(runs, headed, strict=True)
    ]
    placed = [item for run in runs for item in run]
    groups = tuple(dict.fromkeys(group for _, _, group in placed))
    texts = [word for word, _, _ in words]
    counted = [pair for a, b in pairwise(placed) for pair in pairs_to_count(a[2], b[2])]
    met = [pair for head in headed for pair in head.pairs()]
    pairs = tuple(dict.fromkeys((*pairs_of(texts).split(), *counted, *met)))
    return groups, chunks_of(wanted, runs, headed, groups), pairs


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in taken)


def _labelled(wanted: str, start: int) -> int:
    """Where the labels before something canonical begin."""
    label = _LABEL.search(wanted[:start])
    return label.start() if label else start


def _canonical_group(wanted: str, item: Canonical, terms: Terms) -> Group:
    text = wanted[item.start : item.end]
    if isinstance(item.value, ThaiDate):
        return Group(text, "date", date_ways(item, item.value))
    alternatives = [Alternative((token,), (mark(token),), reason=item.kind) for token in item.wanted[:1]]
    if item.kind == "letter":  # the same number with another prefix, or cited otherwise, is weaker
        alternatives += [
            Alternative((token,), (mark(token),), 0.4, item.kind)
            for token in item.tokens[1:]
            if not token.startswith(("#c", "#u"))
        ]
        alternatives += [*with_other_year(item.wanted[0]), *month_in_figures(text)]
    if item.kind == "amount":
        alternatives += [*whole_numbers(text), *day_in_figures(text)]
        alternatives += year_alone(year, YEAR_ALONE) if (year := bare_year(text)) else []
    if item.wanted[0].startswith("#h"):
        alternatives += in_figures(item.wanted[0])
    if item.kind == "form" or item.wanted[0].startswith("#u"):  # it may be words and a number: กพร 2
        pieces = tuple(word for word in map(clean, segment(text)) if word)
        alternatives.append(Alternative(pieces, (skeleton(text),), FORM_AS_TYPED, text=text))
        alternatives += [
            *meanings_as_ways(terms.meanings(text)),
            *levels_as_ways(text),
            *ordinal_as_ways(text),
        ]
        if text[1:2] == ".":  # by one letter, which is no token without its dot
            alternatives.append(in_words(re.sub("[ .]", "", text[:3]) + text[3:], FORM_AS_TYPED, "form"))
    return Group(text, item.kind, tuple(alternatives))


def _abbreviated(wanted: str, item: Canonical, terms: Terms) -> tuple[int, int, Group]:
    """An abbreviation, with the words behind it where the lexicon knows them together: พ.ร.บ.คอมพิวเตอร์."""
    for match in reversed(list(_BEHIND.finditer(wanted, item.end, item.end + _LONGEST_BEHIND))):
        text = wanted[item.start : match.end()]
        if " " in text and abbreviation_key(squeeze(text)):
            continue  # two in a row are not a third
        if meanings := terms.meanings(text):
            tokens = (item.tokens[0], *words_of(wanted[item.end : match.end()]))
            typed = Alternative(tokens, (skeleton(text),), text=text)
            return item.start, match.end(), Group(text, "word", unique((typed, *meanings_as_ways(meanings))))
    return item.start, item.end, _abbreviation_group(wanted, item, terms)


def _abbreviation_group(wanted: str, item: Canonical, terms: Terms) -> Group:
    key = str(item.value)
    text = wanted[item.start : item.end]
    typed = Alternative((item.tokens[0],), (mark(item.tokens[0]),), text=text)
    if (meant := terms.meanings(key)) == () and (known := known_without_dots(key, terms)):
        return Group(text, "abbreviation", unique((typed, *known)))
    dotted = text.endswith(".") and all(meaning.weak for meaning in meant)
    meanings = meanings_as_ways(meant, WEAK_ALONE if dotted else WEAK_FACTOR)
    return Group(text, "abbreviation", unique((typed, *undotted(key, 1.0, "abbr"), *meanings)))


def _word_group(
    wanted: str, words: list[tuple[str, int, int]], index: int, terms: Terms
) -> tuple[Group, int]:
    """The longest term of the lexicon that begins at a word, else the word alone; and the words it takes."""
    for count in range(min(_LONGEST_TERM, len(words) - index), 0, -1):
        start, end = words[index][1], words[index + count - 1][2]
        text = wanted[start:end]
        meanings = terms.meanings(text)
        if text in WORDS_TOO:
            meanings = tuple(replace(meaning, weak=True) for meaning in meanings)
        if len(text) < SHORTEST_BARE and "." not in text and _inside_run(wanted, start, end):
            if (touching := touching_word(wanted, words, index, terms)) is not None:
                return touching, 1
            meanings = ()  # two letters inside a name are no abbreviation
        if meanings or count == 1:
            pieces = tuple(word for word, _, _ in words[index : index + count])
            inner = _inner_meanings(wanted, words[index : index + count], terms) if count > 1 else []
            ways = (*_typed(text, pieces), *meanings_as_ways(meanings), *inner, *naming.cut_short(text))
            ways = (*ways, *(in_words(other, SPELT_OTHERWISE, "spelling") for other in spelt_otherwise(text)))
            if len(words) > 1 and text.isdecimal() and len(text) == 2:
                ways = (*ways, *short_year(wanted, text, start, end))
            if all(way.reason != "synonym" for way in ways):  # an English word is no abbreviation
                ways = (*ways, *spoken(text))
            return Group(text, "word", unique(ways)), count
    raise AssertionError("a single word always makes a group")


def _inside_run(wanted: str, start: int, end: int) -> bool:
    """Whether Thai letters stand right before or behind a piece."""
    return any("ก" <= sign <= "๎" for sign in wanted[max(0, start - 1) : start] + wanted[end : end + 1])


def _inner_meanings(wanted: str, words: list[tuple[str, int, int]], terms: Terms) -> list[Alternative]:
    """Meanings of the shorter terms that a longer one begins or ends with, as weaker ways to say it."""
    for count in range(len(words) - 1, 0, -1):
        spans = (wanted[words[0][1] : words[count - 1][2]], wanted[words[-count][1] : words[-1][2]])
        found = [alternative for text in spans for alternative in meanings_as_ways(terms.meanings(text))]
        if found:
            return [replace(alternative, weight=alternative.weight * INNER_FACTOR) for alternative in found]
    return []


def _typed(text: str, pieces: tuple[str, ...]) -> tuple[Alternative, ...]:
    literal = skeleton(clean(text) or text)
    alternatives = [Alternative(pieces, (literal,), text=text)]
    parts = sub_words(pieces[0]) if len(pieces) == 1 else ()
    if parts:
        tiles = _tiles(pieces[0], parts)
        alternatives.append(
            Alternative(tiles, tuple(map(skeleton, tiles)), PARTS_WEIGHT, "parts", " ".join(tiles))
        )
    return tuple(alternatives)


def _tiles(word: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The longest parts of a word that follow one another."""
    tiles, at = [], 0
    while at < len(word):
        fitting = [part for part in parts if word.startswith(part, at)]
        if not fitting:
            break
        tiles.append(max(fitting, key=len))
        at += len(tiles[-1])
    return tuple(tiles) if at >= len(word) else parts
