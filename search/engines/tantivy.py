"""The embedded engine: Tantivy inside the process, its index a folder of derived data."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy
from tantivy import Query as TQuery

from search.answering import answer
from search.document import Document
from search.engine import EngineUnavailable, IndexState
from search.engines.candidates import CandidateCache
from search.engines.entries import Entry, entries
from search.engines.glossaries import MOST_PAIRS, Glossaries
from search.engines.store import Manifest, Store
from search.engines.tantivy_reader import TantivyReader
from search.query import Query
from search.results import Explanation, Results
from search.schema import FIELDS, dump, load
from search.suggesting import explain, suggest
from search.thai.lexicon import Lexicon

_HEAP = 64_000_000
_SMALL_HEAP = 15_000_000
_TOKENIZERS = {"keyword": "raw", "keywords": "raw", "tokens": "ruam_tokens"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        if field.kind == "number":
            builder.add_unsigned_field(field.name, stored=field.stored, indexed=True, fast=True)
        elif field.kind == "bytes":
            builder.add_bytes_field(field.name, stored=True)
        else:
            ranked = field.kind == "tokens" and field.frequencies
            builder.add_text_field(
                field.name,
                stored=field.stored,
                fast=field.facet or field.sorts,
                tokenizer_name=_TOKENIZERS[field.kind],
                index_option="freq" if ranked else "basic",
            )
    return builder.build()


def _open(folder: Path, fresh: bool = False) -> tantivy.Index:
    index = tantivy.Index(_schema(), str(folder)) if fresh else tantivy.Index.open(str(folder))
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("ruam_tokens", whitespace)
    index.config_reader("manual")
    return index


def _entry(given: Entry) -> tantivy.Document:
    """A document as Tantivy takes it."""
    entry = tantivy.Document()
    for field in FIELDS:
        value = given[field.name]
        if value is None:
            continue
        if field.kind == "number":
            entry.add_unsigned(field.name, value)
        elif field.kind == "bytes":
            entry.add_bytes(field.name, value)
        elif field.kind == "keywords":
            for one in value:
                entry.add_text(field.name, one)
        else:
            entry.add_text(field.name, value)
    return entry


class TantivyEngine:
    """Keeps `search.engine.Engine` with an index in a folder of its own; safe for threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = Store(folder)
        self._cache = CandidateCache()
        self._glossaries = Glossaries()
        self._lock = threading.Lock()
        self._opened: tuple[Path, tantivy.Index] | None = None
        self._read: tuple[tantivy.Index, int, int, int] | None = None

    # -- reading ------------------------------------------------------------------------------------
    def search(self, query: Query) -> Results:
        """Answer a query. Raises EngineUnavailable where there is no index, or it cannot be read."""
        with _unavailable():
            return answer(self.reader(query), query)

    def reader(self, query: Query) -> TantivyReader:
        """A view of the index as it is now. Raises EngineUnavailable."""
        with _unavailable():
            index = self._newest()
            return TantivyReader(index.searcher(), index.schema, self._cache, query)

    def suggest(self, text: str, access: tuple[str, ...], limit: int = 8) -> list[str]:
        """Titles, names and words that continue or contain what is being typed. Raises EngineUnavailable."""
        with _unavailable():
            return suggest(self.reader(Query(text, access=access)), text, limit)

    def explain(self, query: Query, limit: int = 10) -> Explanation:
        """How the query was understood and scored. Raises EngineUnavailable."""
        with _unavailable():
            return explain(self.reader(query), query, limit)

    def glossary(self, access: tuple[str, ...]) -> Lexicon:
        """Abbreviations that the documents explain which these tokens open. Raises EngineUnavailable."""
        with _unavailable():
            self._newest()
            return self._glossaries.get(
                access, self._read, lambda: self.reader(Query("", access=access)).definitions(MOST_PAIRS)
            )

    def versions(self) -> dict[str, int]:
        """Key to version of every document in the index."""
        with _unavailable():
            index = self._live()
            index.reload()
            return _versions(index.searcher(), "")

    def state(self) -> IndexState:
        """Whether the index can be used, and whether it was made by this version of the analyzer."""
        folder = self._store.current
        if folder is None:
            return IndexState("missing", 0)
        manifest = self._store.manifest(folder)
        if manifest is None or manifest.schema != Manifest.now().schema:
            return IndexState("unusable", 0)
        try:
            with _unavailable():
                index = self._live()
                index.reload()
                count = int(index.searcher().num_docs)
        except EngineUnavailable:
            return IndexState("unusable", 0)
        return IndexState("ready" if manifest == Manifest.now() else "stale", count)

    def _live(self) -> tantivy.Index:
        folder = self._store.current
        if folder is None:
            raise EngineUnavailable("there is no search index yet")
        with self._lock:
            if self._opened is None or self._opened[0] != folder:
                manifest = self._store.manifest(folder)
                if manifest is None or manifest.schema != Manifest.now().schema:
                    raise EngineUnavailable("the search index is of another version and must be rebuilt")
                self._opened = (folder, _open(folder))
            return self._opened[1]

    def _newest(self) -> tantivy.Index:
        """The live index as last committed, by whatever process: every commit replaces its `meta.json`."""
        index = self._live()
        assert self._opened is not None
        about = (self._opened[0] / "meta.json").stat()
        stamp = (index, about.st_ino, about.st_mtime_ns, about.st_size)
        if self._read != stamp:
            index.reload()
            self._read = stamp
        return index

    # -- writing ------------------------------------------------------------------------------------
    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by key, keeping the newer version; visible when it returns."""
        with self._store.writing(), _unavailable():
            if self._store.current is None:
                self._publish_empty()
            self._glossaries.forget()
            journals = [folder / "journal" for folder in self._store.builds()]
            return _write(self._live(), documents, _SMALL_HEAP, journals)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents by key."""
        with self._store.writing(), _unavailable():
            if self._store.current is None:
                return
            self._glossaries.forget()
            wanted = list(keys)
            for folder in self._store.builds():
                _append(folder / "journal", [{"delete": key} for key in wanted])
            _delete(self._live(), wanted)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a fresh index beside the live one and swap it in; what is written meanwhile is kept."""
        with contextlib.ExitStack() as stack:
            with self._store.writing():
                folder = self._store.create()
                stack.enter_context(self._store.building(folder))
            with _unavailable():
                index = _open(folder, fresh=True)
                _write(index, documents, _HEAP, ())
            with self._store.writing(), _unavailable():
                _replay(index, folder / "journal")
                index.reload()
                count = int(index.searcher().num_docs)
                self._store.mark(folder, Manifest.now())
                self._store.publish(folder)
        return count

    def drop(self) -> None:
        """Remove the folder of the index."""
        with self._lock:
            self._opened = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _publish_empty(self) -> None:
        folder = self._store.create()
        _open(folder, fresh=True)
        self._store.mark(folder, Manifest.now())
        self._store.publish(folder)


@contextlib.contextmanager
def _unavailable() -> Iterator[None]:
    """Tantivy reports a damaged or vanished index as ValueError or OSError."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise EngineUnavailable(f"the search index cannot be used: {error}") from error


