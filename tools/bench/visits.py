"""Who visits the site under load, and what they look for."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import Resolver404, resolve, reverse

from members.models import Member, User
from patrols.models import Duty
from tools.bench.pages import CHAIR, CITY, DISTRICT, MEMBER, NATION, NATION_DESK, WHO, pages
from tools.bench.seed_duties import ROLL_CALLS
from tools.bench.seed_people import CITY as CITY_PATH

JOINING = 150
"""So many people of the city sign up for its roll calls."""
LEFT_OUT = ("account_logout",)


@dataclass(frozen=True)
class Visit:
    """One request of somebody."""

    kind: str
    session: str
    address: str
    form: dict[str, str] | None = None


class Visitors:
    """Sessions of those who look, and the visits they make."""

    def __init__(self) -> None:
        lookers = (MEMBER, DISTRICT, CITY, NATION, NATION_DESK, CHAIR)
        self.sessions = {WHO[who]: session_of(User.objects.get(member_id=who)) for who in lookers}
        self.reads = [
            Visit(page.name, self.sessions[WHO[page.who]], page.address)
            for page in pages()
            if page.who in lookers and not page.form and not page.name.startswith("admin")
        ]
        self.joins = itertools.cycle(list(self._joins()))

    def _joins(self) -> list[Visit]:
        city = Member.objects.filter(unit__path__startswith=CITY_PATH, state="active", user__isnull=False)
        joining = [session_of(member.user) for member in city.select_related("user").order_by("pk")[:JOINING]]
        calls = [reverse("patrols:sign_up", args=[Duty.objects.get(pk=number).code]) for number in ROLL_CALLS]
        form = {"role": "member"}
        # Everybody once for the first call, then for the second, so that places are left for a long time.
        return [Visit("sign-up", session, call, form) for call in calls for session in joining[:55]] + [
            Visit("sign-up", session, call, form) for call in calls for session in joining[55:]
        ]

    def choose(self, dice: random.Random) -> Visit:
        """One of ten signs up for a duty, the others read."""
        if dice.random() < 0.1:
            return next(self.joins)
        return dice.choice(self.reads)


def session_of(user: User) -> str:
    """The key of a session in which this account is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.MemberBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def route_of(address: str) -> str | None:
    """The route an address belongs to; None where it is none of ours, or ends the session."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    return None if match.view_name in LEFT_OUT else match.route
