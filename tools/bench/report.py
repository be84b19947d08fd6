"""The tables: each page beside its goal, for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

STEADY = 0.05
HARD_CAP = 30.0
"""Kilobytes of compressed HTML that nothing may pass."""
WORKER, A_PAGE = 150, 30
"""Megabytes of one worker after it has served every page, and the most that one page may add."""


def lines(found: list[dict[str, Any]], goals: dict[str, dict[str, Any]], served: dict[str, Any]) -> Iterator[str]:
    """The whole report in Markdown, which reads well at a terminal too."""
    yield from _units(found)
    yield ""
    yield from _pages(found, goals)
    yield ""
    yield from _served(served)


def _units(found: list[dict[str, Any]]) -> Iterator[str]:
    yield "| members | rows | seeded in | unit B before / after | apart |"
    yield "| ---: | --- | ---: | ---: | --- |"
    for one in found:
        rows = ", ".join(f"{name.partition('_')[2]} {count:,}" for name, count in one["rows"].items())
        before, after = (one[when]["app"] + one[when]["database"] for when in ("before", "after"))
        verdict = "" if one["apart"] <= STEADY else " NOT VALID (over 5 %)"
        seconds = f"{one['seconds']:.0f} s" if "seconds" in one else "before"
        units = f"{before:.2f} / {after:.2f} ms | {one['apart']:.0%}{verdict}"
        yield f"| {one['members']:,} | {rows} | {seconds} | {units} |"


def _pages(found: list[dict[str, Any]], goals: dict[str, dict[str, Any]]) -> Iterator[str]:
    sizes = " / ".join(f"{one['members']:,}" for one in found)
    yield f"| page | B at {sizes} | growth | ms app + db | queries (shapes) | KB (gzip) | MB peak (+) | goal | |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |"
    for key, goal in goals.items():
        costs = [one["costs"][key] for one in found if key in one["costs"]]
        if costs:
            yield _page(key, costs, [one["unit"] for one in found], goal)


def _page(key: str, costs: list[dict[str, Any]], units: list[float], goal: dict[str, Any]) -> str:
    if errors := [cost["error"] for cost in costs if cost["error"]]:
        return f"| {key} | FAILED: {errors[0].splitlines()[-1]} | | | | | | | MISS |"
    ratios = [(cost["app"] + cost["database"]) / unit for cost, unit in zip(costs, units, strict=True)]
    growth, last = ratios[-1] / ratios[0], costs[-1]
    queries = " / ".join(str(cost["queries"]) for cost in costs)
    cells = [
        key,
        " / ".join(f"{ratio:.1f}" for ratio in ratios),
        f"×{growth:.2f}" if len(ratios) > 1 else "",
        f"{last['app']:.1f} + {last['database']:.1f}",
        f"{queries} ({last['shapes']})",
        f"{last['bytes'] / 1024:.0f} ({last['zipped'] / 1024:.1f})",
        f"{last['peak']:.0f} (+{last['grown']:.1f})",
        f"≤ {goal['units']:g} B, ×{goal['growth']:g}, {goal['queries']} q, {goal['zipped']:g} kB",
        verdict(ratios, costs, goal),
    ]
    return f"| {' | '.join(cells)} |"


def verdict(ratios: list[float], costs: list[dict[str, Any]], goal: dict[str, Any]) -> str:
    """`hit`, or what was missed."""
    missed = [
        "cost" if max(ratios) > goal["units"] else "",
        "growth" if len(ratios) > 1 and ratios[-1] / ratios[0] > goal["growth"] else "",
        "queries" if max(cost["queries"] for cost in costs) > goal["queries"] else "",
        "size" if max(cost["zipped"] for cost in costs) / 1024 > goal["zipped"] else "",
        "memory" if max(cost["grown"] for cost in costs) > A_PAGE else "",
    ]
    words = [word for word in missed if word]
    return "**MISS** " + ", ".join(words) if words else "hit"


def _served(served: dict[str, Any]) -> Iterator[str]:
    crawl, load = served["crawl"], served["load"]
    after, (most, where) = max(crawl["after"]), crawl["most"]
    yield f"Crawl of {crawl['pages']} pages ({crawl['routes']} routes) at {served['members']:,} members, gunicorn as"
    yield (
        f"`make run` starts it: a worker has {crawl['before']:.0f} MB before and {after:.0f} MB after"
        f" (goal ≤ {WORKER}: {_word(after <= WORKER)}); the most that one page added is {most:.1f} MB at {where}"
        f" (goal ≤ {A_PAGE}: {_word(most <= A_PAGE)}); answers of 500 and more: {len(crawl['failed'])}."
    )
    yield from (f"- {failure}" for failure in crawl["failed"][:10])
    if "rate" not in load:
        return
    yield ""
    yield "| clients | seconds | requests | per second | p50 | p95 | p99 | sign-ups (refused) | errors | worker after |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    yield (
        f"| 8 | {load['seconds']:.0f} | {load['requests']:,} | {load['rate']:.0f} | {load['p50']:.0f} ms"
        f" | {load['p95']:.0f} ms | {load['p99']:.0f} ms | {load['kinds'].get('sign-up', 0)} ({load['refused']})"
        f" | {len(load['errors'])} {_word(not load['errors'])} | {max(load['memory'])} MB |"
    )
    yield from (f"- {error}" for error in load["errors"][:10])


def reminders(found: dict[str, Any]) -> Iterator[str]:
    """Planning, claiming and sending, each beside the least that it could cost."""
    if not found:
        return
    yield ""
    yield f"{found['planned']:,} reminders at {found['members']:,} members; planning and claiming in seconds of CPU of"
    yield "application and database, sending by the clock on the wall; the best of three turns."
    yield ""
    yield from _beside_floors("reminders", found["rows"])


def sheets(found: dict[str, Any]) -> Iterator[str]:
    """Lists as CSV and XLSX, each beside the least that it could cost."""
    yield ""
    yield f"Lists of {found['people']['csv']:,} people as CSV and {found['people']['xlsx']:,} as XLSX, in seconds"
    yield "of CPU of application and database; the best of three turns."
    yield ""
    yield from _beside_floors("lists", found["rows"])


def _beside_floors(what: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"| {what} | ours | floor | ratio | goal | |"
    yield "| --- | ---: | ---: | ---: | --- | --- |"
    for row in rows:
        ratio = f"{row['ratio']:.0%}" if "ratio" in row else ""
        verdict = _word(row["hit"]) if "hit" in row else ""
        cells = [row["what"], row["value"], row.get("floor", ""), ratio, row.get("goal", ""), verdict]
        yield f"| {' | '.join(cells)} |"


def _word(is_met: bool) -> str:
    return "hit" if is_met else "**MISS**"
