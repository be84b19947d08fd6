"""Texts about duties and reports that people carry into WhatsApp: complete without opening a link."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Unit
from members.permissions import lineage
from patrols.models import Assignment, Attendance, Finding, PatrolReport
from patrols.states import DutyKind
from senkom.lib import times

TEXT_LANGUAGE = "id"
"""The groups speak Indonesian, whatever the writer reads the application in."""


def report_text(report: PatrolReport) -> str:
    """The report for the groups, ready as soon as it was sent; says whether somebody has checked it."""
    with translation.override(TEXT_LANGUAGE):
        return "\n".join(_lines(report))


def _lines(report: PatrolReport) -> Iterator[str]:
    duty = report.duty
    yield _addressees(report)
    yield _("We beg to report *%(duty)s*") % {"duty": duty.name}
    yield _("TIME: %(span)s") % {"span": times.span(duty.starts_at, duty.ends_at, duty.unit.zone)}
    yield _("PEOPLE: %(people)s") % {"people": _people(report)}
    # Which houses stand empty is nobody's business.
    if duty.route.strip() and duty.kind != DutyKind.EMPTY_HOUSES:
        yield _("ROUTE: %(route)s") % {"route": ", ".join(filter(None, map(str.strip, duty.route.splitlines())))}
    if report.weather:
        yield _("WEATHER: %(weather)s") % {"weather": report.weather}
    yield _("RESULT: %(result)s") % {"result": _result(report)}
    yield _("SITUATION AT THE END: %(situation)s") % {"situation": report.get_situation_display().lower()}
    if home := _all_home(report):
        yield home
    yield _("SIGNED: %(name)s") % {"name": report.speaker}
    checked = _("checked and approved") if report.verified_at else _("not checked yet")
    yield _("Number %(number)s · %(checked)s") % {"number": report.number or "-", "checked": checked}


def _addressees(report: PatrolReport) -> str:
    """The chair of the city; for information, the agency that led."""
    path = report.duty.unit_id
    city = Unit.objects.get(path=lineage(path)[:3][-1])
    if agency := report.duty.lead_agency:
        return _("To the chair of Senkom %(city)s, copy to %(agency)s") % {"city": city, "agency": agency}
    return _("To the chair of Senkom %(city)s") % {"city": city}


def _people(report: PatrolReport) -> str:
    ours = Attendance.objects.filter(assignment__duty=report.duty).count()
    ours = ours or Assignment.objects.busy().filter(duty=report.duty).count()
    counts = [f"Senkom {ours}"]
    for partner in report.duty.partners.select_related("agency").exclude(headcount_actual=0):
        if partner.headcount_actual:
            counts.append(f"{partner.agency} {partner.headcount_actual}")
    return ", ".join(counts)


def _result(report: PatrolReport) -> str:
    zone = report.duty.unit.zone
    parts = [_("NIHIL")] if report.nihil else []
    parts += [report.summary] if report.summary else []
    for finding in report.findings.select_related("village"):
        parts.append(" ".join(_finding(finding, times.clock(finding.at, zone) if finding.at else "")))
    return " ".join(part if part.endswith((".", "?", ":")) else f"{part}." for part in parts)


def _finding(finding: Finding, clock: str) -> Iterator[str]:
    if clock:
        yield _("At %(time)s") % {"time": clock}
    # Where minors or people in need may be meant, a text that leaves the house says the kind and the village.
    what = finding.text.rstrip(".") if finding.text and not finding.is_discreet else finding.get_kind_display()
    yield f"{what}, {finding.village}." if finding.village else f"{what}."
    if finding.told_to:
        yield _("Told: %(whom)s.") % {"whom": finding.told_to.rstrip(".")}


def _all_home(report: PatrolReport) -> str:
    rows = Attendance.objects.filter(assignment__duty=report.duty).values_list("home_safe_at", flat=True)
    moments = [moment for moment in rows if moment]
    if not moments or len(moments) < len(rows):
        return ""
    return _("MEMBERS: all are home safe, %(time)s") % {"time": times.clock(max(moments), report.duty.unit.zone)}
