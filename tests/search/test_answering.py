"""From candidates to an answer, whatever engine holds the index."""

from search.answering import needed_units, results_of, telling
from search.parse import parse_query
from search.ranking import Candidate, Scored


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


def test_what_is_ordered_before_a_result_is_one_too() -> None:
    """A text that says the one telling word otherwise is not dropped for one with the small words."""

    def scored(uid: int, score: float, coverage: float, window: float) -> Scored:
        return Scored(
            Candidate(uid, 0.0, b"", "page", 0, ""), score, {"coverage": coverage, "window": window}
        )

    told, small, chance = scored(1, 4.0, 0.19, 0.49), scored(2, 3.3, 0.32, 0.1), scored(3, 3.0, 0.1, 0.1)
    assert results_of([told, small, chance], 1.0) == [told, small]
    assert results_of([told, chance], 1.0) == []
