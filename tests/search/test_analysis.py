"""The streams that a text is indexed with."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, grams_of, pairs_of
from search.parse import parse_query

WORDS = st.lists(st.sampled_from(["ศูนย์", "บริการ", "ร่วม", "มอบอำนาจ", "opdc", "ก.พ.ร.", "118"]), max_size=12)


@given(st.binary(max_size=80).map(lambda text: bytes(byte for byte in text if byte > 32)))
def test_grams_are_every_three_characters_once(skeleton):
    expected = {skeleton[at : at + 3].decode("latin-1") for at in range(len(skeleton) - 2)}
    assert sorted(grams_of(skeleton).split(" ")[:-1]) == sorted(expected)


@given(WORDS)
def test_a_pair_is_told_by_its_two_words_in_their_order(words):
    pairs, tokens = list(pairwise(words)), pairs_of(words).split()
    assert len(tokens) == len(pairs)
    assert len(set(zip(pairs, tokens, strict=True))) == len(set(pairs)) == len(set(tokens))


def test_pairs_of_a_query_are_those_of_a_text_that_says_it():
    text = "การมอบอำนาจให้เจ้าหน้าที่ประจำศูนย์บริการร่วม"
    assert set(parse_query(text).pairs) <= set(analyse(f"ว่าด้วย {text} ตามระเบียบ").pairs.split())
    assert parse_query(text).pairs
