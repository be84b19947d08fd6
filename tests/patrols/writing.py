"""Sending the forms of a report, and the steps of whoever reads it."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from patrols.models import Duty, PatrolReport


def typed(**fields: Any) -> dict[str, Any]:
    """What a person sends from the form."""
    return {"code": str(uuid.uuid4()), "situation": "normal", "summary": "Pelabuhan sepi.", **fields}


def write(client: Client, duty: Duty, **fields: Any) -> Any:
    return client.post(reverse("patrols:report_write", args=[duty.code]), typed(**fields))


def act(client: Client, report: PatrolReport, name: str, **fields: Any) -> Any:
    return client.post(reverse(f"patrols:report_{name}", args=[report.duty.code, report.code]), fields)


def the_report() -> PatrolReport:
    return PatrolReport.objects.get()
