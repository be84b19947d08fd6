"""Words of the duties: kinds, roles, states and their arrows."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from senkom.lib.states import Machine


class Pillar(models.TextChoices):
    """The three fields of work; every activity belongs to one."""

    PUBLIC_ORDER = "public_order", _("public order")
    DISASTER = "disaster", _("disaster response")
    STATE_DEFENSE = "state_defense", _("state defence awareness")


class DutyKind(models.TextChoices):
    PATROL = "patrol", _("Patrol")
    JOINT_PATROL = "joint_patrol", _("Joint patrol")
    RAZIA = "razia", _("Accompanying a razia (led by an agency)")
    EVENT_SECURITY = "event_security", _("Help at an event")
    DISASTER_RESPONSE = "disaster_response", _("Disaster response")
    EMPTY_HOUSES = "empty_houses", _("Watch over empty houses")
    COMMUNITY_SERVICE = "community_service", _("Community service")
    CEREMONY = "ceremony", _("Roll call or ceremony")
    MEETING = "meeting", _("Meeting")
    OUTREACH = "outreach", _("Outreach")
    TRAINING = "training", _("Training")


PILLAR_OF_KIND = {
    **dict.fromkeys(DutyKind, Pillar.PUBLIC_ORDER),
    DutyKind.DISASTER_RESPONSE: Pillar.DISASTER,
    DutyKind.CEREMONY: Pillar.STATE_DEFENSE,
    DutyKind.COMMUNITY_SERVICE: Pillar.STATE_DEFENSE,
    DutyKind.OUTREACH: Pillar.STATE_DEFENSE,
}
"""The pillar a kind belongs to, unless the planner says otherwise."""


class Origin(models.TextChoices):
    """Who asked for the duty."""

    PLANNED = "planned", _("planned by us")
    INVITED = "invited", _("asked for by an agency")


class DutyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("announced")
    IN_PROGRESS = "in_progress", _("under way")
    COMPLETED = "completed", _("over")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")
    ABORTED = "aborted", _("broken off")


_D = DutyState
DUTY = Machine(
    "duty",
    DutyState,
    {
        _D.DRAFT: [_D.PUBLISHED, _D.CANCELLED],
        _D.PUBLISHED: [_D.IN_PROGRESS, _D.CANCELLED],
        _D.IN_PROGRESS: [_D.COMPLETED, _D.ABORTED],
        _D.COMPLETED: [_D.CLOSED],
    },
    reason_needed=[_D.CANCELLED, _D.ABORTED],
)

BEFORE_START = (_D.DRAFT, _D.PUBLISHED)
"""States in which a duty may still be changed and moved."""
OPEN = (_D.PUBLISHED, _D.IN_PROGRESS)
"""States in which people may join."""
PUBLIC = tuple(state for state in DutyState if state != _D.DRAFT)
"""States in which the members of the unit see the duty."""


class SlotRole(models.TextChoices):
    LEADER = "leader", _("team leader")
    RADIO = "radio", _("radio operator")
    DRIVER = "driver", _("driver")
    MEDIC = "medic", _("first aider")
    MEMBER = "member", _("crew member")


QUALIFICATION_OF_ROLE = {SlotRole.MEDIC: "first-aid"}
"""The certificate (its short name) a role asks for, where the unit's list of qualifications has it."""


class AssignmentState(models.TextChoices):
    OFFERED = "offered", _("offered")
    CONFIRMED = "confirmed", _("ready")
    CHECKED_IN = "checked_in", _("has arrived")
    COMPLETED = "completed", _("has finished")
    DECLINED = "declined", _("can't")
    EXPIRED = "expired", _("offer ended")
    WITHDRAWN = "withdrawn", _("prevented")
    REPLACED = "replaced", _("replaced")
    RELEASED = "released", _("released")
    NO_SHOW = "no_show", _("stayed away")
    EXCUSED = "excused", _("excused")


_P = AssignmentState
ASSIGNMENT = Machine(
    "assignment",
    AssignmentState,
    {
        _P.OFFERED: [_P.CONFIRMED, _P.DECLINED, _P.EXPIRED],
        _P.CONFIRMED: [_P.CHECKED_IN, _P.WITHDRAWN, _P.REPLACED, _P.RELEASED, _P.NO_SHOW],
        _P.CHECKED_IN: [_P.COMPLETED],
        _P.NO_SHOW: [_P.EXCUSED],
    },
    reason_needed=[_P.WITHDRAWN, _P.EXCUSED],
)

