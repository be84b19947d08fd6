"""Who gets which answer from every address: one module of rows per app, read by `tests/test_access.py`.

How to add an address: write one line in `tests/access/<app>.py`:

    PAGES = [
        page("patrols:detail", "duty", get="302 404 200 200 200 200", post=NO),
        page("patrols:assign", "slot", get="302 404 403 200 200 403", post="302 404 403 422 422 403"),
    ]

The six answers belong to these visitors, in this order: stranger (not signed in), Fery (a member of another district of
the same city), Wiwik (a member of Mayangan), Slamet (coordinator of Mayangan), Bambang (chair of the city), Endah
(secretary of the city: roster admin). They are the answers for the row of *Mayangan* ("own"). For a row of another city
and for a row that does not exist the suite itself expects 404 wherever a signed-in visitor's own answer is not 405.
`NO` says that the method is not allowed (the stranger is asked to sign in first). A page without a row of its own, such
as a list, leaves the second word out. `data` makes what a POST sends; every request is undone afterwards.

What a kind of row is ("duty") stands beside the pages:

    KINDS = {
        "duty": Kind(
            own=lambda: make_duty(MAYANGAN).code,
            foreign=lambda: make_duty(OTHER_DISTRICT, purpose=CANARY).code,
        ),
    }

`own` and `foreign` make a row and give what the address needs (a code, or a tuple of several). Put CANARY into each
text of the foreign row that people can read: the suite looks for it in everything it got back. Where members see a row
of their city but not its draft, make two kinds ("city duty", "city draft") and write a line for each.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

VISITORS = ("stranger", "other", "member", "coordinator", "chair", "roster")
CANARY = "Kenariwati"
"""A name that stands only in another city; whoever of ours reads it has seen too much."""
NO = "302 405 405 405 405 405"


@dataclass(frozen=True)
class Kind:
    """How rows that an address speaks of are made."""

    own: Callable[[], Any]
    foreign: Callable[[], Any] | None = None
    missing: Any = None
    """What no row has; found by itself where the address holds one code or one number."""


@dataclass(frozen=True)
class Page:
    """One address, and the answers of six visitors to GET and POST."""

    name: str
    kind: str
    get: tuple[int, ...]
    post: tuple[int, ...]
    data: Callable[[], dict[str, Any]]
    public: bool
    """Strangers may use it; elsewhere a redirect of theirs must lead to the sign-in page."""

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})" if self.kind else self.name


def page(
    name: str,
    kind: str = "",
    *,
    get: str,
    post: str,
    data: Callable[[], dict[str, Any]] = dict[str, Any],
    public: bool = False,
) -> Page:
    """A line of the table; `data` makes what a POST sends; `public` is for pages that strangers use."""
    answers = [tuple(map(int, text.split())) for text in (get, post)]
    if any(len(row) != len(VISITORS) for row in answers):
        raise ValueError(f"{name} needs {len(VISITORS)} answers for each method: {', '.join(VISITORS)}.")
    return Page(name, kind, answers[0], answers[1], data, public)


def tables() -> dict[str, list[Page]]:
    """The lines of every module of this package, by its name."""
    return {module.__name__.rpartition(".")[2]: module.PAGES for module in _modules()}


def kinds() -> dict[str, Kind]:
    """What rows the lines of all modules speak of."""
    return {name: kind for module in _modules() for name, kind in module.KINDS.items()}


def _modules() -> list[Any]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
