"""A real Chromium before a real server: one demo is loaded, every journey size gets a copy of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LEFT_OUT = "seed-1-slc-circular.txt"


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

    def account(self, username: str) -> tuple[str, str]:
        for line in (self.data / "demo-accounts").read_text(encoding="utf-8").splitlines():
            name, _, password = line.partition("\t")
            if name == username:
                return name, password
        raise LookupError(username)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as `make run` loads it, but for the letter that the registrar's journey imports."""
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


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Poll until the server answers; ten polls a second for a minute."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session", params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def server(size: str, demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp(size) / "data"
    shutil.copytree(demo_data, data)
    port = free_port()
    log = (data / "server.log").open("wb")
    process = subprocess.Popen(
        ["scripts/serve"],
        cwd=ROOT,
        env={**environment(data), "PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(f"{url}/health/", process)
        yield Server(url, data)
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("ไม่พบ Chromium: เรียก make setup ก่อน")
    chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield chromium
    chromium.close()


@pytest.fixture
def context(browser: Browser, server: Server, size: str) -> Iterator[BrowserContext]:
    width, height = SIZES[size]
    made = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": height}, locale="th-TH"
    )
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test where the console reports an error."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    assert not complaints, complaints


@pytest.fixture
def sign_in(page: Page, server: Server) -> Callable[[str], None]:
    def sign_in(username: str) -> None:
        name, password = server.account(username)
        page.goto("/admin/login/")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", password)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")

    return sign_in


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe can find."""
    results = Axe().run(
        page,
        options={
            "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        },
    )
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def picture(page: Page, name: str, size: str) -> None:
    """Keep a screenshot; RUAM_PICTURES=1 renews those in docs/pictures."""
    if os.environ.get("RUAM_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{size}.png")
