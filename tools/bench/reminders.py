"""Reminders against their floors, on a copy of the largest database and with a relay of our own."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

PASSES = 3
"""Ours and the floor take turns so many times; the least busy turn of each counts, for other work only adds."""
IDLE_RUNS = 9
OURS, FLOOR, JUDGED, THREE = "ours", "floor", "judged", "three"
Row = dict[str, Any]


def main(many: int, letters: int, out: Path) -> None:
    """Run as `python -m tools.bench.reminders`; only `tools.bench` calls this."""
    from tools.bench.sink import HOST, relay

    with tempfile.TemporaryDirectory(prefix="senkom-bench-") as folder:
        ledger = Path(folder) / "ledger"
        with relay(ledger) as (port, process):
            os.environ |= {"EMAIL_URL": f"smtp://{HOST}:{port}", "SENKOM_MAIL_LEDGER": str(ledger)}
            django.setup()
            from tools.bench.sending import Post

            rows, planned = plan_all(many)
            tell(rows)
            post = Post(port, process, ledger)
            for work in (claim_all, send_all):
                found = work(post, letters)
                tell(found)
                rows += found
    out.write_text(json.dumps({"rows": rows, "planned": planned}))


def plan_all(many: int) -> tuple[list[Row], int]:
    """Plan a large rule, plan it again, plan everything again."""
    from notifications import planner
    from tools.bench import planning

    say("planning reminders …")
    large = planning.large_rule(many)
    planned = planning.prepare(large)
    best = turns({FLOOR: planning.floor, OURS: lambda: planning.again(large)})
    rows = [
        against("planning", per_second(planned, best[OURS]), per_second(planned, best[FLOOR]), "rows/s", goal=0.8),
        few_questions(large),
    ]
    planner.run_once()
    idle = statistics.median(planning.spent(planner.run_once).cpu for _ in range(IDLE_RUNS))
    rows.append(at_most("planning again, nothing new: the house's rules", idle * 1000, 50, "ms"))
    idle = statistics.median(planning.spent(lambda: planner.plan(large, None)).cpu for _ in range(IDLE_RUNS))
    rows.append(at_most(f"the same, a rule with {planned:,} in its window", idle * 1000, 50, "ms"))
    planning.register(large)
    return rows, planned


def few_questions(large: Any) -> Row:
    """Queries of planning a tenth and of planning everything."""
    from tools.bench import planning

    few, many = planning.questions(planning.a_tenth(large)), planning.questions(large)
    return {
        "what": "queries to plan a tenth / all of it",
        "value": f"{few} / {many}",
        "goal": "equal",
        "hit": few == many,
    }


def claim_all(post: Any, letters: int) -> list[Row]:
    """Claim the same rows in twenties: one statement each; ours alone; ours as the sender does it."""
    from notifications.dispatcher import AT_ONCE

    say("claiming …")
    number = post.claimable(letters) // AT_ONCE * AT_ONCE
    best = turns(
        {
            FLOOR: lambda: post.claim_bare(number),
            OURS: lambda: post.claim_alone(number),
            JUDGED: lambda: post.claim(number),
        }
    )
    rate = {who: per_second(number, seconds) for who, seconds in best.items()}
    return [
        against("claiming alone, 20 at once", rate[OURS], rate[FLOOR], "rows/s", goal=0.5),
        against("claiming and looking again", rate[JUDGED], rate[FLOOR], "rows/s"),
    ]


def send_all(post: Any, letters: int) -> list[Row]:
    """Send through one bare connection, one sender, three senders; and look how the rows were marked."""
    say("sending …")
    post.put_aside()
    number = post.a_share(letters, shares=2 * PASSES + 1)
    idle = statistics.median(post.run_idle().cpu for _ in range(PASSES))
    best = turns(
        {
            FLOOR: lambda: post.send_bare(number),
            OURS: lambda: post.send(number, senders=1),
            THREE: lambda: post.send(number, senders=3),
        }
    )
    rate = {who: per_second(number, seconds) for who, seconds in best.items()}
    return [
        {"what": "a sender's run with nothing to send", "value": f"{idle * 1000:.0f} ms"},
        against("one sender", rate[OURS], rate[FLOOR], "mails/s", goal=0.5),
        against("three senders together", rate[THREE], rate[FLOOR], "mails/s", goal=0.85),
        post.marks(number),
        {"what": "the relay's CPU while the bare connection sends", "value": f"{post.busy[FLOOR]:.0%}"},
        {"what": "the relay's CPU while three senders send", "value": f"{post.busy[THREE]:.0%}"},
    ]


def turns(works: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Let each take its turn a few times; the least seconds of each."""
    found: dict[str, list[float]] = {who: [] for who in works}
    for _ in range(PASSES):
        for who, work in works.items():
            found[who].append(work())
    return {who: min(seconds) for who, seconds in found.items()}


def per_second(number: int, seconds: float) -> float:
    """A rate."""
    return number / seconds


def against(what: str, ours: float, floor: float, unit: str, goal: float | None = None) -> Row:
    """A row of the table: a rate beside that of its floor."""
    row = {"what": what, "value": f"{ours:,.0f} {unit}", "floor": f"{floor:,.0f} {unit}", "ratio": ours / floor}
    return row | ({} if goal is None else {"goal": f"≥ {goal:.0%}", "hit": ours / floor >= goal})


def at_most(what: str, value: float, most: float, unit: str) -> Row:
    """A row of the table: something that has a limit."""
    return {"what": what, "value": f"{value:.0f} {unit}", "goal": f"≤ {most:g} {unit}", "hit": value <= most}


def tell(rows: list[Row]) -> None:
    """Tell the terminal what was found so far."""
    for row in rows:
        ratio = f", {row['ratio']:.0%} of {row['floor']}" if "ratio" in row else ""
        say(f"  {row['what']}: {row['value']}{ratio}")


def say(line: str) -> None:
    """Tell the terminal how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
