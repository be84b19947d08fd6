"""Where an app registers what a lower app, which must not import it, calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Rule = Callable[[], "QuerySet[Any, Any]"]
"""A function that gives `.values(…)`; their types are as many as there are rules."""

Seen = Callable[[Any], "QuerySet[Any, Any]"]
"""The rows an account may see: `visible_to` of a table's manager."""


@dataclass(frozen=True)
class Message:
    """What a person reads: a line, a text that stands alone without a link, and the page behind it."""

    title: str
    body: str
    path: str = ""
    """The page in the application, beginning with a slash; empty where there is none."""
    outside: str = ""
    """Said by e-mail and WhatsApp in place of the body, where that repeats words somebody wrote freely."""


@dataclass(frozen=True)
class Reminder:
    """A kind of message the clock plans: who, about what, and when.

    `rule()` yields `.values(recipient=…, subject=…, at=…)`: the recipient's id, the subject row's id and the
    business time. Where that is made of a date the rule yields the date too, as `day`: an index finds it. A rule asks
    the database for the time, never Python: its SQL is written once a process. `texts(subjects)` gives the message
    about each subject, in the language that is active.
    """

    kind: str
    offsets: tuple[timedelta, ...]
    useful_for: timedelta
    """How long after its due time a message is still worth sending."""
    rule: Rule
    texts: Callable[[Collection[int]], Mapping[int, Message]]
    recipient_kind: str = "member"
    until_start: bool = False
    """Nothing is sent once the business time has come (a reminder before something)."""
    operational: bool = False
    """Goes out in quiet hours too."""
    label: str | Promise = ""
    """What kind of message it is, said to others in place of a text that they may not read."""
    shown_to: Seen | None = None
    """The subjects whose message somebody else may read, to pass it on by hand; None: it is the recipient's alone."""
    topic: str = ""
    """With which other kinds a person chooses it, see `topic()`."""
    mandatory: bool = False
    """Nobody can opt out of it; so it is for whatever is operational, too."""

    because: str | Promise = ""
    """Why somebody gets it, said to him after "because": 'you lead the crew of this duty'."""
    whom: str | Promise = ""
    """Who gets it, said to others: 'the leader of the crew'."""

    @property
    def may_be_declined(self) -> bool:
        """Whether a person can choose not to get it outside the inbox."""
        return not (self.operational or self.mandatory)

    def kind_at(self, offset: timedelta) -> str:
        """The stored kind: 'duty.before.24h' for 24 hours before."""
        hours, seconds = divmod(int(abs(offset).total_seconds()), 3600)
        return self.kind if not offset else f"{self.kind}.{hours}h" if not seconds else f"{self.kind}.{seconds // 60}m"


@dataclass(frozen=True)
class Topic:
    """Kinds of messages that a person chooses together, in words anybody understands."""

    name: str
    order: int
    label: str | Promise
    about: str | Promise


@dataclass(frozen=True)
class Recipient:
    """How a person can be reached now."""

    name: str
    email: str
    phone: str
    language: str
    timezone: tzinfo
    active: bool
    path: str = ""
    """The person's page in the application."""


@dataclass(frozen=True)
class PeriodicJob:
    """Work of the clock: lapse, expire, destroy. `run(now)` says how many rows it changed."""

    name: str
    every: timedelta
    run: Callable[[datetime | None], int]
    label: str | Promise
    """What it does, as the page on the reminders' health says it."""


@dataclass(frozen=True)
class LongWork:
    """A kind of work that people order. `part(job)` does the next part within a transaction; True at the end."""

    kind: str
    part: Callable[[Any], bool]
    failed: Callable[[Any], None]
    """`failed(job)` sets right what the work is about, once it has gone wrong for good; within a transaction."""


@dataclass(frozen=True)
class LinkPurpose:
    """What a link without account is for: `show` gives the template and its context, `answer` does it."""

    name: str
    template: str
    show: Callable[[Any], dict[str, Any]]
    answer: Callable[[Any, Any], Any]
    """`answer(link, request)` returns an HttpResponse; it runs with the link row locked. Below 400 it is done."""
    single_use: bool = True
    """Whether the link is used up once it was answered; otherwise it works until it ends or is revoked."""


@dataclass(frozen=True)
class ReferenceLoader:
    """Brings reference rows (areas, categories, holidays) up to date; running it again changes nothing."""

    name: str
    order: int
    load: Callable[[], int]


@dataclass(frozen=True)
class Entrusted:
    """One thing somebody looks after: what it is, how it stands or until when, and its page."""

    what: str
    about: str = ""
    path: str = ""


@dataclass(frozen=True)
class HandOver:
    """A kind of things that an office-holder looks after, for the page on which he hands them over.

    `find(office, reader)` gives the rows of the holder in the office's unit and below, as far as the reader sees them;
    `say` puts one into words; `give(row, to, by=…)`, where there is one, hands it to somebody else.
    """

    name: str
    order: int
    label: str | Promise
    find: Callable[[Any, Any], QuerySet[Any, Any]]
    say: Callable[[Any], Entrusted]
    give: Callable[..., Any] | None = None
    action: str = ""
    """The right that giving needs, by its name in the rights table."""


