"""What an office-holder leaves behind in the roster: applications that wait."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, Member, User
from members.states import ALLOWED, Action, Role
from senkom.lib.registry import Entrusted, hand_over


def _say(person: Member) -> Entrusted:
    since = date_format(person.state_at.astimezone(person.unit.zone), "j F Y")
    about = _("%(state)s since %(day)s, %(unit)s") % {
        "state": person.get_state_display(),
        "day": since,
        "unit": person.unit,
    }
    return Entrusted(person.full_name, about, person.get_absolute_url())


@hand_over("members.applications", order=10, label=gettext_lazy("Applications that wait"), say=_say)
def waiting_applications(office: Appointment, reader: User) -> QuerySet[Member, Any]:
    """Everybody on the way in, where the office handles applications."""
    people = Member.objects.visible_to(reader).applying().of_unit(office.unit_id).exclude(pk=office.member_id)
    if Action.HANDLE_APPLICATIONS not in ALLOWED[Role(office.role)]:
        people = people.none()
    return people.select_related("unit").order_by("state_at", "pk")
