"""How a form is filled in so that it goes through: needed only where the walk can't guess it.

The walk (`tests/hostile/stage.py`) sends each form as the page gives it, then with a guess in every empty field. Where
the site refuses both, write one line in `tests/hostile/examples/<app>.py`:

    Example("partners:audience_hold", row=lambda: make_audience(MAYANGAN, state="confirmed", starts_at=ago()).code)

`row` makes what the address needs, for a row for which the step is due; `data` writes into fields; `on` names the page
the form stands on, where that is another one than the address it is sent to.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Example:
    """One form that works: where it leads, for which row, and what is written into it."""

    name: str
    row: Callable[[], Any] | None = None
    """Makes a row for which the step is due; without it, the row of `tests/access` is taken."""
    data: Callable[[], dict[str, Any]] = _nothing
    on: str = ""
    """The page the form stands on, where it is another one."""
    visitor: str = ""
    """Who sends it; without it, everybody is tried."""
    files: Callable[[], dict[str, Any]] = _nothing
    status: int = 302
    """What a right form is answered; 409 where no row of a test is ever in time."""


def examples() -> list[Example]:
    """The lines of every module of this package."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [example for module in modules for example in module.EXAMPLES]


_SECOND_FACTOR = "asks for a password or a second factor first; tests/members/test_second_factor.py"
WITHOUT_A_FORM = {
    "members:training_step": "a button without a field; tests/members/test_trainings.py",
    "account_signup": "leads to the application, whatever is sent",
    "mfa_authenticate": _SECOND_FACTOR,
    "mfa_reauthenticate": _SECOND_FACTOR,
    "mfa_reauthenticate_webauthn": _SECOND_FACTOR,
    "mfa_activate_totp": _SECOND_FACTOR,
    "mfa_generate_recovery_codes": _SECOND_FACTOR,
    "mfa_add_webauthn": _SECOND_FACTOR,
    "notifications:keep_phone": "takes the JSON of static/push.js; tests/notifications/test_phones.py",
    "notifications:bind_telegram": "a server of the tests has no bot; tests/notifications/test_telegram.py",
    "notifications:leave_telegram": "a server of the tests has no bot; tests/notifications/test_telegram.py",
}
"""Addresses that take a POST, though no page of ours sends one there; each with the reason."""
