"""What waits for somebody who leaves is cancelled in the same transaction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members import services
from members.models import Member, User
from notifications.models import Delivery
from notifications.states import Channel, DeliveryState
from senkom.lib.registry import LeavingStep, registered
from tests.factories.members import make_member
from tests.factories.notifications import make_delivery, make_notification

pytestmark = pytest.mark.django_db


def _waiting(member: Member, channel: Channel, state: DeliveryState = DeliveryState.QUEUED) -> Delivery:
    message = make_notification(member, kind=f"duty.before.{channel}.{state}", at=timezone.now() + timedelta(days=1))
    delivery: Delivery = make_delivery(member, message, channel=channel)
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    return delivery


def test_what_is_queued_for_somebody_who_leaves_is_cancelled_by_every_way(wiwik: User, slamet: User) -> None:
    waiting = [_waiting(wiwik.member, channel) for channel in (Channel.EMAIL, Channel.WHATSAPP)]
    other = _waiting(make_member(), Channel.EMAIL)
    services.record_resignation(wiwik.member, by=slamet, reason="pindah domisili")
    assert {Delivery.objects.get(pk=row.pk).state for row in waiting} == {DeliveryState.CANCELLED}
    assert Delivery.objects.get(pk=other.pk).state == DeliveryState.QUEUED


def test_a_leave_cancels_nothing(wiwik: User, slamet: User) -> None:
    waiting = _waiting(wiwik.member, Channel.EMAIL)
    services.record_leave(wiwik.member, by=slamet, reason="keperluan pribadi")
    assert Delivery.objects.get(pk=waiting.pk).state == DeliveryState.QUEUED


def test_a_farewell_that_is_refused_cancels_nothing(wiwik: User, slamet: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(member: Member, *, by: User, reason: str) -> None:
        raise ValidationError("Masih memegang kunci posko.")

    monkeypatch.setitem(registered.leaving, "test", LeavingStep(99, refuse))
    waiting = _waiting(wiwik.member, Channel.EMAIL)
    with pytest.raises(ValidationError):
        services.record_resignation(wiwik.member, by=slamet, reason="pindah domisili")
    assert Delivery.objects.get(pk=waiting.pk).state == DeliveryState.QUEUED
