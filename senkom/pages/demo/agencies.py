"""The agencies of the city: positions only, no names of people."""

from __future__ import annotations

from datetime import timedelta

from members.models import Unit
from partners.models import Agency, Contact, Coverage
from senkom.pages.demo.calendar import Calendar, code_of, rows_of


def seed(calendar: Calendar) -> None:
    """Add the agencies that are missing, each with whom one calls there."""
    known = {agency.code: agency for agency in Agency.objects.all()}
    by_name = {agency.name: agency for agency in known.values()}
    for row in rows_of("agencies"):
        code = code_of("agency", row["name"])
        if code in known:
            continue
        agency = Agency.objects.create(code=code, kind=row["kind"], name=row["name"], parent=by_name.get(row["parent"]))
        by_name[agency.name] = agency
        paths = [Unit.path_of(area) for area in row["areas"].split("|")]
        Coverage.objects.bulk_create(Coverage(agency=agency, unit_id=path) for path in paths)
        Contact.objects.create(
            code=code_of("contact", row["name"]),
            agency=agency,
            position=row["position"],
            verified_on=calendar.today - timedelta(days=int(row["verified_days_ago"])),
        )
    _replace_kanit_of_wonoasih(by_name["Polsek Wonoasih"], calendar)


def _replace_kanit_of_wonoasih(polsek: Agency, calendar: Calendar) -> None:
    """His predecessor left 18 days ago and stays in the history."""
    Contact.objects.get_or_create(
        code=code_of("contact", "Polsek Wonoasih", "predecessor"),
        defaults={
            "agency": polsek,
            "position": "Kanit Binmas",
            "verified_on": calendar.today - timedelta(days=200),
            "left_on": calendar.today - timedelta(days=18),
        },
    )
