"""What an office-holder leaves behind here: incidents he leads."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Incident
from incidents.services.incidents import hand_over
from members.models import Appointment, Member, User
from members.permissions import require
from members.services.offices import refuse_without_right
from members.states import Action
from senkom.lib import registry


def _say(incident: Incident) -> registry.Entrusted:
    since = date_format(incident.occurred_at.astimezone(incident.unit.zone), "j F Y")
    about = _("%(state)s, of %(day)s") % {"state": incident.get_state_display(), "day": since}
    return registry.Entrusted(f"{incident.number} {incident.title}", about, incident.get_absolute_url())


@transaction.atomic
def give_incident(incident: Incident, lead: Member, *, by: User) -> Incident:
    """Let a successor lead it, who may triage there today."""
    require(by, Action.TRIAGE, incident.unit_id)
    refuse_without_right(lead, Action.TRIAGE, incident.unit_id)
    return hand_over(incident, lead, by=by)


@registry.hand_over(
    "incidents.led",
    order=20,
    label=gettext_lazy("Incidents being led"),
    say=_say,
    give=give_incident,
    action=Action.TRIAGE,
)
def led_incidents(office: Appointment, reader: User) -> QuerySet[Incident, Any]:
    """What the holder leads in the office's unit and below."""
    led = Incident.objects.visible_to(reader).ongoing().filter(lead=office.member_id)
    return led.filter(unit__path__startswith=office.unit_id).select_related("unit").order_by("pk")
