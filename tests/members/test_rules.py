"""The membership rule: a dated decision of the chair, inherited, that lists people and touches nobody."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, MembershipRule, Unit, User
from members.rules import rule_for
from members.states import Attesters, Evidence, Livelihood, MemberState, Office
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, PROVINCE, make_member, make_officer, make_rule

pytestmark = pytest.mark.django_db


def decide(client: Client, unit: str = "35.74", **fields: Any) -> Any:
    """Send the form as a chair would; what is not said stays as it holds today."""
    page = client.get(reverse("members:decide_rule", args=[unit]))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"reason": "Rapat pleno 24 November"} | fields
    return client.post(reverse("members:decide_rule", args=[unit]), sent, follow=True)


@pytest.fixture
def chair(client: Client, bambang: User) -> Client:
    """The browser of the chair of the city."""
    client.force_login(bambang)
    return client


def test_the_chair_writes_a_rule_that_holds_for_his_unit_and_below(chair: Client, mayangan: Unit) -> None:
    page = decide(chair, renewal_grace_days=30, exempt=["retired_income"]).content.decode()
    assert "Tidak ada data anggota yang berubah" in page
    rule = rule_for(MAYANGAN, mayangan.today())
    assert (rule.renewal_grace.days, rule.exempt, rule.unit) == (30, frozenset({"retired_income"}), CITY)
    shown = chair.get(reverse("members:membership_rule", args=["35.74.03"])).content.decode()
    assert "30 hari" in shown
    assert "unit di atasnya" in shown


def test_a_rule_of_a_day_to_come_holds_from_that_day_and_can_be_struck_until_then(
    chair: Client, mayangan: Unit
) -> None:
    begins = mayangan.today() + timedelta(days=10)
    decide(chair, valid_from=begins.isoformat(), renewal_grace_days=30)
    assert rule_for(MAYANGAN, begins - timedelta(days=1)).renewal_grace.days == 0
    assert rule_for(MAYANGAN, begins).renewal_grace.days == 30
    row = MembershipRule.objects.get()
    strike = reverse("members:strike_rule", args=["35.74", row.code])
    assert "dicoret" in chair.post(strike, follow=True).content.decode()
    assert rule_for(MAYANGAN, begins).renewal_grace.days == 0
    assert "sudah dicoret" in chair.post(strike, follow=True).content.decode()


def test_what_has_begun_is_not_struck_and_nothing_begins_in_the_past(
    chair: Client, bambang: User, mayangan: Unit
) -> None:
    with pytest.raises(ValidationError):
        services.strike_rule(make_rule(CITY), by=bambang)
    answer = decide(chair, valid_from=(mayangan.today() - timedelta(days=1)).isoformat())
    assert answer.status_code == 422
    assert "paling cepat hari ini" in answer.content.decode()


def test_two_rules_never_begin_on_one_day_and_one_sending_makes_one(chair: Client) -> None:
    code = str(uuid.uuid4())
    for _time in range(2):
        assert decide(chair, code=code).status_code == 200
    assert MembershipRule.objects.count() == 1
    assert decide(chair).status_code == 422


def test_neither_the_secretary_nor_a_chair_elsewhere_writes_it(endah: User, mayangan: Unit) -> None:
    decision = services.Decision(uuid.uuid4(), mayangan.today(), [], 60, 0, 12, Attesters.BOARD, reason="Rapat")
    for user in (endah, make_officer(Office.CHAIR, KEDOPOK)):
        with pytest.raises(PermissionDenied):
            services.decide_rule(mayangan, decision, by=user)


def _by_sql(statement: str, *values: Any) -> str:
    """The name of the constraint by which the database refuses a statement."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_the_database_keeps_what_was_decided(mayangan: Unit) -> None:
    row = make_rule(MAYANGAN)
    change = "UPDATE members_membershiprule SET renewal_grace_days = 1 WHERE id = %s"
    assert _by_sql(change, row.pk) == "membership_rule_fixed"
    assert _by_sql("DELETE FROM members_membershiprule WHERE id = %s", row.pk) == "membership_rule_kept"
    again = """INSERT INTO members_membershiprule (code, unit_id, valid_from, exempt, livelihood_grace_days,
        renewal_grace_days, attestation_months, attesters, reason, made_by_id, made_at)
        SELECT gen_random_uuid(), unit_id, valid_from, exempt, %s, 0, 12, 'board', %s, made_by_id, now()
        FROM members_membershiprule"""
    assert _by_sql(again, 60, "Rapat") == "membership_rule_one_a_day"
    assert _by_sql(again, 367, "Rapat") == "membership_rule_within_reason"
    assert _by_sql(again, 60, " ") == "membership_rule_has_reason"
    strike = "UPDATE members_membershiprule SET struck_at = now() WHERE id = %s"
    assert _by_sql(strike, row.pk) == "membership_rule_struck_by_somebody"


