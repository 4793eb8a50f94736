"""What a mistyped word may mean is found once, by whoever has the time."""

from collections import defaultdict

from search import correcting
from search.parse import parse_query


def test_what_was_looked_up_ahead_is_not_looked_for_again():
    query = parse_query("แพร่ระบาดสูง หาดมีกิจกรรม")
    correcting._alike.cache_clear()
    correcting.look_up(query)
    looked_for = correcting._alike.cache_info().misses
    assert looked_for

    asked = []

    def frequencies(wanted):
        asked.append(wanted)
        return {field: defaultdict(int) for field in wanted}

    assert correcting.corrected(query, frequencies, 1000) == query
    assert len(asked) == 2, "pieces that stand nowhere beside one another are doubted"
    assert correcting._alike.cache_info().misses == looked_for
