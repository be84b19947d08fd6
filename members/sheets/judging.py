"""What the rows of a sheet would do to the list: add, change, leave as it is, or need correction first; and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from members import eligibility
from members.duplicates import likely_duplicates
from members.models import Member, RosterImport, Unit
from members.permissions import is_within
from members.sheets.cleaning import Cleaned, Remark, clean, livelihood_of
from members.sheets.columns import plain
from members.states import ENROLLED, GONE, Livelihood, MemberState, Verdict
from senkom.lib.crypto import keyed_hash
from senkom.lib.sheets.reading import Value

KEPT_UP = ("phone", "email", "address", "village_id", "skills", "emergency_contact", "birth_date", "sex", "occupation")
"""What an import brings up to date of somebody who is on the list; all else has its own step and its own reason."""
LEFT = (*GONE, MemberState.REJECTED)


@dataclass
class Judged:
    """What becomes of one row."""

    cleaned: Cleaned
    verdict: Verdict = Verdict.WRONG
    becomes: str = ""
    member: Member | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> list[Remark]:
        return self.cleaned.remarks

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned.values

    def refuse(self, name: str, text: str) -> None:
        """Something has to be corrected first."""
        self.remarks.append(Remark(text, name))

    def settle(self) -> None:
        """The verdict that follows from what was found."""
        if self.cleaned.is_wrong:
            self.verdict, self.becomes = Verdict.WRONG, ""
        elif self.member is None:
            self.verdict = Verdict.ADD
        else:
            self.verdict = Verdict.CHANGE if self.changes else Verdict.SAME


class Places:
    """The units and villages that a sheet may speak of: those of the unit it was brought for, and below."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    @cached_property
    def units(self) -> dict[str, list[Unit]]:
        """Active units by name and by code."""
        return _by_name(Unit.objects.active().within(self.unit.path).units())

    @cached_property
    def villages(self) -> dict[str, list[Unit]]:
        """Villages of the city or regency, by name."""
        return _by_name(Unit.objects.villages().within(".".join(self.unit.path.split(".")[:3]) + "."))

    def unit_called(self, name: str) -> Unit | None:
        """The unit of this name or code, where there is exactly one."""
        found = self.units.get(plain(name), [])
        return found[0] if len(found) == 1 else None

    def village_called(self, name: str, unit: Unit) -> Unit | None:
        """The village of this name: in the unit, else anywhere in the city."""
        found = self.villages.get(plain(name), [])
        near = [village for village in found if is_within(village.path, unit.path)]
        return near[0] if near else found[0] if len(found) == 1 else None


