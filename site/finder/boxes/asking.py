"""From one of Wagtail's queries to the objects that match, the best first.

A text is looked up once, which gives ids with scores; Wagtail's queryset then says which of them may be
shown. Nothing is looked up row by row, and pages of results share the look-up.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from finder.boxes.words import Part, parts_of_starts, parts_of_words, whole_start

Matches = Iterable[tuple[str, float]]
"""Ids as they stand in the index, with scores; higher is better."""


@dataclass(frozen=True, slots=True)
class Question:
    """One text to look up: parts that must all be there (or any of them), in `columns` of the index.

    `bonus` is a start that ranks an entry higher and is not needed.
    """

    parts: Sequence[Part]
    columns: tuple[str, ...]
    content_types: Sequence[int]
    every: bool = True
    bonus: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Primary keys that match, with scores; or, when `others`, every key but these."""

    scores: dict[Any, float]
    others: bool = False

    def __invert__(self) -> Found:
        return Found(self.scores, not self.others)

    def __and__(self, other: Found) -> Found:
        if self.others and other.others:
            return Found(self.scores | other.scores, others=True)
        if self.others:
            return other & self
        if other.others:
            return Found({key: score for key, score in self.scores.items() if key not in other.scores})
        common = self.scores.keys() & other.scores.keys()
        return Found({key: self.scores[key] + other.scores[key] for key in common})

    def __or__(self, other: Found) -> Found:
        if self.others or other.others:
            return ~(~self & ~other)
        either = self.scores.keys() | other.scores.keys()
        return Found({key: self.scores.get(key, 0.0) + other.scores.get(key, 0.0) for key in either})


class WordCompiler(BaseSearchQueryCompiler):
    """Whole words, in titles and texts."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    columns: tuple[str, ...] = ("title", "body")

    def chosen_columns(self) -> tuple[str, ...]:
        """Columns that hold the asked fields. All fields but the title share one."""
        if not self.fields:
            return self.columns
        wanted = {"title" if name == "title" else "body" for name in self.fields}
        return tuple(column for column in self.columns if column in wanted)

    def question(self, text: str, every: bool) -> Question:
        types = get_descendants_content_types_pks(self.queryset.model)
        return Question(parts_of_words(text), self.chosen_columns(), types, every)

    def find(self, lookup: Callable[[Question], Matches]) -> Found:
        """What matches the whole query. Raises NotImplementedError for a kind of query that is not known."""
        if not hasattr(self, "_found"):
            self._found = self._find(self.query, lookup)
        return self._found

    def _find(self, query: SearchQuery, lookup: Callable[[Question], Matches]) -> Found:
        match query:
            case MatchAll():
                return Found({}, others=True)
            case Not():
                return ~self._find(query.subquery, lookup)
            case And() | Or():
                found = [self._find(each, lookup) for each in query.subqueries]
                none = Found({}, others=isinstance(query, And))
                return reduce(Found.__and__ if isinstance(query, And) else Found.__or__, found, none)
            case Boost():
                inner = self._find(query.subquery, lookup)
                return Found({key: score * query.boost for key, score in inner.scores.items()}, inner.others)
            case PlainText() | Phrase() | Fuzzy():
                every = getattr(query, "operator", "and") == "and"
                question = self.question(query.query_string, every)
                if not question.parts or not question.columns:
                    return Found({})
                to_key = self.queryset.model._meta.pk.to_python
                return Found({to_key(key): score for key, score in lookup(question)})
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by the search boxes.")


class StartCompiler(WordCompiler):
    """Half words, while typing."""

    columns = ("autocomplete",)

    def chosen_columns(self) -> tuple[str, ...]:
        return self.columns

    def question(self, text: str, every: bool) -> Question:
        types = get_descendants_content_types_pks(self.queryset.model)
        return Question(parts_of_starts(text), self.columns, types, every, whole_start(text))


class BoxResults(BaseSearchResults):
    """Results in order of relevance, or in the queryset's own order."""

    supports_facet = True

    def get_queryset(self) -> QuerySet:
        """The objects of the queryset that match, not ordered by relevance."""
        compiler = self.query_compiler
        found = compiler.find(self.backend.lookup)
        if not found.scores:
            return compiler.queryset.all() if found.others else compiler.queryset.none()
        among = {"pk__in": self.backend.among(compiler.queryset.model, found.scores)}
        return compiler.queryset.exclude(**among) if found.others else compiler.queryset.filter(**among)

    @cached_property
    def _by_relevance(self) -> bool:
        found = self.query_compiler.find(self.backend.lookup)
        return bool(self.query_compiler.order_by_relevance and found.scores and not found.others)

    def _do_search(self) -> list[Any]:
        queryset = self.get_queryset()
        if not self._by_relevance:
            if not queryset.query.order_by:
                queryset = queryset.order_by("-pk")  # the same on every page
            return list(queryset[self.start : self.stop])
        scores = self.query_compiler.find(self.backend.lookup).scores
        shown = set(queryset.order_by().values_list("pk", flat=True))
        keys = sorted(shown, key=lambda key: (scores[key], key), reverse=True)[self.start : self.stop]
        objects = {each.pk: each for each in self.query_compiler.queryset.filter(pk__in=keys).order_by()}
        if self._score_field:
            for key, each in objects.items():
                setattr(each, self._score_field, scores[key])
        return [objects[key] for key in keys if key in objects]

    def _do_count(self) -> int:
        return self.get_queryset()[self.start : self.stop].count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many matches have each value of a field. Raises FilterFieldError for any but a filter field."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f"Cannot facet search results with field {field_name!r}. "
                f"Please add index.FilterField({field_name!r}) to {model}.search_fields.",
                field_name=field_name,
            )
        rows = self.get_queryset().order_by().values(field_name).annotate(count=Count("pk"))
        return OrderedDict((row[field_name], row["count"]) for row in rows.order_by("-count"))
