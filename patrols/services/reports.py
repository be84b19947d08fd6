"""What people do with reports: write, send, return, approve, correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Unit, User
from members.permissions import allows, require
from members.states import Action
from patrols.models import Assignment, Duty, DutyPartner, Finding, PatrolReport
from patrols.services.locks import lock_duty
from patrols.services.partners import partner_absent, partner_attended
from patrols.services.plans import close_duty
from patrols.states import TO_BE_REPORTED, DutyState, FindingKind, PartnerState, ReportState, Situation, SlotRole
from senkom.lib.forms import earlier
from senkom.lib.models import Sequence
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move

MOST_FINDINGS = 20
"""More than this belongs into several reports."""
CLOCK_SKEW = timedelta(minutes=10)
"""How far a phone's clock may run ahead of ours."""


@dataclass(frozen=True)
class FindingContent:
    """One thing a crew came across; with the code of a finding that is there already, it is changed."""

    kind: str = FindingKind.OTHER
    text: str = ""
    at: datetime | None = None
    village: Unit | None = None
    told_to: str = ""
    code: UUID | None = None


@dataclass(frozen=True)
class ReportContent:
    """What a report says; `headcounts` are the people of agencies, by the row of the agency on this duty."""

    situation: str = ""
    nihil: bool = False
    weather: str = ""
    summary: str = ""
    findings: tuple[FindingContent, ...] = ()
    headcounts: Mapping[int, int | None] = field(default_factory=dict)
    on_behalf_of: Member | None = None


def is_reportable(duty: Duty, now: datetime | None = None) -> bool:
    """Whether there is something to report: it took place, or its time has begun."""
    begun = duty.state == DutyState.PUBLISHED and duty.starts_at <= (now or timezone.now())
    return duty.state in TO_BE_REPORTED or begun


# — who may


def may_report(user: User, duty: Duty) -> bool:
    """Whether the account may write about this duty: its crew, and who plans here."""
    return serves(user.member, duty) or allows(user, Action.PLAN_DUTIES, duty.unit)


def may_report_for_others(user: User, duty: Duty) -> bool:
    """Whether it may write on somebody's behalf: the leader, and who plans here."""
    places = Assignment.objects.busy().filter(duty=duty, member=user.member)
    return places.filter(slot__role=SlotRole.LEADER).exists() or allows(user, Action.PLAN_DUTIES, duty.unit)


def may_judge(user: User, report: PatrolReport) -> bool:
    """Whether the account may return or approve this report: by office, and never its own."""
    mine = user.member_id in (report.author_id, report.on_behalf_of_id)
    return not mine and allows(user, Action.VERIFY_REPORTS, report.duty.unit)


def serves(member: Member, duty: Duty) -> bool:
    """Whether the member is or was on this duty's crew."""
    return Assignment.objects.busy().filter(duty=duty, member=member).exists()


# — writing and sending


@transaction.atomic
def save_draft(duty: Duty, code: UUID, content: ReportContent, *, by: User, seen: str = "") -> PatrolReport:
    """Keep a report that is not finished. Raises ValidationError in words."""
    duty = lock_duty(duty)
    report = _earlier(duty, code, by)
    if report and not _takes_changes(report, seen):
        return report
    return _write(duty, report or PatrolReport(duty=duty, code=code, author=by.member), content, by)


@transaction.atomic
def submit_report(
    duty: Duty, code: UUID, content: ReportContent, *, by: User, seen: str = "", now: datetime | None = None
) -> PatrolReport:
    """Send a report in; the same code by the same author gives the same report. Raises ValidationError in words.

    `seen` is the version of a returned report that was completed; without it, a repeat changes nothing.
    """
    now = now or timezone.now()
    duty = lock_duty(duty)
    report = _earlier(duty, code, by)
    if report and not _takes_changes(report, seen):
        return report
    _check_is_whole(content, now)
    report = _write(duty, report or PatrolReport(duty=duty, code=code, author=by.member), content, by, now)
    _settle_partners(duty, by, now)
    report.number = report.number or next_number(duty, now)
    report.submitted_at = now
    move(report, ReportState.SUBMITTED, by=by, now=now, also=["number", "submitted_at"])
    return report


def _earlier(duty: Duty, code: UUID, by: User) -> PatrolReport | None:
    report: PatrolReport | None = earlier(
        PatrolReport.objects.select_for_update(of=("self",)), code, author_field="author", author=by.member
    )
    if report and report.duty_id != duty.pk:
        raise ValidationError(_("This form belongs to another duty. Open it anew."), code="conflict")
    if report:
        report.duty = duty
    return report