def _by_name(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        words = plain(unit.name)
        for name in {words, words.removeprefix("kota ").removeprefix("kabupaten "), plain(unit.code)}:
            found.setdefault(name, []).append(unit)
    return found


class Judge:
    """Judges rows for one import on one day; asks the database once for many rows where it can."""

    def __init__(self, sheet: RosterImport, today: date) -> None:
        self.sheet, self.today = sheet, today
        self.places = Places(sheet.unit)

    def judge(self, rows: Sequence[Mapping[str, Value]]) -> list[Judged]:
        """What becomes of each of these rows, not looking at the other rows of the file."""
        found = [Judged(clean(dict(cells), self.today)) for cells in rows]
        by_nik, by_number = self._known(found)
        alike = self._alike(found)
        for place, judged in enumerate(found):
            judged.keys = keys_of(judged.values)
            self._place(judged)
            self._find(judged, by_nik, by_number, is_alike=place in alike)
            if judged.member is None:
                self._enter(judged)
            else:
                self._bring_up_to_date(judged, judged.member)
            judged.settle()
        return found

    def _known(self, found: Sequence[Judged]) -> tuple[dict[str, Member], dict[str, Member]]:
        niks = [keyed_hash(judged.values["nik"]) for judged in found if "nik" in judged.values]
        numbers = [judged.values["member_number"] for judged in found if "member_number" in judged.values]
        people = Member.objects.defer("nik")
        by_nik = {str(member.nik_hash): member for member in people.filter(nik_hash__in=niks)}
        return by_nik, {str(m.member_number): m for m in people.filter(member_number__in=numbers)}

    def _place(self, judged: Judged) -> None:
        """Turn the names of unit and village into rows of ours."""
        values = judged.values
        unit: Unit | None = self.sheet.unit
        if named := values.pop("unit", ""):
            unit = self.places.unit_called(named)
            if unit is None:
                # The same words for a unit of others, for one without a chapter, and for one that is nowhere.
                judged.refuse("unit", _("There is no chapter of this name among the units of this import."))
        village = None
        if (called := values.pop("village", "")) and unit is not None:
            village = self.places.village_called(called, unit)
            if village is None:
                judged.cleaned.note("village", _("This village is not in the list of areas; it is left empty."))
        if village is not None and not named:
            unit = self.places.unit_called(".".join(village.code.split(".")[:3])) or unit
        values["unit"], values["village_id"] = unit, village.path if village else None

    def _find(
        self, judged: Judged, by_nik: Mapping[str, Member], by_number: Mapping[str, Member], *, is_alike: bool
    ) -> None:
        """Who of the list this row is about: by NIK, by number, else by what makes a likely duplicate."""
        values = judged.values
        of_nik = by_nik.get(keyed_hash(values["nik"])) if "nik" in values else None
        of_number = by_number.get(values.get("member_number", ""))
        if of_nik and of_number and of_nik.pk != of_number.pk:
            judged.refuse("nik", _("NIK and member number stand with two different people on the list."))
            return
        same = of_nik or of_number or (self._likely(values) if is_alike else None)
        if same is None or is_within(same.unit_id, self.sheet.unit_id):
            judged.member = same
        elif of_nik or of_number:
            name = "nik" if of_nik else "member_number"
            judged.refuse(
                name, _("This stands with somebody else on the list. Look at the card, or ask the unit above.")
            )

    def _alike(self, found: Sequence[Judged]) -> set[int]:
        """Whose name, and day of birth where both know it, somebody on the list has: only about them it is asked."""
        named = {place: judged.values for place, judged in enumerate(found) if "full_name" in judged.values}
        with connection.cursor() as cursor:
            names = list({values["full_name"] for values in named.values()})
            cursor.execute("SELECT name, senkom_name_key(name) FROM unnest(%s::text[]) AS name", [names])
            keys = dict(cursor.fetchall())
        people = Member.objects.of_unit(self.sheet.unit_id).filter(name_key__in=set(keys.values()))
        days: dict[str, set[date | None]] = {}
        for key, born in people.order_by().values_list("name_key", "birth_date").distinct():
            days.setdefault(key, set()).add(born)
        asked = (
            (place, values.get("birth_date"), days.get(keys[values["full_name"]])) for place, values in named.items()
        )
        return {place for place, born, known in asked if known and (born is None or known & {born, None})}

    def _likely(self, values: Mapping[str, Any]) -> Member | None:
        village, phone = values.get("village_id"), values.get("phone", "")
        asked = {"birth_date": values.get("birth_date"), "phone": phone, "village": village}
        same = likely_duplicates(full_name=values["full_name"], **asked).defer("nik")
        return same.filter(unit__path__startswith=self.sheet.unit_id).first()

    def _enter(self, judged: Judged) -> None:
        """What a new person would become, and what stands against it."""
        values = judged.values
        number, until = values.get("member_number"), values.get("valid_until")
        occupation = values.get("occupation", "")
        values["livelihood"] = livelihood_of(occupation) if occupation else ""
        if number and until:
            judged.becomes = MemberState.ACTIVE if until >= self.today else MemberState.LAPSED
            self._look_at_income_of_member(judged)
        elif number or until:
            judged.refuse(
                "valid_until" if number else "member_number",
                _("A member has both a number and a day until which the card is valid. Fill both, or empty both."),
            )
        else:
            judged.becomes = MemberState.APPLICANT
            self._look_at_applicant(judged)

    def _look_at_income_of_member(self, judged: Judged) -> None:
        if judged.values["livelihood"] == Livelihood.NONE:
            judged.cleaned.note("occupation", _("Without a job at present: to be reviewed within the days of grace."))
        elif not judged.values["livelihood"]:
            judged.cleaned.note("occupation", _("The job is not known: to be completed within the days of grace."))

    def _look_at_applicant(self, judged: Judged) -> None:
        values = judged.values
        born = values.get("birth_date")
        if not values["livelihood"]:
            judged.refuse("occupation", _("Write what an applicant does for a living. We don't ask how much."))
            return
        # Whose day of birth is not known shows the card at the document check.
        unit = values["unit"] or self.sheet.unit
        against = eligibility.reasons_against_applying(born or date(1900, 1, 1), values["livelihood"], unit, self.today)
        for name, sentence in against.items():
            judged.refuse("occupation" if name == "livelihood" else name, sentence)

    def _bring_up_to_date(self, judged: Judged, member: Member) -> None:
        """What would change of somebody on the list; an empty cell never empties anything."""
        values = judged.values
        if member.pk == self.sheet.by_id:
            judged.cleaned.note("", _("This is you. Change your own data under “My data”."))
            return
        if member.state in LEFT:
            judged.cleaned.note("", _("No longer on the list: %(state)s.") % {"state": member.get_state_display()})
            return
        if values.get("full_name") and plain(values["full_name"]) != plain(member.full_name):
            judged.cleaned.note("full_name", _("On the list the name is written otherwise; it stays as it is there."))
        if "nik" in values and member.nik_hash not in (None, keyed_hash(values["nik"])):
            judged.refuse("nik", _("Another NIK stands on the list for this person. Look at the card."))
        judged.changes = {
            name: values[name] for name in KEPT_UP if values.get(name) and values[name] != _now(member, name)
        }
        if "nik" in values and member.nik_hash is None:
            judged.changes["nik"] = values["nik"]
        self._say_what_stays(judged, member)

    def _say_what_stays(self, judged: Judged, member: Member) -> None:
        values = judged.values
        if values["unit"] and values["unit"].pk not in (member.unit_id, self.sheet.unit_id):
            judged.cleaned.note("unit", _("Stands in another unit; a transfer has its own step."))
        if values.get("member_number") not in (None, member.member_number) and member.state in ENROLLED:
            judged.refuse("member_number", _("Another member number stands on the list for this person."))
        elif values.get("member_number") and member.state not in ENROLLED:
            judged.cleaned.note("member_number", _("An applicant gets the number when he is activated, on his page."))
        if values.get("valid_until") not in (None, member.valid_until) and member.state in ENROLLED:
            judged.cleaned.note("valid_until", _("Another day stands on the list; renewing has its own step."))


def _now(member: Member, name: str) -> Any:
    value = getattr(member, name)
    return str(value.as_e164) if name == "phone" and value else value


def keys_of(values: Mapping[str, Any]) -> list[str]:
    """By what two rows of one file are the same person; hashed, so that they say nothing."""
    name, born = plain(values.get("full_name", "")), values.get("birth_date")
    found = {"nik": values.get("nik"), "number": values.get("member_number")}
    found["name"] = (
        f"{name} {born}" if name and born else f"{name} {values.get('phone')}" if values.get("phone") else None
    )
    return [keyed_hash(f"{kind}:{value}") for kind, value in found.items() if value]
