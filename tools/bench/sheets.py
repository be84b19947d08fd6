"""Lists as CSV and XLSX beside a bare stream of the same rows: what a row costs, and whether memory grows."""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

CSV, XLSX = 100_000, 20_000
"""Rows at most; fewer where the roster has fewer."""
FIELDS = ("full_name", "member_number", "unit__name", "village__name", "phone", "state", "valid_until")
"""The columns of a usual export, as they lie in the tables."""
MOST_MEGABYTES, FIRST_PIECE, GOAL = 30, 100, 0.7


class Echo:
    """Gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def main(out: Path) -> None:
    """Run as `python -m tools.bench.sheets`; only `tools.bench` calls this."""
    django.setup()
    from tools.bench.reminders import at_most, say, tell, turns

    say("writing lists …")
    many = {kind: len(list(bare_rows(most))) for kind, most in (("csv", CSV), ("xlsx", XLSX))}
    before = peak()
    best = turns({"ours": lambda: cost(our_csv), "floor": lambda: cost(bare_csv)})
    grown = peak() - before
    rows = [
        beside("CSV", many["csv"], best),
        at_most("memory that a CSV of all of them adds", grown, MOST_MEGABYTES, "MB"),
        at_most("its first piece", first_piece() * 1000, FIRST_PIECE, "ms"),
    ]
    before = peak()
    best = turns({"ours": lambda: cost(our_xlsx), "floor": lambda: cost(bare_xlsx)})
    rows += [
        beside("XLSX", many["xlsx"], best),
        at_most("memory that an XLSX adds", peak() - before, MOST_MEGABYTES, "MB"),
    ]
    tell(rows)
    out.write_text(json.dumps({"rows": rows, "people": many}))


def beside(what: str, number: int, seconds: dict[str, float]) -> dict[str, Any]:
    """A rate beside that of its floor."""
    from tools.bench.reminders import against, per_second

    return against(what, per_second(number, seconds["ours"]), per_second(number, seconds["floor"]), "rows/s", goal=GOAL)


def cost(work: Callable[[], object]) -> float:
    """Seconds of CPU of application and database."""
    from tools.bench.planning import spent

    return spent(work).cpu


def peak() -> float:
    """Megabytes this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare_rows(most: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the roster and nothing else."""
    from members.models import Member

    people = Member.objects.enrolled().order_by("name_key", "id").values_list(*FIELDS)[:most]
    return people.iterator(chunk_size=2_000)


def our_rows(most: int) -> Iterator[tuple[Any, ...]]:
    """The same as an export asks for them."""
    from members.models import Unit
    from members.sheets.exporting import USUAL, columns, people_of

    known = columns()
    values = [known[name].value for name in USUAL]
    people = people_of(Unit(path="0."), {}).order_by("name_key", "id").values_list(*values)[:most]
    return people.iterator(chunk_size=2_000)


def sheet() -> Any:
    """What stands around the rows."""
    from members.sheets.exporting import USUAL, columns
    from senkom.lib.sheets.writing import Sheet

    known = columns()
    return Sheet("Daftar", ["Satuan: Indonesia"], [str(known[name].heading) for name in USUAL], "Diunduh oleh Sri")


def bare_csv() -> None:
    """The stream of Django's own documentation."""
    write = csv.writer(Echo()).writerow
    for row in bare_rows(CSV):
        write(row).encode()


def our_csv() -> None:
    """The stream of an export."""
    from senkom.lib.sheets.writing import csv_chunks

    for _piece in csv_chunks(sheet(), our_rows(CSV)):
        pass


def first_piece() -> float:
    """Seconds to the first piece with rows of a CSV."""
    from senkom.lib.sheets.writing import csv_chunks

    began = time.monotonic()
    next(csv_chunks(sheet(), our_rows(CSV)))
    return time.monotonic() - began


def bare_xlsx() -> None:
    """xlsxwriter in constant memory and nothing around it."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(bare_rows(XLSX)):
            page.write_row(place, 0, [str(cell or "") for cell in row])


def our_xlsx() -> None:
    """The sheet of an export."""
    from senkom.lib.sheets.writing import write_xlsx

    with tempfile.TemporaryFile() as file:
        write_xlsx(file, sheet(), our_rows(XLSX))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
