"""Take the screenshots of docs/screens from the demo: `make screens`, or `make screens ARGS=http://localhost:8000`.

With an address, a site that runs there (with the demo in it) is looked at; without one, a demo of its own is started on
a free port with data of its own, and ended and removed afterwards.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.plugins.browser import DESK, HEIGHTS, PHONE, QUIET, find_chromium

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "screens"
PASSWORD = "senkom-demo"  # noqa: S105 - everybody may know it: it opens the demo alone
SECONDS_TO_START = 180


@dataclass(frozen=True)
class Screen:
    """One picture: who looks, at which page, through which links, how wide and in which colours."""

    name: str
    account: str
    path: str
    through: tuple[str, ...] = ()
    """Links to follow from there, each by a part of its words; the last one on the page that fits."""
    width: int = PHONE
    theme: str = "light"


SCREENS = (
    Screen("01-welcome", "", "/"),
    Screen("02-sign-in", "", "/accounts/login/", theme="dark"),
    Screen("03-home-of-a-member", "anggota.mayangan", "/", theme="dark"),
    Screen("04-home-of-the-chair", "ketua.kota", "/", width=DESK),
    Screen("05-schedule", "koordinator.kota", "/patrols/", width=DESK),
    Screen("06-duty", "anggota.kedopok", "/patrols/", ("Patroli wilayah Kedopok",)),
    Screen("07-write-a-report", "anggota.mayangan", "/reports/new/", theme="dark"),
    Screen("08-check-a-report", "ketua.kota", "/", ("menunggu diperiksa",), width=DESK),
    Screen("09-incident", "koordinator.kota", "/incidents/?state=", ("Banjir Kedunggaleng",), width=DESK),
    Screen("10-audience", "ketua.kota", "/audiences/", ("Wali Kota",), width=DESK, theme="dark"),
    Screen("11-messages", "koordinator.mayangan", "/inbox/"),
    Screen("12-members", "sekretaris.kota", "/members/", width=DESK),
)


def main(arguments: list[str]) -> int:
    """Take all pictures; the answer is the number of those that failed."""
    if arguments:
        return take_all(arguments[0].rstrip("/"))
    with own_demo() as address:
        return take_all(address)


def take_all(address: str) -> int:
    """Take every picture from the site at an address."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        options = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        for screen in SCREENS:
            said = take(browser, screen, address)
            failed += bool(said)
            print(f"{screen.name}: {said or 'taken'}")
        browser.close()
    return failed


def take(browser: Browser, screen: Screen, address: str) -> str:
    """Take one picture; says what went wrong, or nothing."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": screen.width, "height": HEIGHTS[screen.width]},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "theme", "value": screen.theme, "url": address}])
    page = context.new_page()
    try:
        if screen.account:
            sign_in(page, screen.account)
        answer = page.goto(screen.path)
        for words in screen.through:
            links = page.locator("main a:visible", has_text=words)
            if not links.count():
                return f"no link “{words}” on {page.url}"
            answer = page.goto(str(links.last.get_attribute("href")))
        if answer is None or not answer.ok:
            return f"{page.url} was answered with {answer.status if answer else 'nothing'}"
        page.screenshot(path=FOLDER / f"{screen.name}.png")
    finally:
        context.close()
    return ""


def sign_in(page: Page, account: str) -> None:
    """Sign in as one of the demo's accounts."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(account)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main .btn-primary").click()
    page.wait_for_url(lambda url: "login" not in url)


@contextmanager
def own_demo() -> Iterator[str]:
    """A demo of its own, as `make run` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="senkom-screens-") as folder:
        without = {name: text for name, text in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        environment = {**without, "PORT": port, "SENKOM_DATA": folder, "SENKOM_DEMO": "yes"}
        command = [sys.executable, "-m", "senkom.embedded.run"]
        site = subprocess.Popen(command, cwd=PROJECT, env=environment)  # noqa: S603 - our own program
        address = f"http://localhost:{port}"
        try:
            wait_for(address, site)
            yield address
        finally:
            site.send_signal(signal.SIGINT)
            site.wait(timeout=60)


def wait_for(address: str, site: subprocess.Popen[bytes]) -> None:
    """Return when the site answers. Raises SystemExit when it does not."""
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last and site.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/accounts/login/", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("The demo did not start. Try `make run` and look at what it says.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
