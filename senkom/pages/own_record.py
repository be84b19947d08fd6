"""All that is stored of one person, in every app, as sections of plain words: for his page and for his download.

The NIK stays masked even here: whoever finds the file on a phone must not find it. Codes and times of devices are left
out; they say nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import IncidentReport
from members.models import Appointment, Card, Consent, Grant, Member, Reading
from members.states import Evidence
from notifications.models import Notification, Preference, PushSubscription, TelegramChat
from patrols.models import Assignment, PatrolReport
from senkom.lib.phones import in_national_form
from senkom.lib.times import when

MOST = 2000
"""Of one kind in the file; nobody has served that often."""
PURPOSES: dict[str, Any] = {
    "membership": gettext_lazy("the membership: who you are, and how you are reached"),
    "photo": gettext_lazy("your photo, for the card and for the board"),
}
"""What a person agreed to, in words."""


@dataclass(frozen=True)
class Section:
    """One kind of things we know: a heading, and what is said beneath it."""

    name: str
    label: str
    lines: list[tuple[str, str]] = field(default_factory=list)


def day(value: date | None) -> str:
    """28 November 2026, or a dash."""
    return date_format(value, "j F Y") if value else "—"


def sections_of(person: Member, most: int = MOST) -> list[Section]:
    """Everything, each kind with its newest first; `most` of a kind."""
    return [
        Section("person", _("Person"), list(_person(person))),
        Section("membership", _("Membership"), list(_membership(person))),
        Section("livelihood", _("Job or income"), list(_livelihood(person))),
        Section("offices", _("Offices"), list(_offices(person, most))),
        Section("certificates", _("Certificates"), list(_certificates(person, most))),
        Section("cards", _("Member cards"), list(_cards(person, most))),
        Section("duties", _("Duties"), list(_duties(person, most))),
        Section("reports", _("Reports you wrote"), list(_reports(person, most))),
        Section("messages", _("Messages and phones"), list(_messages(person))),
        Section("consents", _("Consents"), list(_consents(person))),
        Section("readings", _("Who opened my closed data"), list(_readings(person, most))),
    ]


def _person(person: Member) -> Iterator[tuple[str, str]]:
    yield _("Full name"), person.full_name
    yield _("NIK"), person.masked_nik or _("not known")
    yield _("Date of birth"), day(person.birth_date)
    yield _("Sex"), person.get_sex_display() or "—"
    yield _("Mobile number"), in_national_form(person.phone) or "—"
    yield _("E-mail"), person.email or "—"
    yield _("Address"), person.address or "—"
    yield _("Village"), person.village.name if person.village else "—"
    yield _("Emergency contact"), person.emergency_contact or "—"
    yield _("Skills"), person.skills or "—"
    yield _("Photo"), _("kept") if getattr(person, "photo", None) else _("none")


def _membership(person: Member) -> Iterator[tuple[str, str]]:
    yield _("Unit"), person.unit.name
    yield _("Member number"), person.member_number or _("not yet")
    yield _("State"), capfirst(str(person.get_state_display()))
    yield _("In this state since"), when(person.state_at, person.unit.zone)
    if person.state_reason:
        yield _("Reason"), person.state_reason
    yield _("Joined on"), day(person.joined_on)
    yield _("Inaugurated on"), day(person.inaugurated_on)
    yield _("Membership valid until"), day(person.valid_until)


def _livelihood(person: Member) -> Iterator[tuple[str, str]]:
    yield _("Job or source of income"), str(person.get_livelihood_display() or "—")
    yield _("What you do"), person.occupation or "—"
    if person.livelihood_verified_by:
        yield _("Attested"), f"{person.livelihood_verified_by.full_name}, {day(person.livelihood_verified_on)}"
    if person.livelihood_evidence:
        yield _("What was seen"), str(Evidence(person.livelihood_evidence).label)
    if person.livelihood_waiver_until:
        yield _("Waiver to be reviewed on"), day(person.livelihood_waiver_until)


def _offices(person: Member, most: int) -> Iterator[tuple[str, str]]:
    for held in Appointment.objects.filter(member=person).select_related("unit").order_by("-term")[:most]:
        said = f"{held.term_in_words} · {held.decree_number}" if held.decree_number else held.term_in_words
        yield f"{capfirst(str(held.get_office_display()))}, {held.unit}", said


def _certificates(person: Member, most: int) -> Iterator[tuple[str, str]]:
    for held in Grant.objects.filter(member=person).select_related("qualification").order_by("-period")[:most]:
        until = f" – {day(held.period.upper)}" if held.period.upper else ""
        yield held.qualification.name, f"{day(held.period.lower)}{until}"


def _cards(person: Member, most: int) -> Iterator[tuple[str, str]]:
    for card in Card.objects.filter(member=person).order_by("-pk")[:most]:
        yield capfirst(str(card.get_state_display())), f"{day(card.issued)} – {day(card.valid_until)}"


def _duties(person: Member, most: int) -> Iterator[tuple[str, str]]:
    places = Assignment.objects.filter(member=person).select_related("duty__unit").order_by("-starts_at", "-pk")
    for place in places[:most]:
        duty = place.duty
        yield when(place.starts_at, duty.unit.zone), f"{duty}: {place.get_state_display()}"


def _reports(person: Member, most: int) -> Iterator[tuple[str, str]]:
    written = PatrolReport.objects.filter(author=person).select_related("duty__unit").order_by("-pk")
    for report in written[:most]:
        yield _("Patrol report"), f"{report.duty}: {report.get_state_display()}"
    sent = IncidentReport.objects.filter(reporter=person).select_related("unit").order_by("-received_at", "-pk")
    for message in sent[:most]:
        yield when(message.received_at, message.unit.zone), str(message.get_state_display())


def _messages(person: Member) -> Iterator[tuple[str, str]]:
    mine = Notification.objects.filter(recipient_kind="member", recipient_id=person.pk)
    yield _("Messages in the inbox"), str(mine.count())
    yield _("Phones that ring"), str(PushSubscription.objects.filter(member=person).count())
    has_chat = TelegramChat.objects.filter(member=person).exists()
    yield _("Telegram"), _("connected") if has_chat else _("none")
    yield _("Kinds of messages you do not want"), str(Preference.objects.filter(member=person).count())


def _consents(person: Member) -> Iterator[tuple[str, str]]:
    for row in Consent.objects.filter(member=person).order_by("-given_at", "-pk"):
        said = {"version": row.text_version, "at": when(row.given_at, person.unit.zone)}
        words = _("given on %(at)s, text of %(version)s") % said
        if row.withdrawn_at:
            words += "; " + _("withdrawn on %(at)s") % {"at": when(row.withdrawn_at, person.unit.zone)}
        yield str(PURPOSES.get(row.purpose, row.purpose)), words


def _readings(person: Member, most: int) -> Iterator[tuple[str, str]]:
    for row in Reading.objects.filter(member=person).select_related("by").order_by("-read_at", "-pk")[:most]:
        said = f"{row.by.full_name}, {row.get_what_display()}"
        yield when(row.read_at, person.unit.zone), f"{said}: {row.reason}" if row.reason else said
