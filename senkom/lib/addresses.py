"""Addresses of many rows, made from one look into the URL map."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def addresses_of(url_name: str) -> Callable[[UUID], str]:
    """Makes the address of a row out of its code; looking each one up costs a list of fifty rows a millisecond."""
    before, after = reverse(url_name, args=[_ANY]).split(str(_ANY))
    return lambda code: f"{before}{code}{after}"
