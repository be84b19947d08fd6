"""Taking lists of people out: by one person's word up to fifty, with a reason and a second person beyond that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import ExportLayout, ExportTaking, RosterExport, Unit, User
from members.permissions import require
from members.sheets.exporting import columns, people_of, said_of
from members.states import FREE_EXPORT, Action, ExportState
from senkom.lib.logs import Event, note
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

SERVES = timedelta(days=7)
MOST_IN_XLSX = 10_000


@transaction.atomic
def order_export(
    unit: Unit, criteria: Mapping[str, str], chosen: Sequence[str], *, by: User, reason: str = "", recipient: str = ""
) -> RosterExport:
    """Ask for a list; up to fifty people it may be taken at once, and the chair is told in any case."""
    require(by, Action.KEEP_ROSTER, unit)
    if not chosen or not set(chosen) <= set(columns()):
        raise ValidationError({"columns": _("Choose at least one column.")})
    number = people_of(unit, criteria).count()
    if not number:
        raise ValidationError(_("Nobody is found by this filter."))
    if number > FREE_EXPORT and not reason.strip():
        raise ValidationError({"reason": _("Write why more than 50 people leave the roster, and for whom.")})
    with refused_in_words():
        export: RosterExport = RosterExport.objects.create(
            unit=unit,
            by=by.member,
            state_by=by.member,
            criteria=dict(criteria),
            said=said_of(unit, criteria),
            columns=list(chosen),
            for_whom=recipient.strip(),
            reason=reason.strip(),
            count=number,
            state=ExportState.WAITING if number > FREE_EXPORT else ExportState.ALLOWED,
        )
    if recipient.strip():
        ExportLayout.objects.update_or_create(
            unit=unit, recipient=recipient.strip(), defaults={"columns": list(chosen)}
        )
    note(Event.EXPORT, by=by, unit=unit.pk, what="ordered", count=number)
    return export


@transaction.atomic
def answer_export(export: RosterExport, *, allow: bool, by: User, reason: str = "") -> RosterExport:
    """The second person's word; never that of who asked."""
    export = RosterExport.objects.select_for_update(no_key=True, of=("self",)).get(pk=export.pk)
    require(by, Action.APPROVE_EXPORT, export.unit_id)
    if export.by_id == by.member_id:
        raise ValidationError(_("Somebody else takes this step for you. Ask another board member."), code="oneself")
    move(export, ExportState.ALLOWED if allow else ExportState.REFUSED, by=by, reason=reason)
    note(Event.EXPORT, by=by, unit=export.unit_id, what=export.state, count=export.count)
    return export


@transaction.atomic
def take_export(export: RosterExport, kind: str, *, by: User) -> ExportTaking:
    """Record that the file is made now. Raises ValidationError where it may not be, or not any more."""
    export = RosterExport.objects.select_for_update(no_key=True, of=("self",)).get(pk=export.pk)
    require(by, Action.KEEP_ROSTER, export.unit_id)
    if export.by_id != by.member_id:
        raise ValidationError(_("Only who asked for a list takes it."))
    if export.state != ExportState.ALLOWED:
        raise ValidationError(_("The chair has not allowed this list."), code="conflict")
    if export.state_at < timezone.now() - SERVES:
        raise ValidationError(_("A list can be taken for seven days. Ask for it anew."), code="conflict")
    number = people_of(export.unit, export.criteria).count()
    if number > FREE_EXPORT and not export.is_of_many:
        raise ValidationError(_("More than 50 people are found by now. Ask for the list anew."), code="conflict")
    if kind == "xlsx" and number > MOST_IN_XLSX:
        raise ValidationError(_("Excel takes up to 10,000 people here. Take the list as CSV."))
    note(Event.EXPORT, by=by, unit=export.unit_id, what=kind, count=number)
    return ExportTaking.objects.create(export=export, kind=kind, count=number)
