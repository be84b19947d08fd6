"""Reading pages and pressing buttons in the tests of the duties."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client

from patrols.models import Duty


def page(client: Client, duty: Duty) -> str:
    """The page of a duty, as text."""
    response = client.get(duty.get_absolute_url())
    assert response.status_code == 200
    return unescape(response.content.decode())


def press(client: Client, address: str, **values: Any) -> tuple[int, str]:
    """Send a button's form; the status and the text of the answer."""
    response = client.post(address, {"pressed": "yes", **values})
    return response.status_code, unescape(response.content.decode())
