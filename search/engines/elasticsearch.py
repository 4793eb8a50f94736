"""The engine for a cluster: Elasticsearch 8 through elasticsearch-dsl, and the only module that knows either.

    {prefix}.{time}          an index, with schema and analyzer in its mapping's `_meta`
    {prefix}.s{schema}       alias of the live one: an older version of Ruam goes on reading its own
    {prefix}.s{schema}.next  alias of the one that is being built; what is written goes to both

Versions are external: whatever comes late or twice never overwrites what is newer.
"""

from __future__ import annotations

import base64
import contextlib
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch_dsl import Binary, Index, Keyword, Long, Search, Text
from elasticsearch_dsl import Mapping as DslMapping

from search.analysis import analyzer_hash
from search.answering import answer
from search.document import Document
from search.engine import EngineUnavailable, IndexState
from search.engines import elasticsearch_bulk as bulk
from search.engines.address import Address
from search.engines.breaker import Breaker
from search.engines.candidates import CandidateCache
from search.engines.counted import Counted, Statistics
from search.engines.elasticsearch_query import DEEPEST, Json
from search.engines.elasticsearch_reader import ElasticsearchReader
from search.engines.elasticsearch_searches import HEADERS, Searches
from search.engines.elasticsearch_wire import Wire
from search.engines.glossaries import MOST_PAIRS, Glossaries
from search.frequencies import Wanted
from search.query import Query
from search.results import Explanation, Results
from search.schema import FIELDS, SCHEMA_VERSION
from search.suggesting import explain, suggest
from search.thai.lexicon import Lexicon

MAPPING_VERSION = 1
"""Raised whenever what this module makes of the schema changes."""

WRITE_SECONDS = 60.0
SLOW_SECONDS = 600.0
BREAKER_SECONDS = 5.0
PAGE_OF_VERSIONS = 5000
GLOSSARY_SECONDS = 15.0
"""How late a process hears of an abbreviation that another one has written to the index."""
STATISTICS_SECONDS = 60.0
"""How long it is remembered in how many documents a token stands: it weighs tokens, and changes slowly."""
REMEMBER_DELETED = "24h"
"""How long an index that is being built knows what was deleted meanwhile."""

_SETTINGS = {
    # One shard holds far more than a country's guidance, and scores as the embedded engine does.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "max_result_window": DEEPEST,
    "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
}


def _mapping() -> DslMapping:
    """The schema table in the terms of Elasticsearch. Text comes as tokens, so it is cut at white space."""
    mapping = DslMapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", enabled=False)
    mapping.meta("_meta", schema=SCHEMA_VERSION, analyzer=analyzer_hash())
    for field in FIELDS:
        if field.kind == "number":
            mapping.field(field.name, Long())
        elif field.kind == "bytes":
            mapping.field(field.name, Binary(store=True))
        elif field.kind in ("keyword", "keywords"):
            mapping.field(field.name, Keyword(ignore_above=8000, index=not field.sorts))
        else:
            mapping.field(field.name, Text(analyzer="whitespace", index_options="docs"))
    mapping.field("title_words", Keyword(ignore_above=255))
    return mapping


