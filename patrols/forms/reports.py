"""Forms of reports: one page to write, and the two answers of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member, Unit, User
from members.states import UnitLevel
from patrols.models import Duty, DutyPartner, PatrolReport
from patrols.services.reports import FindingContent, ReportContent, may_report_for_others, serves
from patrols.states import FindingKind, PartnerState, Situation
from senkom.lib.forms import CreateForm, ServiceForm
from senkom.lib.times import zone_label
from senkom.lib.wording import AsksAboutWording

ROWS = 5
"""Findings that the page has room for without JavaScript."""
BEFORE_START = timedelta(hours=6)
"""A clock time this much before the begin of a duty means the next day."""


class ReportForm(AsksAboutWording, CreateForm):
    """A report of one duty: what was seen, what was found, how many came, on whose behalf."""

    wording_fields: ClassVar[tuple[str, ...]] = ("summary",)

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    nihil = forms.BooleanField(label=gettext_lazy("Nihil, nothing happened"), required=False)
    situation = forms.ChoiceField(
        label=gettext_lazy("Situation at the end"), choices=Situation.choices, widget=forms.RadioSelect, required=False
    )
    summary = forms.CharField(
        label=gettext_lazy("What was done and seen"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    weather = forms.CharField(label=gettext_lazy("Weather"), required=False, max_length=100)

    def __init__(self, data: Any = None, *, duty: Duty, user: User, report: PatrolReport | None = None) -> None:
        self.duty, self.user, self.report = duty, user, report
        self.found = list(report.findings.select_related("village")) if report else []
        super().__init__(data, initial=self._initial())
        for name in ("situation", "summary"):
            # Not required in the form, since a draft may lack it; the page doesn't call it optional.
            self.fields[name].marked = True  # type: ignore[attr-defined]
        self._add_on_behalf_of()
        self.partners = list(duty.partners.exclude(state=PartnerState.DECLINED).select_related("agency"))
        for partner in self.partners:
            self.fields[f"partner_{partner.pk}"] = _headcount(partner)
        villages = _villages(duty.unit)
        for number in self.numbers:
            self._add_finding(number, villages)

    # — how it begins

    def _initial(self) -> dict[str, Any]:
        report = self.report
        if report is None:
            return {}
        names = ("code", "seen", "nihil", "situation", "summary", "weather", "on_behalf_of")
        return {name: getattr(report, name) for name in names}

    @property
    def numbers(self) -> range:
        """The numbers of the rows for findings."""
        return range(1, max(ROWS, len(self.found)) + 1)

    @cached_property
    def is_crew(self) -> bool:
        """Whether the writer was on the duty himself."""
        return serves(self.user.member, self.duty)

    def _add_on_behalf_of(self) -> None:
        if not may_report_for_others(self.user, self.duty):
            return
        crew = Member.objects.filter(assignments__in=self.duty.assignments.all()).exclude(pk=self.user.member_id)
        self.fields["on_behalf_of"] = forms.ModelChoiceField(
            label=_("On behalf of"),
            queryset=crew.distinct(),
            required=False,
            empty_label=_("my own report") if self.is_crew else _("choose somebody of the crew"),
        )

    def _add_finding(self, number: int, villages: list[tuple[str, str]]) -> None:
        found = self.found[number - 1] if number <= len(self.found) else None
        zone = self.duty.unit.zone
        label = zone_label(self.duty.starts_at, zone)
        at = found.at.astimezone(zone).time() if found and found.at else None
        self.fields |= {
            f"finding_{number}_code": forms.UUIDField(
                required=False, widget=forms.HiddenInput, initial=found.code if found else None
            ),
            f"finding_{number}_kind": forms.ChoiceField(
                label=_("What it was"),
                required=False,
                choices=[("", "—"), *FindingKind.choices],
                initial=found.kind if found else "",
            ),
            f"finding_{number}_time": forms.TimeField(
                label=_("At (%(zone)s)") % {"zone": label},
                required=False,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
                initial=at,
            ),
            f"finding_{number}_text": forms.CharField(
                label=_("What was seen"), required=False, max_length=500, initial=found.text if found else ""
            ),
            f"finding_{number}_village": forms.ChoiceField(
                label=_("Village"),
                required=False,
                choices=[("", "—"), *villages],
                initial=found.village_id if found else "",
            ),
            f"finding_{number}_told_to": forms.CharField(
                label=_("Who was told"), required=False, max_length=200, initial=found.told_to if found else ""
            ),
        }

    def finding_rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each finding, for the page; a row with something in it is shown open."""
        for number in self.numbers:
            names = [f"finding_{number}_{name}" for name in ("kind", "time", "text", "village", "told_to")]
            fields = [self[name] for name in names]
            is_open = any(field.value() or field.errors for field in fields)
            yield {"number": number, "fields": fields, "is_open": is_open}

    def partner_fields(self) -> list[forms.BoundField]:
        """The headcounts of agencies, for the page."""
        return [self[f"partner_{partner.pk}"] for partner in self.partners]

    # — what was typed

    @property
    def is_draft(self) -> bool:
        """Whether the writer only keeps it for now."""
        return "draft" in self.data

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for number in self.numbers:
            kind, text = (self.cleaned_data.get(f"finding_{number}_{name}") for name in ("kind", "text"))
            if self._is_empty(number):
                continue
            if not text and kind in ("", FindingKind.OTHER):
                self.add_error(f"finding_{number}_text", _("Write what was seen."))
        return cleaned

    def wording_texts(self) -> dict[str, str]:
        if self.is_draft:
            return {}
        names = ["summary", *(f"finding_{number}_text" for number in self.numbers)]
        return {name: str(self.cleaned_data.get(name) or "") for name in names}

    def _is_empty(self, number: int) -> bool:
        names = ("kind", "time", "text", "village", "told_to")
        return not any(self.cleaned_data.get(f"finding_{number}_{name}") for name in names)

    def content(self) -> ReportContent:
        """What the service takes."""
        data = self.cleaned_data
        nihil = data["nihil"]
        return ReportContent(
            situation=data["situation"] or (Situation.NORMAL if nihil else ""),
            nihil=nihil,
            weather=data["weather"],
            summary=data["summary"],
            findings=tuple(self._finding(number) for number in self.numbers if not self._is_empty(number)),
            headcounts={partner.pk: data[f"partner_{partner.pk}"] for partner in self.partners},
            on_behalf_of=data.get("on_behalf_of"),
        )

    def _finding(self, number: int) -> FindingContent:
        def value(name: str) -> Any:
            return self.cleaned_data.get(f"finding_{number}_{name}")

        return FindingContent(
            kind=value("kind") or FindingKind.OTHER,
            text=value("text"),
            at=self._moment(value("time")),
            village=Unit.objects.get(path=value("village")) if value("village") else None,
            told_to=value("told_to"),
            code=value("code"),
        )

    def _moment(self, time: clock_time | None) -> datetime | None:
        """A clock time in the night of this duty: after midnight it is the next day."""
        if time is None:
            return None
        zone = self.duty.unit.zone
        moment = datetime.combine(self.duty.starts_at.astimezone(zone).date(), time, zone)
        return moment if moment >= self.duty.starts_at - BEFORE_START else moment + timedelta(days=1)


def _headcount(partner: DutyPartner) -> forms.IntegerField:
    came = partner.headcount_actual
    return forms.IntegerField(
        label=str(partner.agency),
        required=False,
        min_value=0,
        max_value=9999,
        initial=partner.headcount_planned if came is None else came,
    )


def _villages(unit: Unit) -> list[tuple[str, str]]:
    """Villages a finding may lie in: those of the unit, where it is a city or smaller."""
    if unit.level not in (UnitLevel.REGENCY, UnitLevel.DISTRICT):
        return []
    return list(Unit.objects.within(unit.path).villages().order_by("name").values_list("path", "name"))


class VerifyForm(ServiceForm):
    """One tap: it is right."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReturnForm(VerifyForm):
    """What is missing, in a few words."""

    remark = forms.CharField(
        label=gettext_lazy("What is missing?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CorrectionForm(CreateForm):
    """Begins a correction; sent twice, it begins one."""


def answers(report: PatrolReport) -> Mapping[str, ServiceForm]:
    """The forms of a report's page, as they begin."""
    return {
        "verify_form": VerifyForm(initial={"seen": report.seen}),
        "return_form": ReturnForm(initial={"seen": report.seen}),
        "correction_form": CorrectionForm(),
    }
