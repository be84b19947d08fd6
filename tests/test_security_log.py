"""The security log: one line for each thing that matters, nothing personal in any line, and no forged lines (I42)."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, Unit, User
from members.states import MemberState, Office
from senkom.lib import logs
from tests.access import tables
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, PASSWORD, make_member, make_officer, make_user
from tests.members.second_factor import begin, recovery_codes, second_step, set_up_app
from tests.test_access import World, body

pytestmark = pytest.mark.django_db(transaction=True)
Lines = Callable[[], list[dict[str, Any]]]
NIK, PHONE, EMAIL = "3574030403789001", "+6287012345678", "kenariwati@contoh.example"
NAME, TYPED = "Kenariwati Sukmaningrum", "perahu tiga warna"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What a production server prints, from INFO up."""
    cache.clear()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.json_lines())
    handler.addFilter(logs.WithoutTokens())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def lines(stream: io.StringIO) -> Lines:
    """The lines of the security log since the last look."""

    def read() -> list[dict[str, Any]]:
        found = [json.loads(line) for line in stream.getvalue().splitlines()]
        stream.seek(0)
        stream.truncate()
        return [line for line in found if line["logger"] == logs.SECURITY]

    return read


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def events(lines: Lines) -> list[str]:
    return [line["event"] for line in lines()]


def test_a_refusal_is_one_line_with_who_where_and_what_but_not_with_what_was_asked(
    lines: Lines, slamet: User, wiwik: User
) -> None:
    foreign = make_member(KEDOPOK)
    client, other = browser_of(slamet), browser_of(wiwik)
    lines()
    refused: list[tuple[Client, User, str, str, str, int]] = [
        (client, slamet, "get", reverse("members:detail", args=[foreign.code]), "members:detail", 404),
        (client, slamet, "get", reverse("members:nik", args=[wiwik.member.code]), "members:nik", 403),
        (other, wiwik, "get", "/members/", "members:list", 403),
        (other, wiwik, "post", "/members/", "members:list", 405),
        (other, wiwik, "get", "/?q=%00", "pages:home", 400),
        (other, wiwik, "get", "/theme/", "pages:theme", 405),
    ]
    fields = {"event", "status", "url", "user", "unit", "request", "source", "method", "at", "level", "logger"}
    for browser, user, method, address, name, status in refused:
        answer = getattr(browser, method)(address)
        (line,) = lines()
        assert (answer.status_code, line["event"], line["status"]) == (status, "refused", status), address
        assert (line["url"], line["user"], line["unit"]) == (name, user.pk, user.member.unit_id)
        assert line["request"] == answer["X-Request-ID"]
        assert set(line) == fields


def test_people_at_work_and_addresses_that_are_none_of_ours_are_no_lines(lines: Lines, slamet: User) -> None:
    client = browser_of(slamet)
    lines()
    assert client.get("/wp-login.php").status_code == 404
    assert client.post(reverse("members:nik", args=[slamet.member.code])).status_code in (403, 422)
    lines()
    assert client.post("/members/new/", {"full_name": "x"}).status_code == 422
    assert client.get("/members/").status_code == 200
    assert lines() == []


def test_signing_in_and_out_and_every_wrong_try_are_lines(lines: Lines, wiwik: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "wiwik", "password": "salah-sama-sekali"})
    client.post("/accounts/login/", {"login": "tidak.ada", "password": "salah-sama-sekali"})
    client.post("/accounts/login/", {"login": "wiwik", "password": PASSWORD})
    client.post("/accounts/logout/")
    found = lines()
    assert [line["event"] for line in found] == ["sign_in_failed", "sign_in_failed", "sign_in", "sign_out"]
    assert [line.get("subject") for line in found[:2]] == [str(wiwik.member.code), None]
    assert found[2]["user"] == found[3]["user"] == wiwik.pk
    assert len({line["source"] for line in found}) == 1
    for _try in range(5):
        client.post("/accounts/login/", {"login": "wiwik", "password": "salah-sama-sekali"})
    lines()
    assert client.post("/accounts/login/", {"login": "wiwik", "password": PASSWORD}).status_code == 429
    assert [(line["event"], line["status"]) for line in lines()] == [("refused", 429)]