LIVE = (_P.OFFERED, _P.CONFIRMED, _P.CHECKED_IN, _P.COMPLETED)
"""States that hold a place."""
BUSY = (_P.CONFIRMED, _P.CHECKED_IN, _P.COMPLETED)
"""States in which the member's time, and rest after it, is taken."""


class Source(models.TextChoices):
    """How somebody came to a place."""

    SELF = "self", _("signed up")
    ASSIGNED = "assigned", _("put down by a coordinator")
    RESERVE = "reserve", _("from the reserve")


class PartnerState(models.TextChoices):
    REQUESTED = "requested", _("waiting for an answer")
    CONFIRMED = "confirmed", _("will come")
    DECLINED = "declined", _("can't come")
    ATTENDED = "attended", _("was there")
    ABSENT = "absent", _("did not come")


_B = PartnerState
PARTNER = Machine(
    "duty_partner",
    PartnerState,
    {
        _B.REQUESTED: [_B.CONFIRMED, _B.DECLINED, _B.ATTENDED, _B.ABSENT],
        _B.CONFIRMED: [_B.DECLINED, _B.ATTENDED, _B.ABSENT],
        _B.DECLINED: [_B.CONFIRMED, _B.ATTENDED],
    },
)


class Via(models.TextChoices):
    """The way on which an agency's answer reached us."""

    PHONE = "phone", _("by phone")
    WHATSAPP = "whatsapp", _("by WhatsApp")
    LETTER = "letter", _("by letter")
    IN_PERSON = "in_person", _("in person")
    INVITATION = "invitation", _("by their own invitation")
    LINK = "link", _("by the link")


LONGEST_DUTY = timedelta(hours=24)
"""A duty is not planned longer than this; a longer one is several."""
ARRIVE_EARLY = timedelta(hours=3)
"""How long before the start somebody may be marked as arrived."""
OFFER_LASTS = timedelta(hours=6)
"""How long an offered place waits for its answer, at most until the duty begins."""


class Situation(models.TextChoices):
    """How things stood at the end of a duty."""

    NORMAL = "normal", _("All calm")
    FOLLOW_UP = "follow_up", _("Needs follow-up")
    CRISIS = "crisis", _("Crisis (emergency)")


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("patrol report", "draft")
    SUBMITTED = "submitted", pgettext_lazy("patrol report", "sent")
    RETURNED = "returned", _("to be completed")
    VERIFIED = "verified", pgettext_lazy("patrol report", "approved")
    SUPERSEDED = "superseded", _("replaced by a new version")


_R = ReportState
REPORT = Machine(
    "report",
    ReportState,
    {
        _R.DRAFT: [_R.SUBMITTED],
        _R.SUBMITTED: [_R.RETURNED, _R.VERIFIED],
        _R.RETURNED: [_R.SUBMITTED],
        _R.VERIFIED: [_R.SUPERSEDED],
    },
    reason_needed=[_R.RETURNED],
)

EDITABLE = (_R.DRAFT, _R.RETURNED)
"""States in which the author still changes his report."""
APPROVED = (_R.VERIFIED, _R.SUPERSEDED)
"""States that need a verifier, and in which a report never changes again."""

TOOK_PLACE = (_D.IN_PROGRESS, _D.COMPLETED, _D.ABORTED)
"""States of a duty that somebody has to report about."""
TO_CLOSE = (_D.PUBLISHED, *TOOK_PLACE)
"""States of which few duties are left once their time is over."""
REPORT_GRACE = timedelta(hours=2)
"""How long after its end a duty may be without a report."""
TO_BE_REPORTED = (_D.IN_PROGRESS, _D.COMPLETED, _D.CLOSED, _D.ABORTED)
"""States in which a report can be written; an announced duty too, once its time has begun."""


class FindingKind(models.TextChoices):
    """What a crew came across; a kind of trouble or a need, never a kind of person."""

    GATHERING = "gathering", _("gathering of motorbikes")
    NEEDS_HELP = "needs_help", _("someone needs help")
    STREET_LIGHT = "street_light", _("street light out")
    WATER = "water", _("flood or high tide")
    TREE = "tree", _("tree leaning or fallen")
    TRAFFIC = "traffic", _("traffic accident")
    OTHER = "other", _("something else")


DISCREET = (FindingKind.GATHERING, FindingKind.NEEDS_HELP)
"""Kinds with minors or people in need in them: texts that leave the house name the village only."""

LATE_END = timedelta(hours=3)
"""How long after its planned end a duty that is still under way counts as one."""
