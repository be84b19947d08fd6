"""Lists of people as sheets: which columns there are, how the database writes them, and what stands on top.

A NIK is in none of them. Whatever a cell shows is made by the database, so that a row costs as little as it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Func, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Appointment, Member, RosterExport, Unit
from members.querysets import PART, MemberQuerySet
from members.states import Livelihood, MemberState, Office, Sex
from senkom.lib.sheets.writing import Sheet
from senkom.lib.times import when, zone_of_request

AT_ONCE = 2_000


@dataclass(frozen=True)
class Column:
    """A column one can take: its heading, how the database writes it, how wide it is printed."""

    heading: str | Promise
    value: Any
    width: int = 16


def _label(field: str, choices: Any) -> Combinable:
    cases = [When(**{field: choice.value}, then=Value(str(capfirst(choice.label)))) for choice in choices]
    return Case(*cases, default=Value(""), output_field=CharField())


def _day(field: str) -> Combinable:
    return Func(F(field), Value("DD-MM-YYYY"), function="to_char", output_field=CharField())


def _phone() -> Combinable:
    national = Concat(Value("0"), Substr("phone", 4), output_field=CharField())
    return Case(When(phone__startswith="+62", then=national), default=F("phone"), output_field=CharField())


def columns() -> dict[str, Column]:
    """All columns by name, in their order; made anew, for states are words of a language."""
    return {
        "name": Column(_("Name"), F("full_name"), 30),
        "number": Column(_("Member number"), F("member_number")),
        "unit": Column(_("Unit"), F("unit__name"), 20),
        "village": Column(_("Village"), F("village__name"), 20),
        "phone": Column(_("Mobile number"), _phone()),
        "email": Column(_("E-mail"), F("email"), 26),
        "state": Column(_("State"), _label("state", MemberState)),
        "joined_on": Column(_("Member since"), _day("joined_on"), 12),
        "inaugurated_on": Column(_("Inaugurated on"), _day("inaugurated_on"), 12),
        "valid_until": Column(_("Card valid until"), _day("valid_until"), 12),
        "sex": Column(_("Sex"), _label("sex", Sex), 12),
        "birth_date": Column(_("Date of birth"), _day("birth_date"), 12),
        "address": Column(_("Address"), F("address"), 34),
        "occupation": Column(_("What he or she does"), F("occupation"), 22),
        "livelihood": Column(_("Job or income"), _label("livelihood", Livelihood), 26),
        "skills": Column(_("Skills"), F("skills"), 26),
    }


USUAL = ("name", "number", "unit", "village", "phone", "state", "valid_until")
GROUPS: dict[str, str | Promise] = {
    "": gettext_lazy("on the list"),
    "applying": gettext_lazy("applicants"),
    "gone": gettext_lazy("former"),
    "all": gettext_lazy("everybody"),
}


def people_of(unit: Unit, criteria: Mapping[str, str]) -> MemberQuerySet:
    """The people of a unit and below that the filter of the list finds."""
    people = Member.objects.of_unit(unit.pk).in_group(criteria.get("state", ""))
    searched = criteria.get("q", "").strip()
    return people.matching(searched) if searched else people


def label_of(state: str) -> str:
    """A state, or a group of states, in words; empty where there is no such one."""
    words = GROUPS.get(state) or (MemberState(state).label if state in MemberState.values else "")
    return str(words)


def said_of(unit: Unit, criteria: Mapping[str, str]) -> str:
    """The filter in words."""
    parts = [f"{_('Unit')}: {unit.name} ({unit.code})", f"{_('State')}: {label_of(criteria.get('state', ''))}"]
    if searched := criteria.get("q", "").strip():
        parts.append(_("Searched for: %(text)s") % {"text": searched})
    return "; ".join(parts)[:300]


def rows_of(export: RosterExport) -> Iterator[tuple[Any, ...]]:
    """The people of an export, row by row out of the database."""
    known = columns()
    values = [known[name].value for name in export.columns if name in known]
    people = people_of(export.unit, export.criteria).order_by("name_key", "id")
    return people.values_list(*values).iterator(chunk_size=AT_ONCE)


def sheet_of(export: RosterExport, number: int) -> Sheet:
    """What stands around these rows: the filter on top, who took it on every page."""
    every = columns()
    known = [every[name] for name in export.columns if name in every]
    by = _("Taken by %(name)s on %(when)s") % {
        "name": export.by.full_name,
        "when": when(timezone.now(), zone_of_request()),
    }
    lines = [export.said, _("%(number)d people") % {"number": number}, by]
    if export.for_whom:
        lines.insert(0, _("For: %(recipient)s") % {"recipient": export.for_whom})
    return Sheet(_("Members of Senkom"), lines, [str(column.heading) for column in known], by)


def widths_of(export: RosterExport) -> Sequence[int]:
    """How wide the columns are printed."""
    known = columns()
    return [known[name].width for name in export.columns if name in known]


# — the forms of the police (no single member stands in them, but the chairs)

SENKOM = ("daerah", "alamat_sekretariat", "nama_ketua", "no_hp", "jumlah_anggota", "kegiatan")
ORGANISATION = (
    *("polda", "polres", "type", "nama_orsosmas", "dasar_hukum", "tanggal_dasar_hukum", "akta_notaris"),
    *("tanggal_akta_notaris", "npwp", "provinsi_code", "kabupaten_code", "kecamatan_code", "desa_code", "provinsi"),
    *("kabupaten", "kecamatan", "desa", "jalan", "rt", "rw", "sumber_dana", "bidang_kegiatan", "jml_anggota"),
    *("nama_ketua", "no_hp_ketua"),
)
FORMS = {"senkom": SENKOM, "orsosmas": ORGANISATION}
"""Their own names of columns; what we don't know stays empty, to be filled in."""


