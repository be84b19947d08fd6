"""What an office-holder leaves behind here: promises, audiences, drafts of letters, and the contacts he wrote down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, Member, User
from members.permissions import require
from members.services.offices import refuse_without_right
from members.states import Action
from partners.models import ActionItem, Audience, Contact, Letter
from partners.services.audiences import locked
from partners.services.items import change_action_item
from partners.states import AHEAD, AudienceState, LetterState
from senkom.lib.registry import Entrusted, hand_over
from senkom.lib.times import when


def _of_item(item: ActionItem) -> Entrusted:
    words = {"agency": item.audience.agency, "day": date_format(item.due_on, "j F Y")}
    return Entrusted(item.title, _("for %(agency)s, until %(day)s") % words, item.get_absolute_url())


def give_item(item: ActionItem, owner: Member, *, by: User) -> ActionItem:
    """Let a successor keep the promise."""
    require(by, Action.HOLD_AUDIENCES, item.audience.unit_id)
    return change_action_item(item, title=item.title, owner=owner, due_on=item.due_on, by=by)


@hand_over(
    "partners.items",
    order=40,
    label=gettext_lazy("Promises to keep"),
    say=_of_item,
    give=give_item,
    action=Action.HOLD_AUDIENCES,
)
def promised_items(office: Appointment, reader: User) -> QuerySet[ActionItem, Any]:
    """Unfinished promises of the holder in the office's unit and below."""
    mine = ActionItem.objects.visible_to(reader).unfinished().filter(owner_member=office.member_id)
    return mine.filter(audience__unit__path__startswith=office.unit_id).for_list_page().order_by("pk")


def _of_audience(audience: Audience) -> Entrusted:
    about = [audience.get_state_display()]
    if audience.starts_at:
        about.append(when(audience.starts_at, audience.unit.zone))
    return Entrusted(str(audience), ", ".join(about), audience.get_absolute_url())


@transaction.atomic
def give_audience(audience: Audience, planner: Member, *, by: User) -> Audience:
    """Let a successor look after an audience: he is reminded of its minutes."""
    audience = locked(audience)
    require(by, Action.HOLD_AUDIENCES, audience.unit)
    refuse_without_right(planner, Action.HOLD_AUDIENCES, audience.unit)
    audience.planned_by = planner
    audience.save(update_fields=["planned_by"])
    return audience


@hand_over(
    "partners.audiences",
    order=50,
    label=gettext_lazy("Audiences being prepared, or without minutes"),
    say=_of_audience,
    give=give_audience,
    action=Action.HOLD_AUDIENCES,
)
def planned_audiences(office: Appointment, reader: User) -> QuerySet[Audience, Any]:
    """What the holder planned in the office's unit and below, as long as it lies ahead or its minutes are missing."""
    mine = Audience.objects.visible_to(reader).filter(state__in=[*AHEAD, AudienceState.HELD])
    mine = mine.filter(planned_by=office.member_id, unit__path__startswith=office.unit_id)
    return mine.for_list_page().order_by("pk")


def _of_letter(letter: Letter) -> Entrusted:
    return Entrusted(
        letter.subject, _("draft, to %(recipient)s") % {"recipient": letter.recipient}, letter.get_absolute_url()
    )


@hand_over("partners.letters", order=60, label=gettext_lazy("Letters in draft"), say=_of_letter)
def drafted_letters(office: Appointment, reader: User) -> QuerySet[Letter, Any]:
    """What the holder wrote and nobody has issued; whoever writes letters there goes on with it."""
    mine = Letter.objects.visible_to(reader).filter(state=LetterState.DRAFT, written_by=office.member_id)
    return mine.filter(unit__path__startswith=office.unit_id).order_by("pk")


def _of_contact(contact: Contact) -> Entrusted:
    path = reverse("partners:detail", args=[contact.agency.code])
    return Entrusted(f"{contact.agency}: {contact}", "", path)


@hand_over("partners.contacts", order=70, label=gettext_lazy("Contacts written down"), say=_of_contact)
def kept_contacts(office: Appointment, reader: User) -> QuerySet[Contact, Any]:
    """People at agencies whom the holder knows: he introduces his successor to them."""
    mine = Contact.objects.visible_to(reader).current().filter(created_by=office.member_id)
    return mine.select_related("agency").order_by("agency__name_key", "pk")
