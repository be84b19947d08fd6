"""Suspension and expulsion: one chair proposes, another one in a unit above decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, Proposal, User
from members.states import MEMBERSHIP, PROPOSING, MemberState, Office, ProposalKind, ProposalState
from senkom.lib.states import move
from tests.factories.members import (
    CITY,
    MAYANGAN,
    NATION,
    PROVINCE,
    make_member,
    make_officer,
    make_proposal,
    make_user,
)

pytestmark = pytest.mark.django_db
REASON = "Melanggar kode etik dua kali"


@pytest.fixture
def chair(mayangan: Any) -> User:
    """The chair of Mayangan: proposes."""
    return make_officer(Office.CHAIR, MAYANGAN, full_name="Ketua Mayangan")


@pytest.mark.parametrize(
    ("propose", "state"),
    [
        (services.propose_suspension, MemberState.SUSPENDED),
        (services.propose_expulsion, MemberState.EXPELLED),
    ],
)
def test_the_chair_proposes_and_the_unit_above_confirms(
    wiwik: User, chair: User, bambang: User, propose: Callable[..., Proposal], state: MemberState
) -> None:
    proposal = propose(wiwik.member, by=chair, reason=REASON)
    assert Member.objects.get(pk=wiwik.member_id).state == MemberState.ACTIVE
    services.confirm_proposal(proposal, by=bambang)
    member = Member.objects.get(pk=wiwik.member_id)
    assert (member.state, member.state_by, member.state_reason) == (state, bambang.member, REASON)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.proposed_by, proposal.state_by) == ("confirmed", chair.member, bambang.member)


def test_only_a_chair_proposes_with_a_reason_and_never_about_himself(
    wiwik: User, chair: User, slamet: User, endah: User, stranger_coordinator: User
) -> None:
    for user in (wiwik, slamet, endah, stranger_coordinator, make_officer(Office.CHAIR, "0.35.74.05.")):
        with pytest.raises(PermissionDenied):
            services.propose_suspension(make_member(MAYANGAN), by=user, reason=REASON)
    with pytest.raises(ValidationError, match="alasan|reason"):
        services.propose_suspension(wiwik.member, by=chair, reason=" ")
    with pytest.raises(ValidationError):
        services.propose_expulsion(chair.member, by=chair, reason=REASON)


def test_nobody_decides_who_proposed_or_is_the_member_or_holds_no_office_above(
    wiwik: User, chair: User, bambang: User, endah: User
) -> None:
    vice = make_officer(Office.VICE_CHAIR, MAYANGAN)
    proposal = services.propose_suspension(wiwik.member, by=chair, reason=REASON)
    for user in (chair, vice, endah):
        with pytest.raises(PermissionDenied):
            services.confirm_proposal(proposal, by=user)
        with pytest.raises(PermissionDenied):
            services.refuse_proposal(proposal, by=user, reason="tidak cukup")
    about_bambang = services.propose_suspension(
        make_member(MAYANGAN), by=make_officer(Office.VICE_CHAIR, CITY), reason=REASON
    )
    with pytest.raises(PermissionDenied):  # proposed in the city: the city does not decide it, the province does
        services.confirm_proposal(about_bambang, by=bambang)
    services.confirm_proposal(about_bambang, by=make_officer(Office.CHAIR, PROVINCE))


def test_who_has_an_office_above_still_decides_neither_on_his_own_proposal_nor_about_himself(bambang: User) -> None:
    his_own = make_proposal(make_member(MAYANGAN), unit_id=MAYANGAN, proposed_by=bambang.member)
    about_him = make_proposal(bambang.member, unit_id=MAYANGAN)
    for proposal in (his_own, about_him):
        with pytest.raises(ValidationError) as refusal:
            services.confirm_proposal(proposal, by=bambang)
        assert refusal.value.code == "oneself"


def test_above_the_nation_there_is_nobody_so_another_of_its_chairs_decides(mayangan: Any) -> None:
    first, second = (make_officer(office, NATION) for office in (Office.CHAIR, Office.VICE_CHAIR))
    proposal = services.propose_suspension(make_member(NATION), by=first, reason=REASON)
    with pytest.raises(ValidationError):
        services.confirm_proposal(proposal, by=first)
    with pytest.raises(PermissionDenied):
        services.confirm_proposal(proposal, by=make_officer(Office.CHAIR, PROVINCE))
    assert services.confirm_proposal(proposal, by=second).state == MemberState.SUSPENDED


def test_a_refusal_needs_a_reason_and_leaves_the_member_as_he_is(wiwik: User, chair: User, bambang: User) -> None:
    proposal = services.propose_expulsion(wiwik.member, by=chair, reason=REASON)
    with pytest.raises(ValidationError):
        services.refuse_proposal(proposal, by=bambang, reason=" ")
    services.refuse_proposal(proposal, by=bambang, reason="Belum pernah ditegur")
    assert Member.objects.get(pk=wiwik.member_id).state == MemberState.ACTIVE
    with pytest.raises(ValidationError) as late:
        services.confirm_proposal(proposal, by=bambang)
    assert late.value.code == "conflict"
    services.propose_expulsion(wiwik.member, by=chair, reason=REASON)


def test_one_proposal_waits_at_a_time_its_proposer_takes_it_back_and_a_farewell_ends_it(
    wiwik: User, chair: User, bambang: User
) -> None:
    proposal = services.propose_suspension(wiwik.member, by=chair, reason=REASON)
    with pytest.raises(ValidationError) as second:
        services.propose_expulsion(wiwik.member, by=chair, reason=REASON)
    assert second.value.code == "conflict"
    with pytest.raises(PermissionDenied):
        services.withdraw_proposal(proposal, by=bambang)
    services.withdraw_proposal(proposal, by=chair)
    again = services.propose_expulsion(wiwik.member, by=chair, reason=REASON)
    services.record_resignation(wiwik.member, by=chair, reason="pindah domisili")
    again.refresh_from_db()
    assert again.state == ProposalState.WITHDRAWN


def test_what_the_state_does_not_allow_is_not_proposed(mayangan: Any, chair: User) -> None:
    for state in (MemberState.ON_LEAVE, MemberState.APPLICANT):
        with pytest.raises(ValidationError):
            services.propose_suspension(make_member(mayangan, state=state), by=chair, reason=REASON)


@pytest.mark.parametrize(("source", "target", "allowed"), PROPOSING.pairs())
def test_a_proposal_takes_only_the_arrows_of_its_table(
    wiwik: User, bambang: User, source: ProposalState, target: ProposalState, allowed: bool
) -> None:
    decided: dict[str, Any] = (
        {"state_by": bambang.member, "state_reason": "sudah dibahas"} if source != "waiting" else {}
    )
    proposal = make_proposal(wiwik.member, state=source, **decided)
    if allowed:
        move(proposal, target, by=bambang, reason="sudah dibahas")
        return
    with pytest.raises(ValidationError):
        move(proposal, target, by=bambang, reason="sudah dibahas")
    refused(f"UPDATE members_proposal SET state = '{target}' WHERE id = {proposal.pk}", "proposal_")  # noqa: S608 - our own words


def refused(statement: str, name: str) -> None:
    """The database itself refuses the statement, to the role the application runs as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("senkom",)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize("state", ["suspended", "expelled"])
