"""The desk of reminder rules: in words, scoped, nothing that nags, the nearest unit's rows in place of the usual."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import User
from members.states import Office
from notifications import planner
from notifications.models import ReminderRule
from senkom.lib.registry import registered
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member, make_officer, make_unit
from tests.factories.notifications import KIND, due, kinds_of, registered_reminder

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/notifications/reminderrule/", "/admin/notifications/reminderrule/add/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(client: Client, endah: User) -> Client:
    """A browser of the secretary of the city."""
    client.force_login(endah)
    return client


def typed(
    unit: str = MAYANGAN, kind: str = "report.late", when: str = "3 hours after", **fields: Any
) -> dict[str, Any]:
    """What somebody types about a rule."""
    number, measure, side = when.split()
    offset = {"offset_0": number, "offset_1": measure, "offset_2": side}
    return {"unit": unit, "kind": kind, "channels": ["email"], "active": "on", **offset, **fields}


def said_after(desk: Client, sent: dict[str, Any], url: str = ADD) -> str:
    """What the desk says after something was saved or refused."""
    return unescape(desk.post(url, sent, follow=True).content.decode())


def make_rule(unit: str, offset: timedelta, **fields: Any) -> ReminderRule:
    defaults = {"kind": "report.late", "channels": ["email"]}
    return ReminderRule.objects.create(unit=make_unit(unit), offset=offset, **{**defaults, **fields})


def test_kinds_are_chosen_in_words_with_whom_they_tell_and_when_they_usually_go_out(desk: Client) -> None:
    page = unescape(desk.get(ADD).content.decode())
    assert "Laporan terlambat, kepada ketua regu (biasanya: 2 jam sesudahnya, 24 jam sesudahnya)" in page
    assert "Pengingat tugas, kepada semua yang menyatakan siap (biasanya: 24 jam sebelumnya, 2 jam sebelumnya)" in page
    assert '<optgroup label="Laporan patroli">' in page


def test_a_rule_offers_the_ways_that_this_server_has(desk: Client, settings: Settings) -> None:
    offered = 'value="telegram"'
    assert offered not in desk.get(ADD).content.decode()
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = "1:test", "bot"
    assert offered in desk.get(ADD).content.decode()


def test_a_rule_is_typed_as_people_say_it_and_read_so_in_the_list(desk: Client) -> None:
    make_unit(MAYANGAN)
    said = said_after(desk, typed(when="2 days after"))
    rule = ReminderRule.objects.get()
    assert (rule.unit_id, rule.kind, rule.offset, rule.channels) == (MAYANGAN, "report.late", 2 * DAY, ["email"])
    assert "aturannya sendiri menggantikan: Laporan terlambat" in said
    assert "2 hari sesudahnya" in said
    page = desk.get(reverse("admin:notifications_reminderrule_change", args=[rule.pk])).content.decode()
    assert 'name="offset_0" value="2"' in page
    assert '<option value="days" selected>' in page


def test_a_rule_is_changed_but_not_moved_to_another_unit_or_kind(desk: Client) -> None:
    rule = make_rule(MAYANGAN, 3 * HOUR)
    url = reverse("admin:notifications_reminderrule_change", args=[rule.pk])
    said_after(desk, typed(KEDOPOK, "duty.before", "90 minutes after", channels=[], active=""), url)
    rule.refresh_from_db()
    assert (rule.unit_id, rule.kind) == (MAYANGAN, "report.late")
    assert (rule.offset, rule.channels, rule.active) == (1.5 * HOUR, [], False)
    assert "kotak masuk saja" in desk.get(LIST).content.decode()


def test_three_reminders_of_one_thing_are_enough(desk: Client) -> None:
    make_unit(MAYANGAN)
    for number in (1, 2):
        assert "yang ketiga" not in said_after(desk, typed(when=f"{number} hours after"))
    assert "yang ketiga" in said_after(desk, typed(when="3 hours after"))
    page = desk.post(ADD, typed(when="4 hours after"))
    assert "Tiga pengingat untuk satu hal sudah cukup." in page.content.decode()
    assert 'name="offset_0" value="4"' in page.content.decode()
    assert ReminderRule.objects.count() == 3
    desk.post(ADD, typed(when="4 hours after", active=""))
    assert ReminderRule.objects.filter(active=False).count() == 1, "it may stand there, switched off"
    switched_off = ReminderRule.objects.get(active=False)
    url = reverse("admin:notifications_reminderrule_change", args=[switched_off.pk])
    assert "Tiga pengingat untuk satu hal" in said_after(desk, typed(when="4 hours after"), url)
    assert "Tiga pengingat" not in said_after(desk, typed(kind="report.late.desk")), "another kind is another thing"


def test_the_database_refuses_a_fourth_as_well() -> None:
    for number in (1, 2, 3):
        make_rule(MAYANGAN, number * HOUR)
    make_rule(KEDOPOK, 4 * HOUR)
    off = make_rule(MAYANGAN, 4 * HOUR, active=False)
    with pytest.raises(IntegrityError, match="reminder_rule_stops_after_three"), transaction.atomic():
        make_rule(MAYANGAN, 5 * HOUR)
    with pytest.raises(IntegrityError, match="reminder_rule_stops_after_three"), transaction.atomic():
        ReminderRule.objects.filter(pk=off.pk).update(active=True)
    ReminderRule.objects.filter(offset=HOUR).update(offset=6 * HOUR)


@pytest.mark.parametrize("kind", sorted(registered.reminders))
def test_no_kind_nags_by_default(kind: str) -> None:
    assert len(registered.reminders[kind].offsets) <= 3


@pytest.mark.parametrize(
    ("kind", "when", "sentence"),
    [
        ("duty.before", "2 hours after", "Yang ini dikirim sebelumnya"),
        ("duty.before", "0 hours before", "Yang ini dikirim sebelumnya"),
        ("report.late", "2 hours before", "Yang ini dikirim sesudahnya"),
    ],
)
def test_a_rule_that_could_never_send_anything_is_refused(desk: Client, kind: str, when: str, sentence: str) -> None:
    make_unit(MAYANGAN)
    assert sentence in said_after(desk, typed(kind=kind, when=when))
    assert not ReminderRule.objects.exists()


def test_the_same_rule_twice_is_refused_in_words(desk: Client) -> None:
    make_rule(MAYANGAN, 3 * HOUR)
    assert "sudah punya aturan ini" in said_after(desk, typed())
    assert ReminderRule.objects.count() == 1


def test_the_rules_of_the_nearest_unit_stand_in_place_of_the_usual_ones(desk: Client) -> None:
    with registered_reminder(2 * HOUR):
        here, below, elsewhere = make_member(CITY), make_member(MAYANGAN), make_member(OTHER_DISTRICT)
        said_after(desk, typed(CITY, KIND, "4 hours after"))
        said_after(desk, typed(MAYANGAN, KIND, "6 hours after"))
        for member in (here, below, elsewhere):
            due(member, ago=7 * HOUR)
        planner.run_once()
        assert [kinds_of(member) for member in (here, below, elsewhere)] == [
            [f"{KIND}.4h"],
            [f"{KIND}.6h"],
            [f"{KIND}.2h"],
        ]


def test_a_unit_goes_back_to_the_usual_rules(desk: Client) -> None:
    for unit, offset in ((MAYANGAN, HOUR), (MAYANGAN, 2 * HOUR), (KEDOPOK, HOUR)):
        make_rule(unit, offset)
    chosen = ReminderRule.objects.filter(unit=MAYANGAN, offset=HOUR)
    desk.post(LIST, {"action": "use_usual_rules", "_selected_action": [chosen.get().pk]})
    assert [rule.unit_id for rule in ReminderRule.objects.all()] == [KEDOPOK]


def test_rules_of_other_units_are_out_of_reach(client: Client) -> None:
    client.force_login(make_officer(Office.ROSTER_ADMIN, MAYANGAN))
    ours, theirs = make_rule(MAYANGAN, HOUR), make_rule(KEDOPOK, HOUR)
    page = client.get(LIST).content.decode()
    assert f"/{ours.pk}/change/" in page
    assert f"/{theirs.pk}/change/" not in page
    url = reverse("admin:notifications_reminderrule_change", args=[theirs.pk])
    assert client.get(url).status_code == client.post(url, typed()).status_code == 404
    for unit in (KEDOPOK, CITY):
        assert client.post(ADD, typed(unit)).status_code == 200, "not saved: no such choice"
    client.post(LIST, {"action": "use_usual_rules", "_selected_action": [theirs.pk]})
    assert ReminderRule.objects.count() == 2


def test_a_coordinator_sets_no_rules(client: Client, slamet: User) -> None:
    client.force_login(slamet)
    assert client.get(LIST, follow=True).status_code == 403
