"""The only admin base class: rows, choices, filters and autocomplete stay inside one's units; nothing is deleted."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from members.models import Member, User
from members.scoped_admin import UnitScopedAdmin
from members.states import MemberState, Office
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
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_history_shows_what_changed_and_who_did_it(desk_of_mayangan: Client) -> None:
    member = make_member(MAYANGAN, full_name="Buari", skills="perahu")
    page = desk_of_mayangan.get(reverse("admin:members_member_change", args=[member.pk]))
    form = page.context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields} | {"skills": "perahu karet"}
    saved = desk_of_mayangan.post(reverse("admin:members_member_change", args=[member.pk]), sent)
    assert saved.status_code == 302
    history = desk_of_mayangan.get(reverse("admin:members_member_history", args=[member.pk])).content.decode()
    assert "perahu → perahu karet" in history


def test_an_action_calls_the_service_and_says_why_not_for_the_others(desk_of_mayangan: Client) -> None:
    ready = make_member(MAYANGAN, state=MemberState.TRAINING)
    not_yet = make_member(MAYANGAN, full_name="Yuni", state=MemberState.TRAINING, livelihood_verified_by=None)
    chosen = {"action": "step_activate", "_selected_action": [ready.pk, not_yet.pk]}
    asked = desk_of_mayangan.post(reverse("admin:members_member_changelist"), chosen)
    assert "Untuk 2 orang" in asked.content.decode()
    assert Member.objects.get(pk=ready.pk).state == MemberState.TRAINING
    sure = {**chosen, "confirmed": "yes", "reason": "", "document": "SK-12/2026"}
    page = desk_of_mayangan.post(reverse("admin:members_member_changelist"), sure, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert Member.objects.get(pk=ready.pk).state == MemberState.ACTIVE
    assert Member.objects.get(pk=not_yet.pk).state == MemberState.TRAINING
    assert any(line.startswith("Yuni: Belum dapat diaktifkan") for line in said)
    assert Member.objects.get(pk=ready.pk).state_document == "SK-12/2026"


def test_several_are_attested_at_once_by_what_was_seen(desk_of_mayangan: Client) -> None:
    people = [make_member(MAYANGAN, state=MemberState.TRAINING, livelihood_verified_by=None) for _ in range(2)]
    chosen = {"action": "step_attest", "_selected_action": [person.pk for person in people], "confirmed": "yes"}
    address = reverse("admin:members_member_changelist")
    assert desk_of_mayangan.post(address, chosen).status_code == 422
    assert desk_of_mayangan.post(address, {**chosen, "evidence": "workplace"}).status_code == 302
    assert [Member.objects.get(pk=person.pk).livelihood_evidence for person in people] == ["workplace"] * 2


def test_the_work_lists_show_what_waits(desk_of_mayangan: Client) -> None:
    make_member(MAYANGAN, full_name="Buari")
    make_member(MAYANGAN, full_name="Yuni", state=MemberState.TRAINING, livelihood_verified_by=None)
    page = desk_of_mayangan.get(reverse("admin:members_member_changelist"), {"waits": "attestation"}).content.decode()
    assert "Yuni" in page
    assert "Buari" not in page


def test_a_refusal_of_the_database_while_saving_is_told_in_words(
    desk_of_mayangan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(MAYANGAN)

    def forget_the_number(self: object, request: object, row: Member, form: object, change: bool) -> None:
        Member.objects.filter(pk=row.pk).update(member_number=None)

    monkeypatch.setattr("members.admin.MemberAdmin.save_model", forget_the_number)
    address = reverse("admin:members_member_change", args=[member.pk])
    form = desk_of_mayangan.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    page = desk_of_mayangan.post(address, sent, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Yang terdaftar punya nomor anggota dan tanggal berlaku."
    ]
