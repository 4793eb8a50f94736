"""What is asked ahead of a page while candidates are put in order, and added to what they alone have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document, Passage
from search.engines import elasticsearch_ahead, elasticsearch_reader, open_engine
from search.engines.candidates import CandidateCache
from search.engines.counting import together
from search.query import Filters
from search.service import answer

VALUES = st.dictionaries(st.sampled_from("กขคงจฉ"), st.integers(1, 5))


@given(VALUES, VALUES, st.integers(0, 7))
def test_counts_of_two_parts_are_those_of_the_whole(one, other, most):
    whole = Counter(one) + Counter(other)
    expected = sorted(whole.items(), key=lambda item: (-item[1], item[0]))[:most]
    assert together([list(one.items()), list(other.items())], most) == expected


def _documents():
    """More topics than are listed; half of the texts have a word with a slip in it."""
    for number in range(240):
        word = "ศูนย์บริการร่วม" if number % 2 else "ศูนย์บริกานร่วม"
        yield Document(
            key=f"page-{number}",
            type="page",
            title=f"แนวทาง{word} ฉบับที่ {number}",
            url=f"/{number}/",
            body=(Passage(f"การจัดตั้ง{word}ประจำจังหวัด"),),
            topics=(f"เรื่อง {number % 170}",),
            organisations=("opdc",) if number % 3 else ("dopa", "interior"),
        )


@pytest.fixture(scope="module")
def engine(elasticsearch_address, tmp_path_factory):
    engine = open_engine(elasticsearch_address(), tmp_path_factory.mktemp("counts"))
    engine.rebuild(_documents())
    yield engine
    engine.drop()


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(organisations=("dopa",)), Filters(topics=("เรื่อง 7",))]
)
@pytest.mark.parametrize("page", [1, 6])
def test_counting_in_two_parts_gives_what_counting_at_once_does(engine, monkeypatch, filters, page):
    texts = ("ศูนย์บริการร่วม", "ศูนย์บริกานร่วม", "แนวทาง ศูนย์บริการร่วม จังหวัด", '"ศูนย์บริการร่วม ฉบับที่"')
    in_parts = [answer(engine, text, filters=filters, page=page) for text in texts]
    monkeypatch.setattr(elasticsearch_reader.ElasticsearchReader, "_look_ahead", lambda *_: None)
    at_once = [answer(engine, text, filters=filters, page=page) for text in texts]
    assert in_parts == at_once
    assert in_parts[0].total


def test_too_many_values_are_counted_at_once(engine, monkeypatch):
    expected = answer(engine, "ศูนย์บริการร่วม")
    monkeypatch.setattr(elasticsearch_ahead, "MOST_TOGETHER", 1)
    asked = []
    tally = elasticsearch_reader.Compiler.tally

    def counting(*given):
        asked.append(given)
        return tally(*given)

    monkeypatch.setattr(elasticsearch_reader.Compiler, "tally", counting)
    assert answer(engine, "ศูนย์บริการร่วม") == expected
    assert [len(given) for given in asked] == [3, 2], "first those that hold the words, then all of them"


TEXTS = ("ศูนย์บริการร่วม", "ศูนย์บริกานร่วม", "แนวทาง ศูนย์บริการร่วม จังหวัด", "ฉบับที่ 17 ศูนย์บริกาน")


def _noting(call: Callable[..., Any], seen: list[tuple[Any, ...]]) -> Callable[..., Any]:
    """`call`, that notes what it is given."""

    def noted(*given: Any) -> Any:
        seen.append(given)
        return call(*given)

    return noted


@pytest.mark.parametrize("page", [1, 3, 6])
def test_a_page_is_the_same_where_less_is_known_ahead(engine, monkeypatch, page):
    expected = [answer(engine, text, page=page) for text in TEXTS]
    listed: list[tuple[Any, ...]] = []
    behind = elasticsearch_reader.Compiler.behind
    monkeypatch.setattr(elasticsearch_reader.Compiler, "behind", _noting(behind, listed))
    monkeypatch.setattr(elasticsearch_ahead, "_LOOKED_AT", 3)
    monkeypatch.setattr(engine, "_cache", CandidateCache())
    assert [answer(engine, text, page=page) for text in TEXTS] == expected
    assert listed, "what is behind the three that were looked at is asked for"


def test_facets_that_are_not_kept_are_counted_by_the_cluster(engine, monkeypatch):
    expected = [answer(engine, text) for text in TEXTS]
    monkeypatch.setattr(engine, "_cache", CandidateCache())
    [answer(engine, text) for text in TEXTS]
    monkeypatch.setattr(engine._cache, "facets", CandidateCache().facets)
    counted: list[tuple[Any, ...]] = []
    besides = elasticsearch_reader.Compiler.besides
    monkeypatch.setattr(elasticsearch_reader.Compiler, "besides", _noting(besides, counted))
    assert [answer(engine, text) for text in TEXTS] == expected
    assert counted


def test_what_is_in_memory_is_listed_without_a_further_request(engine, monkeypatch):
    expected = [answer(engine, text) for text in TEXTS]
    begun: list[tuple[Any, ...]] = []
    begin = engine._searches.begin
    monkeypatch.setattr(engine._searches, "begin", _noting(begin, begun))
    for text, before in zip(TEXTS, expected, strict=True):
        begun.clear()
        assert answer(engine, text) == before
        assert len(begun) == 2, "the candidates, and what the page needs while they are put in order"
