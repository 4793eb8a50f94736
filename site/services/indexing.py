"""Service guides and centres in the search index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Page

from core import documents, facets
from core.access import page_access
from search import Document, Passage
from services.catalogue import public_services
from services.journeys.reading import public_guides, shown_steps
from services.local_guides import variants_of
from services.models import (
    CentreIndexPage,
    CentrePage,
    JourneyPage,
    LifeEvent,
    LocalGuidePage,
    QuestionTreePage,
    ServiceIndexPage,
    ServicePage,
)
from services.presentation import fee_summary
from services.questions.reading import pruned, readable

documents.exclude(ServiceIndexPage, "a list; each service is found by itself")
documents.exclude(CentreIndexPage, "a list; each centre is found by itself")
documents.exclude(
    LocalGuidePage, "thousands would say the same; the central guide is found by the names of their places"
)


@documents.document_of(ServicePage)
def service_document(page: ServicePage) -> Document | None:
    """A guide is found by all its parts but the complaint channels, which are much the same everywhere."""
    access = page_access(page)
    if not access:
        return None
    with override(settings.LANGUAGE_CODE):
        return Document(
            key=documents.key_of(page),
            type="service",
            title=page.title,
            url=page.get_url() or "",
            summary=page.summary,
            body=tuple(_guide_passages(page)),
            keywords=tuple(filter(None, (page.title_en, page.result, *(_names(page.forms))))),
            organisations=page.organisation.lineage_codes(),
            organisation_name=page.organisation.name_th,
            topics=tuple(page.life_events.values_list("slug", flat=True)),
            access=access,
            version=_version(page),
            extra={
                "time": f"{page.total_value.normalize():f}" if page.total_value else "",
                "time_unit": page.total_unit,
                "fee": fee_summary(page),
                "charges": "" if page.is_free else "yes",
            },
        )


@facets.names_of("topic")
def names_of_life_events(values: Collection[str]) -> dict[str, str]:
    """A guide's topics are the occasions of life that it belongs to."""
    return {event.slug: event.display_name for event in LifeEvent.objects.filter(slug__in=values)}


def _guide_passages(page: ServicePage) -> Iterator[Passage]:
    parts = {
        ("หลักเกณฑ์และเงื่อนไข", "criteria"): [str(row.value) for row in page.criteria],
        ("ช่องทางการให้บริการ", "channels"): [
            _joined(row.value["name"], row.value["hours"]) for row in page.channels
        ],
        ("ขั้นตอนและระยะเวลา", "steps"): [
            _joined(row.value["type"], row.value["detail"], row.value["responsible_unit"])
            for row in page.steps
        ],
        ("เอกสารที่ต้องใช้", "documents"): [
            _joined(row.value["name"], row.value["condition"], row.value["issuer"])
            for row in (*page.identity_documents, *page.other_documents)
        ],
        ("ค่าธรรมเนียม", "fees"): [_joined(row.value["item"], row.value["note"]) for row in page.fees],
        ("กฎหมายที่เกี่ยวข้อง", "law"): [
            _joined(row.value["title"], row.value["sections"]) for row in page.legal_basis
        ],
        ("ฉบับของท้องถิ่น", "local"): [each.organisation.name_th for each in variants_of(page)],
    }
    for (heading, anchor), lines in parts.items():
        if lines:
            yield Passage("\n".join(lines), heading=heading, anchor=anchor)


@documents.document_of(CentrePage)
def centre_document(page: CentrePage) -> Document | None:
    """A centre is found by its name, its place and the services that it offers."""
    access = page_access(page)
    if not access:
        return None
    offered = public_services().filter(offerings__centre=page).order_by("offerings__sort_order")
    services = list(offered.values_list("title", flat=True))
    place = _joined(page.address, page.district, page.province.name_th if page.province else "")
    visits = [
        _joined(row.value["place"], row.value["district"], row.value["province"]) for row in page.schedule
    ]
    parts = [
        Passage(place, heading="ที่ตั้ง", anchor="place"),
        Passage("\n".join(services), heading="บริการที่ให้", anchor="services"),
        Passage("\n".join(visits), heading="กำหนดการออกหน่วย", anchor="schedule"),
    ]
    with override(settings.LANGUAGE_CODE):
        return Document(
            key=documents.key_of(page),
            type="centre",
            title=page.title,
            url=page.get_url() or "",
            summary=page.summary or place,
            body=tuple(part for part in parts if part.text),
            keywords=tuple(filter(None, (page.title_en, str(page.get_kind_display())))),
            organisations=page.organisation.lineage_codes(),
            organisation_name=page.organisation.name_th,
            access=access,
            version=_version(page),
            extra={"place": _joined(page.district, page.province.name_th if page.province else "")},
        )


@documents.document_of(JourneyPage)
def journey_document(page: JourneyPage) -> Document | None:
    """A journey is found by what it says itself. The names of its guides are theirs: whoever types one
    wants the guide and not every journey through it."""
    access = page_access(page)
    if not access:
        return None
    outlines = page.outline
    passages = []
    for step in shown_steps(outlines, public_guides(outlines)):
        own = (_joined(one.item.text, one.item.note) for one in step.items if one.guide is None)
        passages.append(Passage("\n".join((step.title, *own)), heading=step.title, anchor=step.anchor))
    return _way_to_guides(page, passages, access)


@documents.document_of(QuestionTreePage)
def question_tree_document(page: QuestionTreePage) -> Document | None:
    """A tree is found by its name and by what it asks. Its answers often name what guides are about, and
    whoever types that wants the guide."""
    access = page_access(page)
    if not access:
        return None
    asked = pruned(page.tree, readable(page.tree))
    passages = [Passage(question.text) for question in asked]
    return _way_to_guides(page, passages, access)


def _way_to_guides(
    page: JourneyPage | QuestionTreePage, passages: list[Passage], access: tuple[str, ...]
) -> Document:
    """The document of a page that leads to guides without being one."""
    return Document(
        key=documents.key_of(page),
        type="page",
        title=page.title,
        url=page.get_url() or "",
        summary=page.summary,
        body=tuple(passages),
        keywords=tuple(filter(None, (page.title_en,))),
        organisations=page.organisation.lineage_codes(),
        organisation_name=page.organisation.name_th,
        topics=tuple(page.life_events.values_list("slug", flat=True)),
        access=access,
        version=_version(page),
    )


@documents.reindexes(JourneyPage)
@documents.reindexes(ServicePage)
def trees_that_lead_to(page: Page) -> Iterable[QuestionTreePage]:
    """An answer that leads to nothing readable is left out, so a tree's document changes with its pages."""
    return QuestionTreePage.objects.filter(leads__leads_to=page.pk)


@documents.reindexes(LocalGuidePage)
def central_guide_of(page: LocalGuidePage) -> Iterable[ServicePage]:
    """A central guide's document names the places of its variants."""
    return [page.central]


@documents.reindexes(ServicePage)
def journeys_that_lead_to(page: ServicePage) -> Iterable[JourneyPage]:
    """A step whose guides nobody may read is left out, so a journey's document changes with its guides."""
    return JourneyPage.objects.filter(parts__service=page)


@documents.reindexes(ServicePage)
def centres_that_offer(page: ServicePage) -> Iterable[CentrePage]:
    """A centre's document names its services, so it changes with them."""
    return CentrePage.objects.filter(offerings__service=page).distinct()


def _names(stream: Iterable) -> Iterator[str]:
    return (row.value["name"] for row in stream)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _version(page: Page) -> int:
    changed = page.last_published_at or page.latest_revision_created_at
    return int(changed.timestamp() * 1000) if changed else 0
