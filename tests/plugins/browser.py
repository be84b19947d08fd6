"""A real browser: the Chromium of this machine, driven by Playwright, looking at Django's live server.

Where no Chromium is found, browser tests are skipped and the last lines of the run say so; with CI=true they fail.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

PageAt = Callable[..., Page]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_CHROMIUM = "no Chromium found (install the package chromium, or give its path as SENKOM_CHROMIUM)"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
)
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 800}
SECONDS_FOR_A_STEP = 10
ANSWERED_BY_PURPOSE = "Failed to load resource"  # 404, 409, 422 …: the test looks at those itself


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser, live_server: "LiveServer") -> Iterator[PageAt]:
    """Open a page as a new visitor: `page_at(360)`, `page_at(1280, locale="en")`; each has cookies of its own.

    A script error, or something the content security policy refused, fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(width: int = DESK, *, locale: str = "id-ID", java_script_enabled: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale=locale,
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
            java_script_enabled=java_script_enabled,
        )
        contexts.append(context)
        context.set_default_timeout(SECONDS_FOR_A_STEP * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(describe_error(error)))
        page.on("console", lambda message: problems.extend(describe_message(message)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "the browser complained: " + "; ".join(problems)


def describe_error(error: Error) -> str:
    """Return a script's error in one line."""
    return f"script error {error.message}"


def describe_message(message: ConsoleMessage) -> list[str]:
    """Return what the console says, if it is an error that nobody meant."""
    return [message.text] if message.type == "error" and ANSWERED_BY_PURPOSE not in message.text else []


def find_chromium() -> str | None:
    """Return the path of a Chromium here."""
    wanted = os.environ.get("SENKOM_CHROMIUM")
    return wanted or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines how many tests nobody ran for want of a browser."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests were skipped: {NO_CHROMIUM}", red=True, bold=True)
