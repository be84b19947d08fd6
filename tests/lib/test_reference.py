"""Reference data: one command, harmless at any number of runs, respectful of what people edited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from senkom.lib.models import Holiday
from senkom.lib.reference import load_holidays
from senkom.lib.registry import reference_loaders

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24 05:00+00:00", tick=False)]


def test_one_command_calls_every_loader_areas_first_and_twice_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_reference")
    call_command("load_reference")
    said = capsys.readouterr().out.splitlines()
    loaders = len(reference_loaders())
    assert said[0] == "areas: 7867 rows written"
    assert all(line.endswith(": 0 rows written") for line in said[loaders:])


def test_holidays_are_those_of_the_joint_decree() -> None:
    load_holidays()
    of_2026 = Holiday.objects.filter(date__year=2026)
    assert of_2026.filter(kind="public").count() == 17
    assert of_2026.filter(kind="collective_leave").count() == 8
    assert Holiday.objects.filter(date=date(2027, 3, 10), is_estimate=True).exists()


def test_a_feast_that_a_person_confirmed_for_another_day_is_not_estimated_again() -> None:
    load_holidays()
    feast = Holiday.objects.get(date=date(2027, 3, 10), name__contains="Idul Fitri")
    Holiday.objects.filter(pk=feast.pk).update(date=feast.date + timedelta(days=1), is_estimate=False)
    assert load_holidays() == 0
    assert not Holiday.objects.filter(date=feast.date, name=feast.name).exists()


def test_an_estimate_gives_way_to_the_confirmed_day() -> None:
    Holiday.objects.create(date=date(2026, 3, 20), name="Hari Raya Idul Fitri", kind="public", is_estimate=True)
    load_holidays()
    days = Holiday.objects.filter(name="Hari Raya Idul Fitri", date__year=2026).values_list("date", flat=True)
    assert list(days) == [date(2026, 3, 21)]
