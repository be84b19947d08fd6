"""The renewal of a card: who is due, a link that needs no account, messages, and one tap for the board."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, RenewalAnswer, Unit, User
from members.states import Livelihood, MemberState, Office, Wish
from notifications.models import Notification
from notifications.planner import run_once
from senkom.lib.models import Link
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member, make_officer, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def buari(mayangan: Unit) -> Member:
    """A member without an account, whose card ends in twenty days."""
    return make_member(
        mayangan, full_name="Buari", occupation="nelayan", valid_until=mayangan.today() + timedelta(days=20)
    )


def _link(client: Client, member: Member) -> str:
    page = client.post(reverse("members:renewal_link", args=[member.code]), {"x": ""})
    assert page.status_code == 200
    address: str = page.context["address"]
    return "/r/" + address.split("/r/")[1]


def _due(client: Client, which: str) -> dict[str, list[str]]:
    """Who stands on a list, with what stands against the tap."""
    page = client.get(reverse("members:due"), {"list": which})
    return {person.full_name: why_not for person, _answer, why_not in page.context["lines"]}


def test_a_member_without_account_answers_by_a_link_and_the_board_renews_with_one_tap(
    client: Client, buari: Member, slamet: User
) -> None:
    client.force_login(slamet)
    assert _due(client, "renewal") == {"Buari": []}
    path = _link(client, buari)
    phone = Client()
    assert "Buari" in phone.get(path).content.decode()
    assert not RenewalAnswer.objects.exists()
    said = {"wish": "stay", "livelihood": "self_employed", "occupation": "nelayan"}
    assert "Terima kasih" in phone.post(path, said).content.decode()
    assert phone.post(path, said).status_code == 410
    page = client.get(reverse("members:due")).content.decode()
    assert "Saya ingin tetap menjadi anggota" in page
    assert client.post(reverse("members:renew", args=[buari.code])).status_code == 302
    assert _due(client, "renewal") == {}
    renewed = Member.objects.get(pk=buari.pk)
    assert renewed.valid_until is not None
    assert buari.valid_until is not None
    assert renewed.valid_until.year == buari.valid_until.year + 5
    client.post(reverse("members:renew", args=[buari.code]))
    assert Member.objects.get(pk=buari.pk).valid_until == renewed.valid_until


def test_an_answer_changes_nothing_of_the_member_and_another_job_is_recorded_by_the_board(
    client: Client, buari: Member, slamet: User
) -> None:
    client.force_login(slamet)
    before = Member.objects.values().get(pk=buari.pk)
    said = {"wish": "stay", "livelihood": "employed_private", "occupation": "kurir"}
    Client().post(_link(client, buari), said)
    assert Member.objects.values().get(pk=buari.pk) == before
    assert "pekerjaan lain: kurir" in client.get(reverse("members:due")).content.decode()
    form = client.get(reverse("members:livelihood", args=[buari.code])).context["form"]
    assert (form["livelihood"].value(), form["occupation"].value()) == ("employed_private", "kurir")


def test_whoever_stays_says_what_the_job_is_and_the_form_keeps_what_was_typed(
    client: Client, buari: Member, slamet: User
) -> None:
    client.force_login(slamet)
    path = _link(client, buari)
    answer = Client().post(path, {"wish": "stay", "livelihood": "", "occupation": "kurir"})
    assert answer.status_code == 422
    assert 'value="kurir"' in answer.content.decode()
    assert Client().post(path, {"wish": "leave", "livelihood": "", "occupation": ""}).status_code == 200
    assert RenewalAnswer.objects.get().wish == Wish.LEAVE


def test_the_text_for_whatsapp_stands_alone(client: Client, buari: Member, slamet: User) -> None:
    client.force_login(slamet)
    page = client.post(reverse("members:renewal_link", args=[buari.code]), {"x": ""})
    text = page.context["text"]
    assert "Balas TETAP atau TIDAK di sini" in text
    assert "Buari" in text
    assert buari.unit.name not in text


def test_a_link_is_made_only_for_others_whose_card_ends_soon_and_ends_with_the_farewell(
    client: Client, buari: Member, slamet: User, wiwik: User
) -> None:
    client.force_login(slamet)
    for other in (wiwik.member, slamet.member):
        assert client.post(reverse("members:renewal_link", args=[other.code]), {"x": ""}).status_code in (409, 422)
    path = _link(client, buari)
    services.record_resignation(buari, by=slamet, reason="pindah domisili")
    assert not Link.objects.live().exists()
    assert Client().post(path, {"wish": "stay", "livelihood": "self_employed"}).status_code == 410


def test_a_member_answers_signed_in_and_twice_the_same_is_one(client: Client, wiwik: User) -> None:
    Member.objects.filter(pk=wiwik.member_id).update(valid_until=wiwik.member.unit.today() + timedelta(days=5))
    client.force_login(wiwik)
    assert reverse("members:my_renewal") in client.get(wiwik.member.get_absolute_url()).content.decode()
    for _time in range(2):
        client.post(reverse("members:my_renewal"), {"wish": "talk", "livelihood": "", "occupation": ""})
    assert RenewalAnswer.objects.count() == 1


def test_an_answer_is_kept_as_it_was_given(buari: Member) -> None:
    services.answer_renewal(buari, wish=Wish.STAY, livelihood=Livelihood.SELF_EMPLOYED, occupation="nelayan")
    for change in (RenewalAnswer.objects.all().delete, lambda: RenewalAnswer.objects.update(wish=Wish.LEAVE)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_lists_hold_what_is_due_in_ones_units_and_nothing_else(
    client: Client, mayangan: Unit, endah: User, slamet: User
) -> None:
    today = mayangan.today()
    soon = today + timedelta(days=60)
    make_member(mayangan, full_name="Sebentar lagi", valid_until=soon)
    make_member(mayangan, full_name="Masih lama", valid_until=soon + timedelta(days=1))
    make_member(mayangan, full_name="Sudah habis", state=MemberState.LAPSED, valid_until=today - timedelta(days=45))
    make_member(mayangan, full_name="Lama habis", state=MemberState.LAPSED, valid_until=today - timedelta(days=400))
    make_member(OTHER_DISTRICT, full_name="Kota lain", valid_until=soon)
    make_member(KEDOPOK, full_name="Lama dipastikan", livelihood_verified_on=today - timedelta(days=340))
    make_member(mayangan, full_name="Belum dipastikan", state=MemberState.TRAINING, livelihood_verified_by=None)
    make_member(
        mayangan,
        full_name="Ditinjau",
        livelihood=Livelihood.NONE,
        livelihood_verified_by=None,
        livelihood_waiver_reason="PHK",
        livelihood_waiver_by=endah.member,
        livelihood_waiver_until=today,
        nik_hash="x",
    )
    client.force_login(endah)
    assert list(_due(client, "renewal")) == ["Sudah habis", "Sebentar lagi"]
    assert set(_due(client, "attestation")) == {"Lama dipastikan", "Belum dipastikan"}
    assert set(_due(client, "review")) == {"Ditinjau"}
    assert "Ditinjau" not in _due(client, "nik")
    client.force_login(slamet)
    assert list(_due(client, "review")) == ["Sudah habis", "Sebentar lagi"], "he attests nothing: the first list he has"


def test_the_list_of_attestations_asks_the_rule_how_long_one_serves(client: Client, kedopok: Unit, endah: User) -> None:
    make_rule(KEDOPOK, attestation_months=3, made_by=endah.member)
    make_member(kedopok, full_name="Ponidi", livelihood_verified_on=kedopok.today() - timedelta(days=100))
    make_member(MAYANGAN, full_name="Buari", livelihood_verified_on=kedopok.today() - timedelta(days=100))
    client.force_login(endah)
    assert set(_due(client, "attestation")) == {"Ponidi"}


def test_after_the_review_a_person_decides_and_the_clock_takes_nobody_off_the_list(
    client: Client, mayangan: Unit, slamet: User, endah: User
) -> None:
    member = services.record_livelihood(make_member(mayangan, full_name="Jumadi"), Livelihood.NONE, by=slamet)
    Member.objects.filter(pk=member.pk).update(livelihood_waiver_until=mayangan.today() - timedelta(days=30))
    services.lapse_memberships()
    assert Member.objects.get(pk=member.pk).state == MemberState.ACTIVE
    client.force_login(endah)
    assert set(_due(client, "review")) == {"Jumadi"}


# — messages


def _planned(*kinds: str) -> dict[str, set[tuple[int, int]]]:
    """Who was told what about whom, by kind."""
    rows = Notification.objects.filter(kind__regex="|".join(kinds)).values_list("kind", "recipient_id", "subject")
    found: dict[str, set[tuple[int, int]]] = {}
    for kind, recipient, subject in rows:
        found.setdefault(kind, set()).add((recipient, subject))
    return found


def _at(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_card_that_ends_is_told_sixty_thirty_and_seven_days_before_and_on_its_last_day(mayangan: Unit) -> None:
    ends = mayangan.today() + timedelta(days=59)
    member = make_member(mayangan, valid_until=ends)
    make_member(mayangan, valid_until=ends + timedelta(days=30))
    told = []
    for before in (59, 30, 7, 0):
        # Two in the morning, UTC: nine o'clock in Mayangan.
        run_once(now=_at(ends - timedelta(days=before)))
        told.append(sorted(_planned("^membership")))
    assert told[-1] == [
        "membership.ends",
        "membership.renewal.1440h",
        "membership.renewal.168h",
        "membership.renewal.720h",
    ]
    assert [len(kinds) for kinds in told] == [1, 2, 3, 4]
    assert {pair for pairs in _planned("^membership").values() for pair in pairs} == {(member.pk, member.pk)}


def test_whoever_has_answered_is_not_asked_again(mayangan: Unit, buari: Member) -> None:
    services.answer_renewal(buari, wish=Wish.STAY, livelihood=Livelihood.SELF_EMPLOYED)
    run_once(now=_at(mayangan.today()))
    assert _planned("^membership") == {}


def _waived(unit: Unit | str, by: User, until: date, **fields: Any) -> Member:
    waived = {
        "livelihood": Livelihood.NONE,
        "livelihood_verified_by": None,
        "livelihood_verified_on": None,
        "livelihood_waiver_reason": "PHK",
        "livelihood_waiver_by": by.member,
        "livelihood_waiver_until": until,
    }
    return make_member(unit, **{**waived, **fields})


def test_a_review_is_told_kindly_to_the_person_and_to_who_attests(
    mayangan: Unit, slamet: User, bambang: User, endah: User
) -> None:
    until = mayangan.today() + timedelta(days=14)
    make_officer(Office.CHAIR, "0.35.")  # farther away: not asked while the city has somebody
    member = _waived(mayangan, bambang, until)
    run_once(now=_at(until - timedelta(days=13)))
    run_once(now=_at(until))
    run_once(now=_at(until + timedelta(days=13)))
    planned = _planned("^livelihood")
    assert sorted(planned) == [
        "livelihood.decide",
        "livelihood.decide.312h",
        "livelihood.decide.336h",
        "livelihood.review",
        "livelihood.review.336h",
    ]
    assert planned["livelihood.review"] == {(member.pk, member.pk)}
    assert planned["livelihood.decide"] == {(user.member_id, member.pk) for user in (bambang, endah)}


def test_where_the_rule_leaves_it_to_the_chair_only_the_chair_is_told(
    mayangan: Unit, bambang: User, endah: User
) -> None:
    make_rule(CITY, attesters="chair")
    until = mayangan.today()
    _waived(mayangan, bambang, until)
    run_once(now=_at(until))
    assert {recipient for recipient, _subject in _planned("^livelihood.decide")["livelihood.decide"]} == {
        bambang.member_id
    }


def test_where_the_rule_leaves_it_to_the_unit_above_its_board_is_told(
    mayangan: Unit, bambang: User, endah: User
) -> None:
    make_rule(CITY, attesters="above")
    near = make_officer(Office.CHAIR, MAYANGAN)
    until = mayangan.today()
    _waived(mayangan, bambang, until)
    run_once(now=_at(until))
    told = {recipient for recipient, _subject in _planned("^livelihood.decide")["livelihood.decide"]}
    assert told == {bambang.member_id, endah.member_id}
    assert near.member_id not in told
