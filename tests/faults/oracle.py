"""What must be true whatever happened: no report lost or twice, every letter once."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now

from incidents.models import IncidentReport
from members.models import Member, User
from notifications.models import Delivery
from notifications.states import DeliveryState
from tests.embedded.stack import wait_until
from tests.factories.incidents import make_category
from tests.factories.members import MAYANGAN, make_member, make_unit, make_user
from tests.factories.notifications import due
from tests.faults.house import House, Web
from tests.faults.people import Load, Visitor

PEOPLE = 8


def prepare() -> None:
    """A unit, a category, and people with accounts."""
    make_unit(MAYANGAN)
    make_category()
    for number in range(PEOPLE):
        make_user(make_member(full_name=f"Warga Uji {number}"), username=f"warga{number}")


def visitors(*webs: Web, kind: type[Visitor] = Visitor, number: int = PEOPLE, **options: Any) -> list[Visitor]:
    """So many people, signed in."""
    addresses = [web.address for web in webs]
    people = []
    for place in range(number):
        turned = addresses[place % len(addresses) :] + addresses[: place % len(addresses)]
        visitor = kind(*turned, **options)
        visitor.sign_in(f"warga{place}")
        visitor.get("/reports/new/")
        people.append(visitor)
    return people


def reports_of(load: Load) -> str:
    """Every report that was acknowledged is there, none is there twice, and what was not can be sent again."""
    connection.close()
    rows = IncidentReport.objects.filter(code__in=load.codes)
    there = Counter(map(str, rows.values_list("code", flat=True)))
    sent = [code for code, accepted in load.codes.items() if accepted]
    lost = [code for code in sent if code not in there]
    assert not lost, f"{len(lost)} of {len(sent)} acknowledged reports are lost"
    assert set(there.values()) <= {1}, "a report is there twice"
    unanswered = [code for code, accepted in load.codes.items() if not accepted]
    author = load.visitors[0]
    for code in unanswered:
        if code not in there:
            assert author.report(uuid.UUID(code)).status == 302, "a report could not be sent again"
    number = rows.count()
    assert number == len(load.codes), f"{number} of {len(load.codes)} reports after sending again"
    return f"{len(load.codes)} of {len(load.codes)} reports there once ({len(unanswered)} not acknowledged at first)"


@transaction.atomic
def letters_due(number: int) -> list[str]:
    """So many members whose reminder is due; gives their addresses."""
    batch = uuid.uuid4().hex[:8]
    addresses = [f"{batch}-{place}@example.test" for place in range(number)]
    for address in addresses:
        due(make_member(email=address))
    return addresses


def deliveries_to(addresses: list[str]) -> Any:
    """The deliveries to these addresses."""
    members = Member.objects.filter(email__in=addresses).values("pk")
    return Delivery.objects.filter(notification__recipient_id__in=members, channel="email")


def end_leases() -> None:
    """Two minutes later, without waiting for them; only when every sender is dead."""
    Delivery.objects.exclude(lease_until=None).update(lease_until=Now())


def all_sent(addresses: list[str]) -> bool:
    """Whether all letters to these addresses are sent; the database may be away meanwhile."""
    try:
        return bool(deliveries_to(addresses).filter(state=DeliveryState.SENT).count() == len(addresses))
    except OperationalError:
        connection.close()
        return False


def wait_until_sent(addresses: list[str], what: str) -> None:
    """Until all letters to these addresses are sent."""
    wait_until(lambda: all_sent(addresses), what)


def letters_of(house: House, addresses: list[str]) -> str:
    """Each address has got one letter, and the tables say so."""
    taken = Counter(str(mail["To"]) for mail in house.sink.mails)
    lost = [address for address in addresses if not taken[address]]
    twice = [address for address in addresses if taken[address] > 1]
    assert not lost, f"{len(lost)} of {len(addresses)} letters were lost"
    assert not twice, f"{len(twice)} of {len(addresses)} letters came twice"
    ids = house.sink.message_ids
    assert len(ids) == len(set(ids)), "the relay took a Message-ID twice"
    return f"{len(addresses)} of {len(addresses)} letters once"


def users() -> list[User]:
    """Those who sign in."""
    return list(User.objects.filter(username__startswith="warga"))
