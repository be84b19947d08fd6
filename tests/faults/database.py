"""PostgreSQL: killed, cut off, full, deadlocked, locked."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from html import unescape

import psycopg
from django.db import connection

from incidents.models import IncidentReport
from patrols.models import Assignment
from patrols.states import LIVE
from tests.embedded.stack import wait_until
from tests.factories.members import MAYANGAN, make_unit
from tests.factories.patrols import make_duty
from tests.faults import oracle
from tests.faults.house import House
from tests.faults.people import NOBODY, Answer, Load, Visitor
from tests.faults.register import fault

CONNECTIONS_AT_MOST = 97  # of the application's role; three are the superuser's


@fault("F13", "PostgreSQL killed (immediate) and started again under load", fast=True)
def killed(house: House) -> str:
    with house.web() as web:
        load = Load(oracle.visitors(web))
        with load.pressing():
            wait_until(lambda: len(load.seen) > 40, "some load")
            down = time.monotonic()
            house.kill_postgres()
            up = time.monotonic()
            wait_until(lambda: load.number_since(up) > 60, "some load afterwards")
        assert not load.bad() or load.bad()[0].answered > down, "errors before anything was done"
        late = load.bad(up)
        assert not late, f"{len(late)} of {load.number_since(up)} requests failed after it was back"
        ours = {seen.answer.status for seen in load.bad()}
        assert ours <= {503}, f"answers {ours} while it was down"
        kept = oracle.reports_of(load)
    return f"{len(load.bad())} answers 503 in {up - down:.1f} s, 0 of {load.number_since(up)} afterwards; {kept}"


@fault("F15", "pg_terminate_backend on every connection of the site", fast=True, off="connection health checks")
def cut_off(house: House) -> str:
    with house.web() as web:
        people = oracle.visitors(web)
        for person in people * 4:
            assert person.get("/patrols/").good
        cut = house.sql(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = 'senkom'",
            database="postgres",
        )[0][0]
        statuses = [person.get("/patrols/").status for person in people * 4]
    connection.close()
    bad = [status for status in statuses if status != 200]
    assert not bad, f"{len(bad)} of {len(statuses)} requests failed after {cut} connections were cut"
    return f"{cut} connections cut; 0 of {len(statuses)} requests failed afterwards"


@fault("F16", "no connection left in PostgreSQL", fast=True, off="the page of the site (Django's own instead)")
def no_connection_left(house: House) -> str:
    connection.close()
    with house.web() as web:
        visitor = Visitor(web.address)
        with ExitStack() as stack:
            taken = all_connections(house, stack)
            answer = visitor.get("/r/tidak-ada/")
        back = visitor.get("/accounts/login/")
        visitor.sign_in("warga0")
        after = visitor.get("/")
    assert answer.status == 503, f"answer {answer.status}"
    assert answer.headers["Retry-After"] == "60", "no Retry-After"
    assert "Situs sedang tidak dapat dijangkau" in unescape(answer.text), "not our page"
    assert "Traceback" not in answer.text
    assert back.good, f"answer {back.status} with connections free again"
    assert after.good, f"answer {after.status} with connections free again"
    return f"{taken} connections taken: 503 with Retry-After 60 and our page; 200 as soon as they were free"


def all_connections(house: House, stack: ExitStack) -> int:
    """Take connections until there are no more."""
    for number in range(CONNECTIONS_AT_MOST + 10):
        try:
            stack.callback(house.connect().close)
        except psycopg.OperationalError:
            return number
    raise AssertionError("PostgreSQL never refused a connection")


@fault("F17", "two transactions take two locks in opposite order (a real deadlock)", fast=True, off="the second try")
def deadlock(house: House) -> str:
    unit = make_unit(MAYANGAN)
    duty = make_duty(unit, leader=False)
    user = oracle.users()[0]
    with house.web(SENKOM_LOCK_TIMEOUT="0") as web:  # the lock must not be given up before PostgreSQL looks at it
        visitor = oracle.visitors(web, number=1)[0]
        for _try in range(5):
            answer, was_victim = collide(house, visitor, duty.pk, user.member_id, f"/patrols/{duty.code}/sign-up/")
            if was_victim:
                break
    connection.close()
    assert was_victim, "PostgreSQL always chose the other one"
    assert answer.status == 302, f"the person saw {answer.status}"
    rows = Assignment.objects.filter(duty=duty, member=user.member_id, state__in=LIVE).count()
    assert rows == 1, f"{rows} places taken"
    return "PostgreSQL undid the page's transaction; the page ran again, 302, one place taken"


def collide(house: House, visitor: Visitor, duty: int, member: int, path: str) -> tuple[Answer, bool]:
    """Hold the member while the page holds the duty, then want the duty; whether the page was sent back."""
    with psycopg.connect(host=str(house.postgres.sockets), user="postgres", dbname="senkom") as other:
        other.execute("SET deadlock_timeout = '5s'")  # so that the page is the one to notice
        other.execute("SELECT 1 FROM members_member WHERE id = %s FOR UPDATE", [member])
        with ThreadPoolExecutor(1) as pool:
            pressed = pool.submit(visitor.post, path, role="member")
            wait_until(lambda: waiting_for_locks(house) > 0, "the page to wait")
            victim = not refused(other, duty)
            other.rollback()
            answer = pressed.result()
    return answer, victim


def refused(other: psycopg.Connection, duty: int) -> bool:
    """Whether PostgreSQL sent us back instead."""
    try:
        other.execute("SELECT 1 FROM patrols_duty WHERE id = %s FOR UPDATE", [duty])
    except psycopg.errors.DeadlockDetected:
        return True
    return False


def waiting_for_locks(house: House) -> int:
    """How many of the site's connections wait for a lock."""
    found = house.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'senkom'")
    return int(str(found[0][0]))


