"""What an organisation's page shows of guidelines."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.access import public
from core.bilingual import in_reader_language
from guidelines.models import AdaptationPage, GuidelinePage
from organisations.contributions import Section, contribute
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Item:
    """A link on an organisation's page."""

    url: str
    title: str
    description: str


@contribute(order=40)
def guidelines_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The guidelines that the organisation issued and those that it adapted. One query."""
    issued = GuidelinePage.objects.filter(issuer=organisation).values("pk")
    adapted = AdaptationPage.objects.filter(organisation=organisation).values("pk")
    found = Page.objects.filter(Q(pk__in=issued) | Q(pk__in=adapted))
    english = Coalesce("guidelinepage__title_en", "adaptationpage__title_en")
    pages = public(found.annotate(title_en=english)).order_by("title")
    items = [
        Item(page.get_url(request) or "", in_reader_language(page.title, page.title_en), _kind(page))
        for page in pages
    ]
    return Section(_("แนวทางศูนย์บริการร่วม"), items, total=len(items)) if items else None


def _kind(page: Page) -> str:
    return _("แนวทางต้นแบบ") if page.specific_class is GuidelinePage else _("แนวทางฉบับปรับใช้")
