"""The only admin base class: rows, choices, filters and autocomplete stay inside one's units; nothing is deleted."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from members.models import Member, User
from members.scoped_admin import UnitScopedAdmin
from members.states import Office
from tests.factories.members import KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_of_mayangan(client: Client) -> Client:
    """A browser of somebody who keeps the roster of district Mayangan only."""
    client.force_login(make_officer(Office.ROSTER_ADMIN, MAYANGAN))
    return client


def test_every_registered_admin_is_scoped() -> None:
    own = [type(desk) for model, desk in admin.site._registry.items() if model._meta.app_label != "admin"]
    assert [desk for desk in own if not issubclass(desk, UnitScopedAdmin)] == []


def test_the_desk_lists_only_people_of_its_units(desk_of_mayangan: Client) -> None:
    make_member(MAYANGAN, full_name="Buari")
    make_member(KEDOPOK, full_name="Ponidi")
    page = desk_of_mayangan.get(reverse("admin:members_member_changelist")).content.decode()
    assert "Buari" in page
    assert "Ponidi" not in page


@pytest.mark.parametrize("page", ["change", "history"])
def test_a_row_of_another_unit_is_as_if_missing(desk_of_mayangan: Client, page: str) -> None:
    foreign = make_member(OTHER_DISTRICT)
    for row in (foreign.pk, 999_999):
        assert desk_of_mayangan.get(reverse(f"admin:members_member_{page}", args=[row])).status_code == 404


def test_nothing_can_be_deleted_at_the_desk(desk_of_mayangan: Client) -> None:
    member = make_member(MAYANGAN)
    assert desk_of_mayangan.post(reverse("admin:members_member_delete", args=[member.pk])).status_code == 403
    assert "delete_selected" not in desk_of_mayangan.get(reverse("admin:members_member_changelist")).content.decode()


def test_autocomplete_offers_only_people_of_ones_units(desk_of_mayangan: Client) -> None:
    make_member(MAYANGAN, full_name="Buari")
    make_member(OTHER_DISTRICT, full_name="Buari Lain")
    asked = {"term": "buari", "app_label": "members", "model_name": "grant", "field_name": "member"}
    found = desk_of_mayangan.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["text"] for row in found] == ["Buari"]


def test_a_foreign_choice_that_was_typed_by_hand_is_refused(desk_of_mayangan: Client) -> None:
    foreign = make_member(OTHER_DISTRICT)
    page = desk_of_mayangan.post(reverse("admin:members_grant_add"), {"member": foreign.pk})
    assert page.status_code == 200
    assert "member" in page.context["adminform"].form.errors


def test_a_state_is_not_changed_at_the_desk(desk_of_mayangan: Client) -> None:
    member = make_member(MAYANGAN, full_name="Buari")
    sent = {"full_name": "Buari", "phone": str(member.phone), "state": "deceased", "unit": OTHER_DISTRICT}
    desk_of_mayangan.post(reverse("admin:members_member_change", args=[member.pk]), sent)
    kept = Member.objects.get(pk=member.pk)
    assert (kept.state, kept.unit_id) == (member.state, member.unit_id)


def test_a_coordinator_without_the_roster_is_not_let_in(client: Client, slamet: User) -> None:
    client.force_login(slamet)
    assert client.get(reverse("admin:index")).status_code in {302, 403}