def _takes_changes(report: PatrolReport, seen: str) -> bool:
    return report.is_draft or (report.is_returned and report.seen == seen)


def _write(
    duty: Duty, report: PatrolReport, content: ReportContent, by: User, now: datetime | None = None
) -> PatrolReport:
    _check_time(duty, now)
    _check_writer(duty, content, by)
    report.on_behalf_of = content.on_behalf_of
    report.situation, report.nihil = content.situation, content.nihil
    report.weather, report.summary = content.weather.strip(), content.summary.strip()
    if report._state.adding:
        report.state_by = by.member
    with refused_in_words():
        report.save()
        _write_findings(report, content.findings)
    if report.supersedes_id or not duty.reports.filter(is_main=True).exists():
        _write_headcounts(duty, content.headcounts)
    return report


def _check_time(duty: Duty, now: datetime | None) -> None:
    if not is_reportable(duty, now):
        raise ValidationError(_("There is nothing to report yet: this duty has not begun, or it was cancelled."))


def _check_writer(duty: Duty, content: ReportContent, by: User) -> None:
    whose = content.on_behalf_of
    if whose is None:
        if not serves(by.member, duty):
            raise ValidationError({"on_behalf_of": _("You were not on this duty. Choose on whose behalf you write.")})
        return
    if not may_report_for_others(by, duty):
        raise ValidationError({"on_behalf_of": _("Only the team leader or the coordinator reports for somebody else.")})
    if whose == by.member:
        raise ValidationError({"on_behalf_of": _("One's own report needs no “on behalf of”. Leave it empty.")})
    if not serves(whose, duty):
        raise ValidationError({"on_behalf_of": _("This member was not on this duty. Choose somebody of the crew.")})


def _check_is_whole(content: ReportContent, now: datetime) -> None:
    refused: dict[str, str] = {}
    if not content.situation:
        refused["situation"] = _("Choose how things stood at the end.")
    if content.nihil and content.findings:
        refused["nihil"] = _("“Nothing happened” and findings don't go together. Choose one.")
    elif content.nihil and content.situation not in ("", Situation.NORMAL):
        refused["situation"] = _("“Nothing happened” and this situation don't go together. Choose one.")
    elif not content.nihil and not content.findings and not content.summary.strip():
        refused["summary"] = _("Write what was done and seen, or tap “Nihil, nothing happened”.")
    if any(finding.at and finding.at > now + CLOCK_SKEW for finding in content.findings):
        refused["findings"] = _("The time of a finding lies in the future. Check it.")
    if refused:
        raise ValidationError(refused)


def _write_findings(report: PatrolReport, findings: tuple[FindingContent, ...]) -> None:
    if len(findings) > MOST_FINDINGS:
        raise ValidationError({"findings": _("These are too many findings for one report. Write a second one.")})
    there = {finding.code: finding for finding in report.findings.all()}
    for position, content in enumerate(findings, start=1):
        finding = there.pop(content.code, None) if content.code else None
        finding = finding or Finding(report=report)
        finding.position, finding.kind, finding.text = position, content.kind, content.text.strip()
        finding.at, finding.village, finding.told_to = content.at, content.village, content.told_to.strip()
        finding.save()
    for finding in there.values():
        try:
            finding.delete()
        except ProtectedError as error:
            message = _("“%(finding)s” became an incident already and stays in the report.")
            raise ValidationError({"findings": message % {"finding": finding}}) from error


def _write_headcounts(duty: Duty, headcounts: Mapping[int, int | None]) -> None:
    for partner in DutyPartner.objects.filter(duty=duty, pk__in=headcounts):
        if (count := headcounts[partner.pk]) is not None and count != partner.headcount_actual:
            partner.headcount_actual = count
            partner.save(update_fields=["headcount_actual"])


def _settle_partners(duty: Duty, by: User, now: datetime) -> None:
    """An agency whose people were counted was there, or was not."""
    for partner in duty.partners.filter(headcount_actual__isnull=False):
        came = PartnerState.ATTENDED if partner.headcount_actual else PartnerState.ABSENT
        if not partner.machine.allows(partner.state, came):
            continue
        if came == PartnerState.ATTENDED:
            partner_attended(partner, headcount=partner.headcount_actual or 0, by=by, now=now)
        else:
            partner_absent(partner, by=by, now=now)


