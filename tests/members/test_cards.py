"""The membership card from the wish to its end: who takes which step, what the database refuses, when it is valid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members import services
from members.cards import standing_of
from members.jobs import expire_cards
from members.models import Card, CardCheck, Member, User
from members.services.cards import count_check, take_step_with_all
from members.states import CARD, CardState, MemberState, Office
from tests.factories.cards import make_card
from tests.factories.members import (
    CITY,
    KEDOPOK,
    MAYANGAN,
    OTHER_DISTRICT,
    make_member,
    make_officer,
    make_rule,
    make_user,
    suspend,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def refused(name: str, sql: str, *values: Any) -> None:
    """The statement is refused under this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def fresh(card: Card) -> Card:
    """The card as it is in the database."""
    return Card.objects.select_related("member__unit").get(pk=card.pk)


def test_a_card_goes_from_the_wish_to_the_hand(wiwik: User, slamet: User, endah: User) -> None:
    card = services.request_card(wiwik.member, by=wiwik)
    services.approve_card(card, by=endah)
    services.mark_printed(card, by=slamet)
    assert not standing_of(fresh(card), TODAY()).valid, "nobody has it in his hands yet"
    services.hand_over_card(card, by=slamet)
    card = fresh(card)
    assert (card.state, card.issued, card.valid_until) == ("handed_over", TODAY(), wiwik.member.valid_until)
    assert card.state_by == slamet.member
    assert standing_of(card, TODAY()).valid
    assert standing_of(card, TODAY()).until == wiwik.member.valid_until


def test_only_the_chair_or_the_roster_admin_approves_and_nobody_for_himself(
    wiwik: User, slamet: User, endah: User, bambang: User, stranger_coordinator: User
) -> None:
    card = make_card(wiwik.member, CardState.REQUESTED)
    for stranger in (slamet, stranger_coordinator, wiwik):
        with pytest.raises(PermissionDenied):
            services.approve_card(card, by=stranger)
    own = services.request_card(endah.member, by=endah)
    with pytest.raises(ValidationError, match="Langkah ini dilakukan orang lain"):
        services.approve_card(own, by=endah)
    services.approve_card(own, by=bambang)
    services.approve_card(card, by=endah)
    with pytest.raises(ValidationError, match="Muat ulang"):
        services.approve_card(card, by=bambang)


def test_a_number_that_the_province_gave_is_entered_with_the_approval(wiwik: User, endah: User) -> None:
    card = make_card(wiwik.member, CardState.REQUESTED)
    taken = make_member(KEDOPOK).member_number
    with pytest.raises(ValidationError, match="Nomor anggota ini sudah"):
        services.approve_card(card, by=endah, member_number=taken or "")
    services.approve_card(card, by=endah, member_number=" 35.0007/PROV ")
    assert Member.objects.get(pk=wiwik.member_id).member_number == "35.0007/PROV"


@pytest.mark.parametrize("state", [CardState.LOST, CardState.EXPIRED, CardState.REVOKED])
def test_what_is_lost_expired_or_revoked_never_comes_back(state: CardState) -> None:
    card = make_card(state=state, valid_until=TODAY(), issued=TODAY())
    for target in CardState:
        if target != state:
            refused(CARD.constraint, "UPDATE members_card SET state = %s WHERE id = %s", target, card.pk)


@pytest.mark.parametrize(("source", "target"), [(a, b) for a, b, allowed in CARD.pairs() if not allowed])
def test_the_database_refuses_every_step_that_is_not_in_the_table(source: CardState, target: CardState) -> None:
    card = make_card(state=source, valid_until=TODAY(), issued=TODAY())
    refused(CARD.constraint, "UPDATE members_card SET state = %s WHERE id = %s", target, card.pk)


def test_a_member_has_one_card_in_the_making_and_one_in_his_hands(wiwik: User) -> None:
    make_card(wiwik.member)
    with pytest.raises(IntegrityError, match="card_one_in_hand"), transaction.atomic():
        make_card(wiwik.member)
    make_card(wiwik.member, CardState.REQUESTED)
    for state in (CardState.REQUESTED, CardState.APPROVED, CardState.PRINTED):
        with pytest.raises(IntegrityError, match="card_one_in_the_making"), transaction.atomic():
            make_card(wiwik.member, state)
    make_card(wiwik.member, CardState.LOST)
    make_card(wiwik.member, CardState.LOST)


