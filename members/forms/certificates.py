"""What people type about certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Grant, Qualification
from senkom.lib.forms import CreateForm, DayField, ServiceForm


class CertificateFields(ServiceForm):
    """A qualification, since when, until when, and what shows it."""

    qualification = forms.ModelChoiceField(label=_("Certificate"), queryset=Qualification.objects.all())
    begins = DayField(label=_("Valid from"))
    ends = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: as long as a certificate of this kind usually holds.")
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=150,
        help_text=_("Number of the certificate, who gave it. No photo is kept."),
    )


class CertificateForm(CertificateFields, CreateForm):
    """A certificate that somebody shows."""


class CorrectionForm(CertificateFields):
    """What was written down wrongly."""

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = {"begins": grant.period.lower, "ends": grant.last_day}
        self.initial = {"qualification": grant.qualification_id, "evidence": grant.evidence, **period}
