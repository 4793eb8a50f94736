"""What a first visit of a guide costs a phone: bytes, origins, shifts of the layout, the largest paint."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server, new_context

GUIDES = ("/services/id-card-lost/", "/services/food-premises/", "/services/birth-notification/")
MOST_BYTES = {"document": 15_000, "stylesheet": 12_000, "script": 25_000, "font": 60_000}
"""As sent, compressed."""
MOST_MILLISECONDS = 1500

SLOW_PHONE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 0.75 * 1024 * 1024 / 8,
}
"""The usual profile of a slow 4G connection."""

OBSERVE = """
window.seen = { shift: 0, paint: 0 };
new PerformanceObserver(list => list.getEntries().forEach(each => { window.seen.shift += each.value; }))
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(each => { window.seen.paint = each.startTime; }))
  .observe({ type: 'largest-contentful-paint', buffered: true });
"""


def visit(page: Page, address: str, slow: bool) -> tuple[dict[str, int], list[str], dict[str, float]]:
    """Bytes by kind of file, the addresses asked for, and what the browser measured."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, str] = {}
    addresses: list[str] = []
    sent: dict[str, int] = defaultdict(int)

    def asked(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()
        addresses.append(event["request"]["url"])

    def came(event: dict[str, Any]) -> None:
        sent[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_PHONE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 2})
    page.add_init_script(OBSERVE)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    measured: dict[str, float] = page.evaluate("window.seen")
    return dict(sent), addresses, measured


@pytest.mark.parametrize("address", GUIDES)
def test_a_first_visit_of_a_guide_is_light_still_and_of_one_origin(
    browser: Browser, server: Server, size: str, address: str
) -> None:
    with new_context(browser, server, size) as context:
        sent, addresses, measured = visit(context.new_page(), address, slow=False)

    print(address, size, sent, measured)  # noqa: T201 - the figures of the documentation
    for kind, most in MOST_BYTES.items():
        assert 0 < sent.get(kind, 0) <= most, (kind, sent)
    assert {each for each in addresses if not each.startswith((f"{server.url}/", "data:"))} == set()
    assert measured["shift"] == 0


def test_the_largest_paint_comes_soon_on_a_slow_phone(browser: Browser, server: Server, size: str) -> None:
    """The best of three visits: a machine that is busy with other tests says nothing of the page."""
    paints = []
    for _ in range(3):
        with new_context(browser, server, "phone") as context:
            _sent, _addresses, measured = visit(context.new_page(), GUIDES[0], slow=True)
            paints.append(measured["paint"])
            assert measured["shift"] == 0
    print(size, "largest paint on a slow phone", paints)  # noqa: T201
    assert 0 < min(paints) < MOST_MILLISECONDS