def test_the_database_refuses_a_card_without_dates_with_another_bearer_or_a_short_code(wiwik: User) -> None:
    card = make_card(wiwik.member, CardState.REQUESTED)
    refused("card_has_term", "UPDATE members_card SET state = 'approved' WHERE id = %s", card.pk)
    printed = make_card(make_member(), CardState.PRINTED)
    refused("card_has_day", "UPDATE members_card SET issued = NULL WHERE id = %s", printed.pk)
    refused("card_stays", "UPDATE members_card SET member_id = %s WHERE id = %s", printed.member_id, card.pk)
    refused("card_stays", "UPDATE members_card SET token = %s WHERE id = %s", "x" * 22, card.pk)
    refused("card_kept", "DELETE FROM members_card WHERE id = %s", card.pk)
    refused("card_revoked", "UPDATE members_card SET state = 'revoked', state_reason = ' ' WHERE id = %s", card.pk)
    with pytest.raises(IntegrityError, match="card_token_is_long"), transaction.atomic():
        make_card(make_member(), token="1")


def test_a_second_card_is_made_once_the_first_is_lost_or_its_time_is_short(wiwik: User, slamet: User) -> None:
    first = make_card(wiwik.member)
    with pytest.raises(ValidationError, match="1 Januari 2035"):
        services.request_card(wiwik.member, by=wiwik)
    services.report_card_lost(first, by=wiwik)
    second = services.request_card(wiwik.member, by=wiwik)
    with pytest.raises(ValidationError, match="sudah dalam proses"):
        services.request_card(wiwik.member, by=slamet)
    assert second.token != first.token


def test_after_a_renewal_the_new_card_replaces_the_old_one_at_the_moment_of_handing_over(
    wiwik: User, slamet: User, endah: User
) -> None:
    old = make_card(wiwik.member, valid_until=TODAY() + 30 * DAY)
    new = services.request_card(wiwik.member, by=slamet)
    services.approve_card(new, by=endah)
    services.mark_printed(new, by=slamet)
    assert standing_of(fresh(old), TODAY()).valid
    services.hand_over_card(new, by=slamet)
    assert (fresh(old).state, fresh(new).state) == ("revoked", "handed_over")


@pytest.mark.parametrize("state", [CardState.REQUESTED, CardState.APPROVED, CardState.PRINTED, CardState.HANDED_OVER])
@pytest.mark.parametrize("leave", [services.record_resignation, services.record_death])
def test_whoever_leaves_has_no_card_from_the_same_moment_on(
    slamet: User, state: CardState, leave: Callable[..., Member]
) -> None:
    card = make_card(make_member(MAYANGAN), state)
    leave(card.member, by=slamet, reason="Pindah kerja")
    assert fresh(card).state == CardState.REVOKED
    assert not standing_of(fresh(card), TODAY()).valid


def test_the_card_of_a_suspended_member_is_not_valid_and_of_one_on_leave_it_is(slamet: User) -> None:
    rests, away = make_card(make_member(MAYANGAN)), make_card(make_member(MAYANGAN))
    suspend(rests.member)
    services.record_leave(away.member, by=slamet, reason="Kerja malam")
    assert not standing_of(fresh(rests), TODAY()).valid
    assert fresh(rests).state == CardState.HANDED_OVER, "it is valid again once the suspension is lifted"
    assert standing_of(fresh(away), TODAY()).valid


def test_the_last_day_counts_and_the_grace_of_the_unit_s_rule_after_it() -> None:
    member = make_member(MAYANGAN, valid_until=TODAY() - DAY)
    card = make_card(member)
    assert standing_of(fresh(card), TODAY() - DAY).valid
    assert not standing_of(fresh(card), TODAY()).valid
    make_rule(CITY, renewal_grace_days=10)
    assert standing_of(fresh(card), TODAY()).until == TODAY() + 9 * DAY
    assert not standing_of(fresh(card), TODAY() + 10 * DAY).valid


