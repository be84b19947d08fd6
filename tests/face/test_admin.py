"""The administration in our dress: its work lists, and a browser that has nothing to complain about."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from members.models import User
from members.states import MemberState
from tests.face.fitness import SMALL_TEXT, SMALLEST_TEXT, faults_in_both
from tests.face.test_fitness import sign_in
from tests.factories.members import MAYANGAN, make_member
from tests.plugins.browser import DESK, PHONE, PageAt


@pytest.mark.django_db
def test_the_first_page_of_the_administration_shows_what_the_roster_desk_has_to_do(client: Client, endah: User) -> None:
    make_member(MAYANGAN, full_name="Novi Kartikasari", state=MemberState.APPLICANT)
    client.force_login(endah)
    page = client.get("/admin/").content.decode()
    assert "Perlu Anda sekarang" in page
    assert "pendaftaran belum ditangani" in page


@pytest.mark.django_db(transaction=True)
def test_the_administration_keeps_the_content_policy_and_readable_text(page_at: PageAt, endah: User) -> None:
    page = page_at(DESK)  # fails by itself where the policy refuses a script or a style
    sign_in(page, endah)
    for address in ("/admin/", "/admin/members/member/", f"/admin/members/member/{endah.member_id}/change/"):
        page.goto(address)
        expect(page.locator("#site-name")).to_contain_text("Senkom")
        assert page.evaluate(SMALL_TEXT, SMALLEST_TEXT) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_on_the_index_the_list_and_a_member_of_the_administration(
    page_at: PageAt, endah: User, width: int
) -> None:
    make_member(MAYANGAN, full_name="Novi Kartikasari", state=MemberState.APPLICANT)
    page = page_at(width)
    sign_in(page, endah)
    faults = []
    for address in ("/admin/", "/admin/members/member/", f"/admin/members/member/{endah.member_id}/change/"):
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in faults_in_both(page, reads_sheets=False)]
    assert not faults, "\n".join(faults)
