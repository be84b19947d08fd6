"""What a roster admin says about a file of people."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.forms import UnitChoice
from members.models import RosterImport, Unit
from members.sheets.columns import COLUMNS, masked
from members.sheets.exporting import GROUPS, columns
from members.states import MemberState
from senkom.lib.forms import ServiceForm
from senkom.lib.sheets.reading import Value

ANSWERS = {"size": 413, "kind": 415}


class SheetForm(ServiceForm):
    """A file, and the unit whose people stand in it."""

    unit = UnitChoice(label=_("Unit whose people these are"), queryset=Unit.objects.none())
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
        help_text=_("Excel (.xlsx) or CSV, up to 8 MB and 20,000 rows. It is destroyed after the import."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Unit]", self.fields["unit"]).queryset = units

    @property
    def status_code(self) -> int:
        """413 too large, 415 no sheet; otherwise as every form."""
        codes = [code for code in ANSWERS if self.is_bound and self.has_error(NON_FIELD_ERRORS, code)]
        return ANSWERS[codes[0]] if codes else super().status_code


class ColumnsForm(ServiceForm):
    """Which column of a file is which of our fields."""

    def __init__(self, *args: Any, sheet: RosterImport, samples: list[list[Value]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("don't take over")), *((column.field, column.heading) for column in COLUMNS)]
        for at, (letter, heading) in enumerate(sheet.headings):
            shown = [masked(row[at]) for row in samples if at < len(row) and row[at] is not None]
            if not heading and not shown:
                continue
            self.fields[f"c{at}"] = field = forms.ChoiceField(
                label=f"{letter} · {heading}" if heading else letter,
                choices=choices,
                required=False,
                initial=sheet.columns.get(str(at), ""),
                help_text=", ".join(shown),
            )
            field.marked = True  # type: ignore[attr-defined] # "(optional)" beside each of them says nothing

    def columns(self) -> dict[int, str]:
        """The choice, by the place of the column."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items() if value}


class TakeOverForm(ServiceForm):
    """The decision after the check."""

    without_wrong = forms.BooleanField(label=_("Leave out the rows that need correction."), required=False)


class ExportForm(ServiceForm):
    """Which columns leave, for whom and why; what was searched for comes along from the list."""

    q = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none())
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A NIK is never among them."),
    )
    recipient = forms.CharField(
        label=_("For whom"),
        max_length=100,
        required=False,
        help_text=_("The columns are kept under this name for the next time. For example: Pengprov."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for more than 50 people; the chair then allows it first."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Unit]", self.fields["unit"]).queryset = units
        choices = [(name, column.heading) for name, column in columns().items()]
        cast(forms.MultipleChoiceField, self.fields["columns"]).choices = choices

    def clean_state(self) -> str:
        """A state, or a group of states."""
        state: str = self.cleaned_data["state"]
        if state not in GROUPS and state not in MemberState.values:
            raise forms.ValidationError(_("There is no such state. Choose again on the list."))
        return state

    def criteria(self) -> dict[str, str]:
        """What was searched and filtered for."""
        return {name: self.cleaned_data[name] for name in ("q", "state")}


class ExportAnswerForm(ServiceForm):
    """The chair's word about a list."""

    allow = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Allow")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where you refuse."),
    )
