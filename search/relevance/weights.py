"""Every number that ranking depends on, with the reason for it. docs/relevance.md shows what each brings."""

from __future__ import annotations

from search.thai.lexicon import Kind

MEANING_WEIGHTS: dict[Kind, float] = {
    "abbr": 0.95,  # the same thing: nearly as good as what was typed
    "misspelling": 0.95,  # what was meant
    "related": 0.5,  # a neighbour: an answer, but after those that say the word itself
    "synonym": 0.7,  # everyday word for an official one
    "name": 0.0,
}
WEAK_FACTOR = 0.35
"""An ambiguous abbreviation: found, but far behind what is certain."""

LEAST_SURE = 0.35
"""Ways to say a unit that are less sure than this do not make a text a candidate by themselves."""
FORM_AS_TYPED = 0.6
"""A form's number, where a text has its letters and figures as typed but not as a form's number."""
INNER_FACTOR = 0.7
"""What a part of an everyday term means says less than what the whole means."""
SAID_OTHERWISE = 0.95
"""A number in words for one in figures, or the other way round: the same thing."""
HEADED = 0.85
"""A post or a law with its head written otherwise: the same thing, though not every form is as exact."""
SITUATION = 0.9
"""What a situation is called, where nobody has named it: a guess, but one from several words together."""
BESIDE_SITUATION = 0.35
"""Words beside a situation that is known: yesterday, grandmother, in a hurry."""
CUT_SHORT = 0.8
"""A name that a text cuts short with ฯ: most often this one, now and then another that begins so."""
WEAK_ALONE = 0.7
"""An abbreviation typed with its dot, of which only ambiguous meanings are known: one of them is meant."""
LOCAL_NUMBER = 0.9
"""Figures that are a telephone number without what stands before it: hardly anything else."""
NEAR_NUMBER = 0.5
"""A letter number that no text has, with one of its figures read as another that looks like it."""
OTHER_NUMBER = 0.3
"""The same with any other figure, or with two that changed places."""
CORRECTED = 0.85
"""A word one sign away from what was typed, where what was typed stands in hardly any text."""
MOST_CORRECTIONS = 6
RARE_PAIR = 2500
"""Words that stand beside one another in no more texts than one of so many hardly belong together."""
SPELT_OTHERWISE = 0.75
"""Another spelling of a loan word that the dictionary has as well: after what has it as it was typed."""
SPELT_OUT = 0.9
"""A Latin abbreviation by the names of its letters, or the other way round: the same, where a text has it."""
KEYBOARD = 0.9
"""An English word typed with the keyboard left in Thai: what else would it be, if a text has the word."""
ALL_DAYS = 0.8
"""A text that has all days of a range that was asked for, though in another range."""
END_OF_RANGE = 0.4
"""A text that has only the first or the last day of a range that was asked for."""
ISSUED_IN = 0.3
"""Issued in the fiscal year: after what speaks of that year."""
YEAR_ALONE = 0.95
"""A bare number like 2566, for the year: what else has it is rare."""
SHORT_YEAR = 0.6
"""A bare 66 at the end, for the year 2566: after what has 66 itself."""
MONTH_IN_FIGURES = 0.85
"""1/2567 for January 2567: after the meeting or the order of that number."""
TIME_IN_FIGURES = 0.6
"""Figures of a time of day where a text does not say that they are one: 20.30 may be a sum."""
YEAR_IN_FIGURES = 0.95
"""The year's figures as they stand in a title, even where they are part of a number there."""
FIGURES_OF_FISCAL_YEAR = 0.5
"""Its figures, for a fiscal year: more often those of a day or a year that is none."""
OWN_PERIOD = 0.2
"""A document's own month or year says less than its own day: what speaks of that month is meant as well."""
PARTS_WEIGHT = 0.4
"""The parts of a compound apart from one another say less than the compound."""

# Candidates --------------------------------------------------------------------------------------------
TITLE_BOOST = 0.6
"""A word in the title counts this much on top of the whole text; more drowns long texts (BASELINES)."""
PAIR_BOOST = 0.8
"""Adjacent words in the order typed."""
WORD_CANDIDATES = 60
ALL_CANDIDATES = 40
MOST_UNITS_ALL = 5
"""Texts that hold all units of a short query are candidates even where others repeat some of them."""
GRAM_CANDIDATES = 60
READ_BY_WORDS = 400
"""The best by words, of which the score is known. What only trigrams find further behind counts as without
one: that moved no query class of the kit by more than 0.001."""
ENOUGH_TO_READ = 3000
"""So many texts that have rarer units of a query are enough to choose from: none is looked for by a commoner
one, which costs the more the more texts there are, and tells the least. It cost the kit 0.0002 over all."""
RAREST_GRAMS = 12
"""The query's rarest trigrams find noisy and misspelt texts; common ones only cost time."""

