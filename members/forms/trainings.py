"""What people type about trainings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.forms import UnitChoice
from members.models import Enrolment, Member, Qualification, TrainingSession, Unit
from members.states import RESULTS, EnrolmentState
from senkom.lib.choices import RowField
from senkom.lib.forms import CreateForm, LocalDateTimeField, ServiceForm


class SessionForm(ServiceForm):
    """When a training meets."""

    starts_at = LocalDateTimeField(label=_("Begins"))
    ends_at = LocalDateTimeField(label=_("Ends"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("A session ends after it began."))
        return cleaned


class TrainingForm(SessionForm, CreateForm):
    """A training with its first session."""

    unit = UnitChoice(label=_("For members of"), queryset=Unit.objects.none())
    name = forms.CharField(label=_("What is taught"), max_length=120)
    qualification = forms.ModelChoiceField(
        label=_("Certificate"),
        required=False,
        queryset=Qualification.objects.all(),
        help_text=_("Whoever passes gets it once the training is closed."),
    )
    organiser = forms.CharField(label=_("Who teaches"), max_length=120, help_text=_("For example: PMI, BPBD, our own."))
    place = forms.CharField(label=_("Place"), max_length=200)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=5000, initial=20)

    field_order = ("unit", "name", "qualification", "organiser", "place", "starts_at", "ends_at", "capacity")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = units


class EnrolForm(ServiceForm):
    """Somebody the desk puts down."""

    member = RowField[Member](label=_("Member"), queryset=Member.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, people: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        if isinstance(field, RowField):
            field.offer(people)


class SheetForm(ServiceForm):
    """One person's line of the attendance sheet: a box for each session, and the result."""

    def __init__(
        self, *args: Any, enrolment: Enrolment, sessions: Iterable[TrainingSession], with_result: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "prefix": str(enrolment.code)})
        self.enrolment = enrolment
        there = {attendance.session_id for attendance in enrolment.attendances.all()}
        for number, session in enumerate(sessions, 1):
            self.fields[f"session_{session.pk}"] = forms.BooleanField(
                label=_("Session %(number)d") % {"number": number}, required=False, initial=session.pk in there
            )
        if with_result:
            choices = [("", "—"), *((state.value, state.label) for state in RESULTS)]
            known = "" if enrolment.state == EnrolmentState.ENROLLED else enrolment.state
            self.fields["result"] = forms.ChoiceField(label=_("Result"), choices=choices, required=False, initial=known)

    def present(self) -> set[tuple[int, int]]:
        """At which sessions this person was: session and enrolment."""
        ticked = [name for name, value in self.cleaned_data.items() if name.startswith("session_") and value]
        return {(int(name.removeprefix("session_")), self.enrolment.pk) for name in ticked}
