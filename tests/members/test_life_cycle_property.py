"""No sequence of services reaches a forbidden state, nor a row that the database should not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import services
from members.models import Appointment, Member, Proposal, Unit, User
from members.states import ENROLLED, GONE, MEMBERSHIP, Document, Evidence, Livelihood, MemberState, Office, Wish
from notifications.models import Delivery
from notifications.states import DeliveryState
from senkom.lib.models import Link
from tests.factories.members import PROVINCE, make_appointment, make_member, make_officer, make_rule, make_user
from tests.factories.notifications import make_delivery, make_notification

pytestmark = pytest.mark.django_db

SEARCH = settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass
class Cast:
    """Who takes part: one person whose life it is, and everybody who can do something about it."""

    person: Member
    actors: dict[str, User]

    @property
    def now(self) -> Member:
        """The row as it is."""
        return Member.objects.select_related("unit").get(pk=self.person.pk)


Deed = Callable[[Cast, User, dict[str, Any]], object]


def on_person(service: Callable[..., Any], **fixed: Any) -> Deed:
    """A service that takes the person."""
    return lambda cast, by, said: service(cast.now, by=by, **{**fixed, **said})


def on_proposal(service: Callable[..., Any]) -> Deed:
    """A service that takes what was proposed about him last."""

    def do(cast: Cast, by: User, said: dict[str, Any]) -> object:
        proposal = Proposal.objects.filter(member=cast.person).first()
        return service(proposal, by=by, **said) if proposal else None

    return do


def wait(cast: Cast, by: User, said: dict[str, Any]) -> object:
    """The clock of the server goes on; what it does by itself is done."""
    return services.lapse_memberships()


def appoint(cast: Cast, by: User, said: dict[str, Any]) -> object:
    person = cast.now
    today = person.unit.today()
    return services.appoint(person, person.unit, Office.TREASURER, begins=today, ends=None, by=by)


def answer(cast: Cast, by: User, said: dict[str, Any]) -> object:
    return services.answer_renewal(cast.now, wish=Wish.STAY, livelihood=Livelihood.EMPLOYED_PRIVATE)


DEEDS: dict[str, Deed] = {
    "document check": on_person(services.begin_document_check),
    "documents": lambda cast, by, said: services.tick_documents(cast.now, list(Document), by=by),
    "interview": on_person(services.invite_to_interview),
    "training": on_person(services.admit_to_training),
    "activate": on_person(services.activate),
    "reject": on_person(services.reject),
    "reapply": on_person(services.reapply),
    "another job": on_person(services.record_livelihood, livelihood=Livelihood.EMPLOYED_PRIVATE),
    "job lost": on_person(services.record_livelihood, livelihood=Livelihood.NONE),
    "retired": on_person(services.record_livelihood, livelihood=Livelihood.RETIRED_INCOME),
    "attest": on_person(services.attest_livelihood, evidence=Evidence.KNOWN),
    "waive": lambda cast, by, said: services.waive_livelihood(
        cast.now, until=cast.now.unit.today() + timedelta(days=90), by=by, reason="PHK"
    ),
    "leave": on_person(services.record_leave),
    "return": on_person(services.record_return),
    "renew": on_person(services.renew),
    "answer": answer,
    "renewal link": lambda cast, by, said: services.make_renewal_link(cast.now, by=by),
    "sign-in link": lambda cast, by, said: services.make_sign_in_link(cast.now, by=by),
    "appoint": appoint,
    "propose suspension": on_person(services.propose_suspension),
    "propose expulsion": on_person(services.propose_expulsion),
    "confirm": on_proposal(services.confirm_proposal),
    "refuse": on_proposal(services.refuse_proposal),
    "lift": on_person(services.lift_suspension),
    "resignation": on_person(services.record_resignation),
    "death": on_person(services.record_death),
    "wait": wait,
}
WITH_REASON = {
    *("document check", "interview", "training", "activate", "reject", "reapply", "attest", "leave", "return", "renew"),
    *("propose suspension", "propose expulsion", "confirm", "refuse", "lift", "resignation", "death"),
}
ACTORS = ("slamet", "bambang", "endah", "above", "himself")
THE_WAY_IN = ("document check", "documents", "interview", "training", "attest", "activate")

steps = st.tuples(
    st.sampled_from(sorted(DEEDS)),
    st.sampled_from(ACTORS),
    st.sampled_from(["", "keperluan pribadi"]),
    st.sampled_from([0, 0, 0, 20, 70, 400]),
)


@pytest.fixture
def cast(mayangan: Unit, slamet: User, bambang: User, endah: User) -> Cast:
    """An applicant with an account, somebody at each desk, and a message that waits."""
    make_rule(mayangan, exempt=[Livelihood.RETIRED_INCOME], renewal_grace_days=14)
    person = make_member(
        mayangan,
        state=MemberState.APPLICANT,
        livelihood_recorded_by=None,
        livelihood_verified_by=None,
        livelihood_verified_on=None,
    )
    Member.objects.filter(pk=person.pk).update(livelihood_recorded_by=person)
    above = make_officer(Office.CHAIR, PROVINCE)
    actors = {"slamet": slamet, "bambang": bambang, "endah": endah, "above": above, "himself": make_user(person)}
    make_delivery(person, make_notification(person))
    return Cast(person, actors)


@contextmanager
def undone_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def take(cast: Cast, deed: str, actor: str, reason: str) -> bool:
    """Try one step. Services refuse in words, or by rights; anything else is a defect."""
    said = {"reason": reason} if deed in WITH_REASON else {}
    by = User.objects.get(pk=cast.actors[actor].pk)
    before = cast.now
    try:
        with transaction.atomic():
            DEEDS[deed](cast, by, said)
    except (ValidationError, PermissionDenied):
        after = cast.now
        assert (after.state, after.state_at, after.valid_until) == (before.state, before.state_at, before.valid_until)
        return False
    return True


def look(cast: Cast, was: str, deed: str, actor: str) -> None:
    """What must be true of the row, and of all that hangs on it."""
    row = cast.now
    assert row.state == was or MEMBERSHIP.allows(was, row.state), f"{was} > {row.state}"
    if row.state != was:
        assert actor != "himself" or deed == "wait"
        assert row.state_reason or not MEMBERSHIP.needs_reason(was, row.state)
    if row.state in ENROLLED:
        assert row.member_number
        assert row.valid_until
    if row.state == MemberState.ACTIVE:
        attested = row.livelihood_verified_by_id not in (None, row.pk, row.livelihood_recorded_by_id)
        waived = row.livelihood_waiver_by_id not in (None, row.pk) and row.livelihood_waiver_until
        assert (attested and row.livelihood not in ("", Livelihood.NONE)) or waived
    if row.state in GONE:
        nothing_is_left(row)


def nothing_is_left(row: Member) -> None:
    """Offices, account, links, messages and proposals of somebody who has left."""
    terms = Appointment.objects.filter(member=row, term__isempty=False)
    assert not terms.filter(term__contains=row.unit.today()).exists()
    assert not terms.filter(term__endswith=None).exists()
    assert not User.objects.filter(member=row, is_active=True).exists()
    assert not Link.objects.live().filter(subject=row.pk).exists()
    his = Delivery.objects.filter(notification__recipient_id=row.pk, state=DeliveryState.QUEUED)
    assert not his.exists()
    assert not Proposal.objects.waiting().filter(member=row).exists()


def follow(cast: Cast, taken: list[tuple[str, str, str, int]]) -> set[str]:
    """Take the steps one after the other; gives the states that were reached."""
    reached = set()
    moment: datetime = timezone.now()
    for deed, actor, reason, days in taken:
        moment += timedelta(days=days, minutes=1)
        with time_machine.travel(moment, tick=False):
            was = cast.now.state
            take(cast, deed, actor, reason)
            look(cast, was, deed, actor)
            reached.add(cast.now.state)
    return reached


def recorded_states(cast: Cast) -> list[str]:
    """The states as the database itself recorded them."""
    events = apps.get_model("members", "MemberEvent").objects.filter(pgh_obj=cast.person.pk).order_by("pgh_id")
    return list(events.values_list("state", flat=True))


@SEARCH
@given(st.lists(steps, min_size=1, max_size=14))
def test_no_sequence_from_an_application_on_reaches_what_must_not_be(cast: Cast, taken: list[Any]) -> None:
    with undone_afterwards():
        follow(cast, taken)
        states = recorded_states(cast)
        assert all(a == b or MEMBERSHIP.allows(a, b) for a, b in zip(states, states[1:], strict=False))


@SEARCH
@given(st.lists(steps, min_size=1, max_size=14))
def test_no_sequence_of_a_member_s_life_reaches_what_must_not_be(cast: Cast, taken: list[Any]) -> None:
    with undone_afterwards():
        way_in: list[Any] = [(deed, "endah", "", 0) for deed in THE_WAY_IN]
        assert MemberState.ACTIVE in follow(cast, way_in)
        make_appointment(cast.person, cast.person.unit_id, Office.TREASURER)
        follow(cast, taken)
        states = recorded_states(cast)
        assert all(a == b or MEMBERSHIP.allows(a, b) for a, b in zip(states, states[1:], strict=False))


def test_the_search_reaches_every_state(cast: Cast) -> None:
    """Otherwise it would prove nothing about those it never came to."""
    way_in = [(deed, "endah", "", 0) for deed in THE_WAY_IN]
    ways: list[list[Any]] = [
        [("reject", "slamet", "keperluan pribadi", 0), ("reapply", "slamet", "", 0)],
        [*way_in, ("leave", "slamet", "keperluan pribadi", 0), ("return", "slamet", "", 0)],
        [
            *way_in,
            ("propose suspension", "bambang", "kode etik", 0),
            ("confirm", "above", "", 0),
            ("lift", "above", "", 0),
            ("propose expulsion", "bambang", "kode etik", 0),
            ("confirm", "above", "", 0),
        ],
        [*way_in, ("wait", "endah", "", 5 * 366 + 15)],
        [*way_in, ("resignation", "slamet", "keperluan pribadi", 0)],
        [*way_in, ("death", "slamet", "", 0)],
    ]
    reached: set[str] = set()
    for way in ways:
        with undone_afterwards():
            reached |= follow(cast, way)
    assert reached == set(MemberState)
