"""Seventeen duties of the last four weeks, one of tonight, nine to come; with crews, partners and who was there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from members.models import Member, Qualification, Unit
from partners.models import Agency
from patrols.models import Assignment, Attendance, Duty, DutyPartner, Slot
from patrols.states import BUSY, AssignmentState, DutyState, PartnerState, SlotRole, Source, Via
from senkom.pages.demo.calendar import Calendar, code_of, rows_of

REST = timedelta(hours=8)
BROKEN_OFF = {"P06": "dihentikan 22.10: hujan lebat dan petir"}
EXERCISES = {"F09"}
PLANNER_OF_UNIT = {
    "0.35.74.": "Joko Supriyanto",
    "0.35.74.01.": "Suyitno Basuki",
    "0.35.74.02.": "Sudarmaji Wiyono",
    "0.35.74.03.": "Slamet Hariyono",
    "0.35.74.04.": "Wahyu Hendarto",
    "0.35.74.05.": "Wahono Prasetyo",
}


def start_of(row: dict[str, str], calendar: Calendar) -> datetime:
    """When a duty of the table begins; one still to come that this week has seen already comes a week later."""
    starts_at = calendar.at(row["when"])
    is_to_come = row["code"].startswith("F") and not row["when"].startswith("D0")
    return starts_at + timedelta(weeks=1) if is_to_come and starts_at <= calendar.now else starts_at


def seed(calendar: Calendar, *, with_past: bool) -> None:
    """Add the duties that are missing; those behind us only at the first seeding."""
    people = {m.full_name: m for m in Member.objects.filter(unit__path__startswith="0.35.74.")}
    plan = _Plan(calendar, people)
    for row in rows_of("duties"):
        if with_past or row["code"].startswith("F"):
            plan.add(row)
    plan.insert()


class _Plan:
    """Collects rows and inserts them together; nobody is put in two places."""

    def __init__(self, calendar: Calendar, people: dict[str, Member]) -> None:
        self.calendar = calendar
        self.people = people
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.first_aid = Qualification.objects.get(slug="first-aid")
        self.rows: dict[type, list[Any]] = defaultdict(list)
        self.busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        for member_id, start, end in Assignment.objects.filter(state__in=BUSY).values_list(
            "member_id", "starts_at", "rest_until"
        ):
            self.busy[member_id].append((start, end or start))
        self.known = set(Duty.objects.values_list("code", flat=True))

    def add(self, row: dict[str, str]) -> None:
        """One duty of the table with all that hangs on it, unless it is there."""
        starts_at = start_of(row, self.calendar)
        code = code_of("duty", row["code"], starts_at.date())
        if code in self.known:
            return
        duty = self._duty(row, starts_at, code)
        self.rows[Duty].append(duty)
        self._crew(row, duty)
        for part in filter(None, row["partners"].split("|")):
            self._partner(part, duty)

    def _duty(self, row: dict[str, str], starts_at: datetime, code: Any) -> Duty:
        ends_at = self.calendar.moment(self.calendar.day(f"{starts_at:%Y-%m-%d}"), row["until"])
        if ends_at <= starts_at:
            ends_at += timedelta(days=1)
        state = _state(row)
        path = Unit.path_of(row["unit"])
        announced = min(self.calendar.now, starts_at) - timedelta(days=6)
        return Duty(
            code=code,
            unit_id=path,
            kind=row["kind"],
            pillar=row["pillar"],
            title=row["title"],
            starts_at=starts_at,
            ends_at=ends_at,
            meeting_point=row["meeting_point"],
            route=row["route"],
            lead_agency=self.agencies.get(row["lead"]),
            min_crew=int(row["min"]),
            is_exercise=row["code"] in EXERCISES,
            state=state,
            state_at=announced if state == DutyState.PUBLISHED else ends_at,
            state_by=self.people[PLANNER_OF_UNIT[path]],
            state_reason=BROKEN_OFF.get(row["code"], ""),
            planner=self.people[PLANNER_OF_UNIT[path]],
            created_at=announced,
        )

    def _crew(self, row: dict[str, str], duty: Duty) -> None:
        """The first name leads; where the table says so, the second place is a first aider's (or free)."""
        names = row["crew"].split("|")
        counts: dict[SlotRole, int] = defaultdict(int)
        for place in range(int(row["places"])):
            role = SlotRole.LEADER if place == 0 else SlotRole.MEMBER
            if place == 1 and row["medic"] == "yes":
                role = SlotRole.MEDIC
            counts[role] += 1
            needs = self.first_aid if role == SlotRole.MEDIC else None
            slot = Slot(
                code=code_of("slot", duty.code, place), duty=duty, role=role, sequence=counts[role], qualification=needs
            )
            self.rows[Slot].append(slot)
            name = names[place] if place < len(names) else ""
            if name and self._is_free(self.people[name], duty):
                self._assign(self.people[name], slot, duty)
        if row["code"] == "F01":
            self._withdraw_nanang(duty)

    def _is_free(self, member: Member, duty: Duty) -> bool:
        until = duty.ends_at + REST
        return all(until <= start or duty.starts_at >= end for start, end in self.busy[member.pk])

    def _assign(self, member: Member, slot: Slot, duty: Duty) -> None:
        is_over = duty.state in (DutyState.CLOSED, DutyState.COMPLETED, DutyState.ABORTED)
        self.busy[member.pk].append((duty.starts_at, duty.ends_at + REST))
        assignment = Assignment(
            code=code_of("assignment", duty.code, member.code),
            duty=duty,
            slot=slot,
            member=member,
            state=AssignmentState.COMPLETED if is_over else AssignmentState.CONFIRMED,
            state_at=duty.ends_at if is_over else duty.created_at + timedelta(hours=5),
            source=Source.SELF,
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            rest=REST,
            rest_due=REST,
            created_at=duty.created_at + timedelta(hours=5),
        )
        self.rows[Assignment].append(assignment)
        if is_over:
            self._attend(assignment, member, duty)

    def _attend(self, assignment: Assignment, member: Member, duty: Duty) -> None:
        out_at = duty.ends_at
        if duty.state == DutyState.ABORTED:
            out_at = duty.starts_at + timedelta(minutes=70)
        home = out_at + timedelta(minutes=25)
        self.rows[Attendance].append(
            Attendance(
                assignment=assignment,
                in_at=duty.starts_at - timedelta(minutes=10),
                in_by=member,
                out_at=out_at,
                out_by=member,
                home_safe_at=home if home <= self.calendar.now else None,
                home_safe_by=member if home <= self.calendar.now else None,
            )
        )

    def _withdraw_nanang(self, duty: Duty) -> None:
        """The first aider of tonight said at ten past three that he can't; his place is free."""
        when = min(self.calendar.moment(self.calendar.today, "15.10"), self.calendar.ago(minutes=30))
        self.rows[Assignment].append(
            Assignment(
                code=code_of("assignment", duty.code, "Nanang"),
                duty=duty,
                slot=self.rows[Slot][-3],
                member=self.people["Nanang Fathurrozi"],
                state=AssignmentState.WITHDRAWN,
                state_at=when,
                state_by=self.people["Nanang Fathurrozi"],
                state_reason="anak sakit",
                source=Source.SELF,
                starts_at=duty.starts_at,
                ends_at=duty.ends_at,
                rest=REST,
                rest_due=REST,
                created_at=duty.created_at,
            )
        )

    def _partner(self, part: str, duty: Duty) -> None:
        """'Sat Samapta:10' was there with ten; 'Sat Samapta:phone' will come; 'Sat Samapta:?' has not answered."""
        name, _colon, answer = part.rpartition(":")
        partner = DutyPartner(
            code=code_of("partner", duty.code, name),
            duty=duty,
            agency=self.agencies[name],
            state=PartnerState.REQUESTED,
            state_at=duty.created_at,
            recorded_by=duty.planner,
            created_at=duty.created_at,
        )
        if answer.isdigit():
            partner.state, partner.state_at = PartnerState.ATTENDED, duty.ends_at
            partner.headcount_planned = partner.headcount_actual = int(answer)
            partner.confirmed_via, partner.confirmed_at = Via.WHATSAPP, duty.created_at + timedelta(hours=3)
        elif answer != "?":
            partner.state, partner.confirmed_via = PartnerState.CONFIRMED, Via(answer)
            partner.state_at = partner.confirmed_at = duty.created_at + timedelta(hours=3)
        self.rows[DutyPartner].append(partner)

    def insert(self) -> None:
        """All rows, the referred-to first."""
        for model in (Duty, Slot, Assignment, Attendance, DutyPartner):
            model.objects.bulk_create(self.rows[model])


def _state(row: dict[str, str]) -> DutyState:
    if row["code"] in BROKEN_OFF:
        return DutyState.ABORTED
    if row["code"].startswith("F"):
        return DutyState.PUBLISHED
    return DutyState.CLOSED if row["report"] == "verified" else DutyState.COMPLETED
