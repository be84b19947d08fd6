"""Bringing people from a sheet: sent, columns matched, checked, taken over; or given up. Until then nothing is written.

Checking and taking over are long works (see `senkom.lib.long_work`): each part here runs in one transaction that holds
the job, and marks the rows it has done, so that a killed worker leaves nothing double and nothing missing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import KnownColumns, Member, RosterImport, RosterImportRow, Unit, User
from members.permissions import allows, require
from members.rules import rule_for
from members.sheets.columns import BY_FIELD, EXAMPLE, find_layout, letter_of, plain
from members.sheets.judging import Judge, Judged
from members.states import Action, ImportState, MemberState, Verdict
from senkom.lib import long_work
from senkom.lib.crypto import keyed_hash
from senkom.lib.locks import one_at_a_time
from senkom.lib.logs import Event, note
from senkom.lib.models import Job
from senkom.lib.refusals import refused_in_words
from senkom.lib.sheets.reading import Value, refuse_too_many, rows_of
from senkom.lib.states import move

CHECK, WRITE = "members.import.check", "members.import.write"
JUDGED_AT_ONCE = 500
WRITTEN_AT_ONCE = 100
READ_AT_ONCE = 1000
COMING = [Verdict.ADD, Verdict.CHANGE]


# — what a person does


@transaction.atomic
def begin_import(content: bytes, *, unit: Unit, file_name: str, by: User) -> RosterImport:
    """Keep a file, and match its columns as far as they are known. Raises ValidationError where it can't be read."""
    require(by, Action.KEEP_ROSTER, unit)
    known = KnownColumns.objects.filter(unit=unit, by=by.member).first()
    layout = find_layout(content, known.columns if known else {})
    if not layout.headings:
        raise ValidationError({"file": _("There is nothing in this sheet. Open it and look at its first page.")})
    note(Event.IMPORT, by=by, unit=unit.pk, what="begun")
    found: RosterImport = RosterImport.objects.create(
        unit=unit,
        by=by.member,
        state_by=by.member,
        file_name=file_name[:100],
        content=base64.b64encode(content).decode(),
        header_row=layout.header_row,
        headings=[[letter_of(at), heading[:100]] for at, heading in enumerate(layout.headings)],
        columns={str(at): name for at, name in layout.columns.items()},
    )
    return found


def content_of(sheet: RosterImport) -> bytes:
    """The file as it was sent."""
    return base64.b64decode(sheet.content or "")


@transaction.atomic
def check_import(sheet: RosterImport, columns: Mapping[int, str], *, by: User) -> Job:
    """Take these columns for these fields, remember that for the next file, and have every row checked."""
    sheet = _locked(sheet, by)
    if "full_name" not in columns.values():
        raise ValidationError(_("Say in which column the names stand."))
    if len(set(columns.values())) < len(columns):
        raise ValidationError(_("Two columns are matched with the same field. Leave one of them out."))
    _remember(sheet, columns, by)
    if sheet.state == ImportState.CHECKED:  # matched otherwise than before: all rows are checked anew
        move(sheet, ImportState.MATCHING, by=by)
    sheet.rows.all().delete()
    sheet.columns = {str(at): name for at, name in columns.items()}
    move(sheet, ImportState.CHECKING, by=by, also=["columns"])
    return long_work.order(CHECK, sheet.pk, by=by.member)


def _remember(sheet: RosterImport, columns: Mapping[int, str], by: User) -> None:
    known, _created = KnownColumns.objects.get_or_create(unit=sheet.unit, by=by.member)
    names = {plain(heading): columns.get(at, "") for at, (_letter, heading) in enumerate(sheet.headings)}
    known.columns = {**known.columns, **{heading: name for heading, name in names.items() if heading}}
    known.save(update_fields=["columns"])


