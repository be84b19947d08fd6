"""The list of agencies, the page of one, and its contacts."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from partners.models import Agency, Contact, Coverage
from partners.states import AudienceState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN
from tests.factories.partners import make_agency, make_audience, make_contact, make_item

pytestmark = pytest.mark.django_db


def post(client: Client, name: str, code: Any = None, /, **data: Any) -> Any:
    return client.post(reverse(f"partners:{name}", args=[code] if code else []), data)


def add(client: Client, **fields: Any) -> Any:
    data = {"code": uuid.uuid4(), "kind": "polsek", "name": "Polsek Mayangan", "areas": [MAYANGAN]}
    return post(client, "add", **{**data, **fields})


def test_an_agency_is_added_with_its_areas_once_however_often_it_is_sent(
    client: Client, slamet: User, bambang: User
) -> None:
    code = uuid.uuid4()
    client.force_login(slamet)
    assert [add(client, code=code).status_code for _ in range(2)] == [302, 302]
    agency = Agency.objects.get()
    assert [area.path for area in agency.areas.all()] == [MAYANGAN]
    client.force_login(bambang)
    assert add(client, code=code).status_code == 409


@pytest.mark.parametrize("areas", [[], [KEDOPOK], [CITY]])
def test_an_agency_needs_an_area_in_ones_own_units(
    client: Client, slamet: User, kedopok: Any, areas: list[str]
) -> None:
    client.force_login(slamet)
    assert add(client, areas=areas).status_code == 422
    assert not Agency.objects.exists()


def test_whoever_corrects_an_agency_leaves_areas_beyond_his_reach_as_they_are(
    client: Client, slamet: User, kedopok: Any
) -> None:
    agency = make_agency(MAYANGAN, KEDOPOK)
    client.force_login(slamet)
    fields = {"kind": "polsek", "name": "Polsek Baru", "is_active": "on"}
    assert post(client, "edit", agency.code, areas=[MAYANGAN], **fields).status_code == 302
    assert set(Coverage.objects.values_list("unit", flat=True)) == {MAYANGAN, KEDOPOK}
    assert Agency.objects.get().name == "Polsek Baru"


def test_an_agency_cant_belong_to_one_below_it(client: Client, joko: User) -> None:
    parent = make_agency(CITY, name="Polres")
    child = make_agency(CITY, name="Sat Samapta", parent=parent)
    client.force_login(joko)
    fields = {"kind": "polres", "name": "Polres", "areas": [CITY], "is_active": "on"}
    answer = post(client, "edit", parent.code, parent=child.code, **fields)
    assert answer.status_code == 422
    assert "berinduk pada instansi di bawahnya" in answer.content.decode()


def test_a_coordinator_sees_the_agency_of_the_city_and_does_not_keep_it(client: Client, slamet: User) -> None:
    agency = make_agency(CITY)
    contact = make_contact(agency, phone="+628700000001")
    client.force_login(slamet)
    page = client.get(agency.get_absolute_url()).content.decode()
    assert "0870" in page
    assert "Tambah narahubung" not in page
    assert client.get(reverse("partners:edit", args=[agency.code])).status_code == 403
    assert post(client, "contact_check", contact.code).status_code == 403


def test_the_list_says_which_contacts_nobody_has_checked_for_half_a_year(client: Client, joko: User) -> None:
    long_ago = timezone.localdate() - timedelta(days=200)
    make_contact(make_agency(name="Polres Kabupaten"), verified_on=long_ago)
    make_contact(make_agency(name="BPBD Kota"))
    client.force_login(joko)
    page = client.get(reverse("partners:list")).content.decode()
    assert page.count("Belum diperiksa sejak 6 bulan") == 1
    page = client.get(reverse("partners:list"), {"q": "kabupaten"}).content.decode()
    assert "Polres Kabupaten" in page
    assert "BPBD Kota" not in page


def test_a_check_says_that_a_contact_is_still_right(client: Client, joko: User) -> None:
    contact = make_contact(verified_on=None)
    client.force_login(joko)
    assert post(client, "contact_check", contact.code).status_code == 302
    contact.refresh_from_db()
    assert contact.verified_on == timezone.localdate()


def test_a_successor_takes_the_position_and_the_predecessor_stays_in_the_history(client: Client, joko: User) -> None:
    contact = make_contact(position="Kanit Binmas")
    client.force_login(joko)
    data = {"code": uuid.uuid4(), "position": "Kanit Binmas", "phone": "0870 0000 0002"}
    assert post(client, "contact_replace", contact.code, **data).status_code == 302
    assert Contact.objects.current().get().phone == "+6287000000002"
    contact.refresh_from_db()
    assert contact.left_on == timezone.localdate()
    assert "Narahubung sebelumnya" in client.get(contact.agency.get_absolute_url()).content.decode()
    # Whoever has left can't be checked or replaced again.
    assert post(client, "contact_check", contact.code).status_code == 404


def test_a_contact_may_be_a_position_without_a_name_and_not_a_name_without_a_position(
    client: Client, joko: User
) -> None:
    agency = make_agency()
    client.force_login(joko)
    assert post(client, "contact_add", agency.code, code=uuid.uuid4(), position="Kasat Binmas").status_code == 302
    assert post(client, "contact_add", agency.code, code=uuid.uuid4(), name="Seseorang").status_code == 422
    with pytest.raises(IntegrityError, match="contact_has_a_position"), transaction.atomic():
        make_contact(agency, position="")


def test_the_page_of_an_agency_shows_only_what_one_sees_of_it(client: Client, slamet: User) -> None:
    agency = make_agency(CITY)
    ours = make_audience(MAYANGAN, agency=agency, purpose="Rapat Mayangan", state=AudienceState.HELD)
    citys = make_audience(CITY, agency=agency, purpose="Rapat Kota", state=AudienceState.HELD)
    make_item(ours, title="Butir Mayangan")
    make_item(citys, title="Butir Kota")
    client.force_login(slamet)
    page = client.get(agency.get_absolute_url()).content.decode()
    assert "Rapat Mayangan" in page
    assert "Butir Mayangan" in page
    assert "Rapat Kota" not in page
    assert "Butir Kota" not in page


def test_the_desk_shows_a_roster_admin_the_partners_of_his_units_and_lets_him_write_the_letterhead(
    client: Client, endah: User, stranger_coordinator: User
) -> None:
    agency = make_agency(CITY, name="Polres Kota")
    foreign = make_agency("0.35.78.", name="Polres Lain")
    client.force_login(endah)
    page = client.get(reverse("admin:partners_agency_changelist")).content.decode()
    assert "Polres Kota" in page
    assert "Polres Lain" not in page
    assert client.get(reverse("admin:partners_agency_change", args=[agency.pk])).status_code == 200
    assert client.get(reverse("admin:partners_agency_change", args=[foreign.pk])).status_code == 404
    head = {"unit": CITY, "short_name": "SENKOM-KPR", "place": "Probolinggo", "address": ""}
    assert client.post(reverse("admin:partners_letterhead_add"), head).status_code == 302
