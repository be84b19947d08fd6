"""What a roster admin does with a file of people, request by request."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from members.models import RosterImport, RosterImportRow
from senkom.lib import long_work
from tests.factories.members import CITY


def send(client: Client, content: bytes | str, *, unit: str = CITY, name: str = "anggota.csv") -> Any:
    """Send a file; answers with the page."""
    raw = content.encode() if isinstance(content, str) else content
    return client.post(reverse("members:imports"), {"unit": unit, "file": SimpleUploadedFile(name, raw)})


def columns_of(client: Client, sheet: RosterImport) -> dict[str, str]:
    """The fields as the page of the columns offers them."""
    form = client.get(reverse("members:import_columns", args=[sheet.code])).context["form"]
    return {name: field.initial for name, field in form.fields.items()}


def check(client: Client, content: bytes | str, **others: Any) -> RosterImport:
    """Send a file, take the columns as they were found, and let the clock's worker finish the check."""
    answer = send(client, content, **others)
    assert answer.status_code == 302, answer.context["form"].errors
    sheet = RosterImport.objects.latest("pk")
    client.post(reverse("members:import_columns", args=[sheet.code]), columns_of(client, sheet))
    long_work.run_waiting(600)
    return RosterImport.objects.get(pk=sheet.pk)


def take_over(client: Client, sheet: RosterImport, **chosen: str) -> Any:
    """Say yes, and let the clock's worker finish."""
    answer = client.post(sheet.get_absolute_url(), chosen)
    long_work.run_waiting(600)
    return answer


def row(number: int) -> RosterImportRow:
    """A row of the last file, by its number in the sheet."""
    return RosterImportRow.objects.select_related("member").get(sheet=RosterImport.objects.latest("pk"), number=number)


def said_of(number: int) -> str:
    """Everything that is remarked on a row, each with its cell."""
    return " ".join(f"{remark['column']}{number}: {remark['text']}" for remark in row(number).remarks)
