"""Texts about a duty that leave the house: each stands alone, when, where, who leads, how to answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patrols.models import Assignment, Duty, DutyPartner
from patrols.states import PartnerState
from senkom.lib.times import clock, span


def invitation(duty: Duty, *, leader: Assignment | None, partners: Iterable[DutyPartner], link: str) -> str:
    """A duty for the WhatsApp group, complete without opening the link; asks for `with_strength`.

    The leader's name is the only one in it besides the planner's; no phone, no home, no list of the crew.
    """
    agencies = ", ".join(partner.agency.name for partner in partners)
    lines = [
        f"*{duty.name.upper()}*" + (f" ({_('EXERCISE')})" if duty.is_exercise else ""),
        span(duty.starts_at, duty.ends_at, duty.unit.zone),
        _("Meet at: %(place)s") % {"place": duty.meeting_point},
        _("Led by: %(agency)s") % {"agency": duty.lead_agency.name} if duty.lead_agency else "",
        _("Team leader: %(name)s") % {"name": leader.member.full_name} if leader else "",
        _("Together with: %(agencies)s") % {"agencies": agencies} if agencies else "",
        duty.purpose,
        duty.adequacy,
        _("Answer READY or CAN'T here, or press “I'm ready”: %(link)s") % {"link": link},
        f"{duty.planner.full_name}, Senkom {duty.unit.name}",
    ]
    return "\n".join(line for line in lines if line)


def partner_line(partner: DutyPartner, duty: Duty) -> str:
    """What is known of an agency on a duty: Sudah dikonfirmasi lewat telepon (dicatat Slamet, 17.05 WIB)."""
    if partner.state == PartnerState.ATTENDED:
        return _("There with %(count)s") % {"count": partner.headcount_actual}
    if partner.state not in (PartnerState.CONFIRMED, PartnerState.DECLINED):
        return partner.get_state_display().capitalize()
    words = partner.get_state_display().capitalize()
    if partner.state == PartnerState.CONFIRMED:
        words = _("Confirmed %(via)s") % {"via": partner.get_confirmed_via_display()}
    if partner.recorded_by is None or partner.confirmed_at is None:
        return words
    noted = partner.confirmed_at.astimezone(duty.unit.zone)
    time = clock(noted, duty.unit.zone)
    if noted.date() != timezone.now().astimezone(duty.unit.zone).date():
        time = f"{date_format(noted, 'j F')}, {time}"
    return _("%(words)s (noted by %(name)s, %(time)s)") % {
        "words": words,
        "name": partner.recorded_by.first_name,
        "time": time,
    }
