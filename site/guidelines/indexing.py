"""Guidelines and adaptations in the search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core import documents
from core.access import page_access
from core.text import plain_text
from guidelines.models import AdaptationPage, EditionWithdrawal, GuidelineIndexPage, GuidelinePage
from guidelines.reading import newest_sections, read_adaptation
from organisations.models import Organisation
from search import Document, Passage

documents.exclude(GuidelineIndexPage, "a list; each guideline is found by itself")


def _stream_passages(stream: Iterable, heading: str, anchor: str) -> Iterator[Passage]:
    for block in stream:
        value = block.value["text"] if block.block_type == "callout" else block.value
        if text := plain_text(value):
            yield Passage(text, heading=heading, anchor=anchor)


@documents.document_of(GuidelinePage)
def guideline_document(page: GuidelinePage) -> Document | None:
    """What readers of a model guideline see: the newest edition that stands, each passage under its section's
    heading and anchor. The page's own sections serve only until there is an edition: after a withdrawal
    they still say what was taken back."""
    access = page_access(page)
    if not access:
        return None
    body = [Passage(page.introduction)] if page.introduction else []
    for section in newest_sections(page) or page.sections.all():
        body += _stream_passages(section.body, section.heading_th, section.anchor)
    issuer = page.issuer
    return Document(
        key=documents.key_of(page),
        type="guideline",
        title=page.title,
        url=page.get_url() or "",
        keywords=tuple(filter(None, [page.title_en])),
        summary=page.introduction,
        body=tuple(body),
        organisations=issuer.lineage_codes() if issuer else (),
        organisation_name=issuer.name_th if issuer else "",
        access=access,
        version=_version(page),
    )


@documents.document_of(AdaptationPage)
def adaptation_document(page: AdaptationPage) -> Document | None:
    """An adaptation as it reads: inherited text, own text and what the organisation filled in."""
    access = page_access(page)
    if not access:
        return None
    body = [Passage(page.introduction)] if page.introduction else []
    for section in read_adaptation(page):
        if section.shows_model and section.model is not None:
            body += _stream_passages(section.model.body, section.heading, section.anchor)
        if section.own_body is not None:
            body += _stream_passages(section.own_body, section.heading, section.anchor)
        body += [
            Passage("\n".join(filled.items), heading=filled.parameter.label_th, anchor=section.anchor)
            for filled in section.filled
        ]
    return Document(
        key=documents.key_of(page),
        type="adaptation",
        title=page.title,
        url=page.get_url() or "",
        keywords=tuple(filter(None, [page.title_en])),
        summary=page.introduction,
        body=tuple(body),
        organisations=page.organisation.lineage_codes(),
        organisation_name=page.organisation.name_th,
        access=access,
        version=_version(page),
    )


@documents.reindexes(Organisation)
def pages_of_organisation(organisation: Organisation) -> Iterator[AdaptationPage | GuidelinePage]:
    """A renamed organisation is named anew on what it adapted and issued."""
    yield from AdaptationPage.objects.filter(organisation=organisation)
    yield from GuidelinePage.objects.filter(issuer=organisation)


@documents.reindexes(EditionWithdrawal)
def page_of_withdrawn_edition(withdrawal: EditionWithdrawal) -> Iterator[GuidelinePage]:
    """What was taken back is not found any more."""
    yield withdrawal.edition.guideline


def _version(page: GuidelinePage | AdaptationPage) -> int:
    published = page.last_published_at
    return int(published.timestamp() * 1000) if published else 0
