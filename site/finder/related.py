"""Related pages: what a reader of a page may want next, worked out beside the web server and kept.

The index is asked for what is most like the page's title, of what everybody may find. A guide leads to other
guides first: to those of the same life events, which its editors chose, then to those whose titles are alike;
its centres stand on its page already. A page whose document
changed is worked out anew, and then the pages that it leads to, so that a new page is soon led to as well.
Showing them costs one query, which leaves out whatever is not public at that moment.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from wagtail.models import Page

from core.access import is_public
from core.bilingual import in_reader_language
from core.jobs import background_job
from finder import answering, building
from finder.models import IndexedDocument, RelatedPage, RelatedState
from search import Document, Filters, Hit

MOST = 5
MOST_OF_A_KIND = 3
LEAST_ALIKE = 0.3
"""Share of the score of the page itself, for its own title, below which another has little to do with it."""
BY_TOPIC = frozenset({"service"})
"""Types of which a page leads first to its own kind under the same topics: the life events of a guide are few
and say what a citizen is about. The topics of letters are as wide as a ministry and say nothing."""
LEAST_ALIKE_BY_TOPIC = 0.5
"""The same share for one of the same kind and no common topic: titles of guides share the words of forms
("การขอใบอนุญาต…", "การจดทะเบียน…") whatever they are about."""
LISTED_ALREADY = {"service": frozenset({"centre"})}
"""By type of a page the types that it lists itself."""
KINDS = ("service", "circular", "guideline", "centre", "page")
"""Types of documents that pages lead to; an adaptation is reached from its guideline."""
SECONDS = 2.0
"""Of one run, so that other work of the worker does not wait."""
ASKED_ANEW = 0
_READ = 20


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link to a related page, as shown."""

    title: str
    url: str
    description: str


@background_job("related pages", 20.0)
def refresh() -> None:
    """Work out what is due, as long as that may take. Raises EngineUnavailable; what was known stays."""
    work_out(SECONDS)


def work_out(seconds: float) -> int:
    """Work out the related pages of pages that changed; gives of how many. Takes about `seconds` at most.

    Raises EngineUnavailable where the index cannot answer now; what was known stays.
    """
    until = time.monotonic() + seconds
    done = 0
    for key, version, known in _waiting():
        found = _like(key)
        with transaction.atomic():
            _keep(key, found)
            RelatedState.objects.update_or_create(key=key, defaults={"version": version})
            if known != ASKED_ANEW:  # it was not a neighbour that asked, so the neighbours may not know of it
                keys = [hit.key for hit in found]
                RelatedState.objects.filter(key__in=keys).update(version=ASKED_ANEW)
        done += 1
        if time.monotonic() > until:
            break
    return done


def forget(keys: Collection[str]) -> None:
    """Lead nobody to these documents any more."""
    if keys:
        RelatedPage.objects.filter(key__in=keys).delete()
        RelatedState.objects.filter(key__in=keys).delete()


def links_of(page: Page, request: HttpRequest | None) -> list[RelatedLink]:
    """Where readers of a page may go on, of what everybody may read now. One query."""
    found = IndexedDocument.objects.filter(key=OuterRef("key"), public=True)
    rows = RelatedPage.objects.filter(Exists(found), is_public("target"), page_id=page.pk)
    links = []
    for row in rows.select_related("target"):
        target = row.target.specific_deferred  # its type knows its address and what it is called; no query
        url = target.get_url(request)
        if url:
            title = in_reader_language(row.target.title, row.title_en)
            kind = getattr(target, "reader_kind", "") or answering.TYPE_NAMES[row.kind]
            links.append(RelatedLink(title, url, str(kind)))
    return links


def _waiting() -> Iterable[tuple[str, int, int | None]]:
    """Documents of pages with their version, and the version for which related pages are known.

    Changed ones first, then those that a neighbour asked for.
    """
    state = RelatedState.objects.filter(key=OuterRef("key")).values("version")[:1]
    rows = IndexedDocument.objects.filter(public=True, key__startswith="page-").annotate(known=state)
    rows = rows.filter(Q(known=None) | ~Q(known=F("version")))
    return list(rows.order_by(F("known").desc(nulls_first=True)).values_list("key", "version", "known")[:500])


def _like(key: str) -> list[Hit]:
    """What is like a page, best first: no more of a kind than fits, and nothing that shares only a word."""
    page = Page.objects.filter(pk=key.removeprefix("page-"), live=True).first()
    document = building.document(page.specific) if page is not None else None
    if page is None or document is None:
        return []
    text = " ".join(page.title.replace('"', " ").replace("-", " ").split())
    hits = answering.find(answering.Request(text, page_size=_READ), None).hits
    own = next((hit.score for hit in hits if hit.key == key), hits[0].score if hits else 0.0)
    alike = [hit for hit in hits if hit.score >= own * LEAST_ALIKE]
    if document.type in BY_TOPIC:
        close = own * LEAST_ALIKE_BY_TOPIC
        same = [hit for hit in alike if hit.type == document.type and hit.score >= close]
        alike = [*_of_topics(document, text), *same, *(hit for hit in alike if hit.type != document.type)]
    apart = LISTED_ALREADY.get(document.type, frozenset())
    found: list[Hit] = []
    kinds: Counter[str] = Counter()
    titles = {page.title}
    for hit in alike:
        fits = hit.type in KINDS and hit.type not in apart and hit.key != key and hit.title_text not in titles
        if fits and kinds[hit.type] < MOST_OF_A_KIND:
            kinds[hit.type] += 1
            titles.add(hit.title_text)
            found.append(hit)
    return found[:MOST]


def _of_topics(document: Document, text: str) -> list[Hit]:
    """Documents of the same type and of a topic of this one: first those that share words with its title."""
    if not document.topics:
        return []
    filters = Filters(types=(document.type,), topics=document.topics)
    alike = answering.find(answering.Request(text, filters, page_size=_READ), None).hits
    others = answering.find(answering.Request("", filters, page_size=_READ, sort="title"), None).hits
    return [*alike, *others]


def _keep(key: str, found: list[Hit]) -> None:
    """Write down what is related, if it is other than before. Pages that are gone by now are left out."""
    number = int(key.removeprefix("page-"))
    targets = {int(hit.key.removeprefix("page-")): hit for hit in found if hit.key.startswith("page-")}
    existing = {page.pk: page for page in Page.objects.filter(pk__in=[number, *targets]).specific()}
    names = {pk: getattr(page, "title_en", "") for pk, page in existing.items()}
    if number not in existing:
        return
    rows = [
        RelatedPage(
            page_id=number, target_id=pk, key=hit.key, kind=hit.type, title_en=names[pk], position=position
        )
        for position, (pk, hit) in enumerate(targets.items())
        if pk in existing
    ]
    # Those that lead here show its English name as it is now.
    RelatedPage.objects.filter(target_id=number).exclude(title_en=names[number]).update(
        title_en=names[number]
    )
    before = list(RelatedPage.objects.filter(page_id=number).values_list("target_id", "kind", "title_en"))
    if before != [(row.target_id, row.kind, row.title_en) for row in rows]:
        RelatedPage.objects.filter(page_id=number).delete()
        RelatedPage.objects.bulk_create(rows)
