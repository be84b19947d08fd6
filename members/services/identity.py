"""The NIK and other closed details: who may set, open and read them; every reading stays on record."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member, Reading, Unit, User
from members.nik import Nik, parse_nik
from members.permissions import require
from members.services.people import locked
from members.states import Action
from senkom.lib.crypto import keyed_hash
from senkom.lib.logs import Event, note
from senkom.lib.refusals import refused_in_words


@transaction.atomic
def set_nik(member: Member, typed: str, *, by: User, now: datetime | None = None) -> list[str]:
    """Keep a NIK, encrypted; gives back what does not fit the person, in words.

    Raises ValidationError where it can't exist or stands with somebody else.
    """
    member = locked(member)
    require(by, Action.READ_NIK, member.unit)
    nik = parse_nik(typed, member.unit.today(now))
    digest = keyed_hash(nik.number)
    if Member.objects.filter(nik_hash=digest).exclude(pk=member.pk).exists():
        raise ValidationError(_("This NIK stands with somebody else on the list. Look at both cards."), code="known")
    member.nik, member.nik_hash = nik.number, digest
    with refused_in_words():
        member.save(update_fields=["nik", "nik_hash"])
    return doubts_about(nik, member)


def doubts_about(nik: Nik, member: Member) -> list[str]:
    """What the NIK says otherwise than the roster."""
    area_known = Unit.objects.filter(path=Unit.path_of(nik.area)).exists()
    return nik.doubts(birth_date=member.birth_date, sex=member.sex, area_known=area_known)


@transaction.atomic
def read_nik(member: Member, *, by: User, reason: str) -> str:
    """The NIK in full; who read it, when and why stays on record."""
    require(by, Action.READ_NIK, member.unit)
    _note(member, Reading.What.NIK, by=by, reason=reason)
    return member.nik or ""


@transaction.atomic
def open_for_emergency(member: Member, *, by: User, reason: str) -> Member:
    """Address and emergency contact in an emergency; recorded, and told to the member."""
    require(by, Action.VIEW_MEMBERS, member.unit)
    _note(member, Reading.What.EMERGENCY, by=by, reason=reason)
    return member


def _note(member: Member, what: str, *, by: User, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason in a few words.")})
    Reading.objects.create(member=member, by=by.member, what=what, reason=reason.strip())
    event = Event.NIK_READ if what == Reading.What.NIK else Event.CLOSED_DATA_READ
    note(event, by=by, subject=member, unit=member.unit_id)