def police_rows(unit: Unit, form: str) -> list[list[str]]:
    """A line for the unit, and one for each chapter directly below it: how many members, and who leads them."""
    below = Unit.objects.active().units().within(unit.path).order_by("path")
    chapters = [one for one in below if len(one.path) <= len(unit.path) + PART]
    offices = Appointment.objects.of_today().filter(unit__in=chapters, office__in=[Office.CHAIR, Office.COORDINATOR])
    heads = {row.unit_id: row.member for row in offices.select_related("member").order_by("-office")}
    names = dict(
        Unit.objects.filter(path__in={part for one in chapters for part in one.lineage}).values_list("path", "name")
    )
    counted = {path: active for path, (active, _all) in Member.objects.of_unit(unit.pk).counted_below(unit.pk).items()}
    counted[unit.pk] = sum(counted.values())
    return [_police_row(one, heads.get(one.pk), counted.get(one.pk, 0), names, FORMS[form]) for one in chapters]


def _police_row(
    unit: Unit, head: Member | None, members: int, names: Mapping[str, str], form: Sequence[str]
) -> list[str]:
    phone = f"0{head.phone.national_number}" if head and head.phone else ""
    known = {
        "daerah": unit.name,
        "nama_orsosmas": "Senkom Mitra Polri",
        "nama_ketua": head.full_name if head else "",
        "no_hp": phone,
        "no_hp_ketua": phone,
        "jumlah_anggota": str(members),
        "jml_anggota": str(members),
        "sumber_dana": "Swadaya",
    }
    for name, path in zip(("provinsi", "kabupaten", "kecamatan"), unit.lineage[1:], strict=False):
        known |= {name: names.get(path, ""), f"{name}_code": path[2:-1].replace(".", "")}
    return [known.get(name, "") for name in form]


def police_sheet(unit: Unit, form: str, by: Member) -> Sheet:
    """What stands around these rows."""
    taken = _("Taken by %(name)s on %(when)s") % {"name": by.full_name, "when": when(timezone.now(), zone_of_request())}
    title = {"senkom": _("Data Senkom for the police"), "orsosmas": _("Register of organisations for the police")}[form]
    return Sheet(title, [f"{unit.name} ({unit.code})", taken], FORMS[form], taken)