@transaction.atomic
def take_over(sheet: RosterImport, *, by: User, without_wrong: bool = False) -> Job:
    """Write what was checked: all rows, or by choice only those that are right."""
    sheet = _locked(sheet, by)
    counts = sheet.counts()
    if not any(counts.get(verdict) for verdict in COMING):
        raise ValidationError(_("No row would change anything. Correct the file and send it anew, or give it up."))
    if counts.get(Verdict.WRONG) and not without_wrong:
        raise ValidationError(
            _("%(number)d rows need correction. Correct them in your file, or choose to leave them out.")
            % {"number": counts[Verdict.WRONG]}
        )
    move(sheet, ImportState.WRITING, by=by)
    note(Event.IMPORT, by=by, unit=sheet.unit_id, what="ordered", count=sum(counts.get(v, 0) for v in COMING))
    return long_work.order(WRITE, sheet.pk, by=by.member, total=sum(counts.get(v, 0) for v in COMING))


def give_up_import(sheet: RosterImport, *, by: User) -> RosterImport:
    """Stop it and destroy the file; what was taken over already stays."""
    with transaction.atomic():
        # The job first: whoever works on it holds it, and then the import.
        for job in Job.objects.open().filter(kind__in=[CHECK, WRITE], subject=sheet.pk):
            long_work.give_up(job, by=by)
        sheet = _locked(sheet, by)
        _destroy(sheet, ImportState.GIVEN_UP, by=by)
        return sheet


def _locked(sheet: RosterImport, by: User) -> RosterImport:
    """The import as it is now. Raises PermissionDenied where the office has ended meanwhile."""
    rows = RosterImport.objects.select_for_update(no_key=True, of=("self",)).without_content()
    row = rows.select_related("unit").get(pk=sheet.pk)
    require(by, Action.KEEP_ROSTER, row.unit)
    if row.by_id != by.member_id:
        raise PermissionDenied(_("Only who has sent a file works on it."))
    return row


def _destroy(sheet: RosterImport, state: ImportState, *, by: User | None) -> None:
    sheet.content = None
    sheet.rows.update(cells=None, keys=[])
    move(sheet, state, by=by, also=["content"])


# — what the machine does, part by part


def check_part(job: Job) -> bool:
    """Read the file at first, then judge some rows; True at the end."""
    sheet, user = _at_work(job, ImportState.CHECKING)
    if user is None:
        _destroy(sheet, ImportState.GIVEN_UP, by=None)
        return True
    with translation.override(user.language), timezone.override(sheet.unit.zone):
        if not job.total:
            return _read(job, sheet)
        rows = list(sheet.rows.filter(verdict=Verdict.UNREAD).order_by("number")[:JUDGED_AT_ONCE])
        _judge(sheet, rows)
        job.done += len(rows)
    if job.done < job.total:
        return False
    move(sheet, ImportState.CHECKED, by=None)
    return True


def _read(job: Job, sheet: RosterImport) -> bool:
    """Take the cells out of the file; what can't be read ends the work with its sentence."""
    content = content_of(sheet)
    try:
        job.total = refuse_too_many(content)
        rows = [RosterImportRow(sheet=sheet, number=number, cells=cells) for number, cells in _cells(content, sheet)]
    except ValidationError as error:
        move(sheet, ImportState.MATCHING, by=None, reason=" ".join(error.messages))
        return True
    RosterImportRow.objects.bulk_create(rows, batch_size=READ_AT_ONCE)
    job.total = len(rows)
    if not rows:
        move(sheet, ImportState.MATCHING, by=None, reason=_("No row stands below the headings."))
    return not rows


def _cells(content: bytes, sheet: RosterImport) -> Iterable[tuple[int, str]]:
    columns = {int(at): name for at, name in sheet.columns.items()}
    for number, cells in rows_of(content):
        chosen = {name: cells[at] for at, name in columns.items() if at < len(cells) and cells[at] is not None}
        is_example = str(chosen.get("full_name", "")).startswith(EXAMPLE)
        if chosen and number > sheet.header_row and not _is_numbering(cells) and not is_example:
            yield number, json.dumps(chosen, default=_as_json)


def _is_numbering(cells: Sequence[Value]) -> bool:
    """The line 1 2 3 4 that stands below the headings of official tables."""
    numbers = [str(cell).strip("()") for cell in cells if cell is not None]
    return len(numbers) > 2 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def _as_json(value: date) -> dict[str, str]:
    return {"date": value.isoformat()}


