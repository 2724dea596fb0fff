"""A real Kundebro with demo data, and people who use it in a real Chromium.

The processes are those of `kundebro run` on SQLite. Nothing here touches the database: a journey knows what a person knows.
With KUNDEBRO_PICTURES=1 pictures of every page that is looked at lie in pytest's temporary folder.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from tests.browser.steps import fill_in_sign_in

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES: dict[str, ViewportSize] = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
DESKTOP = "desktop"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""What axe looks for: the themes differ in nothing but their colours."""
PICTURES = "KUNDEBRO_PICTURES" in os.environ
SETTLED = "new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))"
"""Waits until the page has its new colours."""

PATIENCE = 180
SIGN_IN = re.compile(r"(\w+)@fjordbo\.example +(\S+)$", re.MULTILINE)
REFUSAL = re.compile(r"the server responded with a status of (404|409|422)")  # an answer, not a fault
CUT_OFF = re.compile(r"^htmx:(afterRequest|sendError|sendAbort)\b")  # a part that was on its way when the person left
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey is `browser`: they are run by one process, that all of them share one server."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium as the distribution brings it, reaching nothing but us."""
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}


@dataclass
class Site:
    """A running Kundebro and how its people sign in."""

    address: str
    passwords: dict[str, str]
    cookies: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`kundebro demo` and `kundebro run` on a data folder of their own."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KUNDEBRO_")}
    environment |= {"KUNDEBRO_DATA": str(folder), "PYTHONPATH": str(REPOSITORY / "src")}
    command = [sys.executable, "-m", "kundebro"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], env=environment, check=True)
    told = subprocess.run([*command, "demo"], env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [*command, "run", "--port", str(port)], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    running = Site(f"http://127.0.0.1:{port}", dict(SIGN_IN.findall(told)))
    try:
        _wait_for(f"{running.address}/account/login/", server)
        yield running
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "Kundebro has ended"
        assert time.monotonic() < deadline, "Kundebro does not answer"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  our own server
        except OSError:
            time.sleep(0.1)
        else:
            return


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """The screen of a journey that is made on both."""
    return str(request.param)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Chromium complains of: errors of scripts, of the content security policy, of the server; nothing at the end."""
    heard: list[str] = []
    yield heard
    assert heard == []


OpenPage = Callable[..., Page]


@pytest.fixture
def visit(site: Site, browser: Browser, complaints: list[str]) -> Iterator[OpenPage]:
    """`visit(size)`: an empty browser of someone who has not signed in."""
    contexts: list[BrowserContext] = []

    def open_page(size: str = "desktop", cookies: Any = None) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport=SIZES[size],
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            reduced_motion="reduce",
            has_touch=size == "phone",
            storage_state=cookies,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000 // 4)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(_complaint(said)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def _complaint(said: ConsoleMessage) -> list[str]:
    """An error with where it came from; a page that answers "no" is no error, a script that is missing is one."""
    where = said.location["url"]
    is_answer = REFUSAL.search(said.text) and "/static/" not in where
    return [] if said.type != "error" or is_answer or CUT_OFF.search(said.text) else [f"{said.text} {where}"]


@pytest.fixture
def sign_in(site: Site, visit: OpenPage) -> OpenPage:
    """`sign_in("karen", "phone")`: someone's own browser; the form is filled in once for each person."""

    def open_page(person: str, size: str = "desktop") -> Page:
        if person not in site.cookies:
            page = visit()
            fill_in_sign_in(page, person, site.passwords[person])
            site.cookies[person] = page.context.storage_state()
        return visit(size, site.cookies[person])

    return open_page


See = Callable[[Page, str], None]


@pytest.fixture
def see(tmp_path: Path, request: pytest.FixtureRequest) -> See:
    """`see(page, "card")`: no finding of axe in light and dark, wide and narrow, and nothing to scroll sideways.

    A journey that is made on both screens looks at each page on its own screen. The dark colours are the same on both, so
    they are looked at on the desktop.
    """
    own = [request.getfixturevalue("size")] if "size" in request.fixturenames else list(SIZES)

    def look(page: Page, name: str) -> None:
        usual = page.viewport_size
        findings = []
        for size in own:
            page.set_viewport_size(SIZES[size])
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            findings += [f"{name} {size}: {overflow} px too wide"] if overflow > 0 else []
            for theme in THEMES if size == DESKTOP else THEMES[:1]:
                page.emulate_media(color_scheme=theme)
                page.evaluate(SETTLED)
                if PICTURES:
                    page.screenshot(path=tmp_path / f"{name}-{size}-{theme}.png")
                findings += [f"{name} {size} {theme}: {violation}" for violation in _violations(page, RULES[theme])]
        page.emulate_media(color_scheme="light")
        if usual:
            page.set_viewport_size(usual)
        assert findings == []

    return look


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", rules)
    return [f"{rule['id']} at {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """`fresh("Hørning Smedje")`: a name that nobody else in this run has."""
    return lambda name: f"{name} {uuid4().hex[:6]}"
