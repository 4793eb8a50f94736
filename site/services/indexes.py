"""The catalogue of services with what stands beside it, and the list of centres."""

from __future__ import annotations

from types import MappingProxyType

from django.db.models import BooleanField, Case, Exists, OuterRef, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.query import PageQuerySet

from core import page_cache
from core.access import restricted
from services.addresses import SectionIndexPage
from services.centres import CentrePage
from services.guides import ServicePage
from services.journeys.models import JourneyPage, JourneyPart
from services.local_guides import LocalGuidePage
from services.questions.models import QuestionTreePage


class ServiceIndexPage(SectionIndexPage):
    """The catalogue of services at /services/ (บริการและคู่มือสำหรับประชาชน).

    Beside it: life events at /services/life-events/, the register of delegations at /services/delegations/.
    """

    flat_child_model = ServicePage
    flat_child_related = ("organisation",)
    flat_below = MappingProxyType({"journeys": JourneyPage, "questions": QuestionTreePage})

    class Meta:
        verbose_name = _("หน้ารวมบริการ")

    @classmethod
    def found(cls, slug: str, path: str) -> PageQuerySet:
        """A guide, with whether it has partners, areas, other cases, journeys and restrictions: most have
        none, and then nobody asks for them."""
        own = {"servicepage": OuterRef("pk")}
        return (
            super()
            .found(slug, path)
            .annotate(
                has_partners=Exists(ServicePage.partners.through.objects.filter(**own)),
                has_areas=Exists(ServicePage.areas.through.objects.filter(**own)),
                has_journeys=Exists(JourneyPart.objects.filter(service=OuterRef("pk"))),
                is_restricted=restricted(),
                has_cases=Case(
                    When(variant_of=None, then=Exists(ServicePage.objects.filter(variant_of=OuterRef("pk")))),
                    default=Value(True),
                    output_field=BooleanField(),
                ),
            )
        )

    @path("")
    def catalogue(self, request: HttpRequest) -> HttpResponse:
        from services import catalogue, catalogue_filters

        listing = catalogue.listing(catalogue.Choice.of(request.GET), timezone.localdate())
        return self.render(
            request,
            context_overrides={
                "listing": listing,
                "groups": catalogue_filters.groups(listing),
                "chips": catalogue_filters.chips(listing),
                "letters": catalogue_filters.letters(listing),
            },
        )

    @path("life-events/")
    def life_events(self, request: HttpRequest) -> HttpResponse:
        from services import life_event_pages

        return self.render(
            request,
            context_overrides={"groups": life_event_pages.groups()},
            template="services/life_events.html",
        )

    @path("life-events/<slug:slug>/")
    def life_event(self, request: HttpRequest, slug: str) -> HttpResponse:
        from services import life_event_pages
        from services.models import LifeEvent
        from services.shelf import facet_of

        event = get_object_or_404(LifeEvent, slug=slug)
        return self.render(
            request,
            context_overrides={
                "event": event,
                "services": life_event_pages.services_of(event),
                "ways": life_event_pages.ways_into(event),
                "list_query": f"?{facet_of(event)}={event.slug}",
            },
            template="services/life_event.html",
        )

    @path("journeys/")
    def journeys(self, request: HttpRequest) -> HttpResponse:
        from services.journeys.reading import public_journeys

        found = public_journeys().select_related("organisation").order_by("sort_key", "pk")
        return self.render(request, context_overrides={"journeys": found}, template="services/journeys.html")

    @path("questions/")
    def question_trees(self, request: HttpRequest) -> HttpResponse:
        from services.questions.reading import public_trees

        found = public_trees().select_related("organisation").order_by("sort_key", "pk")
        return self.render(request, context_overrides={"trees": found}, template="services/questions.html")

    @path("feedback/<slug:slug>/")
    @path("feedback/<slug:slug>/<slug:place>/")
    def feedback(self, request: HttpRequest, slug: str, place: str = "") -> HttpResponse:
        from services import feedback

        about = feedback.subject(slug, place)
        form: feedback.FeedbackForm | None = feedback.FeedbackForm()
        chosen = request.GET.get("useful", "")
        sent = "sent" in request.GET
        if request.method == "POST":
            form = feedback.receive(request, about)
            chosen = request.POST.get("useful", "")
            if form is None:
                return redirect(f"{request.path}?sent")
        response = self.render(
            request,
            context_overrides={"about": about, "form": form, "chosen": chosen, "sent": sent},
            template="services/feedback.html",
        )
        if form is not None and form.errors:
            response.status_code = 422
        add_never_cache_headers(response)
        return response

    @path("delegations/")
    def delegations(self, request: HttpRequest) -> HttpResponse:
        from services import register

        listing = register.listing(register.Choice.of(request.GET), timezone.localdate())
        return self.render(
            request, context_overrides={"listing": listing}, template="services/delegations.html"
        )

    @path("delegations/<slug:code>/")
    def delegation(self, request: HttpRequest, code: str) -> HttpResponse:
        from services import register

        return self.render(
            request,
            context_overrides=register.entry(code, timezone.localdate()),
            template="services/delegation.html",
        )


class CentreIndexPage(SectionIndexPage):
    """The list of centres at /centres/ (ศูนย์บริการร่วมและหน่วยเคลื่อนที่)."""

    flat_child_model = CentrePage
    flat_child_related = ("organisation", "province")

    class Meta:
        verbose_name = _("หน้ารวมศูนย์บริการ")

    @path("")
    def directory(self, request: HttpRequest) -> HttpResponse:
        from services import directory, directory_page

        listing = directory.listing(directory.Choice.of(request.GET), timezone.localtime())
        for row in listing.rows:
            page_cache.stale_at(row.status.changes if row.status else None)
        return self.render(
            request,
            context_overrides={
                "listing": listing,
                "groups": directory_page.groups(listing),
                "chips": directory_page.chips(listing),
                "map": directory_page.map_of(listing),
                "near_choices": directory_page.near_choices(listing),
                "district_choices": directory_page.district_choices(listing),
            },
        )


JourneyPage.section_model = ServiceIndexPage
QuestionTreePage.section_model = ServiceIndexPage
ServicePage.section_model = ServiceIndexPage
LocalGuidePage.section_model = ServiceIndexPage
CentrePage.section_model = CentreIndexPage
