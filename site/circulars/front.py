"""What the home page and an organisation's page show of letters."""

from __future__ import annotations

from django.db.models import Count, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from circulars.graph import LONG
from circulars.listing import public_letters
from circulars.models import CircularPage
from circulars.models.choices import Status
from core.bilingual import in_reader_language, joined, phrase
from core.front import Entry, FrontSection, front_section
from core.templatetags.thai import digits, thai_date
from organisations.contributions import Section, contribute
from organisations.models import Organisation

LATEST = 4
OF_ONE_ORGANISATION = 8


@front_section(order=20)
def latest_letters(request: HttpRequest) -> FrontSection:
    """The newest letters by their own date."""
    latest = public_letters().select_related("issuer").defer(*LONG)[:LATEST]
    return FrontSection(
        "circulars",
        _("หนังสือเวียนล่าสุด"),
        [_entry(letter, request) for letter in latest],
        look="list",
        more_url=reverse("wagtail_serve", args=["circulars/"]),
        more_text=_("ดูหนังสือทั้งหมด"),
    )


@contribute(order=30)
def letters_of_organisation(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The newest letters that the organisation issued, with how many there are in all.

    One query, which counts once and reads the text of no letter.
    """
    letters = public_letters().filter(issuer=organisation)
    of_all = letters.order_by().values("issuer").annotate(n=Count("pk")).values("n")
    shown = list(letters.defer(*LONG).annotate(of_all=Subquery(of_all))[:OF_ONE_ORGANISATION])
    if not shown:
        return None
    more = reverse("wagtail_serve", args=["circulars/"]) + f"?organisation={organisation.code}"
    total = shown[0].of_all
    for letter in shown:
        letter.issuer = organisation
    return Section(
        _("หนังสือเวียนและหนังสือราชการ"),
        [_entry(letter, request) for letter in shown],
        more_url=more if total > len(shown) else "",
        total=total,
    )


def _entry(letter: CircularPage, request: HttpRequest) -> Entry:
    number = letter.words.effective_number
    date = letter.effective_date
    numbered = phrase(_("ที่ %(number)s"), number=in_reader_language(digits(number), "")) if number else ""
    verifying = letter.status == Status.VERIFYING
    return Entry(
        letter.words.display_title,
        letter.get_url(request) or "",
        description=joined(" · ", (numbered, thai_date(date))),
        meta=letter.issuer.display_name
        if letter.issuer
        else in_reader_language(letter.words.issuer_name, ""),
        tag=_("อยู่ระหว่างตรวจสอบ") if verifying else "",
        tone="warning",
    )
