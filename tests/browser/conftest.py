"""A real Chromium before a real server: one demo is loaded, every journey size gets a copy of its own."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LEFT_OUT = "seed-1-slc-circular.txt"
PATIENCE = 20_000
"""Milliseconds to wait for anything before a test fails."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "RUAM_DATA": str(data),
        "VENV": str(Path(sys.executable).parent.parent),
    }


@dataclass(frozen=True)
class Server:
    """A running Ruam: web server and worker, with a data directory of their own."""

    url: str
    data: Path

    def mails(self) -> list[tuple[str, str, str]]:
        """The mails sent so far: to whom, subject, text. A file may hold several."""
        folder = self.data / "mail"  # which the first mail makes
        files = [each.read_bytes() for each in (folder.iterdir() if folder.exists() else ())]
        parts = [message_from_bytes(part.strip()) for mails in files for part in mails.split(b"-" * 79)]
        found = []
        for mail in parts:
            body = mail.get_payload(decode=True)
            text = body.decode(errors="replace") if isinstance(body, bytes) else ""
            found.append((mail["To"] or "", str(make_header(decode_header(mail["Subject"] or ""))), text))
        return found

    def account(self, username: str) -> tuple[str, str]:
        for line in (self.data / "demo-accounts").read_text(encoding="utf-8").splitlines():
            name, _, password = line.partition("\t")
            if name == username:
                return name, password
        raise LookupError(username)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as `make run` loads it, but for the letter that the registrar's journey imports.

    RUAM_BROWSER_DEMO names a directory into which it was loaded before, to save a minute while writing tests.
    """
    if loaded := os.environ.get("RUAM_BROWSER_DEMO"):
        return Path(loaded)
    data = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--leave-letter", LEFT_OUT],
        cwd=ROOT,
        env=environment(data),
        check=True,
    )
    return data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Poll until the server answers, for three minutes: where the processors are busy, three processes that
    load the code take more than one. What keeps it from serving is in the error, with the end of its log."""
    until, reason = time.monotonic() + 180, "no answer"
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except urllib.error.HTTPError as error:
            reason = error.read().decode()
            if "migrations-missing" in reason:
                break
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            reason = str(error)
        time.sleep(0.1)
    end = log.read_text(encoding="utf-8", errors="replace")[-3000:]
    raise RuntimeError(f"{url} is not up: {reason}, process: {process.poll()}\n{end}")


