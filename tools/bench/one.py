"""One size, in a process of its own: seed, measure, write down what was found."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

STEADY = 0.05
"""How far the two measurements of the unit may lie apart."""
ATTEMPTS = 2


def main(name: str, repeats: int, seeded: bool, only: str, out: Path) -> None:
    """Run as `python -m tools.bench.one`; only `tools.bench` calls this."""
    django.setup()
    from tools.bench.pages import pages
    from tools.bench.seed import seed
    from tools.bench.sizes import SIZES

    size = SIZES[name]
    found: dict[str, Any] = {"size": name, "members": size.members}
    if not seeded:
        say(f"seeding {size.label} members …")
        found["seconds"] = seed(size, say)
    wanted = [page for page in pages() if re.search(only, page.key)]
    found |= measured_steadily(wanted, repeats)
    found["rows"] = rows_by_table()
    found["goals"] = {page.key: asdict(page.goal) for page in wanted}
    out.write_text(json.dumps(found))


def measured_steadily(wanted: list[Any], repeats: int) -> dict[str, Any]:
    """Bare, ours, bare again; where the two bare ones disagree the pass is made again, and the last one counts."""
    from tools.bench.measure import bare_cost, page_cost

    for attempt in range(1, ATTEMPTS + 1):
        first = bare_cost(3 * repeats)
        if first.error:
            raise SystemExit(first.error)
        costs = {}
        for page in wanted:
            costs[page.key] = asdict(page_cost(page, repeats))
            say(f"  {page.key}: {sum_of(costs[page.key]) / first.total:.1f} B")
        second = bare_cost(3 * repeats)
        apart = abs(first.total - second.total) / min(first.total, second.total)
        if apart <= STEADY:
            break
        say(f"  attempt {attempt}: the unit was {first.total:.2f} ms before and {second.total:.2f} ms after")
    unit = (first.total + second.total) / 2
    return {"unit": unit, "before": asdict(first), "after": asdict(second), "apart": apart, "costs": costs}


def sum_of(cost: dict[str, Any]) -> float:
    """App and database."""
    return float(cost["app"] + cost["database"])


def rows_by_table() -> dict[str, int]:
    """How much was in the tables that matter."""
    from tools.bench.inserts import ask

    names = [
        "members_member",
        "patrols_duty",
        "patrols_slot",
        "patrols_assignment",
        "patrols_patrolreport",
        "incidents_incidentreport",
        "incidents_incident",
        "notifications_notification",
        "notifications_delivery",
        "partners_agency",
    ]
    return {name: int(ask(f"SELECT count(*) FROM {name}")[0][0]) for name in names}  # noqa: S608


def say(line: str) -> None:
    """Tell the terminal how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "seeded", sys.argv[4], Path(sys.argv[5]))
