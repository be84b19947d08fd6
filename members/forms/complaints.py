"""What anybody writes about the conduct of a member, and what a chair answers."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from senkom.lib.forms import CreateForm, ServiceForm


class ComplaintForm(CreateForm):
    """For anybody, without an account and without a name."""

    text = forms.CharField(
        label=_("What happened, when and where"), max_length=2000, widget=forms.Textarea({"rows": 6, "maxlength": 2000})
    )
    contact = forms.CharField(
        label=_("How we can reach you"),
        max_length=150,
        required=False,
        help_text=_("A phone number or an e-mail address, only if you want an answer."),
    )


class ComplaintAnswerForm(ServiceForm):
    """What a chair does about a complaint."""

    answer = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Remark or result"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed where you close it. It stays with the complaint."),
    )

    def __init__(self, *args: Any, answers: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["answer"]).choices = answers
