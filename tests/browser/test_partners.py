"""The pages of the partners in a real browser, at both widths."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from members.models import User
from partners.models import AgendaItem, Attendee
from partners.states import AudienceState
from tests.face.fitness import assert_page_is_fit
from tests.factories.members import CITY, PASSWORD
from tests.factories.partners import (
    make_agency,
    make_audience,
    make_contact,
    make_incoming,
    make_item,
    make_letter,
    make_minutes,
)
from tests.plugins.browser import DESK, PHONE, PageAt


@pytest.fixture
def addresses(joko: User) -> list[str]:
    """The pages to look at, with something on each."""
    agency = make_agency(CITY, name="Wali Kota Probolinggo", kind="government")
    contact = make_contact(agency, position="Ajudan / Bagian Protokol", phone="+6287000000001")
    make_contact(agency, position="Kasat Binmas", verified_on=timezone.localdate() - timedelta(days=200))
    planned: dict[str, Any] = {"agency": agency, "planned_by": joko.member, "host": "Wali Kota Probolinggo"}
    held = make_audience(state=AudienceState.HELD, purpose="program penyuluhan 2027", **planned)
    AgendaItem.objects.create(audience=held, position=1, topic="sinergi kamtibmas")
    Attendee.objects.create(audience=held, member=joko.member, was_there=True)
    make_minutes(held, decisions="Narahubung tetap Pemkot")
    item = make_item(held, joko.member, title="Rancangan nota kesepahaman", due_on=date(2025, 12, 31))
    make_item(held, contact, title="Pelatihan kebencanaan untuk 20 anggota")
    ahead = make_audience(state=AudienceState.CONFIRMED, **planned)
    make_audience(state=AudienceState.LETTER_SENT, **planned)
    letter = make_letter(agency=agency, audience=ahead)
    make_incoming(agency=agency, answer_by=timezone.localdate() + timedelta(days=2))
    names = ["list", "audiences", "audience_add", "items", "incoming_letters"]
    rows: list[Any] = [agency, held, letter]
    steps: list[tuple[str, Any]] = [
        ("attendees", held),
        ("item_move", item),
        ("audience_hold", ahead),
        ("letter_print", letter),
    ]
    found = [reverse(f"partners:{name}") for name in names] + [row.get_absolute_url() for row in rows]
    return found + [reverse(f"partners:{name}", args=[row.code]) for name, row in steps]


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_of_the_partners_are_fit_at_both_widths(
    page_at: PageAt, joko: User, addresses: list[str], width: int
) -> None:
    page = page_at(width)
    sign_in(page, joko)
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200
        assert_page_is_fit(page)
