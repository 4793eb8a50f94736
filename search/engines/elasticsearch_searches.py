"""What readers ask a cluster, and what is waited for only when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

from search.engine import EngineUnavailable
from search.engines.counted import Statistics, statistics_of
from search.engines.elasticsearch_answers import (
    Answer,
    answers_of,
    encoded,
    lines_of,
    reason_of,
    vectors_of,
)
from search.engines.elasticsearch_query import WANTED, Json
from search.engines.elasticsearch_wire import Pending, Wire
from search.frequencies import Wanted

_TYPE = "application/vnd.elasticsearch+{}; compatible-with=8"
HEADERS = {"Accept": _TYPE.format("json")}


class Asked:
    """Several searches under way in one request."""

    def __init__(self, pending: Pending, took: Callable[[int], None]) -> None:
        self._pending = pending
        self._took = took

    def answers(self) -> list[Answer]:
        """Their answers, in order; to be asked for once. Raises EngineUnavailable where one was refused."""
        took, answers = answers_of(_body(self._pending))
        self._took(took)
        return answers

    def forget(self) -> None:
        """They are not needed after all."""
        self._pending.forget()


class Searches:
    """Searches in one index. What they raise besides EngineUnavailable is what the wire raises."""

    def __init__(self, wire: Wire, index: str) -> None:
        self._wire = wire
        self._header = {"index": index, "preference": "ruam", "allow_partial_search_results": False}
        self._msearch = f"/_msearch?{urlencode({'filter_path': ','.join(WANTED)}, safe=',.')}"
        self._vectors = f"/{quote(index, safe='')}/_termvectors"
        self.took = 0
        """Milliseconds that the cluster says its searches took, all together so far."""

    def begin(self, requests: Sequence[Json]) -> Asked:
        lines = [line for request in requests for line in (self._header, request)]
        return Asked(self._wire.send(self._msearch, _TYPE.format("x-ndjson"), lines_of(lines)), self._add)

    def count(self, tokens: Wanted, meanwhile: Callable[[], None]) -> Statistics:
        """In how many documents tokens stand; `meanwhile` is done until the answer comes."""
        body = {
            "doc": {field: " ".join(names) for field, names in tokens.items()},
            "fields": list(tokens),
            "term_statistics": True,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }
        pending = self._wire.send(self._vectors, _TYPE.format("json"), encoded(body))
        try:
            meanwhile()
            answered = _body(pending)
        finally:
            pending.forget()
        took, vectors = vectors_of(answered)
        self._add(took)
        return statistics_of(vectors, tokens)

    def _add(self, took: int) -> None:
        self.took += took


def _body(pending: Pending) -> bytes:
    status, body = pending.answer()
    if status == 404:
        raise EngineUnavailable("there is no search index yet")
    if status >= 300:
        raise EngineUnavailable(f"the search cluster answered {status}: {reason_of(body)}")
    return body