def deadlocks_in(house: House) -> int:
    """How often the site wrote of a collision."""
    return house.log.read_text(errors="replace").count("deadlock detected") if house.log.exists() else 0


@fault("F18", "LOCK TABLE members_member until further notice, eight people want a page", fast=True, off="lock_timeout")
def long_lock(house: House) -> str:
    with house.web(SENKOM_LOCK_TIMEOUT="2") as web:
        people = oracle.visitors(web, patience=15)
        with house.connect() as other:
            other.execute("LOCK TABLE members_member")
            begun = time.monotonic()
            with ThreadPoolExecutor(len(people)) as pool:
                answers = list(pool.map(lambda person: person.get("/patrols/"), people))
            took = time.monotonic() - begun
            pool_is_free = Visitor(web.address, patience=5).get("/healthz").status == 200
            other.rollback()
        after = [person.get("/patrols/").status for person in people]
    silent = sum(answer.status == NOBODY for answer in answers)
    assert not silent, f"{silent} of {len(people)} people had no answer after 15 s"
    assert {answer.status for answer in answers} == {503}, str({answer.status for answer in answers})
    assert all("Coba lagi sebentar lagi" in unescape(answer.text) for answer in answers), "not our sentence"
    assert {answer.headers["Retry-After"] for answer in answers} == {"5"}
    assert pool_is_free, "the web server was exhausted"
    assert set(after) == {200}, str(after)
    return f"8 answers 503 “Coba lagi sebentar lagi”, Retry-After 5, in {took:.1f} s (limit 2 s); then 8 answers 200"


@fault("F33", "the same form twice within 50 ms, and once more afterwards", fast=True, off="the code in the form")
def twice(house: House) -> str:
    with house.web() as web:
        visitors = oracle.visitors(web, number=1) * 2
        code = uuid.uuid4()
        codes = [uuid.uuid4(), uuid.uuid4()] if house.off else [code, code]
        before = IncidentReport.objects.count()
        gate = threading.Barrier(2)

        def press(pair: tuple[Visitor, uuid.UUID]) -> Answer:
            gate.wait(30)
            return pair[0].report(pair[1])

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(press, zip(visitors, codes, strict=True)))
        answers.append(visitors[0].report(codes[0]))
    rows = IncidentReport.objects.count() - before
    assert rows == 1, f"{rows} rows of one report"
    assert {answer.status for answer in answers} == {302}, str([answer.status for answer in answers])
    assert len({answer.headers["Location"] for answer in answers}) == 1, "the answers lead to different pages"
    return "one row; three times 302 to the same page"


@fault("F39", "a migration waits behind a long question", fast=True, off="lock_timeout")
def migration_waits(house: House) -> str:
    code = (
        "from django.db import connection; connection.cursor().execute('ALTER TABLE members_unit ADD COLUMN uji int')"
    )
    with house.web() as web:
        visitor = oracle.visitors(web, number=1, patience=40)[0]
        with (
            house.connect() as other,
            house.programs(["manage.py", "shell", "--command", code], SENKOM_LOCK_TIMEOUT="2") as (migration,),
        ):
            other.execute("SELECT count(*) FROM members_unit")
            begun = time.monotonic()
            wait_until(lambda: waiting_for_locks(house) > 0 or migration.poll() is not None, "the migration to wait")
            wait_at_most(10, lambda: migration.poll() is not None)
            ended, took = migration.poll(), time.monotonic() - begun
            answer = visitor.get("/patrols/") if ended is not None else Answer(NOBODY)
            other.rollback()
    house.sql("ALTER TABLE members_unit DROP COLUMN IF EXISTS uji")
    assert ended is not None, "it still waits after 10 s, and every page behind it"
    assert ended != 0, "it did not wait at all"
    assert answer.status == 200, f"a page behind it: {answer.status}"
    return f"stopped after {took:.1f} s, start included (limit 2 s), nothing changed; pages answer 200"


def wait_at_most(seconds: float, is_so: Callable[[], bool]) -> None:
    """Look for so long whether something comes about."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_so():
        time.sleep(0.05)
