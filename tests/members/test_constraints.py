"""What the database refuses of the roster by SQL alone, as the role of the application; each NULL as well."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Member, Unit, User
from members.states import Livelihood, MemberState, Office
from tests.factories.members import MAYANGAN, make_appointment, make_member

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: Any) -> str:
    """The name of the constraint by which the database refuses a statement; it must refuse it."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def update(member: Member, **columns: Any) -> str:
    """Change columns of a member; None is NULL, a column's name in a list is its value."""
    sets = ", ".join(f"{name} = {value[0] if isinstance(value, list) else '%s'}" for name, value in columns.items())
    values = [value for value in columns.values() if not isinstance(value, list)]
    return refused(f"UPDATE members_member SET {sets} WHERE id = %s", *values, member.pk)  # noqa: S608 - names of ours


def test_the_application_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("senkom", False)


@pytest.mark.parametrize(
    "columns",
    [
        {"livelihood": ""},
        {"livelihood": Livelihood.NONE},
        {"livelihood_verified_by_id": None},
        {"livelihood_verified_on": None},
        {"livelihood_verified_by_id": None, "livelihood_recorded_by_id": None, "livelihood_verified_on": None},
    ],
)
def test_an_active_member_has_a_livelihood_that_somebody_attested(mayangan: Unit, columns: dict[str, Any]) -> None:
    assert update(make_member(mayangan), **columns) == "member_active_has_livelihood"


@pytest.mark.parametrize(
    "missing",
    [{"livelihood_waiver_reason": ""}, {"livelihood_waiver_by_id": None}, {"livelihood_waiver_until": None}],
)
def test_a_waiver_serves_only_with_reason_name_and_review(
    mayangan: Unit, bambang: User, missing: dict[str, Any]
) -> None:
    waived = make_member(
        mayangan,
        livelihood=Livelihood.NONE,
        livelihood_verified_by=None,
        livelihood_waiver_reason="PHK",
        livelihood_waiver_by=bambang.member,
        livelihood_waiver_until=mayangan.today(),
    )
    assert update(waived, **missing) == "member_active_has_livelihood"


def test_nobody_becomes_active_without_one_by_the_arrow_either(mayangan: Unit) -> None:
    applicant = make_member(
        mayangan,
        state=MemberState.TRAINING,
        livelihood="",
        livelihood_recorded_by=None,
        livelihood_verified_by=None,
        livelihood_verified_on=None,
        member_number="3574.26.0001",
        valid_until=mayangan.today(),
    )
    assert update(applicant, state=MemberState.ACTIVE) == "member_active_has_livelihood"
    columns = "unit_id, full_name, state, member_number, valid_until"
    assert (
        refused(
            f"""INSERT INTO members_member ({columns}, code, phone, has_smartphone, email, address, occupation, skills,
                emergency_contact, documents_seen, sex, livelihood, livelihood_waiver_reason, state_at, state_reason,
                created_at)
            SELECT {columns}, gen_random_uuid(), '', true, '', '', '', '', '', '{{}}', '', '', '', now(), '', now()
            FROM (VALUES (%s, 'Buari', 'active', '3574.26.0002', current_date)) AS v ({columns})""",  # noqa: S608
            MAYANGAN,
        )
        == "member_active_has_livelihood"
    )


@pytest.mark.parametrize("attester", [["id"], ["livelihood_recorded_by_id"]])
def test_nobody_attests_his_own_or_what_he_recorded(mayangan: Unit, attester: list[str]) -> None:
    assert update(make_member(mayangan), livelihood_verified_by_id=attester) == "member_livelihood_attested_by_another"


def test_what_nobody_recorded_nobody_attests(mayangan: Unit) -> None:
    applicant = make_member(mayangan, state=MemberState.APPLICANT)
    assert update(applicant, livelihood_recorded_by_id=None) == "member_livelihood_attested_by_another"


def test_nobody_waives_the_rule_for_himself(mayangan: Unit) -> None:
    assert update(make_member(mayangan), livelihood_waiver_by_id=["id"]) == "member_waiver_by_another"


@pytest.mark.parametrize("state", [MemberState.ACTIVE, MemberState.ON_LEAVE, MemberState.LAPSED])
@pytest.mark.parametrize("column", ["member_number", "valid_until"])
def test_whoever_is_on_the_list_has_a_number_and_a_term(mayangan: Unit, state: MemberState, column: str) -> None:
    assert update(make_member(mayangan, state=state), **{column: None}) == "member_enrolled_has_number_and_term"


def test_one_seat_has_one_holder_and_one_nik_and_one_number_one_member(mayangan: Unit) -> None:
    first = make_appointment(make_member(mayangan, nik_hash="a"), mayangan, Office.COORDINATOR)
    second = make_appointment(make_member(mayangan), mayangan, Office.VICE_COORDINATOR)
    take = "UPDATE members_appointment SET office = 'coordinator' WHERE id = %s"
    assert refused(take, second.pk) == "appointment_one_holder"
    assert update(second.member, nik_hash="a") == "member_nik_once"
    assert update(second.member, member_number=first.member.member_number) == "member_number_once"


@pytest.mark.parametrize("state", [MemberState.RESIGNED, MemberState.EXPELLED, MemberState.DECEASED])
def test_nobody_comes_back_by_sql_and_nobody_is_deleted(mayangan: Unit, state: MemberState) -> None:
    member = make_member(mayangan, state=state)
    assert update(member, state=MemberState.ACTIVE) == "member_state_follows_table"
    assert refused("DELETE FROM members_member WHERE id = %s", member.pk) == "member_kept"
