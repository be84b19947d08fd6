"""The public way in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def apply(request: HttpRequest) -> HttpResponse:
    """The form with which anybody applies for membership."""
    return render(request, "members/apply.html")