def test_changes_of_the_second_factor_and_the_password_are_lines(lines: Lines, slamet: User, endah: User) -> None:
    client = browser_of(slamet)
    lines()
    set_up_app(client)
    assert events(lines) == ["second_factor_added"] * 2
    client.post("/accounts/logout/")
    slamet.refresh_from_db()
    begin(client, slamet)
    lines()
    second_step(client, "000000")
    assert events(lines) == ["second_factor_failed"]
    second_step(client, recovery_codes(slamet)[0])
    assert events(lines) == ["sign_in"]
    typed = {"old_password": PASSWORD, "new_password1": TYPED, "new_password2": TYPED}
    assert client.post("/accounts/password/", typed).status_code == 302
    assert "password_changed" in events(lines)
    desk = browser_of(endah)
    lines()
    desk.post(reverse("members:second_factor", args=[slamet.member.code]), {"reason": TYPED})
    (line,) = lines()
    expected = ("second_factor_reset", endah.pk, str(slamet.member.code))
    assert (line["event"], line["user"], line["subject"]) == expected


def test_opening_closed_data_and_every_change_of_rights_is_a_line(
    lines: Lines, mayangan: Unit, endah: User, slamet: User, bambang: User
) -> None:
    member = make_member(mayangan)
    services.set_nik(member, NIK, by=endah)
    above = make_officer(Office.CHAIR, "0.35.")
    desk, chair = browser_of(endah), browser_of(bambang)
    lines()
    desk.post(reverse("members:read_nik", args=[member.code]), {"reason": TYPED})
    desk.post(reverse("members:emergency", args=[member.code]), {"reason": TYPED})
    desk.post(reverse("members:sign_in_link", args=[member.code]), {"sent": "yes"})
    begins = {"unit": MAYANGAN, "office": Office.TREASURER, "begins": "2026-01-01"}
    assert chair.post(reverse("members:appoint", args=[member.code]), begins).status_code == 302
    held = member.appointments.get()
    assert chair.post(reverse("members:end_office", args=[held.code]), {"sent": "yes"}).status_code == 302
    found = lines()
    names = ["nik_read", "closed_data_read", "sign_in_link_made", "rights_begin", "rights_end"]
    assert [line["event"] for line in found] == names
    assert {line["subject"] for line in found} == {str(member.code)}
    assert [line["user"] for line in found] == [endah.pk] * 3 + [bambang.pk] * 2
    assert [line["what"] for line in found[3:]] == ["treasurer"] * 2
    services.confirm_proposal(services.propose_suspension(member, by=bambang, reason=TYPED), by=above)
    services.lift_suspension(member, by=above)
    services.record_resignation(member, by=slamet, reason=TYPED)
    assert [line["what"] for line in lines()] == ["suspended", "active", "resigned"]


def test_what_is_rolled_back_is_no_line(lines: Lines, slamet: User) -> None:
    with transaction.atomic():
        services.make_sign_in_link(make_member(MAYANGAN), by=slamet)
        transaction.set_rollback(True)
    assert lines() == []


def test_i42_nobody_writes_a_line_of_his_own(stream: io.StringIO, wiwik: User) -> None:
    forged = '\r\n{"event": "sign_in", "user": 1}\x1b[2J\u202e'
    logging.getLogger("notifications").error("a word from outside: %s", forged)
    Client().post("/accounts/login/", {"login": forged, "password": forged})
    Client().get("/", headers={"user-agent": "x\x1b[31m", "x-request-id": "satu\x1b[31m" * 3})
    written = stream.getvalue()
    assert [json.loads(line)["event"][:10] for line in written.splitlines()] == ["a word fro", "sign_in_fa"]
    assert all(sign == "\n" or 32 <= ord(sign) < 127 for sign in written)
    record = logging.LogRecord("notifications", logging.ERROR, "", 0, "%s", (forged,), None)
    shown = logs.readable().format(record)
    assert "\n" not in shown
    assert "\x1b" not in shown


