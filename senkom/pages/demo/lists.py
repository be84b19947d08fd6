"""A list that was taken out some weeks ago, and the columns that two recipients ask for."""

from __future__ import annotations

from members.models import ExportLayout, ExportTaking, Member, RosterExport, Unit
from members.sheets.exporting import USUAL, said_of
from members.states import ExportState
from senkom.pages.demo.calendar import Calendar, code_of
from senkom.pages.demo.people import CITY

LAYOUTS = {
    "Pengprov Jawa Timur": ["name", "number", "unit", "joined_on", "inaugurated_on", "valid_until", "occupation"],
    "Panitia apel": ["name", "unit", "phone", "skills"],
}


def seed(calendar: Calendar) -> None:
    """Add them, long enough ago that nobody is told today."""
    city = Unit.objects.get(path=CITY)
    layouts = [ExportLayout(unit=city, recipient=name, columns=columns) for name, columns in LAYOUTS.items()]
    ExportLayout.objects.bulk_create(layouts)
    dian = Member.objects.get(code=code_of("member", "Dian Mayasari"))
    at, criteria = calendar.ago(days=24), {"q": "", "state": "lapsed"}
    export = RosterExport.objects.create(
        code=code_of("export", "lapsed"),
        unit=city,
        by=dian,
        criteria=criteria,
        said=said_of(city, criteria),
        columns=list(USUAL),
        for_whom="Panitia apel",
        reason="Mengingatkan perpanjangan KTA.",
        count=3,
        state=ExportState.ALLOWED,
        state_at=at,
        state_by=dian,
        made_at=at,
    )
    ExportTaking.objects.create(export=export, kind="xlsx", count=3, at=at)
