"""Every type of public page: accessible, quiet in the console, and fitting the screen.

A page is loaded once a size; then the window is made wider, the text larger and the colours dark.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible

GUIDELINE = "/guidelines/joint-service-centre"
PAGES = {
    "home": "/",
    "services": "/services/",
    "services-filtered": "/services/?audience=people&event=lost-documents&time=visit",
    "services-none": "/services/?q=กขฃคฅฆง",
    "service": "/services/id-card-lost/",
    "service-estimate": "/services/id-card-first/?list=1&case=1",
    "service-central": "/services/birth-notification/",
    "service-local": "/services/birth-notification/chiang-mai-city/",
    "service-local-list": "/services/birth-notification/local/",
    "service-feedback": "/services/feedback/id-card-lost/?useful=no",
    "life-events": "/services/life-events/",
    "life-event": "/services/life-events/lost-documents/",
    "journeys": "/services/journeys/",
    "journey": "/services/journeys/having-a-child/?show=all",
    "questions": "/services/questions/",
    "question": "/services/questions/opening-a-shop/food/",
    "question-answer": "/services/questions/opening-a-shop/unsure/",
    "site-map": "/sitemap/",
    "delegations": "/services/delegations/",
    "delegation": "/services/delegations/dlt-905-2566/",
    "centres": "/centres/",
    "centres-filtered": "/centres/?near=chiang-mai&province=bma&facility=ramp",
    "mobile-unit": "/centres/mobile-nan-province-unit/",
    "centre": "/centres/transport-joint-centre/",
    "centre-mobile": "/centres/mobile-vehicle-tax-unit/",
    "circulars": "/circulars/",
    "circular": "/circulars/nr-1205-85-2547/",
    "guidelines": "/guidelines/",
    "guideline": f"{GUIDELINE}/",
    "guideline-section": f"{GUIDELINE}/sections/mg-02/",
    "guideline-edition": f"{GUIDELINE}/?edition=1",
    "guideline-compare": f"{GUIDELINE}/compare/",
    "adaptation": f"{GUIDELINE}/mot/",
    "adaptation-compare": f"{GUIDELINE}/mot/compare/",
    "rounds": "/follow-up/",
    "organisations": "/organisations/",
    "organisation": "/organisations/opdc/",
    "organisation-local": "/organisations/chiang-mai-city/",
    "search": "/search/?q=ศูนย์บริการร่วม",
    "search-sorted": "/search/?q=บัตร&type=service&sort=title",
    "no-results": "/search/?q=กขฃคฅฆง",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "contact": "/contact/",
    "home-english": "/en/",
    "service-english": "/en/services/id-card-lost/",
}
WIDTHS = {"phone": (320, 390), "desktop": (1280, 1920)}


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
        page.viewport_size
    )


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, name: str, size: str) -> None:
    response = page.goto(PAGES[name])

    assert response is not None
    assert response.status == 200
    for width in WIDTHS[size]:
        widen(page, width)
        assert_fits(page)
    if size == "phone":
        widen(page, WIDTHS[size][0])
        assert_accessible(page)
        return
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    widen(page, WIDTHS[size][0])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_fits(page)
    assert_accessible(page)


def test_the_keyboard_reaches_the_content_at_once(page: Page) -> None:
    page.goto("/services/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
