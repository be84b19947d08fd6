"""What people type about the papers of a unit."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Unit
from members.services import PaperFacts
from members.states import PAPERS_OF, PaperKind
from senkom.lib.forms import CreateForm, DayField
from senkom.lib.uploads.forms import PaperForm


class ScanForm(PaperForm):
    """The scan of a paper that was recorded without one."""

    field_order = ["paper"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].required = True


class NewerPaperForm(PaperForm, CreateForm):
    """What stands on a paper, and its scan."""

    field_order = ["kind", "title", "number", "issued_by", "issued_on", "valid_until", "paper", "code"]

    title = forms.CharField(
        label=_("What it is"),
        max_length=120,
        required=False,
        help_text=_("Only for another paper: for example cooperation agreement with BPBD."),
    )
    number = forms.CharField(
        label=_("Number"), max_length=80, required=False, help_text=_("As it stands on the paper.")
    )
    issued_by = forms.CharField(label=_("Issued by"), max_length=150)
    issued_on = DayField(label=_("Dated"))
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("Left empty where the paper names no end.")
    )

    def facts(self) -> PaperFacts:
        """What was written, for the service."""
        names = ("title", "number", "issued_by", "issued_on", "valid_until")
        return PaperFacts(**{name: self.cleaned_data.get(name, "") for name in names})


class NewPaperForm(NewerPaperForm):
    """A paper of which the unit has none yet."""

    kind = forms.ChoiceField(label=_("Which paper"), choices=PaperKind.choices)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [*PAPERS_OF[unit.level], *PaperKind]
        choices = list(dict.fromkeys((str(kind.value), kind.label) for kind in asked))
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