@pytest.fixture(scope="session", params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return request.param


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[Server]:
    """Web server and worker on a data directory, with these environment variables, until the block ends."""
    port = free_port()
    written = data / "server.log"
    log = written.open("wb")
    process = subprocess.Popen(
        ["scripts/serve"],
        cwd=ROOT,
        env={**environment(data), "PORT": str(port), **settings},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(f"{url}/health/", process, written)
        yield Server(url, data)
    finally:
        process.terminate()
        process.wait(timeout=120)
        log.close()


@pytest.fixture(scope="session")
def server(size: str, demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp(size) / "data"
    shutil.copytree(demo_data, data)
    with serving(data) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        expect.set_options(timeout=PATIENCE)
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("ไม่พบ Chromium: เรียก make setup ก่อน")
    chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield chromium
    chromium.close()


def new_context(browser: Browser, server: Server, size: str = "desktop", **options: Any) -> BrowserContext:
    """A browser of somebody's own: nobody is signed in."""
    width, height = SIZES[size]
    made = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": height}, locale="th-TH", **options
    )
    made.set_default_timeout(PATIENCE)
    if os.environ.get("RUAM_PICTURES"):
        made.route(re.compile(r"/core/css/(site|fonts)[^/]*\.css"), wait_for_fonts)
    return made


def wait_for_fonts(route: Route) -> None:
    """A picture waits for the web fonts, where a reader on a slow connection would not."""
    response = route.fetch()
    route.fulfill(
        response=response, body=response.text().replace("font-display: optional", "font-display: swap")
    )


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test where the console reports an error."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    assert not complaints, complaints


def sign_in_as(page: Page, server: Server, username: str) -> None:
    name, password = server.account(username)
    page.goto("/admin/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def open_menu(page: Page, *labels: str | re.Pattern[str]) -> None:
    """Walk through the admin's menu by its labels, opening it first where the screen is narrow."""
    page.locator("#wagtail-sidebar .menuitem-label").first.wait_for(state="attached")  # its script is there
    opener = page.locator("button.sidebar-nav-toggle")
    if opener.is_visible():
        opener.click()
    for label in labels:
        page.locator("#wagtail-sidebar").get_by_text(label, exact=True).first.click()


def on_paper(page: Page) -> list[str]:
    """The text of each sheet of A4 on which the page would be printed.

    Fails where something is wider than the sheet, or the navigation of the site stands on it.
    """
    size = page.viewport_size
    assert size
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 980})  # A4 within its margins, at 96 dots an inch
    assert page.evaluate(CUT_ON_PAPER) == []
    for gone in (".nav", ".footer", ".masthead__search", ".masthead__tools", ".breadcrumbs", ".buttons"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    return [sheet.get_textpage().get_text_range() for sheet in paper]


CUT_ON_PAPER = """() => [...document.querySelectorAll("html, main *")]
  .filter(each => each.getClientRects().length && !each.closest(".visually-hidden"))
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def context(browser: Browser, server: Server, size: str) -> Iterator[BrowserContext]:
    with new_context(browser, server, size) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    with watched(context) as tab:
        yield tab


@pytest.fixture
def sign_in(page: Page, server: Server) -> Callable[[str], None]:
    return lambda username: sign_in_as(page, server, username)


VIOLATIONS = {"resultTypes": ["violations"]}
WCAG = {
    **VIOLATIONS,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
COLOURS = {**VIOLATIONS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe can find."""
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def assert_colours_accessible(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The same of what a colour scheme can change, where the rest was seen in the other scheme."""
    page.emulate_media(color_scheme=scheme)
    results = Axe().run(page, options=COLOURS)
    assert results.violations_count == 0, f"{page.url} {scheme}\n{results.generate_report()}"


OURS: dict[str, Any] = {
    "include": [["main"]],
    "exclude": [[".messages"], ["[data-draftail-editor-wrapper]"]],
}
"""What is ours on a screen of the admin: not Wagtail's rich text editor and messages."""


@contextmanager
def whole_screen(page: Page) -> Iterator[None]:
    """A window as high as what it shows: nothing is scrolled, so no sticky bar lies over a part of a button,
    which axe would call too small at one scroll position and not at the next."""
    size = page.viewport_size
    assert size
    height = page.evaluate(f"Math.max(...{AROUND_MAIN}.map(each => each.scrollHeight))")
    page.set_viewport_size({"width": size["width"], "height": height + size["height"]})
    page.evaluate(f"{AROUND_MAIN}.forEach(each => each.scrollTo({{top: 0, behavior: 'instant'}}))")
    yield
    page.set_viewport_size(size)


AROUND_MAIN = """(() => {
  const around = [];
  for (let each = document.querySelector("main"); each; each = each.parentElement) around.push(each);
  return around;
})()"""
"""The elements of which one scrolls: the admin's page does not scroll itself, but a part of it does."""


def assert_screen_accessible(page: Page) -> None:
    """The same for what is ours on a screen of the admin; its text also in the dark theme."""
    expect(page.locator("main")).to_be_visible()
    with whole_screen(page):
        results = Axe().run(page, context=OURS, options=WCAG)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    marked = ["main .guideline-diff", "main .guideline-matrix"]
    if page.locator(", ".join(marked)).count():
        page.emulate_media(color_scheme="dark")
        dark = Axe().run(page, context={"include": [[each] for each in marked]}, options=CONTRAST)
        page.emulate_media(color_scheme="light")
        assert dark.violations_count == 0, f"{page.url} dark\n{dark.generate_report()}"
        assert not unseen(dark.response), f"{page.url} dark: {unseen(dark.response)}"


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def unseen(found: dict[str, Any]) -> list[str]:
    """Text in the very colour of its ground, which axe calls undecided and no violation."""
    nodes = [node for rule in found["incomplete"] for node in rule["nodes"]]
    checks = [(node["html"], check.get("data") or {}) for node in nodes for check in node["any"]]
    return [html for html, data in checks if data.get("messageKey") == "equalRatio"]


def picture(page: Page, name: str, size: str) -> None:
    """Keep a screenshot; RUAM_PICTURES=1 renews those in docs/pictures, in few colours and so few bytes."""
    if not os.environ.get("RUAM_PICTURES"):
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready.then(() => null)")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}-{size}.png", optimize=True
    )
