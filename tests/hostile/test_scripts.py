"""No. 35: a script in every text of every kind of row, looked at on every page, by a parser and in Chromium."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.contrib.admin.sites import site
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog

import tests.access
from members.models import User
from tests.access import kinds, tables
from tests.factories.members import CITY, make_member, make_user
from tests.hostile.payloads import ALIVE
from tests.hostile.stage import address_of, alive
from tests.plugins.browser import PageAt
from tests.test_access import body

PAYLOAD = f'"><img src=x {ALIVE}>{{{{7*1234577}}}}'
MAIN = (
    *("members:list", "members:offices", "patrols:list", "partners:list", "partners:audiences", "partners:items"),
    *("partners:letters", "partners:incoming_letters", "incidents:list", "incidents:reports", "incidents:unread"),
    *("members:detail", "patrols:detail", "patrols:report", "partners:detail", "partners:audience", "partners:item"),
    *("partners:letter", "partners:letter_print", "incidents:report", "incidents:detail", "notifications:whatsapp"),
)


@pytest.fixture
def admin(db: None) -> User:
    """Who may open everything."""
    return make_user(make_member(CITY), is_superuser=True)


@pytest.fixture
def rows(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A row of every kind whose texts are the script, where the tables of accesses plant the canary."""
    for found in pkgutil.iter_modules(tests.access.__path__):
        module = importlib.import_module(f"tests.access.{found.name}")
        for name, value in list(vars(module).items()):
            if value == tests.access.CANARY:
                monkeypatch.setattr(module, name, PAYLOAD)
            elif isinstance(value, dict) and tests.access.CANARY in value.values():
                monkeypatch.setattr(module, name, dict.fromkeys(value, PAYLOAD))
    return {name: kind.foreign() for name, kind in kinds().items() if kind.foreign}


def addresses(rows: dict[str, object], names: tuple[str, ...] = ()) -> Iterator[str]:
    """Every page, or those of these names, with its row."""
    for page in [page for pages in tables().values() for page in pages if not names or page.name in names]:
        if page.get[-1] != 405 and (not page.kind or page.kind in rows):
            yield address_of(page.name, rows[page.kind] if page.kind else (), ())


def test_i35_a_script_in_every_text_is_text_on_every_page(rows: dict[str, object], admin: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    shown, wrong = 0, []
    for address in addresses(rows):
        page = body(client.get(address))
        shown += ALIVE in page
        if alive(page) or ("7*1234577" in page and "8642039" in page):
            wrong.append(address)
    for desk in site._registry.values():
        page = body(client.get(reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")))
        shown += ALIVE in page
        if alive(page):
            wrong.append(str(desk))
    assert wrong == []
    assert shown > 30, "The script is on so few pages that this test looks at nothing."


@pytest.mark.django_db(transaction=True)
def test_i35_no_page_opens_a_dialog_in_a_browser(rows: dict[str, object], admin: User, page_at: PageAt) -> None:
    browser = Client()
    browser.force_login(admin)
    page = page_at()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": page.url}])
    shown = 0
    for address in addresses(rows, MAIN):
        page.goto(address)
        shown += ALIVE in page.inner_text("body")
    assert dialogs == []  # what the policy had to refuse fails `page_at`
    assert shown > 10
