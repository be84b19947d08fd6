"""Words of the incidents: where a message came from, what happened, who was told; the arrows between states."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from senkom.lib.states import Machine

LIKELY_SAME_WITHIN = timedelta(hours=6)
"""Two messages of one kind from one village within this time probably tell of the same thing."""

UNREAD_AFTER = timedelta(minutes=30)
"""How long a message may wait unread before the coordinators are reminded."""

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far a phone's clock may run ahead."""


class Sensitivity(models.TextChoices):
    """Who of the board may read it."""

    OPEN = "open", _("open to the board")
    RESTRICTED = "restricted", _("restricted")
    CONFIDENTIAL = "confidential", _("confidential")


class Channel(models.TextChoices):
    """How a message came in."""

    APP = "app", _("this application")
    PHONE = "phone", _("phone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    RADIO = "radio", _("radio")
    IN_PERSON = "in_person", _("in person")
    PATROL = "patrol", _("patrol")
    PARTNER = "partner", _("partner agency")


CALL_CHANNELS = (Channel.PHONE, Channel.WHATSAPP, Channel.RADIO, Channel.IN_PERSON, Channel.PARTNER)
"""What a coordinator writes down for somebody else."""


class PlaceSource(models.TextChoices):
    """How a place is known."""

    VILLAGE = "village", _("village chosen")
    TEXT = "text", _("described in words")
    GPS = "gps", _("position of the phone")


class ReportState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("incoming report", "received")
    IN_TRIAGE = "in_triage", _("being read")
    LINKED = "linked", _("joined to an incident")
    NEEDS_INFO = "needs_info", _("needs information")
    UNVERIFIABLE = "unverifiable", _("can't be confirmed yet")
    REJECTED = "rejected", _("not taken up")
    WITHDRAWN = "withdrawn", _("withdrawn by the reporter")


_R = ReportState
WAITING = (_R.RECEIVED, _R.IN_TRIAGE, _R.NEEDS_INFO)
"""What still needs somebody."""

ANSWERS = (_R.NEEDS_INFO, _R.UNVERIFIABLE, _R.REJECTED)
"""How a message is answered in words, when it becomes no incident."""

TRIAGE = Machine(
    "incident_report",
    ReportState,
    {
        _R.RECEIVED: [_R.IN_TRIAGE, _R.WITHDRAWN],
        _R.IN_TRIAGE: [_R.LINKED, *ANSWERS, _R.WITHDRAWN],
        _R.NEEDS_INFO: [_R.IN_TRIAGE, _R.WITHDRAWN],
        # Whoever was wrong takes the message up again.
        _R.LINKED: [_R.IN_TRIAGE],
        _R.UNVERIFIABLE: [_R.IN_TRIAGE],
        _R.REJECTED: [_R.IN_TRIAGE],
    },
    reason_needed=[
        *ANSWERS,
        (_R.LINKED, _R.IN_TRIAGE),
        (_R.UNVERIFIABLE, _R.IN_TRIAGE),
        (_R.REJECTED, _R.IN_TRIAGE),
    ],
)


class Status(models.TextChoices):
    """How far the handling of an incident is."""

    NEW = "new", _("new")
    HANDLING = "handling", _("being handled")
    CONTAINED = "contained", _("under control")
    RECOVERY = "recovery", _("recovery")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")


_I = Status
OVER = (_I.RESOLVED, _I.CLOSED)

HANDLING = Machine(
    "incident",
    Status,
    {
        _I.NEW: [_I.HANDLING],
        _I.HANDLING: [_I.CONTAINED],
        # It may flare up again, and what was closed may be reopened.
        _I.CONTAINED: [_I.RECOVERY, _I.RESOLVED, _I.HANDLING],
        _I.RECOVERY: [_I.RESOLVED, _I.HANDLING],
        _I.RESOLVED: [_I.CLOSED, _I.HANDLING],
        _I.CLOSED: [_I.HANDLING],
    },
    reason_needed=[(source, _I.HANDLING) for source in (_I.CONTAINED, _I.RECOVERY, _I.RESOLVED, _I.CLOSED)],
)


class Outcome(models.TextChoices):
    """How an incident ended."""

    SETTLED = "settled", _("settled")
    HANDED_OVER = "handed_over", _("handed over to the agency")
    ENDED_BY_ITSELF = "ended_by_itself", _("ended by itself")
    UNFOUNDED = "unfounded", _("was not true")
    NOT_PURSUED = "not_pursued", _("not pursued")


class Severity(models.IntegerChoices):
    """A number, so that the worst comes first."""

    MINOR = 1, _("minor")
    MODERATE = 2, _("moderate")
    SERIOUS = 3, _("serious")
    EXTREME = 4, _("extreme")


class Situation(models.TextChoices):
    NORMAL = "normal", _("normal")
    FOLLOW_UP = "follow_up", _("needs follow-up")
    CRISIS = "crisis", _("crisis (emergency)")


class Verification(models.TextChoices):
    """How sure it is; moves by itself, whatever the status."""

    UNVERIFIED = "unverified", _("not confirmed yet")
    PARTLY = "partly", _("partly confirmed")
    ON_SCENE = "on_scene", _("seen on the spot")
    OFFICIAL = "official", _("confirmed by an agency")
    REFUTED = "refuted", _("not true")


class Visibility(models.TextChoices):
    """Who may read a line of the timeline."""

    INTERNAL = "internal", _("the board only")
    PARTNER = "partner", _("partners too")


class EntryKind(models.TextChoices):
    """What a line of the timeline tells of."""

    OPENED = "opened", _("opened")
    NOTE = "note", _("note")
    MEASURE = "measure", _("step taken")
    NEED = "need", _("urgent need")
    CONDITION = "condition", _("latest condition")
    STATUS = "status", _("status")
    ASSESSMENT = "assessment", _("assessment")
    VERIFICATION = "verification", _("verification")
    LEAD = "lead", _("who leads")
    LINK = "link", _("message joined")
    UNLINK = "unlink", _("message taken off")
    FIGURE = "figure", _("figures")
    REFERRAL = "referral", _("agency told")
    ANSWER = "answer", _("answer of an agency")
    CORRECTION = "correction", _("correction")


WRITTEN_BY_HAND = (EntryKind.NOTE, EntryKind.MEASURE, EntryKind.NEED, EntryKind.CONDITION)
"""What people write into the timeline themselves; the services write the rest."""


class Indicator(models.TextChoices):
    """What is counted in a disaster."""

    AFFECTED_HOUSEHOLDS = "affected_households", _("affected households")
    AFFECTED_PEOPLE = "affected_people", _("affected people")
    DISPLACED_HOUSEHOLDS = "displaced_households", _("displaced households")
    DISPLACED_PEOPLE = "displaced_people", _("displaced people")
    ELDERLY = "elderly", _("elderly among the displaced")
    TODDLERS = "toddlers", _("small children among the displaced")
    DEAD = "dead", _("dead")
    MISSING = "missing", _("missing")
    BADLY_INJURED = "badly_injured", _("badly injured")
    LIGHTLY_INJURED = "lightly_injured", _("lightly injured")
    HOUSES_HEAVY = "houses_heavy", _("houses heavily damaged")
    HOUSES_MEDIUM = "houses_medium", _("houses damaged")
    HOUSES_LIGHT = "houses_light", _("houses lightly damaged")
    HOUSES_FLOODED = "houses_flooded", _("houses under water")
    SCHOOLS = "schools", _("schools affected")
    PUBLIC_FACILITIES = "public_facilities", _("public facilities affected")


class FigureKind(models.TextChoices):
    """Nothing counted yet is not the same as none."""

    NUMBER = "number", _("a number")
    NONE = "none", _("none (nil)")
    PENDING = "pending", _("still being counted")


class FigureSource(models.TextChoices):
    """Who counted; the first in this order is believed first."""

    BPBD = "bpbd", _("BPBD")
    POLRI = "polri", pgettext_lazy("who counted", "police")
    TNI = "tni", pgettext_lazy("who counted", "army")
    VILLAGE_OFFICE = "village_office", pgettext_lazy("who counted", "village office")
    SENKOM = "senkom", _("Senkom")
    RESIDENT = "resident", pgettext_lazy("who counted", "resident")


RANK: dict[str, int] = {
    FigureSource.BPBD: 0,
    FigureSource.POLRI: 1,
    FigureSource.TNI: 1,
    FigureSource.VILLAGE_OFFICE: 2,
    FigureSource.SENKOM: 3,
    FigureSource.RESIDENT: 4,
}
"""Whose figure stands in front; figures of two sources are never added up."""


class ReferralChannel(models.TextChoices):
    """How an agency is told."""

    PHONE = "phone", _("phone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    RADIO = "radio", _("radio")
    IN_PERSON = "in_person", _("in person")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")


class ReferralState(models.TextChoices):
    QUEUED = "queued", _("not told yet")
    SENT = "sent", pgettext_lazy("referral", "told")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("referral", "received")
    IN_PROGRESS = "in_progress", _("being handled")
    DONE = "done", pgettext_lazy("referral", "done")
    FAILED = "failed", _("could not be reached")
    NOT_OURS = "not_ours", _("not theirs")
    NO_ANSWER = "no_answer", _("no answer yet")


_F = ReferralState
ANSWERED = (_F.ACKNOWLEDGED, _F.IN_PROGRESS, _F.DONE, _F.NOT_OURS)
"""The agency itself said something."""

REFERRING = Machine(
    "referral",
    ReferralState,
    {
        _F.QUEUED: [_F.SENT, _F.FAILED],
        _F.SENT: [_F.ACKNOWLEDGED, _F.FAILED, _F.NOT_OURS, _F.NO_ANSWER],
        _F.ACKNOWLEDGED: [_F.IN_PROGRESS, _F.NOT_OURS],
        _F.IN_PROGRESS: [_F.DONE, _F.NOT_OURS],
        # Tried again, or answered late.
        _F.FAILED: [_F.SENT],
        _F.NO_ANSWER: [_F.ACKNOWLEDGED, _F.NOT_OURS],
    },
    reason_needed=[_F.FAILED, _F.NOT_OURS],
)