def test_the_clock_lets_cards_expire_after_their_grace_and_no_others() -> None:
    make_rule(CITY, renewal_grace_days=10)
    over, by_grace, elsewhere = (
        make_card(make_member(unit), valid_until=TODAY() - days * DAY)
        for unit, days in ((MAYANGAN, 11), (MAYANGAN, 10), (OTHER_DISTRICT, 1))
    )
    lost = make_card(make_member(), CardState.LOST, valid_until=date(2020, 1, 1))
    unused = make_card(make_member(), CardState.PRINTED, valid_until=date(2020, 1, 1))
    assert expire_cards() == 3
    states = [fresh(card).state for card in (over, by_grace, elsewhere, lost, unused)]
    assert states == ["expired", "handed_over", "expired", "lost", "expired"]
    assert expire_cards() == 0


def test_one_step_for_many_is_taken_for_all_or_for_nobody(endah: User, slamet: User) -> None:
    cards = [make_card(make_member(MAYANGAN), CardState.REQUESTED) for _number in range(3)]
    assert take_step_with_all(cards, services.approve_card, by=endah) == 3
    foreign = make_card(make_member(KEDOPOK), CardState.APPROVED)
    with pytest.raises(PermissionDenied):
        take_step_with_all([*cards, foreign], services.mark_printed, by=slamet)
    printed = make_card(make_member(MAYANGAN, full_name="Sudah Dicetak"), CardState.PRINTED)
    with pytest.raises(ValidationError, match="Sudah Dicetak"):
        take_step_with_all([*cards, printed], services.mark_printed, by=slamet)
    assert {fresh(card).state for card in cards} == {"approved"}
    with pytest.raises(ValidationError, match="50"):
        take_step_with_all([cards[0]] * 51, services.mark_printed, by=slamet)


def test_checks_are_counted_by_day_and_nothing_else_is_kept() -> None:
    card = make_card()
    for _look in range(3):
        count_check(card)
    assert CardCheck.objects.get().number == 3
    assert {field.name for field in CardCheck._meta.fields} == {"id", "card", "day", "number"}


def test_a_member_who_is_none_gets_no_card(slamet: User) -> None:
    applicant = make_member(MAYANGAN, state=MemberState.APPLICANT)
    with pytest.raises(ValidationError):
        services.request_card(applicant, by=slamet)
    with pytest.raises(PermissionDenied):
        services.request_card(make_member(KEDOPOK), by=slamet)


def test_the_history_of_a_card_does_not_hold_its_code(wiwik: User, endah: User) -> None:
    card = make_card(wiwik.member, CardState.REQUESTED)
    services.approve_card(card, by=endah)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM members_cardevent e")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 2
    assert not [row for row in rows if card.token in row]


def test_new_numbers_follow_the_pattern_of_the_nearest_unit(bambang: User) -> None:
    make_user(make_member(CITY))
    year = f"{TODAY():%y}"
    chair = make_officer(Office.CHAIR, "0.35.", full_name="Ketua Provinsi")
    unit = make_member(MAYANGAN).unit
    today = TODAY()
    take, set_pattern = services.applications.next_member_number, services.change_number_pattern
    assert take(unit, today) == f"3574.{year}.0001"
    set_pattern(make_member("0.35.").unit, pattern="JTM/{regency:2}/{join_year:4}/{seq:05}", by=chair)
    assert take(unit, today) == f"JTM/74/20{year}/00001"
    set_pattern(make_member(CITY).unit, pattern="{province:2}{regency:2}{district:2}-{seq:03}", by=bambang)
    assert [take(unit, today), take(unit, today)] == ["357403-001", "357403-002"]
    set_pattern(make_member(CITY).unit, pattern="", by=bambang)
    assert take(unit, today) == f"JTM/74/20{year}/00002"


@pytest.mark.parametrize(
    "pattern",
    [
        "3574.{join_year:2}",
        "{seq:04}{seq:04}{join_year:2}",
        "{seq.__class__}{join_year:2}",
        "{join_year:2}.{seq:04} <script>",
        "{join_year:9}.{seq:04}",
        "A" * 36 + "{join_year:2}.{seq:04}",
    ],
)
def test_a_pattern_that_can_t_be_used_is_refused(bambang: User, pattern: str) -> None:
    with pytest.raises(ValidationError):
        services.change_number_pattern(bambang.member.unit, pattern=pattern, by=bambang)


def test_only_the_chair_changes_the_pattern(slamet: User, endah: User) -> None:
    for other in (slamet, endah):
        with pytest.raises(PermissionDenied):
            services.change_number_pattern(slamet.member.unit, pattern="", by=other)
