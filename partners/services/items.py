"""What people do with action items: promise, work on them, finish, hand over."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from members.models import Member, User
from members.states import APPLYING, GONE, MemberState
from partners.models import ActionItem, Audience, Contact
from partners.services.audiences import locked
from partners.states import FINISHED, TAKEN_PLACE, UNFINISHED
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import on_leaving
from senkom.lib.states import move


@transaction.atomic
def add_action_item(
    audience: Audience, *, code: UUID, title: str, owner: Member | Contact, due_on: date, by: User
) -> ActionItem:
    """Write down a promise. Raises ValidationError in words."""
    audience = locked(audience)
    if audience.state not in TAKEN_PLACE:
        raise ValidationError(_("Record first that the meeting took place; then write what was promised."))

    def make() -> ActionItem:
        _refuse_owner(audience, owner, by)
        last = audience.items.aggregate(last=Max("number"))["last"] or 0
        item = ActionItem(audience=audience, code=code, number=last + 1, title=title, due_on=due_on)
        _set_owner(item, owner)
        item.created_by = item.state_by = by.member
        item.save()
        return item

    return once(ActionItem.objects, code, author_field="created_by", author=by.member, make=make)


@transaction.atomic
def move_action_item(item: ActionItem, to: str, *, outcome: str = "", reason: str = "", by: User) -> ActionItem:
    """Say how far it is; what is finished needs its result."""
    item = _locked(item)
    if outcome.strip():
        item.outcome = outcome.strip()
    if to in FINISHED and not outcome.strip():
        raise ValidationError({"outcome": _("Write the result in a few words.")})
    move(item, to, by=by, reason=reason, also=["outcome"])
    return item


@transaction.atomic
def change_action_item(item: ActionItem, *, title: str, owner: Member | Contact, due_on: date, by: User) -> ActionItem:
    """Correct an unfinished item, put off its day, or give it to somebody else."""
    item = _locked(item)
    if item.state not in UNFINISHED:
        raise ValidationError(_("This action item is finished."), code="conflict")
    if owner != item.owner:
        _refuse_owner(item.audience, owner, by)
        _set_owner(item, owner)
    item.title, item.due_on = title, due_on
    with refused_in_words():
        item.save(update_fields=["title", "due_on", "owner_member", "owner_contact", "needs_owner"])
    return item


@on_leaving("partners.action_items", order=50)
def hand_back_items(member: Member, *, by: User | None = None, reason: str = "", **_more: Any) -> None:
    """Unfinished items of somebody who leaves keep his name, and are marked for the board to give to another."""
    mine = ActionItem.objects.select_for_update(no_key=True, of=("self",)).filter(owner_member=member)
    for item in mine.filter(state__in=UNFINISHED, needs_owner=False).order_by("pk"):
        item.needs_owner = True
        item.save(update_fields=["needs_owner"])


def _locked(item: ActionItem) -> ActionItem:
    rows = ActionItem.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("audience__unit", "owner_member", "owner_contact").get(pk=item.pk)


def _set_owner(item: ActionItem, owner: Member | Contact) -> None:
    item.owner_member = owner if isinstance(owner, Member) else None
    item.owner_contact = owner if isinstance(owner, Contact) else None
    item.needs_owner = False


def _refuse_owner(audience: Audience, owner: Member | Contact, by: User) -> None:
    """An owner is somebody on the audience's list, or within reach of the one who writes."""
    side = {"member" if isinstance(owner, Member) else "contact": owner}
    known = (
        audience.attendees.filter(**side).exists() or type(owner).objects.visible_to(by).filter(pk=owner.pk).exists()
    )
    if not known:
        raise ValidationError({"owner": _("This person is not in your area.")})
    if isinstance(owner, Member) and owner.state in (*GONE, *APPLYING, MemberState.REJECTED):
        raise ValidationError({"owner": _("%(name)s is not a member at present.") % {"name": owner}})
