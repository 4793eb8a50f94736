"""From candidates to an answer, whatever engine holds the index."""

from search.answering import needed_units, telling
from search.parse import parse_query


def test_common_units_do_not_look_for_texts_that_rarer_ones_find() -> None:
    query = parse_query("ศูนย์บริการ เชียงใหม่ มอบอำนาจ")
    tokens = {token for group in query.groups for way in group.alternatives for token in way.tokens}
    rare = {token for way in query.groups[1].alternatives for token in way.tokens}
    few = {token: 5 if token in rare else 400_000 for token in tokens}
    assert telling(query, few)[0] == query.groups[1]
    enough = {token: 4_000 if token in rare else 400_000 for token in tokens}
    needed = needed_units(query)
    assert len(telling(query, enough)) == len(query.groups) - needed + 1
    assert telling(query, dict.fromkeys(tokens, 1)) == list(query.groups)
