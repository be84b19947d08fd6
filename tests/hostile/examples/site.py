"""Forms of accounts that need more than a guess."""

from __future__ import annotations

from typing import Any

from tests.factories.members import MAYANGAN, PASSWORD, make_member, make_user
from tests.hostile.examples import Example


def _account() -> dict[str, Any]:
    make_user(make_member(MAYANGAN), username="orang-uji")
    return {"login": "orang-uji", "password": PASSWORD}


EXAMPLES = [
    Example("account_login", data=_account, visitor="stranger"),
    Example("account_reauthenticate", data=lambda: {"password": PASSWORD}),
]
