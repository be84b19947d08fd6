"""Action items: promise, work on them, finish, hand over."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from members.services.membership import record_resignation
from members.states import MemberState
from partners.models import ActionItem
from partners.states import AudienceState, ItemState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member
from tests.factories.partners import make_agency, make_audience, make_contact, make_item

pytestmark = pytest.mark.django_db


def post(client: Client, name: str, code: Any = None, /, **data: Any) -> Any:
    return client.post(reverse(f"partners:{name}", args=[code] if code else []), data)


def promise(client: Client, audience: Any, owner: str, **fields: Any) -> Any:
    due = timezone.localdate() + timedelta(days=30)
    data = {"code": uuid.uuid4(), "title": "Daftar anggota ber-P3K", "owner": owner, "due_on": due.isoformat()}
    return post(client, "item_add", audience.code, **{**data, **fields})


def test_an_item_is_promised_by_a_member_or_by_a_contact_and_numbered(client: Client, joko: User, endah: User) -> None:
    audience = make_audience(state=AudienceState.HELD)
    contact = make_contact(make_agency(CITY, name="BPBD Kota"), position="Petugas Pusdalops")
    client.force_login(joko)
    assert promise(client, audience, f"m:{endah.member.code}").status_code == 302
    assert promise(client, audience, f"c:{contact.code}").status_code == 302
    found = [(item.number, item.owner_member, item.owner_contact) for item in ActionItem.objects.order_by("number")]
    assert found == [(1, endah.member, None), (2, None, contact)]
    page = client.get(audience.get_absolute_url()).content.decode()
    assert "Petugas Pusdalops, BPBD Kota" in page


def test_the_same_promise_sent_twice_is_one_and_somebody_elses_code_is_a_conflict(
    client: Client, joko: User, bambang: User
) -> None:
    audience, code = make_audience(state=AudienceState.HELD), uuid.uuid4()
    client.force_login(joko)
    for _ in range(2):
        assert promise(client, audience, f"m:{joko.member.code}", code=code).status_code == 302
    client.force_login(bambang)
    assert promise(client, audience, f"m:{joko.member.code}", code=code).status_code == 409
    assert ActionItem.objects.count() == 1


def test_nobody_promises_before_the_meeting_or_for_people_elsewhere(client: Client, slamet: User, fery: User) -> None:
    ahead, held = make_audience(MAYANGAN), make_audience(MAYANGAN, state=AudienceState.HELD)
    foreign = make_contact(make_agency(KEDOPOK))
    client.force_login(slamet)
    assert promise(client, ahead, f"m:{slamet.member.code}").status_code == 422
    assert promise(client, held, f"m:{fery.member.code}").status_code == 422
    assert promise(client, held, f"c:{foreign.code}").status_code == 422
    assert promise(client, held, "").status_code == 422


@pytest.mark.parametrize("both", [True, False])
def test_the_database_wants_one_owner(both: bool) -> None:
    audience = make_audience(state=AudienceState.HELD)
    owners = {"owner_member": make_member(), "owner_contact": make_contact()} if both else {"owner_member": None}
    with pytest.raises(IntegrityError, match="action_item_one_owner"), transaction.atomic():
        make_item(audience, **owners)


def test_the_database_wants_a_result_of_what_is_finished() -> None:
    item = make_item()
    with (
        pytest.raises(IntegrityError, match="action_item_finished_with_outcome"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE partners_actionitem SET state = 'done' WHERE id = %s", [item.pk])


def test_the_owner_says_how_far_it_is_and_can_not_drop_it_alone(client: Client, wiwik: User) -> None:
    item = make_item(owner=wiwik.member)
    client.force_login(wiwik)
    assert "Daftar anggota" in client.get(reverse("partners:items")).content.decode()
    assert client.get(item.get_absolute_url()).status_code == 200
    assert client.get(item.audience.get_absolute_url()).status_code == 404
    assert client.get(reverse("partners:item_edit", args=[item.code])).status_code == 403
    assert post(client, "item_move", item.code, to="dropped", outcome="x").status_code == 422
    assert post(client, "item_move", item.code, to="doing", outcome="separuh").status_code == 302
    assert post(client, "item_move", item.code, to="done").status_code == 422
    assert post(client, "item_move", item.code, to="done", outcome="19 nama").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.outcome, item.state_by) == (ItemState.DONE, "19 nama", wiwik.member)


def test_who_holds_audiences_moves_it_too_and_a_block_needs_a_reason(client: Client, joko: User, endah: User) -> None:
    item = make_item()
    client.force_login(endah)
    assert post(client, "item_move", item.code, to="doing").status_code == 403
    client.force_login(joko)
    answer = post(client, "item_move", item.code, to="blocked")
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.content.decode()
    assert post(client, "item_move", item.code, to="blocked", reason="menunggu anggaran").status_code == 302
    assert "menunggu anggaran" in client.get(item.get_absolute_url()).content.decode()


def test_what_was_finished_can_be_taken_up_again_with_a_reason(client: Client, joko: User) -> None:
    item = make_item(state=ItemState.DONE, outcome="beres")
    client.force_login(joko)
    assert post(client, "item_move", item.code, to="doing", outcome="beres").status_code == 422
    assert post(client, "item_move", item.code, to="doing", reason="belum lengkap").status_code == 302


def test_the_list_begins_with_what_is_longest_overdue(client: Client, joko: User) -> None:
    today = timezone.localdate()
    audience = make_audience(state=AudienceState.HELD)
    for title, days in (("Nanti", 5), ("Terlama", -60), ("Baru lewat", -1)):
        make_item(audience, title=title, due_on=today + timedelta(days=days))
    make_item(audience, title="Sudah beres", state=ItemState.DONE, outcome="ya", due_on=today)
    client.force_login(joko)
    page = client.get(reverse("partners:items")).content.decode()
    assert page.index("Terlama") < page.index("Baru lewat") < page.index("Nanti")
    assert "lewat 60 hari" in page
    assert "Sudah beres" not in page
    late = client.get(reverse("partners:items"), {"show": "late"}).content.decode()
    assert "Nanti" not in late
    assert "Sudah beres" in client.get(reverse("partners:items"), {"show": "finished"}).content.decode()
    assert "Nanti" in client.get(reverse("partners:items"), {"q": "NANTI"}).content.decode()


def test_items_of_foreign_units_stay_unseen(client: Client, stranger_coordinator: User) -> None:
    item = make_item(title="Rahasia Kota")
    client.force_login(stranger_coordinator)
    assert "Rahasia Kota" not in client.get(reverse("partners:items")).content.decode()
    assert client.get(item.get_absolute_url()).status_code == 404
    assert post(client, "item_move", item.code, to="doing").status_code == 404


def test_items_of_a_member_who_leaves_wait_for_another_owner(client: Client, joko: User, endah: User) -> None:
    leaving = make_member(CITY, full_name="Sudarmaji")
    item = make_item(owner=leaving)
    done = make_item(owner=leaving, state=ItemState.DONE, outcome="beres")
    record_resignation(leaving, by=joko, reason="pindah")
    item.refresh_from_db()
    done.refresh_from_db()
    assert (item.needs_owner, item.owner_member, done.needs_owner) == (True, leaving, False)

    client.force_login(joko)
    page = client.get(reverse("partners:items"), {"show": "unowned"}).content.decode()
    assert "Sudarmaji" in page
    data = {"title": item.title, "owner": f"m:{endah.member.code}", "due_on": item.due_on.isoformat()}
    assert post(client, "item_edit", item.code, **data).status_code == 302
    item.refresh_from_db()
    assert (item.needs_owner, item.owner_member) == (False, endah.member)


def test_who_is_no_member_gets_no_new_item(client: Client, joko: User) -> None:
    audience = make_audience(state=AudienceState.HELD)
    gone = make_member(CITY, state=MemberState.RESIGNED)
    client.force_login(joko)
    assert promise(client, audience, f"m:{gone.code}").status_code == 422
