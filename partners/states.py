"""Words of the partners: kinds of agencies, and the states of audiences, minutes, action items and letters."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from senkom.lib.states import Machine

STALE_AFTER = timedelta(days=180)
"""A contact that nobody has checked for so long may have changed."""


class AgencyKind(models.TextChoices):
    """Who works with us, in the order in which they are listed."""

    POLRES = "polres", _("city or regency police (Polres)")
    POLRES_UNIT = "polres_unit", _("unit of a Polres")
    POLSEK = "polsek", _("district police (Polsek)")
    BHABINKAMTIBMAS = "bhabinkamtibmas", _("Bhabinkamtibmas")
    KODIM = "kodim", _("military district (Kodim)")
    KORAMIL = "koramil", _("military sub-district (Koramil)")
    BABINSA = "babinsa", _("Babinsa")
    BPBD = "bpbd", _("disaster agency (BPBD)")
    SATPOL_PP = "satpol_pp", _("Satpol PP")
    FIRE = "fire", _("fire brigade")
    GOVERNMENT = "government", _("government office")
    DISTRICT_OFFICE = "district_office", _("district office")
    VILLAGE_OFFICE = "village_office", _("village office")
    HEALTH = "health", _("hospital or health centre")
    PMI = "pmi", _("Red Cross (PMI)")
    BNN = "bnn", _("narcotics agency (BNN)")
    RADIO_ORG = "radio_org", _("radio amateurs")
    PORT = "port", _("port authority")
    COMMUNITY = "community", _("community group")


class AudienceKind(models.TextChoices):
    AUDIENCE = "audience", _("audience")
    COORDINATION_MEETING = "coordination_meeting", _("coordination meeting")
    COURTESY_VISIT = "courtesy_visit", _("courtesy visit")


class AudienceState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("audience", "draft")
    LETTER_SENT = "letter_sent", pgettext_lazy("audience", "letter sent")
    CONFIRMED = "confirmed", pgettext_lazy("audience", "confirmed")
    HELD = "held", pgettext_lazy("audience", "held")
    MINUTES_FINAL = "minutes_final", pgettext_lazy("audience", "minutes final")
    RESCHEDULED = "rescheduled", pgettext_lazy("audience", "rescheduled")
    CANCELLED = "cancelled", pgettext_lazy("audience", "cancelled")
    NO_REPLY = "no_reply", pgettext_lazy("audience", "no reply")


_A = AudienceState
AUDIENCE = Machine(
    "audience",
    AudienceState,
    {
        # draft → confirmed: the agency invited us, and no letter of ours went out.
        _A.DRAFT: [_A.LETTER_SENT, _A.CONFIRMED, _A.CANCELLED],
        _A.LETTER_SENT: [_A.CONFIRMED, _A.NO_REPLY, _A.CANCELLED],
        _A.NO_REPLY: [_A.LETTER_SENT, _A.CONFIRMED, _A.CANCELLED],
        _A.CONFIRMED: [_A.HELD, _A.RESCHEDULED, _A.CANCELLED],
        _A.RESCHEDULED: [_A.CONFIRMED, _A.CANCELLED],
        _A.HELD: [_A.MINUTES_FINAL],
    },
    reason_needed=[_A.RESCHEDULED, _A.CANCELLED],
)
WITH_TIME = (_A.CONFIRMED, _A.HELD, _A.MINUTES_FINAL)
"""States in which an audience has a day and an hour."""
AHEAD = (_A.DRAFT, _A.LETTER_SENT, _A.NO_REPLY, _A.RESCHEDULED, _A.CONFIRMED)
"""States of an audience that may still take place."""
TAKEN_PLACE = (_A.HELD, _A.MINUTES_FINAL)


class MinutesState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    FINAL = "final", pgettext_lazy("minutes", "final")
    SUPERSEDED = "superseded", pgettext_lazy("minutes", "superseded")


MINUTES = Machine(
    "minutes",
    MinutesState,
    {MinutesState.DRAFT: [MinutesState.FINAL], MinutesState.FINAL: [MinutesState.SUPERSEDED]},
)


class ItemState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action item", "open")
    DOING = "doing", pgettext_lazy("action item", "doing")
    BLOCKED = "blocked", pgettext_lazy("action item", "blocked")
    DONE = "done", pgettext_lazy("action item", "done")
    DROPPED = "dropped", pgettext_lazy("action item", "dropped")


_I = ItemState
ACTION_ITEM = Machine(
    "action_item",
    ItemState,
    {
        _I.OPEN: [_I.DOING, _I.BLOCKED, _I.DONE, _I.DROPPED],
        _I.DOING: [_I.BLOCKED, _I.DONE, _I.DROPPED],
        _I.BLOCKED: [_I.DOING, _I.DONE, _I.DROPPED],
        # Back again, when it turns out that it was not finished after all.
        _I.DONE: [_I.DOING],
        _I.DROPPED: [_I.OPEN],
    },
    reason_needed=[_I.BLOCKED, (_I.DONE, _I.DOING), (_I.DROPPED, _I.OPEN)],
)
UNFINISHED = (_I.OPEN, _I.DOING, _I.BLOCKED)
FINISHED = (_I.DONE, _I.DROPPED)


class LetterKind(models.TextChoices):
    """Series of outgoing letters; each counts for itself."""

    ASSIGNMENT = "assignment", _("assignment letter")
    LETTER = "letter", _("letter")


class LetterMatter(models.TextChoices):
    """What a letter is about; stands in its number."""

    AUDIENCE = "audience", _("audience request")
    INVITATION = "invitation", _("invitation")
    SECURITY = "security", _("help with security")
    REPORT = "report", _("report")
    GENERAL = "general", _("general")


class LetterState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("letter", "draft")
    ISSUED = "issued", pgettext_lazy("letter", "issued")
    VOID = "void", pgettext_lazy("letter", "void")


LETTER = Machine(
    "letter",
    LetterState,
    # draft → void: a letter that was never sent; it has taken no number.
    {LetterState.DRAFT: [LetterState.ISSUED, LetterState.VOID], LetterState.ISSUED: [LetterState.VOID]},
    reason_needed=[LetterState.VOID],
)


class IncomingState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("incoming letter", "waiting")
    ANSWERED = "answered", pgettext_lazy("incoming letter", "answered")
    SETTLED = "settled", pgettext_lazy("incoming letter", "settled")


INCOMING = Machine(
    "incoming_letter",
    IncomingState,
    {IncomingState.WAITING: [IncomingState.ANSWERED, IncomingState.SETTLED]},
    reason_needed=[IncomingState.SETTLED],
)
