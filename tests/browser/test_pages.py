"""Every type of public page: accessible in both schemes, at any width and size of text; a quiet console.

A page is loaded once a size; then the window is made narrower or wider, colours change, the text grows.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible, assert_colours_accessible

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
    "journeys": "/services/journeys/",
    "journey": "/services/journeys/having-a-child/?show=all",
    "questions": "/services/questions/",
    "question": "/services/questions/opening-a-shop/food/",
    "question-answer": "/services/questions/opening-a-shop/unsure/",
    "life-events": "/services/life-events/",
    "life-event": "/services/life-events/lost-documents/",
    "delegations": "/services/delegations/",
    "delegation": "/services/delegations/dlt-905-2566/",
    "site-map": "/sitemap/",
    "centres": "/centres/",
    "centres-filtered": "/centres/?near=chiang-mai&province=bma&facility=ramp",
    "centres-by-district": "/centres/?near=nan&near_district=5507&facility=ramp",
    "mobile-unit": "/centres/mobile-nan-province-unit/",
    "mobile-unit-without-date": "/centres/mobile-vehicle-tax-unit/",
    "centre": "/centres/transport-joint-centre/",
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
WIDTHS = {"phone": (390, 320), "desktop": (1280, 1920)}


def assert_fits(page: Page, width: int) -> None:
    """Nothing has to be scrolled sideways in a window of so many pixels."""
    page.set_viewport_size({"width": width, "height": 900})
    too_wide = page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          return [...document.querySelectorAll("body *")]
            .filter(each => each.getBoundingClientRect().right > room + 0.5)
            .map(each => each.outerHTML.slice(0, 120));
        }"""
    )
    assert too_wide == [], width


def write_twice_as_large(page: Page) -> None:
    """As who sets the size of text in the browser's own settings, where widths in media queries grow too."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, size: str, name: str) -> None:
    """Narrow in light and, for its colours, dark; wide in dark and, for its colours, light; in large text."""
    page.emulate_media(color_scheme="light" if size == "phone" else "dark")
    response = page.goto(PAGES[name])

    assert response is not None
    assert response.status == 200
    for width in WIDTHS[size]:
        assert_fits(page, width)
    assert_accessible(page)
    assert_colours_accessible(page, "dark" if size == "phone" else "light")
    write_twice_as_large(page)
    for width in WIDTHS[size]:
        assert_fits(page, width)
    assert_accessible(page)


def test_the_keyboard_reaches_the_content_at_once(page: Page) -> None:
    page.goto("/services/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
