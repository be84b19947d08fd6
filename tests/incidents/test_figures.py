"""Figures of a disaster: the flood of the demo, as its people counted it. Never added up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from incidents import services
from incidents.figures import table_of
from incidents.letters import outside_text
from incidents.models import Figure, Incident
from incidents.services import Counted
from incidents.states import EntryKind, FigureKind, FigureSource, Indicator, Situation, Visibility
from members.models import Unit, User
from tests.factories.incidents import make_entry, make_flood, make_incident, make_village
from tests.factories.members import CITY, MAYANGAN, make_unit

pytestmark = pytest.mark.django_db

KK, JIWA = Indicator.AFFECTED_HOUSEHOLDS, Indicator.AFFECTED_PEOPLE


def at(hour: int, minute: int) -> datetime:
    """Sunday 15 November 2026, Probolinggo's clock."""
    return datetime(2026, 11, 15, hour - 7, minute, tzinfo=UTC)


@pytest.fixture
def first(db: None) -> Unit:
    return make_village(MAYANGAN + "1001.", name="Kedunggaleng")


@pytest.fixture
def second(db: None) -> Unit:
    return make_village(MAYANGAN + "1002.", name="Sumber Taman")


@pytest.fixture
def flood(first: Unit, second: Unit, slamet: User) -> Incident:
    """The flood until update 4."""
    make_unit(CITY)
    incident = make_incident(
        category=make_flood(), village=first, title="Banjir luapan", occurred_at=at(18, 20), situation=Situation.CRISIS
    )

    def say(source: FigureSource, when: datetime, *counts: Counted) -> None:
        services.record_figures(incident, counts, source=source, as_of=when, by=slamet)

    say(FigureSource.SENKOM, at(18, 20), Counted(KK, FigureKind.PENDING, None, first))
    say(
        FigureSource.SENKOM,
        at(19, 30),
        Counted(KK, FigureKind.NUMBER, 64, first),
        Counted(KK, FigureKind.PENDING, None, second),
    )
    say(
        FigureSource.VILLAGE_OFFICE,
        at(20, 30),
        Counted(KK, FigureKind.NUMBER, 71, first),
        Counted(JIWA, FigureKind.NUMBER, 243, first),
    )
    say(FigureSource.SENKOM, at(21, 15), Counted(KK, FigureKind.NUMBER, 38, second))
    say(
        FigureSource.BPBD,
        at(22, 0),
        Counted(KK, FigureKind.NUMBER, 76, first),
        Counted(JIWA, FigureKind.NUMBER, 261, first),
        Counted(KK, FigureKind.NUMBER, 42, second),
        Counted(JIWA, FigureKind.NUMBER, 139, second),
        Counted(Indicator.DEAD, FigureKind.NONE),
        Counted(Indicator.LIGHTLY_INJURED, FigureKind.NUMBER, 1),
    )
    return incident


def test_the_most_trusted_source_stands_in_front_and_the_others_beside_it(client: Client, flood: Incident) -> None:
    table = table_of(flood, list(flood.figures.standing().select_related("village")))
    row = next(row for row in table.rows if row.village and row.village.name == "Kedunggaleng" and row.indicator == KK)
    assert (row.front.source, row.front.count) == (FigureSource.BPBD, 76)
    assert [(figure.source, figure.count) for figure in row.others] == [("village_office", 71), ("senkom", 64)]


def test_a_change_names_the_update_and_the_change_of_source(flood: Incident) -> None:
    with translation.override("id"):
        table = table_of(flood, list(flood.figures.standing().select_related("village")))
        changes = {(str(row.village), row.indicator): row.change for row in table.rows}
        assert changes["Kedunggaleng", KK] == "+5 sejak Update 2 (Kelurahan 71 → BPBD 76)"
        assert changes["Sumber Taman", KK] == "+4 sejak Update 3 (Senkom 38 → BPBD 42)"
        assert table.coverage == "2 dari 2 kelurahan terdata"


def test_updates_are_counted_from_the_first_number_and_by_what_was_told_anew(flood: Incident) -> None:
    make_entry(flood, "air masuk ke RT", kind=EntryKind.CONDITION, at=at(18, 20))
    make_entry(flood, "makanan siap saji 120", kind=EntryKind.NEED, at=at(23, 30))
    make_entry(flood, "keliru", kind=EntryKind.NOTE, at=at(23, 40))
    table = table_of(flood, list(flood.figures.standing()), list(flood.timeline.standing()))
    assert table.updates == [at(19, 30), at(20, 30), at(21, 15), at(22, 0), at(23, 30)]


