"""What the acts of the night share: people with a browser each, pages that are looked at, and time that passes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, Response, expect

from members.models import User
from notifications import dispatcher, planner
from patrols.models import Duty
from tests.face.fitness import assert_page_is_fit
from tests.factories.members import PASSWORD
from tests.plugins.browser import DESK, HEIGHTS, PHONE, PageAt


@dataclass
class Visitor:
    """Somebody with a browser of his own."""

    page: Page
    failures: list[str] = field(default_factory=list, kw_only=True)

    def __post_init__(self) -> None:
        self.page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self.failures.append(f"{response.status} {response.url}")

    def sign_in(self, username: str) -> None:
        """By user name and the password of the tests; lands on the home page."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Nomor HP atau nomor anggota").fill(username)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url("**/")

    def open(self, address: str) -> None:
        """Type an address, or follow a link somebody sent."""
        self.page.goto(address)

    def follow(self, name: str, within: Locator | None = None, *, exact: bool = False) -> None:
        """Tap a link."""
        link = (within or self.page.locator("main")).get_by_role("link", name=name, exact=exact).first
        with self.page.expect_navigation():
            link.click()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Tap a button."""
        button = (within or self.page.locator("main")).get_by_role("button", name=name).first
        with self.page.expect_navigation():
            button.click()

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self.field(label).fill(text)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose in a list, by what it says."""
        chosen = self.field(label)
        expect(chosen).to_be_visible()
        texts = chosen.locator("option").all_inner_texts()
        found = [text for text in texts if re.search(option, text)]
        assert found, f"{label} offers {texts}, not {option}"
        chosen.select_option(label=found[0].strip())

    def tick(self, label: str) -> None:
        """Tick a box, or choose one of several."""
        self.page.locator("main").get_by_label(label, exact=True).check()

    def field(self, label: str) -> Locator:
        """The first field with a label that begins like this."""
        return self.page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def row(self, text: str) -> Locator:
        """The row of a list that says this."""
        return self.page.locator("main li", has_text=text).first

    def sees(self, *texts: str) -> None:
        """These texts stand on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        """These texts don't stand on the page."""
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)

    def look(self) -> None:
        """The page is fit for its eyes at both widths, whichever this person has; nothing failed on the way."""
        own = self.page.viewport_size
        assert own
        for width in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            assert_page_is_fit(self.page)
        self.page.set_viewport_size(own)
        assert not self.failures, self.failures

    def home(self) -> None:
        """The home page."""
        self.open("/")


@dataclass
class Person(Visitor):
    """Somebody with an account, signed in."""

    user: User


@dataclass
class Night:
    """The people of the story; what they made is found through the pages."""

    slamet: Person
    """Coordinator of Mayangan, at the computer of his workshop; leads the crew tonight."""
    joko: Person
    """Coordinator of the whole city."""
    wiwik: Person
    """A first aider who reads e-mail."""
    buari: Person
    ridwan: Person
    titin: Person

    @property
    def duty(self) -> Duty:
        """The patrol, as it is now."""
        return Duty.objects.get()


def at_the_browser(user: User, page_at: PageAt, width: int) -> Person:
    """Somebody who has signed in."""
    person = Person(page_at(width), user)
    person.sign_in(user.username)
    return person


def the_clock_runs() -> tuple[int, int]:
    """What Celery's beat does every minute: how many messages were planned, and how many went out."""
    return planner.run_once(), dispatcher.run_once()


def time_passes(duty: Duty, by: timedelta) -> None:
    """The duty comes nearer: nobody waits in a test, so its times move instead of the clock."""
    Duty.objects.filter(pk=duty.pk).update(starts_at=duty.starts_at - by, ends_at=duty.ends_at - by)


def now_at(person: Person, plus: timedelta = timedelta(0)) -> datetime:
    """The time on the wall where this person is."""
    return (timezone.now() + plus).astimezone(person.user.member.unit.zone)


def typed(moment: datetime) -> str:
    """As a browser's date field takes it."""
    return f"{moment:%Y-%m-%dT%H:%M}"