def test_a_change_lists_whom_it_concerns_and_touches_nobody(chair: Client, bambang: User, kedopok: Unit) -> None:
    today = kedopok.today()
    make_rule(CITY, exempt=[Livelihood.RETIRED_INCOME], attestation_months=24, renewal_grace_days=0)
    make_rule(KEDOPOK)  # a rule of its own: nobody there is concerned
    waived = {
        "livelihood_verified_by": None,
        "livelihood_verified_on": None,
        "livelihood_waiver_reason": "Aturan",
        "livelihood_waiver_by": bambang.member,
        "livelihood_waiver_until": today + timedelta(days=300),
    }
    make_member(MAYANGAN, full_name="Subakir", livelihood=Livelihood.RETIRED_INCOME, **waived)
    make_member(KEDOPOK, full_name="Ponidi", livelihood=Livelihood.RETIRED_INCOME, **waived)
    make_member(MAYANGAN, full_name="Jumadi", livelihood=Livelihood.NONE, **waived)
    make_member(MAYANGAN, full_name="Saheri", livelihood_verified_on=today - timedelta(days=500))
    make_member(MAYANGAN, full_name="Santoso", valid_until=today - timedelta(days=3))
    before = list(Member.objects.order_by("pk").values())
    page = decide(
        chair, exempt=[], attestation_months=12, livelihood_grace_days=30, renewal_grace_days=14, attesters="chair"
    )
    lists = {each["review"].name: {person.full_name for person in each["people"]} for each in page.context["lists"]}
    assert lists["exempt_no_more"] == {"Subakir"}
    assert lists["grace_longer"] == {"Jumadi"}
    assert lists["attested_too_long_ago"] == {"Saheri"}
    assert lists["in_grace"] == {"Santoso"}
    assert {"Saheri", "Santoso"} <= lists["attested_by_others"]
    assert list(Member.objects.order_by("pk").values()) == before


def test_whoever_a_rule_newly_exempts_is_listed_and_who_was_attested_by_a_chair_is_not(
    chair: Client, bambang: User
) -> None:
    today = bambang.member.unit.today()
    make_member(MAYANGAN, full_name="Yuni", state=MemberState.TRAINING, livelihood_verified_by=None)
    by_chair = {"livelihood_verified_by": bambang.member, "livelihood_verified_on": today}
    make_member(MAYANGAN, full_name="Wiwik", **by_chair)
    page = decide(chair, exempt=["self_employed"], attesters="chair")
    lists = {each["review"].name: {person.full_name for person in each["people"]} for each in page.context["lists"]}
    assert "Yuni" in lists["exempt_now"]
    assert "Wiwik" not in lists["attested_by_others"]


def test_by_the_rule_only_the_chair_or_only_the_board_above_attests(mayangan: Unit, bambang: User, endah: User) -> None:
    member = make_member(mayangan, state=MemberState.APPLICANT, livelihood_verified_by=None)
    make_rule(MAYANGAN, attesters=Attesters.CHAIR)
    with pytest.raises(PermissionDenied, match="Ketua atau Wakil Ketua"):
        services.attest_livelihood(member, by=endah, evidence=Evidence.KNOWN)
    services.attest_livelihood(member, by=bambang, evidence=Evidence.KNOWN)
    make_rule(MAYANGAN, mayangan.today(), attesters=Attesters.ABOVE)
    near = make_officer(Office.CHAIR, MAYANGAN)
    with pytest.raises(PermissionDenied, match="unit di atasnya"):
        services.attest_livelihood(member, by=near, evidence=Evidence.KNOWN)
    above = make_officer(Office.SECRETARY, PROVINCE)
    assert services.attest_livelihood(member, by=above, evidence=Evidence.KNOWN).livelihood_verified_by == above.member


def test_the_button_to_attest_says_who_may_by_the_rule(client: Client, mayangan: Unit, endah: User) -> None:
    make_rule(CITY, attesters=Attesters.CHAIR)
    member = make_member(mayangan, state=MemberState.TRAINING, livelihood_verified_by=None)
    client.force_login(endah)
    page = client.get(member.get_absolute_url()).content.decode()
    assert "Menurut aturan unit, yang memastikan adalah Ketua" in page
    attest = reverse("members:step", args=[member.code, "attest"])
    assert attest not in page
    assert client.get(attest).status_code == 403


def test_an_exempt_category_is_a_waiver_written_by_the_service(
    mayangan: Unit, slamet: User, bambang: User, endah: User
) -> None:
    make_rule(CITY, exempt=[Livelihood.RETIRED_INCOME, Livelihood.NONE])
    retired = make_member(
        mayangan, state=MemberState.TRAINING, livelihood=Livelihood.RETIRED_INCOME, livelihood_verified_by=None
    )
    member = services.activate(retired, by=slamet)
    assert (member.livelihood_waiver_by, member.livelihood_waiver_until) == (slamet.member, member.valid_until)
    assert "Kota Probolinggo" in member.livelihood_waiver_reason
    other = services.record_livelihood(make_member(mayangan), Livelihood.NONE, by=slamet)
    assert other.livelihood_waiver_until == other.valid_until
    make_rule(CITY, mayangan.today())
    lost = services.record_livelihood(make_member(mayangan), Livelihood.NONE, by=slamet)
    assert lost.livelihood_waiver_until == mayangan.today() + timedelta(days=60)


def test_grace_after_a_lost_job_is_as_long_as_the_rule_says(mayangan: Unit, slamet: User) -> None:
    make_rule(CITY, livelihood_grace_days=90)
    member = services.record_livelihood(make_member(mayangan), Livelihood.NONE, by=slamet)
    assert member.livelihood_waiver_until == mayangan.today() + timedelta(days=90)


def test_whoever_has_no_income_applies_only_where_the_rule_exempts_it(client: Client, mayangan: Unit) -> None:
    written = {
        "code": str(uuid.uuid4()),
        "full_name": "Rizal Mahendra Putra",
        "birth_date": date(2000, 3, 4).isoformat(),
        "sex": "male",
        "phone": "087000000904",
        "unit": MAYANGAN,
        "livelihood": "none",
        "occupation": "mahasiswa",
        "consent": "on",
    }
    refused = client.post(reverse("members:apply"), written)
    assert refused.status_code == 422
    assert "kegiatan terbuka kami boleh diikuti siapa saja" in refused.content.decode()
    make_rule(CITY, exempt=[Livelihood.NONE])
    assert client.post(reverse("members:apply"), written).status_code == 302
