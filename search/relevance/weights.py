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

PARTS_WEIGHT = 0.6
"""The parts of a compound apart from one another say less than the compound."""

# Candidates --------------------------------------------------------------------------------------------
TITLE_BOOST = 0.6
"""A word in the title counts this much on top of the whole text; more drowns long texts (BASELINES)."""
PAIR_BOOST = 0.8
"""Adjacent words in the order typed."""
WORD_CANDIDATES = 80
GRAM_CANDIDATES = 60
RAREST_GRAMS = 14
"""The query's rarest trigrams find noisy and misspelt texts; common ones only cost time."""

# Ranking of candidates: parts of one score -------------------------------------------------------------
COVERAGE = 4.0
"""Share of the query's units that the text holds, by rarity: what most judges mean by relevant."""
WINDOW = 3.0
"""Share of the query's trigrams within one place of the text: survives noise and typing errors."""
PHRASE = 1.5
"""The query stands in the text as it was typed."""
BM25 = 2.0
"""How often and how specifically; decides among texts that hold everything."""
TITLE = 0.8
"""Share of the query's units in the title or the other names."""
OWN = 4.0
"""The document bears the letter number or the date, it does not only mention it."""
WINDOW_SLACK = 1.25
"""Length of a place, in lengths of the query."""

TYPE_PRIOR: dict[str, float] = {
    # A reader who types the name of a thing wants the thing, not the letters that mention it.
    "organisation": 0.25,
    "guideline": 0.45,
    "service": 0.4,
    "centre": 0.2,
    "circular": 0.0,
    "adaptation": 0.1,
    "page": 0.05,
    "document": 0.0,
}
EXACT_NAME = 2.0
"""The title, or another name of the thing, is the query."""
TITLE_SHARE = 0.6
"""Times the share of the title that the query makes up: a short title says it is about just this."""
RECENCY = 0.15
"""At most this much for the newest, halving every RECENCY_YEARS: breaks ties, buries nothing."""
RECENCY_YEARS = 4.0

ACCEPTED = 0.3
"""A candidate that scores less than this share of the best one is no result."""
LEAST_COVERAGE = 0.25
LEAST_WINDOW = 0.5
"""A result holds at least this share of the query's units, or of its trigrams in one place."""
NEEDED_WORDS = 0.6
"""Share of the units of a longer query that a text must hold to be counted as a result."""
