"""What is measured: which page, who looks, and the goal (anchors: 1 B is a bare page of fifty rows, signed in)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from members.models import Member
from patrols.models import Duty
from senkom.lib.paging import keyset_page
from tools.bench.inserts import run
from tools.bench.seed_duties import TO_JOIN
from tools.bench.seed_people import RARE

DISTRICT, CITY, CITY_DESK, NATION, NATION_DESK, CHAIR, MEMBER = 1, 2, 3, 4, 5, 6, 8
"""Numbers of the members who look: see the cast in `seed_people`; the last one has no office."""
WHO = {
    DISTRICT: "coordinator of a district",
    CITY: "coordinator of a city",
    CITY_DESK: "secretary of a city",
    NATION: "coordinator of the nation",
    NATION_DESK: "secretary of the nation",
    CHAIR: "chair of the nation",
    MEMBER: "member",
}


@dataclass(frozen=True)
class Goal:
    """The most a page may cost."""

    units: float
    growth: float = 2.0
    queries: int = 8
    zipped: float = 10.0
    """Kilobytes of compressed HTML."""


@dataclass(frozen=True)
class Page:
    """One page as one person sees it."""

    name: str
    who: int
    address: str
    goal: Goal
    status: int = 200
    form: dict[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    """Where each request needs an address of its own."""
    undo: Callable[[], object] | None = None

    @property
    def key(self) -> str:
        return f"{self.name}, {WHO[self.who]}"

    def asked(self) -> Iterator[str]:
        """The address of each next request."""
        return itertools.cycle(self.addresses or (self.address,))


LIST, SEARCH, FREQUENT = Goal(3, growth=1.15), Goal(4, growth=2), Goal(5, growth=2)
PERSON, MONTH, JOIN = Goal(3, growth=1.1), Goal(8, growth=1.2, zipped=20), Goal(2.5, growth=1.1, queries=10)
HOME, DESK, OTHER = Goal(3, growth=1.3), Goal(12, growth=1.3), Goal(3, growth=1.3)


def pages() -> list[Page]:
    """Every page that is measured, for the database at hand."""
    return [*_roster(), *_duties(), *_home(), *_desk(), *_other_lists()]


def _roster() -> Iterator[Page]:
    everybody = reverse("members:list")
    half_way = keyset_page(Member.objects.filter(name_key__gte="k"), ("name_key", "id"), size=10).after
    for who in (DISTRICT, CITY, NATION):
        yield Page("list", who, everybody, LIST)
    yield Page("list, page half way", NATION, f"{everybody}?state=&after={half_way}", LIST)
    for who in (DISTRICT, CITY, NATION):
        yield Page("search, two words", who, f"{everybody}?q=wulan+prasojo", SEARCH)
    yield Page("search, rare name", NATION, f"{everybody}?q={RARE.split()[1]}", SEARCH)
    for who in (DISTRICT, CITY, NATION):
        yield Page("search, frequent word", who, f"{everybody}?q=wulan", FREQUENT)
    yield Page("search, two letters nobody has", NATION, f"{everybody}?q=xq", FREQUENT)
    yield Page("search, phone", NATION, f"{everybody}?q=0870000000", SEARCH)
    yield Page("search, member number", NATION, f"{everybody}?q=35.74.0", SEARCH)
    code = Member.objects.get(pk=7).code
    for who in (DISTRICT, NATION):
        yield Page("person", who, reverse("members:detail", args=[code]), PERSON)


def _duties() -> Iterator[Page]:
    month = f"{reverse('patrols:list')}?month={_next_month()}"
    for who in (MEMBER, DISTRICT, CITY, NATION):
        yield Page("month of 300 duties", who, month, MONTH)
    evenings = [Duty.objects.get(pk=number) for number in TO_JOIN]
    yield Page("duty", MEMBER, evenings[0].get_absolute_url(), PERSON)
    addresses = tuple(reverse("patrols:sign_up", args=[duty.code]) for duty in evenings)
    yield Page("sign-up (POST)", MEMBER, "", JOIN, 302, {"role": "member"}, addresses, withdraw_again)


def _next_month() -> str:
    today = timezone.localdate()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"


def withdraw_again() -> None:
    """Leave the evenings that were signed up for, so that they can be joined again; not measured."""
    run(
        """UPDATE patrols_assignment SET state = 'withdrawn', state_reason = 'bench'
        WHERE member_id = %(who)s AND state = 'confirmed' AND duty_id BETWEEN %(first)s AND %(last)s""",
        {"who": MEMBER, "first": TO_JOIN[0], "last": TO_JOIN[-1]},
    )


def _home() -> Iterator[Page]:
    for who in (MEMBER, DISTRICT, CITY, NATION, CHAIR):
        yield Page("home", who, reverse("pages:home"), HOME)


def _desk() -> Iterator[Page]:
    table = reverse("admin:members_member_changelist")
    for who in (CITY_DESK, NATION_DESK):
        yield Page("admin list", who, table, Goal(12, growth=1.3, queries=10, zipped=30))
        yield Page("admin search", who, f"{table}?q=wulan", Goal(12, growth=2, queries=10, zipped=30))


def _other_lists() -> Iterator[Page]:
    yield Page("inbox", MEMBER, reverse("notifications:inbox"), OTHER)
    for name in ("incidents:list", "incidents:reports", "partners:list", "partners:audiences", "partners:items"):
        yield Page(name.replace(":", " "), NATION, reverse(name), OTHER)
    for name in ("members:units", "members:offices", "members:recap", "notifications:whatsapp"):
        yield Page(name.replace(":", " "), NATION, reverse(name), OTHER)
