"""What the public pages of life events show."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from services.catalogue import public_services
from services.journeys.reading import public_journeys
from services.models import JourneyPage, LifeEvent, QuestionTreePage, ServicePage
from services.questions.reading import public_trees


def with_services() -> list[LifeEvent]:
    """The life events that have public guides, each with `count`, in the editors' order."""
    counted = LifeEvent.objects.annotate(
        count=Count("services", filter=Q(services__in=public_services().values("pk")))
    )
    return list(counted.filter(count__gt=0))


def groups() -> list[tuple[str, list[LifeEvent]]]:
    """`with_services`, grouped by kind."""
    events = with_services()
    grouped = [
        (str(label), [event for event in events if event.kind == kind])
        for kind, label in LifeEvent.Kind.choices
    ]
    return [group for group in grouped if group[1]]


def services_of(event: LifeEvent) -> QuerySet[ServicePage]:
    """The public guides of a life event, in dictionary order."""
    return (
        public_services().filter(life_events=event).select_related("organisation").order_by("sort_key", "pk")
    )


def ways_into(event: LifeEvent) -> list[QuestionTreePage | JourneyPage]:
    """The question trees and the journeys of a life event that everybody may read, trees first, each with
    `kind_name`."""
    found: list[QuestionTreePage | JourneyPage] = []
    for pages, name in ((public_trees(), _("ตอบคำถาม")), (public_journeys(), _("เส้นทางบริการทีละขั้น"))):
        for page in pages.filter(life_events=event).order_by("sort_key", "pk"):
            page.kind_name = name
            found.append(page)
    return found
