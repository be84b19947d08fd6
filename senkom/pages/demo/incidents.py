"""What happened in the last four weeks, who was told, and what waits to be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from incidents.models import (
    Category,
    Figure,
    Incident,
    IncidentReport,
    Referral,
    ReportLink,
    TimelineEntry,
)
from incidents.services.places import number_of
from incidents.states import (
    Channel,
    EntryKind,
    FigureKind,
    PlaceSource,
    ReferralChannel,
    ReferralState,
    ReportState,
    Sensitivity,
    Status,
    Verification,
    Visibility,
)
from members.models import Member, Unit
from partners.models import Agency
from senkom.pages.demo.calendar import Calendar, code_of, rows_of

STRUCK = {"Jembatan kecil putus.": "Ternyata tidak putus, hanya tertutup ranting."}
TOLD_TO_PARTNERS = (EntryKind.MEASURE, EntryKind.NEED, EntryKind.CONDITION)
RECEIVED_BY = "petugas piket"


def seed(calendar: Calendar) -> None:
    """Add all incidents and the messages that wait; called once, at the first seeding."""
    desk = _Desk(calendar)
    for row in rows_of("incidents"):
        desk.open(row)
    for row in rows_of("waiting_reports"):
        desk.receive(row)


class _Desk:
    """Writes rows as if they had been written at their time."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.people = {m.full_name: m for m in Member.objects.filter(unit__path__startswith="0.35.74.")}
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.units = {unit.path: unit for unit in Unit.objects.active()}
        self.categories = {category.slug: category for category in Category.objects.all()}

    def open(self, row: dict[str, str]) -> None:
        """One incident with its first message, who was told, and its timeline."""
        at = self.calendar.at(row["when"])
        state = Status(row["state"])
        village = Unit.path_of(row["village"])
        author = self.people[row["reporter"]]
        incident = Incident.objects.create(
            code=code_of("incident", row["code"]),
            number=number_of("KJD", self.units[_unit_of(village)], at),
            unit_id=_unit_of(village),
            village_id=village,
            place_text=row["place"],
            title=row["title"],
            category=self.categories[row["category"]],
            severity=int(row["severity"]),
            situation=row["situation"],
            sensitivity=row["sensitivity"],
            verification=row["verification"],
            verification_note=row["text"] if row["verification"] == Verification.REFUTED else "",
            state=state,
            state_at=min(at + timedelta(hours=4), self.calendar.ago(minutes=1)),
            outcome=row["outcome"],
            occurred_at=at,
            opened_at=at + timedelta(minutes=3),
            opened_by=author,
            lead=self.people.get(row["lead"]),
        )
        self.write(incident, at, author, EntryKind.OPENED, row["text"])
        if row["channel"] != Channel.PATROL:
            self.link(row, incident, author)
        for told in filter(None, row["told"].split("|")):
            self.refer(told, incident, author, row["text"])
        if row["code"] == "K07":
            self.flood(incident)

    def report(self, row: dict[str, str], at: datetime, **fields: Any) -> IncidentReport:
        """A message as it came in."""
        village = Unit.path_of(row["village"])
        category = self.categories[row["category"]]
        values = {
            "code": code_of("incident report", row["code"]),
            "number": number_of("LAP", self.units[_unit_of(village)], at),
            "unit_id": _unit_of(village),
            "village_id": village,
            "place_text": row["place"],
            "place_source": PlaceSource.VILLAGE,
            "category": category,
            "sensitivity": category.sensitivity,
            "text": row["text"],
            "channel": row["channel"],
            "occurred_at": at,
            "reported_at": at,
            "received_at": at,
            "reporter": self.people[row["reporter"]],
        }
        return IncidentReport.objects.create(**values | fields)

    def link(self, row: dict[str, str], incident: Incident, author: Member) -> None:
        """The message an incident was opened from."""
        at = incident.occurred_at
        report = self.report(
            row, at, state=ReportState.LINKED, state_at=at, state_by=author, sensitivity=Sensitivity(row["sensitivity"])
        )
        ReportLink.objects.create(report=report, incident=incident, linked_by=author, linked_at=incident.opened_at)

    def receive(self, row: dict[str, str]) -> None:
        """A message that nobody has read yet."""
        received = self.calendar.ago(hours=int(row["hours_ago"]))
        occurred = self.calendar.at(row["occurred"]) if row["occurred"] else received - timedelta(minutes=10)
        self.report(row, occurred, reported_at=received, received_at=received, state_at=received)

    def refer(self, told: str, incident: Incident, author: Member, text: str) -> None:
        """'Sat Lantas@23.10=done': told at that time, and how far their answer is."""
        name, _at, rest = told.partition("@")
        clock, _equals, state = rest.partition("=")
        day = incident.occurred_at.astimezone(incident.unit.zone).date()
        at = self.calendar.moment(day, clock)
        if at < incident.occurred_at:
            at += timedelta(days=1)
        is_answered = state != ReferralState.SENT
        Referral.objects.create(
            code=code_of("referral", incident.code, name),
            incident=incident,
            agency=self.agencies[name],
            channel=ReferralChannel.PHONE if is_answered else ReferralChannel.WHATSAPP,
            message=text,
            state=state,
            state_at=at,
            state_by=author,
            recorded_by=author,
            recorded_at=at,
            sent_at=at,
            acknowledged_at=at if is_answered else None,
            answered_by=RECEIVED_BY if is_answered else "",
        )
        words = "diterima" if is_answered else "terkirim, belum dijawab"
        self.write(incident, at, author, EntryKind.REFERRAL, f"{name} diberi tahu, {words}.")

    def write(self, incident: Incident, at: datetime, author: Member, kind: EntryKind, text: str) -> TimelineEntry:
        """One line of the timeline."""
        return TimelineEntry.objects.create(
            code=code_of("entry", incident.code, at, kind, text),
            incident=incident,
            at=at,
            recorded_at=at,
            author=author,
            kind=kind,
            text=text,
            visibility=Visibility.PARTNER if kind in TOLD_TO_PARTNERS else Visibility.INTERNAL,
        )

    def flood(self, incident: Incident) -> None:
        """The night of the flood, line by line, with its figures (the scale is invented, below the real one)."""
        first = incident.occurred_at.astimezone(incident.unit.zone).date()
        for row in rows_of("flood"):
            at = self.calendar.moment(first + timedelta(days=int(row["day"])), row["at"])
            author = self.people[row["author"]]
            if row["text"]:
                entry = self.write(incident, at, author, EntryKind(row["kind"]), row["text"])
                self.strike(entry)
            for figure in filter(None, row["figures"].split(";")):
                self.count(figure, incident, at, author)

    def strike(self, entry: TimelineEntry) -> None:
        """What turned out to be wrong is struck three hours later, never deleted."""
        if reason := STRUCK.get(entry.text):
            TimelineEntry.objects.filter(pk=entry.pk).update(
                struck_at=entry.at + timedelta(hours=3),
                struck_by=self.people["Teguh Iman Santosa"],
                struck_reason=reason,
            )

    def count(self, text: str, incident: Incident, at: datetime, author: Member) -> None:
        """'bpbd:35.74.02.1003:affected_households=76'; 0 is none, ? is still being counted."""
        source, village, counted = text.split(":")
        indicator, _equals, number = counted.partition("=")
        kind = {"?": FigureKind.PENDING, "0": FigureKind.NONE}.get(number, FigureKind.NUMBER)
        Figure.objects.create(
            incident=incident,
            indicator=indicator,
            village_id=Unit.path_of(village) if village else None,
            source=source,
            as_of=at,
            recorded_at=at,
            kind=kind,
            count=int(number) if kind == FigureKind.NUMBER else None,
            recorded_by=author,
        )


def _unit_of(village: str) -> str:
    """The district a village lies in."""
    return ".".join(village.split(".")[:4]) + "."
