"""Ways to say a unit of a query, as alternatives that both engines look for."""

from __future__ import annotations

from search.analysis import clean, skeleton, squeeze, words_of
from search.query import Alternative, Group
from search.relevance.weights import KEYBOARD, MEANING_WEIGHTS, SAID_OTHERWISE, TIME_IN_FIGURES, WEAK_FACTOR
from search.thai.lexicon import Meaning, Terms, abbreviation_key, lexicon
from search.thai.segment import segment

SHORTEST_BARE = 3
"""Letters of an abbreviation without dots, below which it stands in other words by chance."""

WORDS_TOO = frozenset(("คน", "สอน", "อบ", "ตม", "จร", "รน", "ทน"))
"""Abbreviations that are everyday words where they stand without their dot."""


def mark(token: str) -> bytes:
    """A canonical token as it stands behind a document's skeleton."""
    return b"\x01" + token.encode("tis-620", "ruam-skeleton") + b"\x01"


def in_words(text: str, weight: float, reason: str) -> Alternative:
    """Other words for a unit, each once."""
    return Alternative(tuple(dict.fromkeys(words_of(text))), (skeleton(text),), weight, reason, text)


def in_words_or_token(typed: str, token: str) -> Group:
    """A number as it was typed, or as the token that stands for it however a text writes it."""
    meant = Alternative((token,), (mark(token),), SAID_OTHERWISE, "number")
    return Group(typed, "word", (in_words(typed, 1.0, "typed"), meant))


def in_figures(time: str) -> list[Alternative]:
    """A time of day, `#h20:30`, as texts give it without น., where it is no token."""
    hour, minute = time.removeprefix("#h").split(":")
    return [in_words(f"{int(hour)}{sign}{minute}", TIME_IN_FIGURES, "time") for sign in ".:"]


def keyboard_group(typed: str, latin: str) -> Group:
    """A row of Thai letters that is an English word in the other keyboard; or a name, after all."""
    pieces = tuple(dict.fromkeys(word for word in map(clean, segment(typed)) if word))
    meant = Alternative((latin,), (skeleton(latin),), KEYBOARD, "keyboard", latin)
    return Group(typed, "word", (Alternative(pieces, (skeleton(typed),), text=typed), meant))


def undotted(key: str, weight: float, reason: str) -> list[Alternative]:
    """An abbreviation as texts have it without dots, where the index has no token for that."""
    bare = key.replace(".", "")
    if len(bare) < SHORTEST_BARE or lexicon().knows(key):
        return []
    return [in_words(bare, weight * MEANING_WEIGHTS["abbr"], reason)]


def known_without_dots(key: str, terms: Terms) -> list[Alternative]:
    """What an abbreviation typed with dots is where the lexicon knows it only without: ก.ฟ.ภ., as กฟภ."""
    bare = key.replace(".", "")
    if bare == key or not terms.knows(bare):
        return []
    token = f"#a{bare}"
    typed = Alternative((token,), (mark(token),), MEANING_WEIGHTS["abbr"], "abbr", bare)
    return [typed, *meanings_as_ways(terms.meanings(bare))]


def meanings_as_ways(meanings: tuple[Meaning, ...], weak: float = WEAK_FACTOR) -> list[Alternative]:
    alternatives = []
    for meaning in meanings:
        weight = MEANING_WEIGHTS[meaning.kind] * (weak if meaning.weak else 1)
        key = abbreviation_key(squeeze(meaning.text))
        if key:
            token = f"#a{key}"
            alternatives.append(Alternative((token,), (mark(token),), weight, meaning.kind, meaning.text))
            alternatives += undotted(key, weight, meaning.kind)
            continue
        pieces = tuple(dict.fromkeys(word for word in map(clean, segment(meaning.text)) if word))
        if pieces:
            literals = (
                (skeleton(meaning.text),)
                if meaning.kind in ("abbr", "misspelling")
                else tuple(map(skeleton, pieces))
            )
            alternatives.append(Alternative(pieces, literals, weight, meaning.kind, meaning.text))
    return alternatives


def unique(alternatives: tuple[Alternative, ...]) -> tuple[Alternative, ...]:
    """Each set of tokens once, with the best weight."""
    best: dict[tuple[str, ...], Alternative] = {}
    for alternative in alternatives:
        known = best.get(alternative.tokens)
        if known is None or known.weight < alternative.weight:
            best[alternative.tokens] = alternative
    return tuple(best.values())
