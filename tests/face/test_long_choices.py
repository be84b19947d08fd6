"""Forms over people and agencies: a list while it is short, a search by name once nobody would read it."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import IncidentReport
from members.models import Member, User
from partners.models import Agency, Audience, Contact, Coverage
from senkom.lib.choices import FEW
from tests.factories.incidents import make_category, make_incident, make_village
from tests.factories.members import CITY, make_member, make_unit
from tests.factories.partners import make_agency
from tests.factories.patrols import make_duty

pytestmark = pytest.mark.django_db


def many_agencies() -> list[Agency]:
    """More agencies with a contact each than a list shows, all at work in the city."""
    city = make_unit(CITY)
    made = Agency.objects.bulk_create(Agency(kind="bpbd", name=f"Posko {n:02} Uji") for n in range(FEW + 5))
    Coverage.objects.bulk_create(Coverage(agency=agency, unit=city) for agency in made)
    Contact.objects.bulk_create(Contact(agency=agency, position=f"Ketua {agency.name}") for agency in made)
    return made


def many_members() -> None:
    for _ in range(FEW + 5):
        make_member()


def addresses() -> dict[str, str]:
    return {
        "a call": reverse("incidents:call_new"),
        "a referral": reverse("incidents:refer", args=[make_incident(CITY).code]),
        "a duty": reverse("patrols:plan"),
        "a change of a duty": reverse("patrols:change", args=[make_duty(CITY).code]),
        "an agency asked along": reverse("patrols:ask", args=[make_duty(CITY).code]),
        "an agency": reverse("partners:add"),
        "an audience": reverse("partners:audience_add"),
        "a letter": reverse("partners:letter_add"),
        "a letter that came in": reverse("partners:incoming_add"),
    }


def test_no_form_lists_more_people_or_agencies_than_anybody_reads(client: Client, joko: User) -> None:
    many_agencies()
    many_members()
    client.force_login(joko)
    for what, address in addresses().items():
        answer = client.get(address)
        assert answer.status_code == 200, what
        lists = re.findall(r"<select.*?</select>", answer.content.decode(), re.DOTALL)
        longest = max((found.count("<option") for found in lists), default=0)
        assert longest <= FEW + 1, what
        assert 'type="search"' in answer.content.decode(), what


def audience(client: Client, **fields: str) -> tuple[int, str]:
    """The form of an audience, sent."""
    values = {"code": str(uuid4()), "unit": CITY, "kind": "courtesy_visit", "purpose": "Kenalan", **fields}
    answer = client.post(reverse("partners:audience_add"), values)
    return answer.status_code, unescape(answer.content.decode())


def test_a_name_that_fits_several_offers_them_and_one_is_chosen(client: Client, joko: User) -> None:
    many_agencies()
    client.force_login(joko)
    status, page = audience(client, agency="posko 1")
    assert status == 422
    assert "Beberapa cocok. Pilih salah satu." in page
    assert 'value="posko 1"' in page, "what was typed stays"
    offered = re.findall(r'name="agency_found" id="\w+" value="([^"]+)"', page)
    assert len(offered) == 10
    assert audience(client, agency="posko 1", agency_found=offered[3])[0] == 302
    assert str(Audience.objects.get().agency.code) == offered[3]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("tidak ada", "Tidak ada yang cocok."), ("posko", "Banyak yang cocok."), ("", "tidak boleh kosong")],
)
def test_what_fits_nobody_or_too_many_is_refused_in_words(
    client: Client, joko: User, typed: str, sentence: str
) -> None:
    many_agencies()
    client.force_login(joko)
    status, page = audience(client, agency=typed)
    assert status == 422
    assert sentence in page


def test_the_whole_name_is_enough_and_a_choice_must_fit_what_is_typed(client: Client, joko: User) -> None:
    many_agencies()
    wanted = make_agency(CITY, name="Posko")
    other = Agency.objects.get(name="Posko 07 Uji")
    client.force_login(joko)
    for field in (str(other.code), "1", "x'"):
        assert audience(client, agency="tidak ada", agency_found=field)[0] == 422
    assert audience(client, agency="posko")[0] == 302
    assert Audience.objects.get().agency == wanted


def test_nobody_finds_what_he_does_not_see(client: Client, joko: User) -> None:
    many_agencies()
    far = make_agency("0.73.71.", name="Polsek Jauh")
    client.force_login(joko)
    assert audience(client, agency="Polsek Jauh")[0] == 422
    assert audience(client, agency="Posko", agency_found=str(far.code))[0] == 422


def test_a_call_is_written_down_for_a_member_by_number_or_name(client: Client, joko: User) -> None:
    many_members()
    village, category = make_village(), make_category("flood")
    ari = make_member(full_name="Ari Wibowo", member_number="3574.10.0042")
    namesake = make_member(full_name="Ari Wibowo Putra")
    client.force_login(joko)
    local = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    form = {"category": category.slug, "village": village.pk, "text": "Air naik.", "occurred_at": local}
    form |= {"channel": "phone", "reported_at": local}

    def call(**fields: str) -> tuple[int, Member | None]:
        answer = client.post(reverse("incidents:call_new"), {**form, "code": str(uuid4()), **fields})
        last = IncidentReport.objects.order_by("-pk").first()
        return answer.status_code, last.on_behalf_of if last else None

    assert call(on_behalf_of="3574.10.0042") == (302, ari)
    assert call(on_behalf_of="putra") == (302, namesake)
    assert call(on_behalf_of="") == (302, None)
    answer = client.post(reverse("incidents:call_new"), {**form, "code": str(uuid4()), "on_behalf_of": "wibowo"})
    assert answer.status_code == 422
    assert "Ari Wibowo (3574.10.0042, " in answer.content.decode()
