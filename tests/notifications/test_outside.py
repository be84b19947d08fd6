"""What leaves the application, of every kind of message and by every channel: no victim's name, no NIK, no tip.

What is announced on purpose may go out: what a duty and a promise are called, when, where people meet, who leads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from incidents.states import Sensitivity
from members.models import Member, Reading, RosterExport, User
from members.states import CardState, ExportState, MemberState, Office, PaperKind
from notifications import lists
from notifications.channels import WAYS, Letter, served
from notifications.dispatcher import compose
from notifications.models import Delivery, TelegramChat
from notifications.recheck import recipients_of
from notifications.states import BY_HAND, Channel
from partners.states import AudienceState
from patrols.states import AssignmentState, DutyState, ReportState
from senkom.lib.registry import registered
from tests.factories.cards import make_card, make_complaint
from tests.factories.incidents import make_incident, make_incident_report, make_referral
from tests.factories.members import CITY, MAYANGAN, make_appointment, make_grant, make_member
from tests.factories.notifications import make_delivery, make_notification
from tests.factories.papers import make_paper
from tests.factories.partners import make_agency, make_audience, make_item
from tests.factories.patrols import make_assignment, make_duty, make_partner
from tests.factories.phones import make_phone
from tests.factories.reports import make_finding, make_past_duty, make_report
from tests.factories.trainings import make_enrolment, make_training

pytestmark = pytest.mark.django_db

VICTIM, NIK, TIP = "Kenariwati Burungsari", "3574017006900123", "disembunyikan di gudang biru"
SECRETS = (VICTIM, NIK, TIP)
TOLD = f"{VICTIM}, NIK {NIK}: {TIP}"
"""What somebody may write wherever there is room for words."""


def crew() -> Member:
    """Somebody of a crew, whose own NIK is in the roster."""
    return make_member(MAYANGAN, nik=NIK)


def a_reading() -> int:
    return Reading.objects.create(member=crew(), by=make_member(), what="nik", reason=TOLD).pk


def a_membership() -> int:
    return make_member(MAYANGAN, valid_until=timezone.localdate(), occupation=TOLD[:150], skills=TOLD[:300]).pk


def a_waiver() -> int:
    reason = {"livelihood_waiver_reason": TOLD, "livelihood_waiver_by": make_member()}
    return make_member(MAYANGAN, livelihood_waiver_until=timezone.localdate(), **reason).pk


def a_term() -> int:
    return make_appointment(crew(), MAYANGAN, Office.ADVISER, decree_number=TOLD[:80]).pk


def an_export() -> int:
    rows = RosterExport.objects.create(
        by=crew(), unit_id=CITY, count=51, reason=TOLD, said=TOLD, columns=["name"], state=ExportState.WAITING
    )
    return rows.pk


def a_certificate() -> int:
    return make_grant(crew(), evidence=TOLD[:150]).pk


def a_training() -> int:
    return make_enrolment(make_training(state_reason=TOLD), crew()).training_id


def a_paper() -> int:
    return make_paper(MAYANGAN, PaperKind.OTHER, title=TOLD[:120], number=TOLD[:80], issued_by=TOLD).pk


def an_item() -> int:
    held = make_audience(CITY, state=AudienceState.HELD, purpose=TOLD)
    return make_item(held, due_on=timezone.localdate() - timedelta(days=2), outcome=TOLD).pk


def an_audience() -> int:
    return make_audience(CITY, state=AudienceState.HELD, purpose=TOLD).pk


def a_duty() -> int:
    duty = make_duty(MAYANGAN, purpose=TOLD)
    make_assignment(duty, crew())
    return duty.pk


def a_cancelled_duty() -> int:
    duty = make_duty(MAYANGAN, purpose=TOLD, state=DutyState.CANCELLED, state_reason=TOLD)
    make_assignment(duty, crew(), state=AssignmentState.RELEASED, state_reason=TOLD)
    return duty.pk


def a_silent_partner() -> int:
    return make_partner(make_duty(MAYANGAN, purpose=TOLD), state_reason=TOLD).pk


def an_applicant() -> int:
    return make_member(MAYANGAN, full_name=VICTIM, state=MemberState.APPLICANT, nik=NIK, state_reason=TOLD).pk


def a_referral() -> int:
    incident = make_incident(MAYANGAN, title=TOLD, sensitivity=Sensitivity.CONFIDENTIAL)
    return make_referral(incident, make_agency(), message=TOLD, state="sent", sent_at=timezone.now()).pk


def an_offer() -> int:
    duty = make_duty(MAYANGAN, purpose=TOLD)
    return make_assignment(duty, crew(), state=AssignmentState.OFFERED, state_reason=TOLD).pk


def a_past_duty() -> int:
    return make_past_duty(crew(), purpose=TOLD).pk


def a_report() -> int:
    author = crew()
    report = make_report(make_past_duty(author), author, state=ReportState.RETURNED, state_reason=TOLD, summary=TOLD)
    make_finding(report, text=TOLD)
    return report.pk


def an_incident_report(sensitivity: Sensitivity = Sensitivity.OPEN) -> int:
    fields = {"text": TOLD, "place_text": TOLD, "caller_name": VICTIM, "answer": TOLD, "on_behalf_of": crew()}
    return make_incident_report(MAYANGAN, sensitivity=sensitivity, **fields).pk


def a_complaint() -> int:
    return make_complaint(make_member(MAYANGAN, full_name=VICTIM), text=TOLD, contact=VICTIM).pk


def a_card() -> int:
    return make_card(make_member(MAYANGAN, full_name=VICTIM, nik=NIK), CardState.APPROVED).pk


SUBJECTS: dict[str, Callable[[], int]] = {
    "action_item.due": an_item,
    "action_item.overdue": an_item,
    "application.waiting": an_applicant,
    "audience.before": an_audience,
    "audience.no_answer": an_audience,
    "audience.without_minutes": an_audience,
    "duty.assigned": a_duty,
    "card.unprinted": a_card,
    "complaint.received": a_complaint,
    "certificate.expiring": a_certificate,
    "duty.before": a_duty,
    "duty.cancelled": a_cancelled_duty,
    "duty.moved": a_duty,
    "duty.offered": an_offer,
    "duty.partner_silent": a_silent_partner,
    "duty.released": a_duty,
    "duty.short": a_duty,
    "incident_report.answered": an_incident_report,
    "incident_report.on_behalf": an_incident_report,
    "incident_report.unread": an_incident_report,
    "incident_report.unread.confidential": lambda: an_incident_report(Sensitivity.CONFIDENTIAL),
    "livelihood.decide": a_waiver,
    "livelihood.review": a_waiver,
    "members.data_opened": a_reading,
    "members.export": an_export,
    "members.export.answered": an_export,
    "membership.ends": a_membership,
    "membership.renewal": a_membership,
    "office.expiring": a_term,
    "referral.silent": a_referral,
    "report.late": a_past_duty,
    "report.late.desk": a_past_duty,
    "report.on_behalf": a_report,
    "training.before": a_training,
    "report.returned": a_report,
    "unit_document.expiring": a_paper,
}
"""What each kind of message is about, with the secrets in every field that takes free words."""


def test_every_kind_of_message_and_every_channel_is_looked_at() -> None:
    assert set(SUBJECTS) == set(registered.reminders), "Write what a new kind is about into SUBJECTS."
    assert {*WAYS, *BY_HAND} == set(Channel)


def reached_everywhere(settings: Settings) -> Member:
    """A member with an address, a phone and a chat, on a server that serves them all."""
    settings.TELEGRAM_TOKEN = "123456:x"
    member = make_member(MAYANGAN, full_name="Wiwik Sulastri", email="wiwik@example.test", nik=NIK[::-1])
    make_phone(member, "https://push.example.com/wiwik")
    TelegramChat.objects.create(member=member, chat_id=1)
    return member


def by_machine(member: Member, kind: str, subject: int) -> dict[str, str]:
    """The words of a message as each machine sends them."""
    message = make_notification(member, kind=kind, subject=subject)
    found = {}
    for channel in served():
        delivery = make_delivery(member, message, channel=channel)
        letter = compose(channel, [delivery], recipients_of([delivery]))[delivery.pk]
        assert isinstance(letter, Letter), letter
        found[channel] = f"{letter.subject}\n{letter.body}"
    return found


def by_hand(member: Member, kind: str, subject: int, reader: User) -> str:
    """The words that somebody passes on."""
    at = timezone.now() - timedelta(minutes=5)
    delivery = make_delivery(
        member, make_notification(member, kind=kind, subject=subject, at=at), channel=Channel.WHATSAPP
    )
    [row] = lists.to_tell(Delivery.objects.filter(pk=delivery.pk), reader)
    return f"{row.title}\n{row.text}\n{row.tap}"


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_no_victim_no_nik_and_no_tip_leaves_the_application(
    kind: str, settings: Settings, dian: User, slamet: User
) -> None:
    member, subject = reached_everywhere(settings), SUBJECTS[kind]()
    said = by_machine(member, kind, subject)
    assert set(said) == set(WAYS)
    said |= {f"{reader} by hand": by_hand(make_member(), kind, subject, reader) for reader in (dian, slamet)}
    leaked = [f"{secret} by {channel}" for channel, words in said.items() for secret in SECRETS if secret in words]
    assert not leaked


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_lock_screen_says_the_kind_and_nothing_else(kind: str, settings: Settings) -> None:
    member, subject = reached_everywhere(settings), SUBJECTS[kind]()
    with_names = by_machine(member, kind, subject)[Channel.PUSH]
    title, body = with_names.split("\n")
    assert body == "Ada kabar untuk Anda. Buka Senkom untuk membacanya."
    reminder = registered.reminders[kind]
    assert title == str(reminder.label)
    for word in ("Wiwik", "Mayangan", "kecamatan", "pasar", *SECRETS):
        assert word not in with_names