def _versions(searcher: tantivy.Searcher, key: str) -> dict[str, int]:
    """Versions of one document, or of all where `key` is empty; of living documents only."""
    prefix = f"{key}\t" if key else ""
    terms = searcher.terms_with_prefix("stamp", prefix, TQuery.all_query())
    pairs = (term.rsplit("\t", 1) for term, _ in terms)
    return {found: int(version) for found, version in pairs}


def _write(index: tantivy.Index, documents: Iterable[Document], heap: int, journals: Iterable[Path]) -> int:
    index.reload()
    searcher = index.searcher()
    seen: dict[str, int] = {}
    replaced: set[str] = set()

    def newer() -> Iterator[Document]:
        for document in documents:
            known = seen.get(document.key)
            if known is None:
                known = _versions(searcher, document.key).get(document.key)
            if known is not None and known > document.version:
                continue
            if known is not None:
                replaced.add(document.key)
            seen[document.key] = document.version
            yield document

    count = 0
    writer = index.writer(heap, 1)
    try:
        for document, given in entries(newer()):
            if document.key in replaced:
                writer.delete_documents_by_term("key", document.key)
            writer.add_document(_entry(given))
            for journal in journals:
                _append(journal, [{"index": dump(document).decode("utf-8", "surrogatepass")}])
            count += 1
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
    index.reload()
    return count


def _delete(index: tantivy.Index, keys: Iterable[str]) -> None:
    writer = index.writer(_SMALL_HEAP, 1)
    for key in keys:
        writer.delete_documents_by_term("key", key)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _append(journal: Path, lines: Iterable[dict[str, str]]) -> None:
    with journal.open("a", encoding="ascii") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")


def _replay(index: tantivy.Index, journal: Path) -> None:
    """Apply what was written to the live index while this one was being built, in order."""
    if not journal.exists():
        return
    with journal.open(encoding="ascii") as file:
        for line in file:
            change = json.loads(line)
            if "delete" in change:
                _delete(index, [change["delete"]])
            else:
                document = load(change["index"].encode("utf-8", "surrogatepass"))
                _write(index, [document], _SMALL_HEAP, ())
    journal.unlink()