def next_number(duty: Duty, now: datetime) -> str:
    """LHP-3574-2611-031: the city's code, year and month, and a number without gaps in that month."""
    area = duty.unit.code.replace(".", "")[:4]
    name = f"LHP-{area}-{duty.unit.today(now):%y%m}"
    return f"{name}-{Sequence.take(name):03d}"


# — reading and approving


@transaction.atomic
def return_report(
    report: PatrolReport, remark: str, *, by: User, seen: str = "", now: datetime | None = None
) -> PatrolReport:
    """Ask the author to complete it. Raises ValidationError in words, PermissionDenied without the right."""
    report = _lock_report(report)
    _check_judge(report, by, seen)
    if not remark.strip():
        raise ValidationError({"remark": _("Write what is missing, in a few words.")})
    move(report, ReportState.RETURNED, by=by, reason=remark, now=now)
    return report


@transaction.atomic
def verify_report(report: PatrolReport, *, by: User, seen: str = "", now: datetime | None = None) -> PatrolReport:
    """Approve a report: it never changes again, and its duty is closed where it is over."""
    report = _lock_report(report)
    _check_judge(report, by, seen)
    now = now or timezone.now()
    report.is_main = _takes_the_lead(report, by, now)
    report.verified_by, report.verified_at = by.member, now
    move(report, ReportState.VERIFIED, by=by, now=now, also=["verified_by", "verified_at", "is_main"])
    if report.duty.state == DutyState.COMPLETED:
        close_duty(report.duty, by=by, now=now)
    return report


def _lock_report(report: PatrolReport) -> PatrolReport:
    duty = lock_duty(report.duty_id)
    locked = PatrolReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    locked.duty = duty
    return locked


def _check_judge(report: PatrolReport, by: User, seen: str) -> None:
    require(by, Action.VERIFY_REPORTS, report.duty.unit)
    if by.member_id in (report.author_id, report.on_behalf_of_id):
        raise ValidationError(
            _("Nobody approves his own report. It goes to the deputy, or to the desk of the unit above.")
        )
    if seen and seen != report.seen:
        raise ValidationError(
            _("This report has changed since you opened it. It now is “%(state)s”. Read it again.")
            % {"state": report.get_state_display()},
            code="conflict",
        )


def _takes_the_lead(report: PatrolReport, by: User, now: datetime) -> bool:
    """Whether it becomes the report of its duty; a report that it corrects makes room."""
    if report.supersedes_id is None:
        return not report.duty.reports.filter(is_main=True).exists()
    corrected = PatrolReport.objects.select_for_update(of=("self",)).get(pk=report.supersedes_id)
    led, corrected.is_main = corrected.is_main, False
    move(corrected, ReportState.SUPERSEDED, by=by, now=now, also=["is_main"])
    return led


@transaction.atomic
def supersede_report(report: PatrolReport, code: UUID, *, by: User) -> PatrolReport:
    """Begin a correction of an approved report: a new draft with the same words; it replaces the old when approved."""
    report = _lock_report(report)
    if again := _earlier(report.duty, code, by):
        return again
    if not report.is_verified:
        raise ValidationError(_("Only an approved report is corrected by a new version."), code="conflict")
    begun = PatrolReport.objects.filter(supersedes=report).select_related("author").first()
    if begun and begun.author_id != by.member_id:
        raise ValidationError(
            _("%(name)s is writing a correction already. Ask there.") % {"name": begun.author}, code="conflict"
        )
    return begun or _copy(report, code, by)


def _copy(report: PatrolReport, code: UUID, by: User) -> PatrolReport:
    found = [FindingContent(row.kind, row.text, row.at, row.village, row.told_to) for row in report.findings.all()]
    content = ReportContent(
        situation=report.situation,
        nihil=report.nihil,
        weather=report.weather,
        summary=report.summary,
        findings=tuple(found),
        on_behalf_of=_whose_correction(report, by),
    )
    draft = PatrolReport(duty=report.duty, code=code, author=by.member, supersedes=report, version=report.version + 1)
    return _write(report.duty, draft, content, by)


def _whose_correction(report: PatrolReport, by: User) -> Member | None:
    """Its author corrects it as he wrote it; the crew speak for themselves; others speak for whose it was."""
    if report.author_id == by.member_id:
        return report.on_behalf_of
    return None if serves(by.member, report.duty) else report.speaker