def test_the_proxy_s_number_of_a_request_is_taken_over_and_nobody_else_s(settings: Any, client: Client) -> None:
    given = {"x-request-id": "nginx-0123456789abcdef"}
    assert client.get("/healthz", headers=given)["X-Request-ID"] != given["x-request-id"]
    settings.BEHIND_PROXY = True
    assert client.get("/healthz", headers=given)["X-Request-ID"] == given["x-request-id"]
    assert len(client.get("/healthz", headers={"x-request-id": "a b\r\nc"})["X-Request-ID"]) == 16


@pytest.mark.urls("tests.broken_urls")
def test_an_error_says_its_kind_and_place_and_not_its_text(stream: io.StringIO, planted: Member, slamet: User) -> None:
    client = browser_of(slamet)
    assert client.get("/test/leaking/", {"q": TYPED}).status_code == 500
    (line,) = [line for line in map(json.loads, stream.getvalue().splitlines()) if "error" in line]
    assert line["error"][:2] == ["ValueError", "IntegrityError"]
    assert line["where"][-1].startswith("tests/broken_urls.py:")
    assert line["level"] == "error"
    assert line["user"] == slamet.pk
    assert_nothing_personal(stream.getvalue(), planted)


@pytest.fixture
def planted(mayangan: Unit) -> Member:
    """Somebody whose every detail can be looked for."""
    desk = make_officer(Office.ROSTER_ADMIN, CITY)
    texts = dict.fromkeys(("occupation", "skills", "address", "emergency_contact"), NAME)
    member = make_member(MAYANGAN, full_name=NAME, phone=PHONE, email=EMAIL, **texts)
    services.set_nik(member, NIK, by=desk)
    make_user(member, username="kenariwati")
    return member


def assert_nothing_personal(written: str, member: Member, *tokens: str) -> None:
    for secret in (*NAME.split(), NIK, NIK[:6], PHONE[3:], EMAIL, "kenariwati", TYPED, *tokens, PASSWORD):
        assert secret.casefold() not in written.casefold(), secret


def test_nothing_personal_is_in_any_line_of_a_walk_over_every_page(stream: io.StringIO, planted: Member) -> None:
    world = World()
    token = services.make_sign_in_link(planted, by=make_officer(Office.ROSTER_ADMIN, CITY)).path.split("/")[2]
    for client in (world.client("roster"), world.client("coordinator"), Client(raise_request_exception=False)):
        walk(client, world, planted, token)
    stranger = Client(raise_request_exception=False)
    for login in (PHONE, EMAIL, planted.member_number, NAME, NIK):
        stranger.post("/accounts/login/", {"login": login, "password": TYPED})
    stranger.post(f"/r/{token}/")
    stranger.post(f"/r/{token}/x/")
    written = stream.getvalue()
    assert written.count("\n") > 100
    assert_nothing_personal(written, planted, token)


def walk(client: Client, world: World, member: Member, token: str) -> None:
    """Ask every page about the person, and send everything about the person to every page."""
    about = {"q": NAME, "full_name": NAME, "nik": NIK, "phone": PHONE, "email": EMAIL, "reason": TYPED, "text": TYPED}
    own = [("members:detail", member.code), ("members:nik", member.code), ("members:read_nik", member.code)]
    asked = [reverse(name, args=[code]) for name, code in own] + [f"/r/{token}/", f"/members/{NAME}/"]
    for page in [page for pages in tables().values() for page in pages]:
        args = world.rows_for(page.kind)["own"]
        asked.append(reverse(page.name, args=args if isinstance(args, tuple) else (args,)))
    for address in asked:
        body(client.get(address, about))  # to its end: a photo is an open file until then
        if "logout" not in address and token not in address:
            client.post(address, about)


def test_a_term_that_begins_later_and_one_that_the_clock_ends_need_no_line_of_their_own(lines: Lines) -> None:
    """What a term says stands in the line of the appointment: rights turn by the date, nobody does anything then."""
    member, chair = make_member(MAYANGAN, state=MemberState.ACTIVE), make_officer(Office.CHAIR, CITY)
    unit = Unit.objects.get(pk=MAYANGAN)
    day = unit.today() + timedelta(days=3)
    services.appoint(member, unit, Office.TREASURER, begins=day, ends=None, by=chair)
    (line,) = lines()
    assert (line["event"], line["unit"]) == ("rights_begin", MAYANGAN)
