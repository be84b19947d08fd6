"""Deliveries take only the arrows of their table, one by one and set-based, in words and in raw SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import User
from notifications.models import Delivery
from notifications.states import DELIVERY, Channel, DeliveryState
from senkom.lib.states import move, move_all, step_sql
from tests.factories.members import make_member
from tests.factories.notifications import make_delivery

pytestmark = pytest.mark.django_db


def delivery_in(state: DeliveryState) -> Delivery:
    """A delivery with all that any state asks for."""
    soon = timezone.now() + timedelta(minutes=2)
    return make_delivery(make_member(), state=state, lease_token=uuid4(), lease_until=soon, sent_at=timezone.now())


@pytest.mark.parametrize(("source", "target", "allowed"), DELIVERY.pairs())
def test_a_delivery_takes_only_the_arrows_of_its_table(
    slamet: User, source: DeliveryState, target: DeliveryState, allowed: bool
) -> None:
    delivery = delivery_in(source)
    if allowed:
        move(delivery, target, by=slamet)
        assert Delivery.objects.get(pk=delivery.pk).state == target
        return
    with pytest.raises(ValidationError):
        move(delivery, target, by=slamet)
    with (
        pytest.raises(IntegrityError, match=DELIVERY.constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE notifications_delivery SET state = %s WHERE id = %s", [target, delivery.pk])


@pytest.mark.parametrize(("source", "target", "allowed"), DELIVERY.pairs())
def test_many_rows_at_once_follow_the_same_table(source: DeliveryState, target: DeliveryState, allowed: bool) -> None:
    delivery, other = delivery_in(source), delivery_in(target)
    rows = Delivery.objects.filter(pk__in=[delivery.pk, other.pk])
    if not allowed:
        with pytest.raises(ValidationError):
            move_all(rows, target, source=source)
        return
    assert move_all(rows, target, source=source, last_code="250") == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_code, delivery.state_by) == (target, "250", None)


@pytest.mark.parametrize(
    ("refusal", "fields"),
    [
        ("delivery_sending_is_leased", {"state": DeliveryState.SENDING, "lease_until": timezone.now()}),
        ("delivery_sending_is_leased", {"state": DeliveryState.UNCERTAIN, "lease_token": uuid4()}),
        ("delivery_sent_at_a_time", {"state": DeliveryState.SENT}),
        (
            "delivery_told_by_somebody",
            {"state": DeliveryState.SENT, "sent_at": timezone.now(), "channel": Channel.WHATSAPP},
        ),
        ("delivery_handled_by_somebody", {"state": DeliveryState.HELD, "handled_at": timezone.now()}),
    ],
)
def test_the_database_refuses_what_lacks_its_evidence(refusal: str, fields: dict[str, Any]) -> None:
    member = make_member()
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        make_delivery(member, **fields)


def test_a_delivery_is_not_deleted() -> None:
    delivery = make_delivery(make_member())
    with pytest.raises(IntegrityError, match="delivery_kept"), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).delete()


def test_a_statement_of_our_own_is_not_written_for_an_arrow_that_is_not_in_the_table() -> None:
    with pytest.raises(ValidationError):
        step_sql(Delivery, DeliveryState.SENT, source=DeliveryState.QUEUED, also="last_code = ''", where="TRUE")
