"""What a person sees while the database is busy, collides or is away; with real locks on real tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from members.models import User
from patrols.models import Assignment
from patrols.states import LIVE, SlotRole
from senkom.urls import handler400, handler403, handler404, handler500
from senkom.urls import urlpatterns as urls_of_the_site
from tests.factories.members import make_member, make_user
from tests.factories.patrols import make_duty

__all__ = ["handler400", "handler403", "handler404", "handler500"]

pytestmark = pytest.mark.django_db(transaction=True)


def upload(request: HttpRequest) -> HttpResponse:
    """A view that reads the file it was sent, and collides the first time."""
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    text = file.read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT collide()")
    return HttpResponse(text)


urlpatterns = [*urls_of_the_site, path("test/upload/", upload)]


@contextmanager
def somebody_else(sql: str) -> Iterator[None]:
    """Another connection in the middle of a transaction."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(sql.encode())
        yield
        other.rollback()


def impatient(milliseconds: int = 50) -> None:
    """The same limit, sooner reached: this thread's connection is the page's."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {milliseconds}")


@pytest.fixture
def collisions() -> Iterator[int]:
    """A function that lets PostgreSQL break a deadlock at its first so many calls (a sequence is never rolled back)."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE collided")
        cursor.execute(
            "CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('collided') <= 1 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF; "
            "RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER collides BEFORE INSERT ON patrols_assignment FOR EACH ROW EXECUTE FUNCTION collide()"
        )
        yield 1
        cursor.execute("DROP TRIGGER collides ON patrols_assignment")
        cursor.execute("DROP FUNCTION collide")
        cursor.execute("DROP SEQUENCE collided")


def test_the_limits_of_the_settings_reach_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == (f"{settings.LOCK_TIMEOUT}s", "0")


def test_who_waits_too_long_for_a_lock_gets_a_page_with_the_next_step(wiwik: User) -> None:
    duty = make_duty(wiwik.member.unit, leader=False)
    client = Client(raise_request_exception=False)
    client.force_login(wiwik)
    impatient()
    address = reverse("patrols:sign_up", args=[duty.code])
    with somebody_else("LOCK TABLE patrols_duty"):
        answer = client.post(address, {"role": SlotRole.MEMBER})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Coba lagi sebentar lagi" in unescape(answer.content.decode())
    assert not Assignment.objects.filter(member=wiwik.member).exists()
    assert client.post(address, {"role": SlotRole.MEMBER}).status_code == 302


def test_a_collision_is_tried_once_more_and_nobody_notices(wiwik: User, collisions: int, client: Client) -> None:
    duty = make_duty(wiwik.member.unit, leader=False)
    client.force_login(wiwik)
    answer = client.post(reverse("patrols:sign_up", args=[duty.code]), {"role": SlotRole.MEMBER})
    assert answer.status_code == 302
    assert Assignment.objects.filter(member=wiwik.member, state__in=LIVE).count() == 1


def test_who_collides_twice_is_asked_to_come_again(wiwik: User, collisions: int) -> None:
    duty = make_duty(wiwik.member.unit, leader=False)
    client = Client(raise_request_exception=False)
    client.force_login(wiwik)
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE collided MINVALUE -1 RESTART WITH 0")
    answer = client.post(reverse("patrols:sign_up", args=[duty.code]), {"role": SlotRole.MEMBER})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert not Assignment.objects.filter(member=wiwik.member).exists()


@pytest.mark.urls("tests.operation.test_patience")
def test_a_file_is_whole_when_its_form_is_tried_once_more(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE uploaded")
        cursor.execute(
            "CREATE FUNCTION collide() RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('uploaded') = 1 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; END $$"
        )
    try:
        answer = client.post("/test/upload/", {"file": SimpleUploadedFile("a.txt", b"seluruh isi")})
        assert answer.content == b"seluruh isi"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION collide")
            cursor.execute("DROP SEQUENCE uploaded")


def test_a_database_without_room_for_one_more_is_a_page_that_says_when_to_come_again(wiwik: User) -> None:
    """Where the connection itself is refused there is no account, no menu, and still a page."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user(make_member(wiwik.member.unit)))
    connection.close()
    database, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "tidak_ada"
    try:
        answer = client.get("/")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = database
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Situs sedang tidak dapat dijangkau" in unescape(answer.content.decode())
    assert client.get("/").status_code == 200
