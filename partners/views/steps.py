"""One step of one row: ask for what it needs, do it, go back. The table of steps stands with each noun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from members.permissions import require
from members.states import Action
from partners.forms import StepForm
from senkom.lib.http import MemberRequest
from senkom.lib.refusals import Sentence


@dataclass(frozen=True)
class Step:
    """A step as its page shows it; `service(row, by=…, **what the form holds)` does it."""

    title: Sentence
    submit: Sentence
    service: Callable[..., Any]
    action: Action
    form: type[StepForm] = StepForm
    explanation: Sentence = ""
    danger: bool = False
    """Ends something."""


def take(request: MemberRequest, row: Any, step: Step) -> HttpResponse:
    """Show the step's form, or take the step and go back to the row's page."""
    require(request.user, step.action, row.unit)
    form = step.form(request.POST if request.method == "POST" else None, row=row, user=request.user)
    if form.is_valid() and form.apply(step.service, row, by=request.user, **form.cleaned_data):
        return redirect(row)
    context = {"row": row, "step": step, "form": form, "back": row.get_absolute_url()}
    return render(request, "partners/step.html", context, status=form.status_code)
