"""What people do with an incident: take its steps, judge it, say how sure it is, hand it over."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import Incident, IncidentReport
from incidents.services.places import lock_incident
from incidents.services.timeline import told, write
from incidents.services.triage import STRICTNESS
from incidents.states import OVER, EntryKind, Outcome, Sensitivity, Severity, Situation, Status, Verification
from members.models import Member, User
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import on_leaving
from senkom.lib.states import move


@transaction.atomic
def take_step(incident: Incident, to: str, *, by: User, reason: str = "", outcome: str = "") -> Incident:
    """Take one step of the handling; resolving needs an outcome, reopening a reason.

    Raises ValidationError in words.
    """
    incident = lock_incident(incident)
    source = Status(incident.state)
    if to == Status.RECOVERY and not incident.category.is_disaster:
        raise ValidationError(_("Only a disaster has a recovery. Choose “resolved” instead."))
    if to == Status.RESOLVED:
        if outcome not in Outcome.values:
            raise ValidationError({"outcome": _("Say how it ended.")})
        incident.outcome = outcome
    elif to not in OVER:
        incident.outcome = ""
    move(incident, to, by=by, reason=reason, also=["outcome"])
    with told():
        text = _("%(source)s → %(target)s") % {"source": source.label, "target": Status(to).label}
        parts = [text, Outcome(outcome).label if to == Status.RESOLVED else "", reason.strip()]
        text = ". ".join(str(part) for part in parts if part)
    write(incident, EntryKind.STATUS, text, by=by, at=incident.state_at)
    return incident


@transaction.atomic
def verify_incident(incident: Incident, verification: str, *, by: User, note: str = "") -> Incident:
    """Say how sure it is, and how one knows; "not true" needs a note. Raises ValidationError in words."""
    incident = lock_incident(incident)
    source = Verification(incident.verification)
    if verification == source and note.strip() == incident.verification_note:
        return incident
    if verification == Verification.REFUTED and not note.strip():
        raise ValidationError({"note": _("Write how one knows that it is not true.")})
    incident.verification, incident.verification_note = Verification(verification), note.strip()
    with refused_in_words():
        incident.save(update_fields=["verification", "verification_note"])
    with told():
        text = _("%(source)s → %(target)s") % {"source": source.label, "target": Verification(verification).label}
        text = f"{text}. {note.strip()}" if note.strip() else text
    write(incident, EntryKind.VERIFICATION, text, by=by)
    return incident


@transaction.atomic
def assess_incident(
    incident: Incident, *, severity: int, situation: str, sensitivity: str, by: User, note: str = ""
) -> Incident:
    """Say how grave it is and who may read it. Raises ValidationError in words."""
    incident = lock_incident(incident)
    with told():
        changes = [
            f"{before.label} → {after.label}"
            for before, after in [
                (Severity(incident.severity), Severity(severity)),
                (Situation(incident.situation), Situation(situation)),
                (Sensitivity(incident.sensitivity), Sensitivity(sensitivity)),
            ]
            if before != after
        ]
    if not changes:
        return incident
    incident.severity, incident.situation, incident.sensitivity = severity, situation, sensitivity
    with refused_in_words():
        incident.save(update_fields=["severity", "situation", "sensitivity"])
        _hide_reports(incident)
    text = "; ".join(changes)
    write(incident, EntryKind.ASSESSMENT, f"{text}. {note.strip()}" if note.strip() else text, by=by)
    return incident


def _hide_reports(incident: Incident) -> None:
    """What is joined to an incident is read by nobody who may not read the incident; it is never opened by this."""
    milder = STRICTNESS[: STRICTNESS.index(Sensitivity(incident.sensitivity))]
    joined = IncidentReport.objects.filter(links__incident=incident, links__unlinked_at=None, sensitivity__in=milder)
    IncidentReport.objects.filter(pk__in=joined.values("pk")).update(sensitivity=incident.sensitivity)


@transaction.atomic
def hand_over(incident: Incident, lead: Member, *, by: User) -> Incident:
    """Say who leads. The choice is the form's: whoever may triage in this unit."""
    incident = lock_incident(incident)
    if incident.lead_id == lead.pk:
        return incident
    _set_lead(incident, lead, by)
    return incident


def _set_lead(incident: Incident, lead: Member | None, by: User | None) -> None:
    incident.lead = lead
    incident.save(update_fields=["lead"])
    with told():
        text = _("Led by %(name)s") % {"name": lead} if lead else _("Nobody leads it now")
    write(incident, EntryKind.LEAD, text, by=by)


@on_leaving("incidents", order=30)
@transaction.atomic
def let_go_of_incidents(member: Member, *, by: User | None, reason: str = "") -> None:
    """Whoever leaves leads no incident any more. The member is locked already."""
    for incident in Incident.objects.ongoing().filter(lead=member).select_for_update(no_key=True).order_by("pk"):
        _set_lead(incident, None, by)
