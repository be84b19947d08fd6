"""What waits, in words: one line for a thing, or one for all of a kind where only their number matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.states import ProposalKind
from patrols.states import DutyKind
from senkom.lib import times
from senkom.pages.navigation import address_of
from senkom.pages.worklist import MOST, Waiting

MOST_LINES = 3
"""Single lines of one kind; what is more is said in one further line."""


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it is done, how bad, and in small: since when and whose."""

    title: str
    url: str
    tone: str
    label: str
    facts: tuple[str, ...] = ()

    @property
    def shown_facts(self) -> list[str]:
        """Those that say something."""
        return [fact for fact in self.facts if fact]


class Wording:
    """Puts what waits into words."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localtime(now).date()

    def lines(self, kind: str, rows: list[Waiting]) -> list[Line]:
        """The lines of one kind: single ones, or one for all where only their number matters."""
        say = getattr(self, f"_say_{kind}")
        return list(say(rows)) if rows else []

    def _say_unread(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s report nobody has read", "%(n)s reports nobody has read", len(rows))
        yield self._together(title, rows, address_of("incidents:unread"), "bad", _("Unread"))

    def _say_short(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[:MOST_LINES]:
            count = row.number or 0
            words = ngettext("%(duty)s: %(n)d person short", "%(duty)s: %(n)d people short", count)
            when = times.when(row.at, timezone.get_current_timezone()) if row.at else ""
            title = words % {"duty": duty_name(row), "n": count}
            yield Line(title, address_of("patrols:detail", row.code), "bad", _("Short of people"), (when,))
        yield from self._rest(rows, address_of("patrols:list"))

    def _say_unverified(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s report waits to be checked", "%(n)s reports wait to be checked", len(rows))
        url = address_of("incidents:reports")
        if len(rows) == 1:
            url = address_of("patrols:report", rows[0].parent, rows[0].code)
        yield self._together(title, rows, url, "wait", _("To check"), duty_name(rows[0]))

    def _say_late(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s report is late", "%(n)s reports are late", len(rows))
        url = address_of("patrols:detail", rows[0].code)
        yield self._together(title, rows, url, "bad", _("Late"), duty_name(rows[0]))

    def _say_letter(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[:MOST_LINES]:
            due = _("due %(day)s") % {"day": date_format(row.due, "l, j F")} if row.due else ""
            tone = "bad" if row.due and row.due < self.today else "warn"
            url = address_of("partners:incoming_letter", row.code)
            yield Line(_("Answer: %(letter)s") % {"letter": row.what}, url, tone, _("Letter"), (due, row.owner))
        yield from self._rest(rows, address_of("partners:incoming_letters"))

    def _say_proposal(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[:MOST_LINES]:
            words = {"kind": ProposalKind(row.sort).label, "name": row.what}
            url = address_of("members:proposal", row.parent, row.code)
            title = _("Decide: %(kind)s of %(name)s") % words
            yield Line(title, url, "wait", _("Proposal"), (self._since(row.at), row.owner))
        yield from self._rest(rows, address_of("members:list"))

    def _say_applicant(self, rows: list[Waiting]) -> Iterator[Line]:
        if len(rows) == 1:
            url = address_of("members:detail", rows[0].code)
            title = _("%(name)s applied and waits for an answer") % {"name": rows[0].what}
            yield Line(title, url, "wait", _("Application"), (self._since(rows[0].at), rows[0].place))
            return
        title = ngettext("%(n)s application untouched", "%(n)s applications untouched", len(rows))
        yield self._together(title, rows, address_of("members:list") + "?state=applicant", "wait", _("Application"))

    def _say_unattested(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s livelihood to attest", "%(n)s livelihoods to attest", len(rows))
        names = ", ".join(row.what for row in rows[:MOST_LINES])
        url = address_of("members:detail", rows[0].code)
        yield Line(title % {"n": _count(rows)}, url, "wait", _("To attest"), (names,))

    def _say_complaint(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s complaint about a member", "%(n)s complaints about members", len(rows))
        url = address_of("members:complaint", rows[0].code) if len(rows) == 1 else address_of("members:complaints")
        yield self._together(title, rows, url, "bad", _("Complaint"), rows[0].what)

    def _say_card_wish(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s card to approve", "%(n)s cards to approve", len(rows))
        yield self._together(title, rows, address_of("members:cards") + "?state=requested", "wait", _("Card"))

    def _say_card_print(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s card to print", "%(n)s cards to print", len(rows))
        yield self._together(title, rows, address_of("members:cards") + "?state=approved", "wait", _("Card"))

    def _say_phoneless(self, rows: list[Waiting]) -> Iterator[Line]:
        title = ngettext("%(n)s member without smartphone", "%(n)s members without smartphone", len(rows))
        names = ", ".join(row.what for row in rows[:MOST_LINES])
        yield Line(title % {"n": _count(rows)}, address_of("members:list"), "plain", _("Call them"), (names,))

    def _say_item(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[: MOST_LINES + 2]:
            days = (self.today - row.due).days if row.due else 0
            late = ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
            url = address_of("partners:item", row.code)
            yield Line(row.what, url, "bad", late, (row.owner,))
        yield from self._rest(rows, address_of("partners:items"), shown=MOST_LINES + 2)

    def _say_referral(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[:MOST_LINES]:
            url = address_of("incidents:detail", row.parent)
            yield Line(row.what, url, "warn", age(row.at, self.now), (row.owner,))
        yield from self._rest(rows, address_of("incidents:list"))

    def _say_audience(self, rows: list[Waiting]) -> Iterator[Line]:
        for row in rows[:MOST_LINES]:
            url = address_of("partners:audience", row.code)
            title = _("Audience: %(purpose)s") % {"purpose": row.what}
            yield Line(title, url, "warn", age(row.at, self.now), (row.owner,))
        yield from self._rest(rows, address_of("partners:audiences"))

    def _together(self, title: str, rows: list[Waiting], url: str, tone: str, label: str, name: str = "") -> Line:
        """One line for all rows of a kind: how many, the oldest, and the only one by name."""
        facts = (name, self._since(rows[0].at)) if len(rows) == 1 else (self._oldest(rows[0].at),)
        return Line(
            title % {"n": _count(rows)},
            url,
            tone,
            label,
            (*facts, rows[0].owner or rows[0].place if len(rows) == 1 else ""),
        )

    def _rest(self, rows: list[Waiting], url: str, *, shown: int = MOST_LINES) -> Iterator[Line]:
        if len(rows) > shown:
            more = len(rows) - shown
            yield Line(ngettext("%(n)d more", "%(n)d more", more) % {"n": more}, url, "plain", _("More"))

    def _since(self, moment: datetime | None) -> str:
        return _("for %(age)s") % {"age": age(moment, self.now)} if moment else ""

    def _oldest(self, moment: datetime | None) -> str:
        return _("the oldest for %(age)s") % {"age": age(moment, self.now)} if moment else ""


def _count(rows: list[Waiting]) -> str:
    return _("more than %(n)d") % {"n": MOST - 1} if len(rows) == MOST else str(len(rows))


def duty_name(row: Waiting) -> str:
    """A duty's title, or what it is and where."""
    return row.what or f"{DutyKind(row.sort).label} {row.place}"


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago, in one unit: 40 minutes, 5 hours, 20 days; days as on a calendar."""
    if moment is None:
        return ""
    passed = now - moment
    if passed < timedelta(hours=1):
        minutes = max(int(passed.total_seconds() // 60), 1)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if passed < timedelta(days=1):
        hours = int(passed.total_seconds() // 3600)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