def cells_of(row: RosterImportRow) -> dict[str, Value]:
    """The cells of a row as they were read."""
    read: dict[str, Any] = json.loads(row.cells or "{}")
    return {name: date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell for name, cell in read.items()}


def _judge(sheet: RosterImport, rows: list[RosterImportRow]) -> None:
    judged = Judge(sheet, sheet.unit.today()).judge([cells_of(row) for row in rows])
    for row, found in zip(rows, judged, strict=True):
        row.keys = found.keys
    earlier = _earlier(sheet, rows)
    for row, found in zip(rows, judged, strict=True):
        if before := earlier.get(row.number):
            found.refuse("", _("The same person stands in row %(number)d.") % {"number": before})
            found.settle()
        _settle(row, found, sheet)
    _save(rows, ["keys", "name", "verdict", "becomes", "remarks", "member"])


def _save(rows: list[RosterImportRow], fields: list[str]) -> None:
    """Write many rows in one statement; `bulk_update` needs ten times as long for its CASE … WHEN."""
    RosterImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _earlier(sheet: RosterImport, rows: Sequence[RosterImportRow]) -> dict[int, int]:
    """Rows whose person stands in an earlier row of the file, and in which."""
    keys = {key for row in rows for key in row.keys}
    first: dict[str, int] = {}
    known = sheet.rows.filter(number__lt=rows[0].number, keys__overlap=list(keys)) if keys else sheet.rows.none()
    for number, its_keys in [
        *known.order_by("number").values_list("number", "keys"),
        *[(r.number, r.keys) for r in rows],
    ]:
        for key in its_keys:
            first.setdefault(key, number)
    found = {row.number: min(first[key] for key in row.keys) for row in rows if row.keys}
    return {number: before for number, before in found.items() if before < number}


def _settle(row: RosterImportRow, found: Judged, sheet: RosterImport) -> None:
    letters = {name: sheet.headings[int(at)][0] for at, name in sheet.columns.items()}
    row.name = str(found.values.get("full_name", ""))[:150]
    row.verdict, row.becomes, row.member = found.verdict, found.becomes, found.member
    row.remarks = [
        {"column": letters.get(remark.field, ""), "text": remark.text, "stops": remark.stops}
        for remark in found.remarks
    ]
    if found.verdict == Verdict.CHANGE:
        named = {"village_id": "village"}
        words = [str(BY_FIELD[named.get(name, name)].heading) for name in found.changes]
        row.remarks.append({"column": "", "text": _("New: %(what)s") % {"what": ", ".join(words)}, "stops": False})


def write_part(job: Job) -> bool:
    """Take some rows over; True at the end, when the file is destroyed."""
    sheet, user = _at_work(job, ImportState.WRITING)
    if user is None:
        _destroy(sheet, ImportState.GIVEN_UP, by=None)
        return True
    rows = list(sheet.rows.filter(verdict__in=COMING).order_by("number")[:WRITTEN_AT_ONCE])
    with translation.override(user.language), timezone.override(sheet.unit.zone):
        _write(sheet, rows, user)
    job.done += len(rows)
    if sheet.rows.filter(verdict__in=COMING).exists():
        return False
    _destroy(sheet, ImportState.DONE, by=None)
    return True


def _write(sheet: RosterImport, rows: list[RosterImportRow], user: User) -> None:
    # Nobody applies between the look whether a person is on the list and the writing; then units before people.
    one_at_a_time("members.apply")
    list(Unit.objects.select_for_update(no_key=True).active().within(sheet.unit_id).order_by("pk").values("pk"))
    people = Member.objects.select_for_update(no_key=True).filter(pk__in=[row.member_id for row in rows])
    list(people.order_by("pk").values("pk"))
    today = sheet.unit.today()
    judged = Judge(sheet, today).judge([cells_of(row) for row in rows])
    _add_together([found for found in judged if found.verdict == Verdict.ADD], sheet, today)
    for row, found in zip(rows, judged, strict=True):
        try:
            row.member = _taken_over(found)
            row.verdict = {Verdict.ADD: Verdict.ADDED, Verdict.CHANGE: Verdict.CHANGED}.get(
                found.verdict, found.verdict
            )
        except ValidationError as error:
            found.refuse("", " ".join(error.messages))
        if found.cleaned.is_wrong:
            row.verdict = Verdict.REFUSED
            row.remarks = [{"column": "", "text": r.text, "stops": True} for r in found.remarks if r.stops]
        row.cells, row.keys = None, []
    _save(rows, ["cells", "keys", "verdict", "remarks", "member"])