# Ranking of candidates: the score is the sum of these parts, each a share between 0 and 1 -----------------
PARTS: dict[str, float] = {
    # Share of the query's units that the text holds, by rarity: what most judges mean by relevant.
    "coverage": 4.0,
    # All units are held: a text that lacks one does not overtake by repeating the others.
    "complete": 1.5,
    # Share of the query's trigrams in one place of the text: survives noise and typing errors.
    "window": 3.0,
    # The same from a half on: so much of a query in one place is no chance.
    "near": 1.5,
    # The query stands in the text as it was typed.
    "phrase": 1.5,
    # How often and how specifically: decides among texts that hold everything.
    "bm25": 2.0,
    # Share of the units in the title or the other names.
    "title": 0.8,
    # The document bears the letter number or the date, it does not only mention it.
    "own": 4.0,
    # The query is the title or another name; in part, the share of the title that it makes up.
    "name": 2.0,
    # Readers who type the name of a thing want the thing, not the letters that mention it.
    "type": 1.0,
    # Breaks ties, buries nothing.
    "recency": 0.15,
}
SCATTERED_MEANING = 0.9
"""The words of a meaning stand in the text, but not together."""
INCOMPLETE = 0.6
"""Not all words of a meaning are held, but half of them."""
FILLER = 0.15
UNKNOWN = 0.4
"""A word that no text has tells little: it sets no text apart."""
_FILLERS = """
อะไร อย่างไร ยังไง ไง ไหม มั้ย หรือไม่ หรือเปล่า เท่าไร เท่าไหร่ เท่าใด กี่ ที่ไหน ไหน ใด
เมื่อไร เมื่อไหร่ เมื่อใด ใคร ทำไม เพราะอะไร ต้อง ทำ ต้องทำ ควร คือ เป็น มี ได้ ได้ไหม บ้าง
แล้ว จะ ให้ ที่ ของ ใน และ หรือ กับ ว่า อยู่ ครับ ค่ะ คะ นะ จ้า อยาก อยากได้ อยากรู้ ช่วย ขอ
หน่อย ด้วย ต้องการ วิธี ขั้นตอน ทำอย่างไร ทำยังไง ผม ฉัน ดิฉัน หนู เรา พี่ พี่ๆ แอดมิน สวัสดี ถ้า แต่ ไป เอา เพิ่ง พอดี เลย
มาก ดี ถาม ยัง แบบ ก็ กรุณา เรียนถาม ไว้ โดน กี่วัน กี่คน กี่ครั้ง กี่เดือน กี่ปี กี่บาท
"""
_ASKING = """
อะไร อย่างไร ยังไง ไง ไหม มั้ย หรือไม่ หรือเปล่า เท่าไร เท่าไหร่ เท่าใด ที่ไหน เมื่อไร เมื่อไหร่ เมื่อใด ใคร ทำไม เพราะอะไร
บ้าง หน่อย ครับ ค่ะ คะ นะคะ นะครับ อยาก อยากรู้ อยากทราบ ทราบ สอบถาม ขอสอบถาม รบกวน เกี่ยวกับ เรื่อง รายละเอียด คือ คืออะไร
คือว่า แบบว่า พอดีว่า อ่ะ อะ น่ะ นะ ล่ะ ละ หละ เนี่ย ฮะ คับ ค้าบ คร้าบ ค่า จ้า จ้ะ จ๊ะ หรอ เหรอ รึเปล่า รึป่าว หรือป่าว ป่าว
ปะ ป่ะ มั๊ย ทำไง ทำไงดี ทำงัย ยังงัย ยังงัยดี วันไหน ตรงไหน แถวไหน ที่ไหนบ้าง อะไรบ้าง อย่างไรบ้าง ยังไงบ้าง เท่าไร่ เท่าไหร
เท่ารัย ขอบคุณ ขอบพระคุณ ใด๋ จั่งใด๋ จังใด๋
"""
ASKING = frozenset(_ASKING.split())
"""Words around a subject that is asked about: what they touch is no phrase with them."""
FILLERS = frozenset(_FILLERS.split()) | ASKING - {"เรื่อง", "รายละเอียด", "ทราบ"}
"""Words that make a question or a wish of a subject."""
SCATTERED = 0.75
"""The words of a chunk (typed without a space) stand in the text, but not together."""
READ_AGAIN = 18
"""Candidates, by score and by window, that are read for pieces nearly like a chunk."""
ALIKE = 0.95
ALIKE_LETTERS = 5
LEAST_ALIKE = 66.0
"""A chunk of enough letters counts by the most similar piece of text."""
READ_FOR_SPELLING = 5
LEAST_ALIKE_SPELLING = 84.0
"""A piece of one of the best results this similar is proposed as what was meant."""
LEAST_ALIKE_NAME = 85.0
"""A title this similar to the whole query is the name that was meant."""
NAME_SHARE = 0.3
WHOLE_IN_TITLE = 0.05
"""Several words that stand in a title as they were typed: before a text that has them somewhere."""
RECENCY_YEARS = 4.0
"""The newest has a recency of 1, halving in these years."""
SURE_LETTERS = 4
"""A shorter word stands in others by chance."""
WINDOW_SLACK = 1.25
"""Length of a place, in lengths of the query."""

SAYS_ENOUGH = 0.5
"""Share of the query that a text holds from which its kind counts in full: none makes an answer of chance.
Whoever tells of a situation wants to know what to do: no kind counts more than a guide then."""

TYPE_PRIOR: dict[str, float] = {
    "organisation": 0.25,
    # A guideline sets out its whole subject: whoever types the bare subject means it before any single
    # centre that is named after it, which wins by its name as soon as more of that is typed.
    "guideline": 2.2,
    # A guide is about its service; a centre that offers it only lists it, among many others.
    "service": 1.0,
    "centre": 0.1,
    "circular": 0.0,
    "adaptation": 0.1,
    "page": 0.05,
    "document": 0.0,
}

ACCEPTED = 0.3
"""A candidate that scores less than this share of the best one is no result."""
LEAST_COVERAGE = 0.2
LEAST_WINDOW = 0.5
"""A result holds at least this share of the query's units, or of its trigrams in one place."""
NEEDED_WORDS = 0.6
"""Share of the units of a longer query that a text must hold to be counted as a result."""
