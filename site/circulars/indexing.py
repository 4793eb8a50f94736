"""Letters in the search index: only public ones, personal numbers masked."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from circulars.letters.personal import masked
from circulars.models import CircularIndexPage, CircularPage, Status, Topic
from core import documents, facets
from core.access import page_access
from search import Document, Passage

documents.exclude(CircularIndexPage, "a list; each letter is found by itself")


@documents.loads(CircularPage)
def with_parts(letters: QuerySet[CircularPage]) -> QuerySet[CircularPage]:
    return letters.select_related("issuer__parent__parent").prefetch_related(
        "addressees", "enclosures", "citations"
    )


@documents.document_of(CircularPage)
def circular_document(page: CircularPage) -> Document | None:
    """None for a letter that is held, secret or not live."""
    if page.is_secret or not page.may_be_public():
        return None
    access = page_access(page)
    if not access:
        return None
    words = page.words
    items = (page.enclosures.all(), page.citations.all())
    names = [masked(item.raw) for every in items for item in every]
    addressed = [masked(one.raw) for one in page.addressees.all()]
    passages = [
        Passage(words.subject),
        Passage(words.body),
        Passage(words.purpose_line),
        Passage("\n".join(names)),
        Passage("\n".join([*addressed, words.issuer_name, words.owner_unit])),
        Passage(
            " ".join((words.best_signatory_name, words.signatory_name, words.signatory_position)).strip()
        ),
    ]
    return Document(
        key=documents.key_of(page),
        type="circular",
        title=words.title,
        url=page.get_url() or "",
        body=tuple(passage for passage in passages if passage.text.strip()),
        summary=words.purpose_line,
        keywords=tuple(
            word for word in dict.fromkeys((words.number_raw, words.number, words.issuer_name)) if word
        ),
        number=words.effective_number or None,
        date=page.effective_date,
        organisations=page.issuer.lineage_codes() if page.issuer else (),
        organisation_name=page.issuer.name_th if page.issuer else words.issuer_name,
        topics=tuple(topic.code for topic in page.topics.all()),
        status=page.status,
        access=access,
    )


@facets.names_of("topic")
def names_of_topics(values: Collection[str]) -> dict[str, str]:
    """What registrars call the topics of letters."""
    return {topic.code: topic.display_name for topic in Topic.objects.filter(code__in=values)}


@facets.names_of("status")
def names_of_statuses(values: Collection[str]) -> dict[str, str]:
    """The statuses of letters that readers may see."""
    return {value: str(label) for value, label in Status.choices if value in values}
