"""Agencies on a duty: asked along, their answers, who came."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from partners.models import Agency, Contact
from patrols.models import Duty, DutyPartner
from patrols.services.locks import lock_duty
from patrols.states import ARRIVE_EARLY, DutyState, PartnerState, Via
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

ENDED = (DutyState.CANCELLED, DutyState.CLOSED)


@transaction.atomic
def ask_partner(
    duty: Duty, agency: Agency, *, by: User, headcount: int | None = None, contact: Contact | None = None
) -> DutyPartner:
    """Note that an agency was asked along. Asking it twice gives the first row."""
    duty = lock_duty(duty)
    if (asked := DutyPartner.objects.filter(duty=duty, agency=agency).first()) is not None:
        return asked
    if duty.state in ENDED:
        sentence = _("This duty is “%(state)s”; nobody is asked along any more.")
        raise ValidationError(sentence % {"state": duty.get_state_display()})
    with refused_in_words():
        return DutyPartner.objects.create(
            duty=duty,
            agency=agency,
            contact=contact,
            headcount_planned=headcount,
            recorded_by=by.member,
            state_by=by.member,
        )


@transaction.atomic
def confirm_partner(
    partner: DutyPartner, *, via: str, by: User, headcount: int | None = None, at: datetime | None = None
) -> DutyPartner:
    """Write down that an agency comes, and how it said so. Repeating it changes nothing."""
    partner = _locked(partner)
    if partner.state == PartnerState.CONFIRMED:
        return partner
    if headcount is not None:
        partner.headcount_planned = headcount
    _answer(partner, PartnerState.CONFIRMED, via=via, by=by, at=at)
    return partner


@transaction.atomic
def decline_partner(
    partner: DutyPartner, *, via: str = "", by: User, reason: str = "", at: datetime | None = None
) -> DutyPartner:
    """Write down that an agency can't come. Repeating it changes nothing."""
    partner = _locked(partner)
    if partner.state != PartnerState.DECLINED:
        _answer(partner, PartnerState.DECLINED, via=via, by=by, at=at, reason=reason)
    return partner


def _answer(
    partner: DutyPartner, to: PartnerState, *, via: str, by: User, at: datetime | None, reason: str = ""
) -> None:
    partner.confirmed_via = Via(via) if via else ""
    partner.confirmed_at = at or timezone.now()
    partner.recorded_by = by.member
    fields = ["confirmed_via", "confirmed_at", "recorded_by", "headcount_planned"]
    move(partner, to, by=by, reason=reason, also=fields)


@transaction.atomic
def partner_attended(partner: DutyPartner, *, headcount: int, by: User, now: datetime | None = None) -> DutyPartner:
    """Write down that an agency was there, and with how many people; the number may be corrected later."""
    partner = _locked(partner)
    _require_begun(partner.duty, now)
    if partner.state == PartnerState.ATTENDED and partner.headcount_actual == headcount:
        return partner
    partner.headcount_actual = headcount
    partner.recorded_by = by.member
    fields = ["headcount_actual", "recorded_by"]
    if partner.state == PartnerState.ATTENDED:
        with refused_in_words():
            partner.save(update_fields=fields)
    else:
        move(partner, PartnerState.ATTENDED, by=by, now=now, also=fields)
    return partner


@transaction.atomic
def partner_absent(partner: DutyPartner, *, by: User, now: datetime | None = None) -> DutyPartner:
    """Write down that an agency did not come after all."""
    partner = _locked(partner)
    _require_begun(partner.duty, now)
    if partner.state != PartnerState.ABSENT:
        partner.recorded_by = by.member
        move(partner, PartnerState.ABSENT, by=by, now=now, also=["recorded_by"])
    return partner


def _locked(partner: DutyPartner) -> DutyPartner:
    duty = lock_duty(partner.duty_id)
    found = DutyPartner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    found.duty = duty
    return found


def _require_begun(duty: Duty, now: datetime | None) -> None:
    if (now or timezone.now()) < duty.starts_at - ARRIVE_EARLY:
        raise ValidationError(_("The duty has not begun. Write down who came when it does."))