def _add_together(coming: Sequence[Judged], sheet: RosterImport, today: date) -> None:
    """Write the new people in one statement; where the database refuses one of them, `_taken_over` asks one by one."""
    until = {unit: today + rule_for(unit, today).livelihood_grace for unit in {f.values["unit"].pk for f in coming}}
    for found in coming:
        found.member = _new_person(found, sheet, until)
    with suppress(ValidationError), refused_in_words():
        Member.objects.bulk_create([found.member for found in coming if found.member])


def _new_person(found: Judged, sheet: RosterImport, until: Mapping[str, date]) -> Member:
    """Who was not on the list: an applicant, or a member whose income another one still has to attest."""
    values = dict(found.values)
    unit, nik = values.pop("unit"), values.pop("nik", None)
    member = Member(unit=unit, nik=nik, nik_hash=keyed_hash(nik) if nik else None, state=found.becomes, **values)
    member.state_by = member.livelihood_recorded_by = sheet.by
    member.state_reason = _("Taken over from a sheet.")
    if found.becomes != MemberState.APPLICANT:
        member.livelihood_waiver_reason = _("Taken over from a sheet; to be attested by another board member.")
        member.livelihood_waiver_by, member.livelihood_waiver_until = sheet.by, until[unit.pk]
    return member


def _taken_over(found: Judged) -> Member | None:
    """The person of a row that is on the list now. Raises ValidationError where the database refuses it."""
    member = found.member
    if found.verdict == Verdict.ADD and member is not None and member.pk is None:
        with refused_in_words():
            member.save(force_insert=True)
    elif found.verdict == Verdict.CHANGE and member is not None:
        return _change(member, dict(found.changes))
    return member


def _change(member: Member, changes: dict[str, Any]) -> Member:
    if "nik" in changes:
        changes["nik_hash"] = keyed_hash(changes["nik"])
    for name, value in changes.items():
        setattr(member, name, value)
    with refused_in_words():
        member.save(update_fields=list(changes))
    return member


def work_failed(job: Job) -> None:
    """Back to where the person can order it again, or give it up."""
    sheet = RosterImport.objects.select_for_update(no_key=True).get(pk=job.subject)
    back = {ImportState.CHECKING: ImportState.MATCHING, ImportState.WRITING: ImportState.CHECKED}
    if state := back.get(ImportState(sheet.state)):
        move(sheet, state, by=None, reason=_("The work stopped by an error. Nothing is lost; begin it again."))


def _at_work(job: Job, state: ImportState) -> tuple[RosterImport, User | None]:
    """The import, locked, and the account of who ordered it; None where the office that allows it has ended."""
    rows = RosterImport.objects.select_for_update(no_key=True, of=("self",)).without_content()
    sheet = rows.select_related("unit", "by").get(pk=job.subject, state=state)
    user = User.objects.filter(member_id=job.by_id).select_related("member").first()
    return sheet, user if user and allows(user, Action.KEEP_ROSTER, sheet.unit) else None


def forget_imports(before: datetime) -> int:
    """Give up what nobody has touched since, and forget the rows of what has ended."""
    left = RosterImport.objects.filter(state__in=[ImportState.MATCHING, ImportState.CHECKED], state_at__lt=before)
    for sheet in left.without_content():
        with transaction.atomic():
            row = RosterImport.objects.select_for_update(no_key=True).get(pk=sheet.pk)
            if row.state in (ImportState.MATCHING, ImportState.CHECKED):
                _destroy(row, ImportState.GIVEN_UP, by=None)
    ended = [ImportState.DONE, ImportState.GIVEN_UP]
    old = RosterImportRow.objects.filter(sheet__state__in=ended, sheet__state_at__lt=before)
    return old.delete()[0]