@dataclass(frozen=True)
class LeavingStep:
    """What ends when a member leaves; `when_away`: also when he is on leave or suspended."""

    order: int
    end: Callable[..., None]
    when_away: bool = False


@dataclass
class _Registry:
    reminders: dict[str, Reminder] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    recipients: dict[str, Callable[[Collection[int]], Mapping[int, Recipient]]] = field(default_factory=dict)
    addresses: dict[str, Rule] = field(default_factory=dict)
    jobs: dict[str, PeriodicJob] = field(default_factory=dict)
    works: dict[str, LongWork] = field(default_factory=dict)
    leaving: dict[str, LeavingStep] = field(default_factory=dict)
    handed_over: dict[str, HandOver] = field(default_factory=dict)
    links: dict[str, LinkPurpose] = field(default_factory=dict)
    references: dict[str, ReferenceLoader] = field(default_factory=dict)


registered = _Registry()


def reminder(
    kind: str,
    *,
    offsets: Collection[timedelta],
    useful_for: timedelta,
    texts: Callable[[Collection[int]], Mapping[int, Message]],
    label: str | Promise,
    topic: str = "",
    **options: Any,
) -> Callable[[Rule], Rule]:
    """Register a rule: a function that gives the queryset of (recipient, subject, at).

    Without a topic it belongs to that of its first word: 'duty.before' to 'duty'. The options are the further fields
    of `Reminder`.
    """

    def keep(rule: Rule) -> Rule:
        registered.reminders[kind] = Reminder(
            kind=kind,
            offsets=tuple(offsets),
            useful_for=useful_for,
            rule=rule,
            texts=texts,
            label=label,
            topic=topic or kind.partition(".")[0],
            **options,
        )
        return rule

    return keep


def topic(name: str, *, order: int, label: str | Promise, about: str | Promise) -> None:
    """Register what a person chooses together: a name for the kinds of messages whose topic it is, and examples."""
    registered.topics[name] = Topic(name, order, label, about)


def recipients(kind: str, *, addresses: Rule) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register how a kind of recipient is reached: ids in, `Recipient` by id out.

    `addresses()` yields `.values(recipient=…, channels=…)`, the names of the channels by which a machine reaches that
    person, in an array: the planner joins it.
    """

    def keep(find: Callable[..., Any]) -> Callable[..., Any]:
        registered.recipients[kind] = find
        registered.addresses[kind] = addresses
        return find

    return keep


def job(name: str, *, every: timedelta, label: str | Promise) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Register periodic work: `function(now=None)` returns how many rows it changed."""

    def keep(run: Callable[..., int]) -> Callable[..., int]:
        registered.jobs[name] = PeriodicJob(name, every, run, label)
        return run

    return keep


def long_work(kind: str, *, failed: Callable[[Any], None]) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
    """Register, in an app's `jobs.py`, work that people order: see `LongWork`, and `senkom.lib.long_work`."""

    def keep(part: Callable[[Any], bool]) -> Callable[[Any], bool]:
        registered.works[kind] = LongWork(kind, part, failed)
        return part

    return keep


def on_leaving(
    name: str, *, order: int, when_away: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what ends when a member leaves: `function(member, by=…, reason=…)`, in one transaction, in order.

    The member is locked then, so no duty may be locked (duty before member, always). With `when_away` it is called
    for a leave and a suspension too.
    """

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        registered.leaving[name] = LeavingStep(order, function, when_away)
        return function

    return keep


def leaving_steps(*, away: bool = False) -> list[Callable[..., None]]:
    """What was registered for members who leave (or who are away only), in order."""
    steps = sorted(registered.leaving.values(), key=lambda step: step.order)
    return [step.end for step in steps if step.when_away or not away]


def hand_over(
    name: str,
    *,
    order: int,
    label: str | Promise,
    say: Callable[[Any], Entrusted],
    give: Callable[..., Any] | None = None,
    action: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what an office-holder looks after, see `HandOver`; the decorated function is its `find`."""

    def keep(find: Callable[..., Any]) -> Callable[..., Any]:
        registered.handed_over[name] = HandOver(name, order, label, find, say, give, action)
        return find

    return keep


def things_to_hand_over() -> list[HandOver]:
    """What was registered for the hand-over of an office, in order."""
    return sorted(registered.handed_over.values(), key=lambda thing: thing.order)


def link(
    purpose: str, *, template: str, show: Callable[[Any], dict[str, Any]], single_use: bool = True
) -> Callable[..., Any]:
    """Register, in an app's `links.py`, what a POST on a link without account does; a GET renders `show(link)`."""

    def keep(answer: Callable[..., Any]) -> Callable[..., Any]:
        registered.links[purpose] = LinkPurpose(purpose, template, show, answer, single_use)
        return answer

    return keep


def reference(name: str, *, order: int) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register a loader in an app's `reference.py`: it returns how many rows it wrote (areas come first, at 10)."""

    def keep(load: Callable[[], int]) -> Callable[[], int]:
        registered.references[name] = ReferenceLoader(name, order, load)
        return load

    return keep


def reference_loaders() -> list[ReferenceLoader]:
    """What was registered as reference data, in order."""
    return sorted(registered.references.values(), key=lambda loader: (loader.order, loader.name))
