"""What the messages about duties and reports say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from patrols.models import Assignment, Duty, DutyPartner, PatrolReport
from patrols.states import SlotRole
from senkom.lib import times
from senkom.lib.registry import Message

Rows = QuerySet[Any, Any]
Texts = Callable[[Collection[int]], Mapping[int, Message]]

OF_OTHERS = ("unit__name", "unit__timezone", "lead_agency__name")
FACTS = ("code", "kind", "title", "starts_at", "ends_at", "meeting_point", *OF_OTHERS)
"""What a message says of a duty; twenty are read for every twenty letters."""


def _leaders(duties: Collection[int]) -> dict[int, str]:
    """Who leads the crew of each duty, where somebody does."""
    rows = Assignment.objects.busy().filter(duty__in=duties, slot__role=SlotRole.LEADER)
    return dict(rows.values_list("duty", "member__full_name"))


def _facts(duty: Duty, leader: str | None) -> str:
    """When, where, who leads: three short sentences."""
    facts = [f"{time_of(duty)}."]
    facts.append(_("Meet at %(place)s.") % {"place": duty.meeting_point})
    if duty.lead_agency:
        facts.append(_("Led by %(agency)s.") % {"agency": duty.lead_agency})
    if leader:
        facts.append(_("Team leader: %(name)s.") % {"name": leader})
    return " ".join(facts)


def time_of(duty: Duty) -> str:
    """Sabtu, 28 November 2026, 21.00–00.30 WIB"""
    return times.span(duty.starts_at, duty.ends_at, duty.unit.zone)


def about_duties(title: Callable[[Duty], str], to_do: Callable[[Duty], str], page: str = "patrols:detail") -> Texts:
    """Texts whose subjects are duties: the facts, then what to do."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        leaders = _leaders(subjects)
        duties = Duty.objects.filter(pk__in=subjects).select_related("unit", "lead_agency").only(*FACTS).order_by()
        return {
            duty.pk: Message(
                title(duty), f"{_facts(duty, leaders.get(duty.pk))} {to_do(duty)}", reverse(page, args=[duty.code])
            )
            for duty in duties
        }

    return texts


def of_strength(subjects: Collection[int]) -> Mapping[int, Message]:
    """How many are still missing on a duty, as it stands when the message goes out."""
    found = {}
    for duty in Duty.objects.filter(pk__in=subjects).with_strength().select_related("unit"):
        said = {"time": time_of(duty), "ready": duty.ready, "needed": duty.min_crew}
        body = _("%(time)s. %(ready)s are ready, at least %(needed)s are needed. Please ask around, or move it.") % said
        found[duty.pk] = Message(_("Too few people: %(duty)s") % {"duty": duty.name}, body, duty.get_absolute_url())
    return found


def of_cancelled(subjects: Collection[int]) -> Mapping[int, Message]:
    """That a duty does not take place. Why is written freely and may name people: it is read in the application."""
    found = {}
    for duty in Duty.objects.filter(pk__in=subjects).select_related("unit"):
        off = _("It does not take place: %(time)s.") % {"time": time_of(duty)}
        why = _("Reason: %(reason)s") % {"reason": duty.state_reason}
        title = _("Cancelled: %(duty)s") % {"duty": duty.name}
        found[duty.pk] = Message(title, f"{off} {why}", duty.get_absolute_url(), off)
    return found


def of_silent_partners(subjects: Collection[int]) -> Mapping[int, Message]:
    """Which agency has not answered about which duty."""
    rows = DutyPartner.objects.filter(pk__in=subjects).select_related("agency", "duty__unit")
    found = {}
    for row in rows:
        said = {"agency": row.agency, "duty": row.duty.name, "time": time_of(row.duty)}
        body = _("%(duty)s, %(time)s. Please call, and write down what was said.") % said
        found[row.pk] = Message(_("No answer yet: %(agency)s") % said, body, row.duty.get_absolute_url())
    return found


def of_offers(subjects: Collection[int]) -> Mapping[int, Message]:
    """Which place is offered, and until when somebody may answer."""
    places = Assignment.objects.filter(pk__in=subjects).select_related("duty__unit", "duty__lead_agency", "slot")
    found = {}
    leaders = _leaders({place.duty_id for place in places})
    for place in places:
        duty = place.duty
        until = times.clock(place.offer_until or duty.starts_at, duty.unit.zone)
        facts = _facts(duty, leaders.get(duty.pk))
        role = place.slot.get_role_display()
        to_do = _("A place came free: %(role)s. Please answer by %(time)s: can you come, or can't you?")
        found[place.pk] = Message(
            _("A place for you: %(duty)s") % {"duty": duty.name},
            f"{facts} {to_do % {'role': role, 'time': until}}",
            duty.get_absolute_url(),
        )
    return found


def about_reports(
    title: Callable[[PatrolReport], str], body: Callable[[PatrolReport], str], outside: Callable[[], str] = str
) -> Texts:
    """Texts whose subjects are reports; `outside` is said where words of the report stay inside."""

    def texts(subjects: Collection[int]) -> Mapping[int, Message]:
        reports = PatrolReport.objects.filter(pk__in=subjects).select_related("duty__unit", "author")
        return {
            report.pk: Message(title(report), body(report), report.get_absolute_url(), outside()) for report in reports
        }

    return texts