def test_the_database_refuses_a_suspension_or_expulsion_that_nobody_confirmed(wiwik: User, state: str) -> None:
    refused(
        f"UPDATE members_member SET state = '{state}' WHERE id = {wiwik.member_id}",  # noqa: S608 - our own words
        "member_suspended_or_expelled_as_proposed",
    )
    make_proposal(wiwik.member, ProposalKind(state))
    refused(
        f"UPDATE members_member SET state = '{state}' WHERE id = {wiwik.member_id}",  # noqa: S608 - our own words
        "member_suspended_or_expelled_as_proposed",
    )


def test_an_old_confirmation_does_not_serve_twice(wiwik: User, chair: User, bambang: User) -> None:
    proposal = services.propose_suspension(wiwik.member, by=chair, reason=REASON)
    services.confirm_proposal(proposal, by=bambang)
    services.lift_suspension(wiwik.member, by=bambang)
    change = f"UPDATE members_member SET state = 'suspended' WHERE id = {wiwik.member_id}"  # noqa: S608 - our own words
    refused(change, "member_suspended_or_expelled_as_proposed")


def test_the_database_refuses_a_proposal_against_its_rules(wiwik: User, bambang: User) -> None:
    proposal = make_proposal(wiwik.member)
    row = f"UPDATE members_proposal SET %s WHERE id = {proposal.pk}"  # noqa: S608 - our own words
    confirmed = "state = 'confirmed', state_by_id = "
    refused(row % f"{confirmed} {proposal.proposed_by_id}", "proposal_decided_by_another")
    refused(row % f"{confirmed} {wiwik.member_id}", "proposal_decided_by_another")
    refused(row % f"{confirmed} NULL", "proposal_decided_by_another")
    refused(row % f"state = 'refused', state_by_id = {bambang.member_id}", "proposal_refused_with_reason")
    refused(row % "reason = 'lain'", "proposal_fixed")
    refused(row % f"proposed_by_id = {bambang.member_id}", "proposal_fixed")
    refused(f"DELETE FROM members_proposal WHERE id = {proposal.pk}", "proposal_kept")  # noqa: S608 - our own words
    for fields, name in (
        ({"proposed_by": wiwik.member, "state": "withdrawn"}, "proposal_not_about_oneself"),
        ({"reason": " ", "state": "withdrawn"}, "proposal_has_reason"),
        ({}, "proposal_one_waits"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make_proposal(wiwik.member, **fields)


@pytest.mark.parametrize(("source", "target", "allowed"), MEMBERSHIP.pairs())
def test_a_member_takes_only_the_arrows_of_the_table(
    mayangan: Any, source: MemberState, target: MemberState, allowed: bool
) -> None:
    member = make_member(mayangan, state=source)
    by = make_user()
    if allowed and target in (MemberState.SUSPENDED, MemberState.EXPELLED):
        return  # above: only with a confirmed proposal
    if allowed:
        member.member_number, member.valid_until = f"N{member.pk}", mayangan.today()
        move(member, target, by=by, reason="alasan", also=["member_number", "valid_until"])
        return
    with pytest.raises(ValidationError):
        move(member, target, by=by, reason="alasan")
    refused(f"UPDATE members_member SET state = '{target}' WHERE id = {member.pk}", MEMBERSHIP.constraint)  # noqa: S608 - our own words


def test_the_page_says_what_was_proposed_and_who_decides_it(
    client: Client, wiwik: User, chair: User, slamet: User, bambang: User
) -> None:
    client.force_login(chair)
    step = reverse("members:step", args=[wiwik.member.code, "suspend"])
    assert client.post(step, {"reason": REASON}).status_code == 302
    person = reverse("members:detail", args=[wiwik.member.code])
    proposal = Proposal.objects.get()
    for user, may_answer in ((slamet, False), (chair, True), (bambang, True)):
        client.force_login(user)
        page = client.get(person).content.decode()
        assert "Diusulkan: pemberhentian sementara, oleh Ketua Mayangan" in page
        assert "Menunggu keputusan ketua di atas Mayangan" in page
        assert ("Baca dan jawab" in page) is may_answer
        assert REASON not in page
    client.force_login(wiwik)
    assert "Diusulkan" not in client.get(person).content.decode()
    client.force_login(bambang)
    assert "Putuskan: pemberhentian sementara Wiwik Sulastri" in client.get("/").content.decode()
    address = reverse("members:proposal", args=[wiwik.member.code, proposal.code])
    assert REASON in client.get(address).content.decode()
    assert client.post(address, {"answer": "withdrawn"}).status_code == 422
    assert client.post(address, {"answer": "refused"}).status_code == 422
    assert client.post(address, {"answer": "confirmed"}).status_code == 302
    assert client.post(address, {"answer": "confirmed"}).status_code == 409
    assert "Putuskan" not in client.get("/").content.decode()


def test_the_home_page_of_the_proposer_does_not_ask_him_to_decide(client: Client, wiwik: User, chair: User) -> None:
    services.propose_suspension(wiwik.member, by=chair, reason=REASON)
    client.force_login(chair)
    assert "Putuskan" not in client.get("/").content.decode()


def test_a_proposal_waits_only_for_those_who_may_decide_it(wiwik: User, slamet: User, bambang: User) -> None:
    his_own = make_proposal(wiwik.member, unit_id=MAYANGAN, proposed_by=bambang.member)
    of_his_own_unit = make_proposal(slamet.member, unit_id=CITY)
    about_him = make_proposal(bambang.member, unit_id=MAYANGAN)
    below = make_proposal(make_member(MAYANGAN), unit_id=MAYANGAN)
    assert list(Proposal.objects.waiting_for(bambang)) == [below]
    above = make_officer(Office.CHAIR, PROVINCE)
    assert set(Proposal.objects.waiting_for(above)) == {his_own, of_his_own_unit, about_him, below}
    for user in (wiwik, slamet):
        assert not Proposal.objects.waiting_for(user).exists()


def test_a_coordinator_does_not_read_on_his_own_page_what_was_proposed_about_him(
    client: Client, slamet: User, chair: User
) -> None:
    proposal = services.propose_suspension(slamet.member, by=chair, reason=REASON)
    client.force_login(slamet)
    assert "Diusulkan" not in client.get(slamet.member.get_absolute_url()).content.decode()
    address = reverse("members:proposal", args=[slamet.member.code, proposal.code])
    assert client.get(address).status_code == 403
