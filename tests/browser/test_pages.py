"""Every type of public page: accessible, quiet in the console, and fitting the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible

PAGES = {
    "home": "/",
    "services": "/services/",
    "services-filtered": "/services/?audience=people&event=lost-documents&time=visit",
    "service": "/services/id-card-lost/",
    "journeys": "/services/journeys/",
    "journey": "/services/journeys/having-a-child/?show=all",
    "questions": "/services/questions/",
    "question": "/services/questions/opening-a-shop/food/",
    "question-answer": "/services/questions/opening-a-shop/unsure/",
    "life-event": "/services/life-events/lost-documents/",
    "delegations": "/services/delegations/",
    "site-map": "/sitemap/",
    "centres": "/centres/",
    "centres-filtered": "/centres/?near=chiang-mai&province=bma&facility=ramp",
    "mobile-unit": "/centres/mobile-nan-province-unit/",
    "centre": "/centres/transport-joint-centre/",
    "circulars": "/circulars/",
    "circular": "/circulars/nr-1205-85-2547/",
    "guidelines": "/guidelines/",
    "guideline": "/guidelines/joint-service-centre/",
    "adaptation": "/guidelines/joint-service-centre/mot/",
    "organisations": "/organisations/",
    "organisation": "/organisations/opdc/",
    "search": "/search/?q=ศูนย์บริการร่วม",
    "no-results": "/search/?q=กขฃคฅฆง",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "contact": "/contact/",
    "home-english": "/en/",
    "service-english": "/en/services/id-card-lost/",
}


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, name: str) -> None:
    response = page.goto(PAGES[name])

    assert response is not None
    assert response.status == 200
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)


@pytest.mark.parametrize(
    "name", ["home", "service", "centres", "question", "circular", "adaptation", "search"]
)
def test_page_in_the_dark(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(PAGES[name])
    assert_accessible(page)


def test_the_keyboard_reaches_the_content_at_once(page: Page) -> None:
    page.goto("/services/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
