"""What reporters and those who read their reports write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import CategoryField, VillageField
from incidents.models import Category, Incident, IncidentReport
from incidents.states import ANSWERS, CALL_CHANNELS, Channel, ReportState, Sensitivity, Severity, Situation
from members.models import Member, User
from patrols.models import Finding
from patrols.states import FindingKind
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, LocalDateTimeField, PhoneField, ServiceForm
from senkom.lib.wording import AsksAboutWording

CATEGORY_OF_FINDING = {
    FindingKind.GATHERING: "illegal_racing",
    FindingKind.NEEDS_HELP: "social_help",
    FindingKind.STREET_LIGHT: "public_facility",
    FindingKind.WATER: "flood",
    FindingKind.TREE: "tree_fall",
    FindingKind.TRAFFIC: "traffic_accident",
    FindingKind.OTHER: "other",
}
"""What is offered first for a finding; whoever opens the incident may choose otherwise."""

LONG = forms.Textarea(attrs={"rows": 4})


class ReportForm(AsksAboutWording, CreateForm):
    """Three questions: what, where, and a few words."""

    wording_fields = ("text",)

    category = CategoryField()
    village = VillageField()
    place_text = forms.CharField(
        label=_("Landmark"), max_length=200, required=False, help_text=_("A street or a building; no house number.")
    )
    text = forms.CharField(
        label=_("What is to be seen"),
        max_length=4000,
        widget=LONG,
        help_text=_("Facts in a few words. No names and no school of children."),
    )
    occurred_at = LocalDateTimeField(label=_("When it was"))
    field_order: tuple[str, ...] = ("category", "village", "place_text", "text", "occurred_at")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_at"].initial = timezone.now
        village = self.fields["village"]
        village.marked = True  # type: ignore[attr-defined]  # village or place: neither is called optional
        assert isinstance(village, VillageField)  # noqa: S101 - declared above
        village.offer(user)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if "village" in data and not data["village"] and not data.get("place_text"):
            self.add_error("village", _("Choose the village, or describe the place in words."))
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "wording_asked"}


class CallForm(ReportForm):
    """What somebody told a coordinator by phone, radio or in person."""

    channel = forms.ChoiceField(
        label=_("How it was told"), choices=[(channel.value, channel.label) for channel in CALL_CHANNELS]
    )
    reported_at = LocalDateTimeField(label=_("When it was told"))
    on_behalf_of = RowField(
        Member.objects.none(),
        label=_("Told by a member"),
        required=False,
        empty_label=_("Not a member"),
        help_text=_("Name or member number. The member will see the report as his own."),
    )
    caller_name = forms.CharField(
        label=_("Who called"), max_length=150, required=False, help_text=_("Seen only by those who read reports.")
    )
    caller_phone = PhoneField(label=_("Number for questions"), required=False)
    field_order: tuple[str, ...] = (
        *("channel", "category", "village", "place_text", "text", "occurred_at"),
        *("reported_at", "on_behalf_of", "caller_name", "caller_phone"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["channel"].initial = Channel.PHONE
        self.fields["reported_at"].initial = timezone.now
        people: Any = self.fields["on_behalf_of"]
        others = Member.objects.visible_to(user).active().exclude(pk=user.member_id)
        people.offer(others.select_related("unit").order_by("name_key", "pk"))
        people.label_from_instance = lambda row: f"{row.full_name} ({row.member_number}, {row.unit})"

    @property
    def told(self) -> dict[str, Any]:
        told = super().told
        return told | {"caller_phone": str(told.get("caller_phone") or "")}


class AnswerForm(ServiceForm):
    """Words for the reporter, where no incident comes of it."""

    state = forms.ChoiceField(
        label=_("Answer"),
        choices=[(state.value, ReportState(state).label) for state in ANSWERS],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Words for the reporter"),
        max_length=1000,
        widget=LONG,
        help_text=_("Say what is missing, or why it is not taken up and whom to call instead."),
    )


class MoreForm(AsksAboutWording, ServiceForm):
    """What the reporter adds when asked."""

    wording_fields = ("text",)
    text = forms.CharField(label=_("What else you know"), max_length=2000, widget=LONG)


class WithdrawForm(ServiceForm):
    """The reporter takes it back."""

    reason = forms.CharField(label=_("Short reason"), max_length=300, required=False)


class LinkForm(ServiceForm):
    """The incident a report belongs to."""

    incident = forms.ModelChoiceField(Incident.objects.none(), to_field_name="code", widget=forms.HiddenInput)

    def __init__(self, *args: Any, incidents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["incident"]
        field.queryset = incidents


class OpenForm(CreateForm):
    """A new incident, filled with what the report says."""

    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("What and where, without names."))
    category = CategoryField()
    severity = forms.TypedChoiceField(label=_("Severity"), choices=Severity.choices, coerce=int, initial=Severity.MINOR)
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation.choices, initial=Situation.FOLLOW_UP)
    sensitivity = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Sensitivity.choices,
        help_text=_("Confidential: the chair and whoever leads it, nobody else."),
    )
    is_exercise = forms.BooleanField(label=_("This is an exercise; it is not counted."), required=False)

    place: Any = None
    """The part of the title that stays when another category is chosen."""

    @staticmethod
    def titled(what: Any, place: Any) -> str:
        """What and where."""
        return f"{what}, {place}" if place else str(what)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        category = cleaned.get("category")
        is_another = category and category.slug != self.initial.get("category")
        if is_another and cleaned.get("title") == self.initial["title"]:
            # Nobody touched the title: it goes on saying what was chosen.
            cleaned["title"] = self.titled(category, self.place)[:150]
        return cleaned

    @classmethod
    def from_report(cls, data: Any, report: IncidentReport) -> OpenForm:
        """The form as a report fills it."""
        place = report.village or report.place_text
        initial = {"category": report.category.slug, "sensitivity": report.sensitivity}
        form = cls(data, initial={**initial, "title": cls.titled(report.category, place)})
        form.place = place
        return form

    @classmethod
    def from_finding(cls, data: Any, finding: Finding) -> OpenForm:
        """The form as a finding of a patrol fills it."""
        category = Category.objects.filter(slug=CATEGORY_OF_FINDING[FindingKind(finding.kind)]).first()
        what = str(category) if category else finding.get_kind_display()
        initial: dict[str, Any] = {"title": cls.titled(what, finding.village)}
        if category:
            initial |= {"category": category.slug, "sensitivity": category.sensitivity}
        form = cls(data, initial=initial)
        form.place = finding.village
        return form

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes."""
        return dict(self.cleaned_data)