class ElasticsearchEngine:
    """Keeps `search.engine.Engine` with indexes in a cluster; safe for threads. Opening does not connect."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._live = f"{address.prefix}.s{SCHEMA_VERSION}.{MAPPING_VERSION}"
        self._next = f"{self._live}.next"
        self._cache = CandidateCache()
        self._breaker = Breaker(BREAKER_SECONDS)
        self._glossaries = Glossaries(GLOSSARY_SECONDS)
        self._counted = Counted(STATISTICS_SECONDS)

    @cached_property
    def _client(self) -> Elasticsearch:
        address = self.address
        options: dict[str, Any] = {}
        if address.nodes[0].startswith("https"):
            options["ssl_context"] = ssl.create_default_context(cafile=address.ca or None)
        return Elasticsearch(
            list(address.nodes),
            request_timeout=address.timeout,
            max_retries=len(address.nodes) - 1,
            retry_on_timeout=False,
            headers=self._credentials(),
            **options,
        )

    def _credentials(self) -> dict[str, str]:
        address = self.address
        if not address.user:
            return {}
        both = f"{address.user}:{address.password}".encode()  # the client itself takes ASCII only
        return {"Authorization": f"Basic {base64.b64encode(both).decode('ascii')}"}

    @cached_property
    def _patient(self) -> Elasticsearch:
        return self._client.options(request_timeout=WRITE_SECONDS)

    @cached_property
    def _searches(self) -> Searches:
        address, headers = self.address, {**HEADERS, **self._credentials()}
        wire = Wire(self._client.transport, headers, address.timeout, len(address.nodes))
        return Searches(wire, self._live)

    @property
    def took(self) -> int:
        """Milliseconds that the cluster says its searches took, all together so far; what a bench reads."""
        return self._searches.took

    # -- reading ------------------------------------------------------------------------------------
    def search(self, query: Query) -> Results:
        """Answer a query. Raises EngineUnavailable where the cluster or its index does not answer."""
        with self._reading(query) as reader:
            return answer(reader, query)

    def reader(self, query: Query) -> ElasticsearchReader:
        """A view of the index. It asks when it is used: what cannot be answered raises then."""
        return ElasticsearchReader(self._searches.begin, self._statistics, self._cache, query)

    def suggest(self, text: str, access: tuple[str, ...], limit: int = 8) -> list[str]:
        """Titles, names and words that continue or contain what is being typed. Raises EngineUnavailable."""
        with self._reading(Query(text, access=access)) as reader:
            return suggest(reader, text, limit)

    def explain(self, query: Query, limit: int = 10) -> Explanation:
        """How the query was understood and scored. Raises EngineUnavailable."""
        with self._reading(query) as reader:
            return explain(reader, query, limit)

    def glossary(self, access: tuple[str, ...]) -> Lexicon:
        """Abbreviations that the documents explain which these tokens open. Raises EngineUnavailable."""
        with self._reading(Query("", access=access)) as reader:
            return self._glossaries.get(access, None, lambda: reader.definitions(MOST_PAIRS))

    def versions(self) -> dict[str, int]:
        """Key to version of every document in the index."""
        found: dict[str, int] = {}
        search = (
            Search(using=self._patient, index=self._live)
            .sort("stamp")
            .extra(
                size=PAGE_OF_VERSIONS,
                stored_fields="_none_",
                docvalue_fields=["stamp"],
                track_total_hits=False,
            )
        )
        with _translated():
            self._patient.indices.refresh(index=self._live)
            while hits := search.execute().to_dict()["hits"]["hits"]:
                for hit in hits:
                    key, version = hit["fields"]["stamp"][0].rsplit("\t", 1)
                    found[key] = int(version)
                search = search.extra(search_after=hits[-1]["sort"])
        return found

    def state(self) -> IndexState:
        """How the index is. Raises EngineUnavailable where the cluster does not answer."""
        with self._asking():
            try:
                indexes = self._client.indices.get(index=self._live)
            except NotFoundError:
                return IndexState("missing", 0)
            if len(indexes) != 1:
                return IndexState("unusable", 0)
            ((name, about),) = indexes.items()
            if self._is_lost(name):
                return IndexState("unusable", 0)
            count = int(self._client.count(index=name)["count"])
            meta = about["mappings"].get("_meta", {})
            return IndexState("ready" if meta.get("analyzer") == analyzer_hash() else "stale", count)

    def size(self) -> int:
        """Bytes of the live index on disk, without copies. Raises EngineUnavailable."""
        with _translated():
            found = self._patient.indices.stats(index=self._live, metric="store")
            return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    def _is_lost(self, name: str) -> bool:
        """Whether a part of the index is on no node, and none is bringing it up."""
        health = self._client.cluster.health(index=name, level="shards")
        return bool(health["status"] == "red" and not health["initializing_shards"])

    def _statistics(self, tokens: Wanted, meanwhile: Callable[[], None]) -> Statistics:
        return self._counted.of(tokens, lambda unknown: self._searches.count(unknown, meanwhile))

    @contextlib.contextmanager
    def _reading(self, query: Query) -> Iterator[ElasticsearchReader]:
        """A reader for somebody who waits; whatever happens, nothing stays under way after it."""
        with self._asking(), contextlib.closing(self.reader(query)) as reader:
            yield reader

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """For a reader who waits: a cluster that was silent a moment ago is not asked."""
        if not self._breaker.lets_through():
            raise EngineUnavailable("the search cluster did not answer a moment ago")
        try:
            with _translated():
                yield
        except Unanswered:
            self._breaker.silent()
            raise
        except EngineUnavailable:
            self._breaker.answered()
            raise
        self._breaker.answered()

    # -- writing ------------------------------------------------------------------------------------
    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by key, keeping the newer version; visible when it returns."""
        with _translated():
            targets = self._targets() or [self._create(self._live)]
            outcome = self._write(bulk.index_operations(documents, targets))
            return sum(operation.target == self._live for operation, _ in outcome["done"])

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents by key."""
        with _translated():
            targets = self._targets()
            # What was sent before and comes late must not bring a document back.
            now = time.time_ns() // 1_000_000
            outcome = self._write(op for key in keys for op in bulk.delete_operations(key, targets, now))
            newer = [operation for operation, _ in outcome["conflict"]]
            self._write(op for old in newer for op in bulk.delete_operations(old.key, [old.target], None))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a fresh index beside the live one and swap it in; what is written meanwhile is kept.

        Only one is being built: it takes the place of another that was begun before.
        """
        with _translated():
            for name in self._indexes(self._next):
                self._patient.indices.delete(index=name, ignore_unavailable=True)
            name = self._create(self._next, refresh_interval="-1", gc_deletes=REMEMBER_DELETED)
            try:
                operations = bulk.index_operations(documents, [self._next])
                if self._write(operations, visible=False)["absent"] or name not in self._indexes(self._next):
                    raise EngineUnavailable("another process has begun to build the index anew")
                return self._publish(name)
            except BaseException:
                with contextlib.suppress(ApiError, TransportError):
                    self._patient.indices.delete(index=name, ignore_unavailable=True)
                raise

    def drop(self) -> None:
        """Remove every index of this address, of whatever version."""
        with _translated():
            for name in self._indexes(f"{self.address.prefix}.*"):
                self._patient.indices.delete(index=name, ignore_unavailable=True)

    def _publish(self, name: str) -> int:
        """Make an index the live one, and drop the others."""
        settings = {"refresh_interval": None, "gc_deletes": None}
        self._patient.indices.put_settings(index=name, settings=settings)
        self._client.options(request_timeout=SLOW_SECONDS).indices.forcemerge(index=name, max_num_segments=1)
        self._patient.indices.refresh(index=name)
        others = [other for other in self._indexes(f"{self.address.prefix}.*") if other != name]
        actions: list[Json] = [{"remove_index": {"index": other}} for other in others]
        actions.append({"remove": {"index": name, "alias": self._next}})
        actions.append({"add": {"index": name, "alias": self._live}})
        self._patient.indices.update_aliases(actions=actions)
        return int(self._patient.count(index=name)["count"])

    def _create(self, alias: str, **settings: str) -> str:
        index = Index(f"{self.address.prefix}.{time.time_ns():x}", using=self._patient)
        index.settings(**_SETTINGS, **settings)
        index.mapping(_mapping())
        index.aliases(**{alias: {}})
        index.create()
        return str(index._name) if alias == self._next else alias

    def _targets(self) -> list[str]:
        """The live index, and the one that is being built, as far as they are there."""
        return [alias for alias in (self._live, self._next) if self._indexes(alias)]

    def _indexes(self, name: str) -> list[str]:
        try:
            return list(self._patient.indices.get(index=name, features="aliases"))
        except NotFoundError:
            return []

    def _write(
        self, operations: Iterable[bulk.Operation], visible: bool = True
    ) -> dict[str, list[tuple[bulk.Operation, int]]]:
        self._glossaries.forget()
        self._counted.forget()
        outcome = bulk.send_all(operations, partial(self._send, visible))
        if any(operation.target == self._live for operation, _ in outcome["absent"]):
            raise EngineUnavailable("the search index is gone and must be rebuilt")
        return outcome

    def _send(self, visible: bool, lines: list[bytes]) -> list[dict[str, Any]]:
        try:
            operations: Any = lines  # its type knows objects only, though it takes lines as well
            found = self._patient.bulk(operations=operations, refresh=visible, require_alias=True)
        except ApiError as error:
            if error.status_code in bulk.FULL:
                raise bulk.Full(str(error.message)) from error
            raise
        return list(found["items"])


class Unanswered(EngineUnavailable):
    """The cluster kept silent: nobody is there, or nobody answered in time."""


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise EngineUnavailable("there is no search index yet") from error
    except ApiError as error:
        raise EngineUnavailable(
            f"the search cluster answered {error.status_code}: {error.message}"
        ) from error
    except TransportError as error:
        raise Unanswered(f"the search cluster does not answer: {type(error).__name__}") from error