def test_a_late_figure_of_a_lesser_source_does_not_push_away_the_official_one(flood: Incident, slamet: User) -> None:
    village = flood.village
    services.record_figures(
        flood, [Counted(KK, FigureKind.NUMBER, 90, village)], source="senkom", as_of=at(23, 0), by=slamet
    )
    services.record_figures(
        flood, [Counted(KK, FigureKind.PENDING, None, village)], source="bpbd", as_of=at(23, 30), by=slamet
    )
    table = table_of(flood, list(flood.figures.standing().select_related("village")))
    front = next(row.front for row in table.rows if row.village == village and row.indicator == KK)
    assert (front.source, front.count) == (FigureSource.BPBD, 76)
    services.strike_figure(front, reason="salah ketik", by=slamet)
    table = table_of(flood, list(flood.figures.standing().select_related("village")))
    front = next(row.front for row in table.rows if row.village == village and row.indicator == KK)
    assert (front.source, front.count) == (FigureSource.VILLAGE_OFFICE, 71)


def test_nothing_on_the_page_or_in_the_text_adds_up_sources(client: Client, flood: Incident, slamet: User) -> None:
    client.force_login(slamet)
    page = client.get(flood.get_absolute_url()).content.decode()
    assert "2 dari 2 kelurahan terdata" in page
    for sum_of_sources in (64 + 71, 71 + 76, 64 + 76, 64 + 71 + 76, 38 + 42):
        assert f">{sum_of_sources}<" not in page
    assert "+5 sejak Update 2 (Kelurahan 71 → BPBD 76)" in page


def test_the_text_for_bpbd_stands_alone(flood: Incident, slamet: User) -> None:
    for kind, text in [
        (EntryKind.MEASURE, "pendataan bersama kelurahan"),
        (EntryKind.MEASURE, "bantu evakuasi"),
        (EntryKind.NEED, "perahu 1"),
        (EntryKind.NEED, "terpal 20"),
        (EntryKind.CONDITION, "genangan 40 cm, mulai turun"),
    ]:
        make_entry(flood, text, kind=kind, visibility=Visibility.PARTNER, at=at(22, 0))
    make_entry(flood, "Pak Rahasia menelepon", kind=EntryKind.MEASURE)
    text = outside_text(flood, list(flood.figures.all()), list(flood.timeline.all()), at(18, 20))
    for line in [
        "Izin melaporkan Informasi *Kejadian Jenis flood Kelurahan Kedunggaleng dan Sumber Taman*"
        " (Update ke-4: Minggu, 15 November 2026, 22.00 WIB)",
        "TERIMA LAPORAN: Minggu, 15 November 2026, 18.20 WIB",
        "TERDAMPAK: Kedunggaleng 76 KK / 261 jiwa (BPBD); Sumber Taman 42 KK / 139 jiwa (BPBD)",
        "KORBAN JIWA: meninggal NIHIL (BPBD), luka ringan 1 (BPBD)",
        "LANGKAH: 1. pendataan bersama kelurahan 2. bantu evakuasi",
        "KEBUTUHAN MENDESAK: perahu 1, terpal 20",
        "SITUASI AKHIR: genangan 40 cm, mulai turun",
        "SUMBER: BPBD, Kelurahan, Senkom",
        "TERTANDA: Ketua Senkom Kota Probolinggo",
    ]:
        assert line in text.splitlines(), line
    assert "Rahasia" not in text
    assert slamet.member.full_name not in text


def test_only_disasters_carry_figures(slamet: User) -> None:
    with pytest.raises(ValidationError):
        services.record_figures(
            make_incident(), [Counted(KK, FigureKind.NUMBER, 3)], source="senkom", as_of=timezone.now(), by=slamet
        )


def test_the_form_takes_numbers_nihil_and_didata_and_refuses_the_rest(client: Client, slamet: User) -> None:
    village = make_village()
    incident = make_incident(category=make_flood(), village=village)
    client.force_login(slamet)
    address = reverse("incidents:figures", args=[incident.code])
    form = {
        "source": "bpbd",
        "source_name": "Pusdalops",
        "as_of": f"{timezone.localtime() - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "village": village.path,
        "affected_households": "1.250",
        "dead": "nihil",
        "schools": "Didata",
    }
    assert client.post(address, form | {"missing": "beberapa"}).status_code == 422
    assert client.post(address, form | {"as_of": ""}).status_code == 422
    assert client.post(address, {name: form[name] for name in ("source", "source_name", "as_of")}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    assert {(f.indicator, f.kind, f.count) for f in Figure.objects.all()} == {
        ("affected_households", "number", 1250),
        ("dead", "none", None),
        ("schools", "pending", None),
    }
    assert client.post(address, form | {"affected_households": "7"}).status_code == 422
    entry = incident.timeline.get()
    assert entry.kind == EntryKind.FIGURE
    assert entry.text.startswith("Pusdalops: ")
