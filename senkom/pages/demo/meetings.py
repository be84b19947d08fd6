"""Audiences with partners since July 2025, what was promised there, and the letters of these weeks.

The audience with the mayor of 28 July 2025 and its three topics are real (positions, no names);
what followed is invented.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from members.models import Member, Unit
from partners.letters import letter_number
from partners.models import (
    ActionItem,
    Agency,
    AgendaItem,
    Attendee,
    Audience,
    Contact,
    IncomingLetter,
    Letter,
    Letterhead,
    Minutes,
)
from partners.services.letters import continue_numbering
from partners.states import AudienceState, ItemState, LetterState, MinutesState
from senkom.pages.demo.calendar import Calendar, code_of, rows_of

CITY, MAYANGAN = "0.35.74.", "0.35.74.03."
SHORT_NAME = "SENKOM-KPR"
OF_MAYANGAN = {"A4", "A6"}
DRAFT_MINUTES = {"A8"}
VOID_BECAUSE = "salah tujuan"


def seed(calendar: Calendar) -> None:
    """Add all meetings, promises and letters; called once, at the first seeding."""
    book = _Book(calendar)
    for row in rows_of("audiences"):
        book.meet(row)
    for row in rows_of("action_items"):
        book.promise(row)
    Letterhead.objects.create(unit_id=CITY, short_name=SHORT_NAME, place="Probolinggo")
    for row in rows_of("letters"):
        book.send(row)
    for row in rows_of("incoming_letters"):
        book.receive(row)
    city = Unit.objects.get(path=CITY)
    continue_numbering(city, "letter", calendar.today.year, last=19)
    continue_numbering(city, "assignment", calendar.today.year, last=42)


class _Book:
    """The secretary's agenda book."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.people = {m.full_name: m for m in Member.objects.filter(unit__path__startswith=CITY)}
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.audiences: dict[str, Audience] = {}

    def meet(self, row: dict[str, str]) -> None:
        """One audience with its agenda, its delegation and its minutes."""
        starts_at = self._start(row["when"]) if row["when"] else None
        state = AudienceState(row["state"])
        letter_went = self.calendar.ago(days=12)
        planner = "Slamet Hariyono" if row["code"] in OF_MAYANGAN else "Endah Purwaningsih"
        audience = Audience.objects.create(
            code=code_of("audience", row["code"]),
            unit_id=MAYANGAN if row["code"] in OF_MAYANGAN else CITY,
            agency=self.agencies[row["agency"]],
            kind=row["kind"],
            host=row["host"],
            purpose=row["purpose"],
            starts_at=starts_at,
            place=row["place"],
            state=state,
            state_at=letter_went if state == AudienceState.LETTER_SENT else self._settled(starts_at),
            state_by=self.people[planner],
            planned_by=self.people[planner],
            created_at=(starts_at or letter_went) - timedelta(days=14),
        )
        self.audiences[row["code"]] = audience
        took_place = state in (AudienceState.HELD, AudienceState.MINUTES_FINAL)
        for position, topic in enumerate(row["topics"].split("|"), 1):
            AgendaItem.objects.create(audience=audience, position=position, topic=topic)
        for name in row["delegation"].split("|"):
            Attendee.objects.create(audience=audience, member=self.people[name], was_there=True if took_place else None)
        if state == AudienceState.MINUTES_FINAL or row["code"] in DRAFT_MINUTES:
            self._write_minutes(row, audience)

    def _start(self, text: str) -> datetime:
        day, _space, clock = text.partition(" ")
        return self.calendar.moment(self.calendar.day(day), clock)

    def _settled(self, starts_at: datetime | None) -> datetime:
        return min((starts_at or self.calendar.now) + timedelta(days=2), self.calendar.ago(days=1))

    def _write_minutes(self, row: dict[str, str], audience: Audience) -> None:
        topics = row["topics"].split("|")
        is_draft = row["code"] in DRAFT_MINUTES
        Minutes.objects.create(
            audience=audience,
            body="\n".join(f"{number}. Dibahas: {topic}." for number, topic in enumerate(topics, 1)),
            decisions="Tindak lanjut dicatat di bawah, dengan penanggung jawab dan tenggat.",
            state=MinutesState.DRAFT if is_draft else MinutesState.FINAL,
            state_at=audience.state_at,
            state_by=audience.state_by,
            written_by=audience.planned_by,
            written_at=audience.state_at,
        )

    def promise(self, row: dict[str, str]) -> None:
        """One action item: a member's, or a partner's by position."""
        audience = self.audiences[row["audience"]]
        due = self.calendar.day(row["due"])
        made = audience.starts_at or self.calendar.now
        contact = Contact.objects.get(code=code_of("contact", row["agency"])) if row["agency"] else None
        state = ItemState(row["state"])
        ActionItem.objects.create(
            code=code_of("item", row["audience"], row["number"]),
            audience=audience,
            number=int(row["number"]),
            title=row["title"],
            owner_member=self.people.get(row["owner"]),
            owner_contact=contact,
            due_on=due,
            outcome=row["outcome"],
            state=state,
            state_at=made + timedelta(days=30) if state == ItemState.DONE else made + timedelta(days=3),
            state_by=audience.planned_by,
            state_reason=row["outcome"] if state == ItemState.BLOCKED else "",
            created_by=audience.planned_by,
            created_at=made,
        )

    def send(self, row: dict[str, str]) -> None:
        """One letter of ours; numbers as in the paper book."""
        day = self.calendar.day(row["when"])
        state = LetterState(row["state"])
        letter = Letter(
            code=code_of("letter", row["code"]),
            unit_id=CITY,
            kind=row["kind"],
            matter=row["matter"],
            agency=self.agencies.get(row["agency"]),
            audience=self.audiences.get(row["audience"]),
            recipient=row["recipient"],
            subject=row["subject"],
            body=f"Dengan hormat,\n\nBersama ini kami sampaikan {row['subject'].lower()}.\n\nTerima kasih.",
            delivery=row["delivery"],
            state=state,
            state_at=self.calendar.moment(day, "14.00"),
            state_by=self.people["Endah Purwaningsih"],
            state_reason=VOID_BECAUSE if state == LetterState.VOID else "",
            written_by=self.people["Endah Purwaningsih"],
            created_at=self.calendar.moment(day, "13.00"),
        )
        if row["sequence"]:
            self._number(letter, int(row["sequence"]), day)
        letter.save()

    def _number(self, letter: Letter, sequence: int, day: date) -> None:
        letter.sequence, letter.year, letter.issued_on = sequence, day.year, day
        letter.number = letter_number(letter.kind, letter.matter, sequence, SHORT_NAME, day)
        letter.place, letter.signed_as = "Probolinggo", "Ketua Senkom Kota Probolinggo"
        letter.signed_by = "Bambang Sukoco Wardoyo"

    def receive(self, row: dict[str, str]) -> None:
        """One letter that came in, and by when it wants an answer."""
        received = self.calendar.day(row["received"])
        due = self.calendar.day(row["answer_by"]) if row["answer_by"] else None
        if due and due < self.calendar.today:
            due += timedelta(weeks=1)
        IncomingLetter.objects.create(
            code=code_of("incoming letter", row["code"]),
            unit_id=CITY,
            agency=self.agencies[row["agency"]],
            subject=row["subject"],
            received_on=received,
            answer_by=due,
            state_at=self.calendar.moment(received, "10.00"),
            recorded_by=self.people["Endah Purwaningsih"],
        )
