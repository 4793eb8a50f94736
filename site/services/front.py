"""What the home page shows of services: life events, and the centres where matters are handled."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import public
from core.bilingual import in_reader_language, spaced
from core.collation import sort_key
from core.front import Chooser, Entry, FrontSection, front_section
from core.site_map import Branch, below
from organisations.models import Kind, Organisation
from services.choices import CentreKind
from services.districts import display_name
from services.journeys.reading import public_journeys
from services.life_event_pages import with_services
from services.models import CentrePage, JourneyPage, QuestionTreePage
from services.provinces import middles
from services.questions.reading import public_trees

EVENTS = 12
CENTRES = 3
WAYS, MOST_TREES = 3, 2


@front_section(order=10)
def life_events(request: HttpRequest) -> FrontSection | None:
    """The occasions under which most guides stand, in the order that the register of occasions gives."""
    address = reverse("wagtail_serve", args=["services/"])
    most = sorted(with_services(), key=lambda event: -event.count)[:EVENTS]
    events = sorted(most, key=lambda event: event.position)
    return FrontSection(
        "life-events",
        _("เลือกตามเหตุการณ์ในชีวิต"),
        [Entry(event.display_name, event.url, in_reader_language(event.description, "")) for event in events],
        look="tiles",
        more_url=address,
        more_text=_("ดูบริการทั้งหมด"),
    )


@front_section(order=15)
def guided_ways(request: HttpRequest) -> FrontSection | None:
    """Question trees and journeys: for whoever does not know what to search for."""
    trees: list[QuestionTreePage | JourneyPage] = list(public_trees().order_by("sort_key", "pk")[:WAYS])
    journeys = list(public_journeys().order_by("sort_key", "pk")[: WAYS - min(len(trees), MOST_TREES)])
    shown = [*trees[: WAYS - len(journeys)], *journeys]
    return FrontSection(
        "guided-ways",
        _("ไม่รู้จะเริ่มตรงไหน"),
        [
            Entry(
                page.display_title,
                page.get_url(request) or "",
                page.display_summary,
                meta=_("ตอบคำถาม") if isinstance(page, QuestionTreePage) else _("เส้นทางบริการทีละขั้น"),
            )
            for page in shown
        ],
        lead=_("ตอบคำถามสั้น ๆ หรือทำตามทีละขั้น"),
        more_url=reverse("wagtail_serve", args=["services/questions/"]),
        more_text=_("ดูคำถามทั้งหมด"),
    )


@front_section(order=40)
def centres(request: HttpRequest) -> FrontSection | None:
    """A choice of province that leads to its centres, and a few of the centres, with where they are."""
    pages = public(CentrePage.objects.select_related("province")).order_by("title")[:CENTRES]
    return FrontSection(
        "centres",
        _("ศูนย์บริการร่วมและหน่วยเคลื่อนที่"),
        [
            Entry(
                page.display_title,
                page.get_url(request),
                in_reader_language(page.summary, ""),
                meta=_place(page),
                tag=page.get_kind_display(),
            )
            for page in pages
        ],
        lead=_("ติดต่อหลายหน่วยงานได้ในที่เดียว"),
        chooser=_province_chooser(),
        more_url=reverse("wagtail_serve", args=["centres/"]),
        more_text=_("ดูศูนย์ทั้งหมด"),
    )


def _place(page: CentrePage) -> str:
    """District and province, as far as they are known."""
    if page.province is None:
        return in_reader_language(page.district, "")
    return spaced(display_name(page.district, page.province.code), page.province.display_name)


def _province_chooser() -> Chooser:
    provinces = Organisation.objects.filter(Q(kind=Kind.PROVINCE) | Q(code="bma"), code__in=middles())
    options = [(each.code, each.display_name) for each in provinces.only("code", "name_th", "name_en")]
    return Chooser(
        _("หาศูนย์ใกล้คุณ"),
        reverse("wagtail_serve", args=["centres/"]),
        "near",
        sorted(options, key=lambda option: sort_key(option[1].removeprefix("จังหวัด"))),
        _("แสดงศูนย์"),
    )


@below("services")
def below_services(request: HttpRequest) -> list[Branch]:
    """The ways into the catalogue."""

    def at(path: str) -> str:
        return reverse("wagtail_serve", args=[f"services/{path}"])

    events = [Branch(event.display_name, event.url) for event in with_services()]
    trees = [
        Branch(page.display_title, page.get_url(request) or "")
        for page in public_trees().order_by("sort_key")
    ]
    journeys = [
        Branch(page.display_title, page.get_url(request) or "")
        for page in public_journeys().order_by("sort_key")
    ]
    return [
        Branch(_("บริการตามเหตุการณ์ในชีวิต"), at("life-events/"), events),
        Branch(_("ตอบคำถามเพื่อหาบริการ"), at("questions/"), trees),
        Branch(_("เส้นทางบริการทีละขั้น"), at("journeys/"), journeys),
        Branch(_("ทะเบียนคำสั่งมอบอำนาจ"), at("delegations/")),
    ]


@below("centres")
def below_centres(request: HttpRequest) -> list[Branch]:
    """The centres by their model."""
    address = reverse("wagtail_serve", args=["centres/"])
    return [Branch(str(label), f"{address}?kind={kind}") for kind, label in CentreKind.choices]
