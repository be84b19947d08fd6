"""Redis (Valkey here): emptied, gone, restarted, full. It only rings; nothing may hang on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.faults import oracle
from tests.faults.house import House
from tests.faults.people import Visitor
from tests.faults.register import fault

SESSIONS = "sessions in PostgreSQL (in Redis instead)"
BY_LOOP = ["-m", "tests.faults.loop"]


def broker(house: House) -> redis.Redis:
    """A connection to Valkey."""
    return redis.Redis(unix_socket_path=str(house.valkey.socket))


@contextmanager
def signed_in(house: House) -> Iterator[list[Visitor]]:
    """People on the site before the fault; afterwards all of them must still be signed in and able to write."""
    with house.web() as web:
        people = oracle.visitors(web, number=4)
        yield people


def still_served(people: list[Visitor]) -> str:
    """Pages open, reports are taken, nobody is asked to sign in again."""
    slowest = 0.0
    for person in people:
        begun = time.monotonic()
        page, report = person.get("/inbox/"), person.report()
        slowest = max(slowest, time.monotonic() - begun)
        assert page.status == 200, f"a page answers {page.status}" + (" (sign in again)" if page.status == 302 else "")
        assert report.status == 302, f"a report answers {report.status}"
        assert report.headers["Location"].startswith("/reports/"), "asked to sign in again"
    return f"{2 * len(people)} requests good, page and report together at most {slowest:.1f} s, nobody signed out"


@fault("F09", "Redis emptied (FLUSHALL) ten times while letters go out", off=SESSIONS)
def emptied(house: House) -> str:
    with signed_in(house) as people, house.programs(house.worker(), house.beat()):
        addresses = oracle.letters_due(20)
        with broker(house) as client:
            for _time in range(10):
                client.flushall()
                time.sleep(0.3)
        served = still_served(people)
        oracle.wait_until_sent(addresses, "all letters")
    return f"{oracle.letters_of(house, addresses)}; {served}"


@fault("F10", "Redis stopped, and stays away", fast=True, off=SESSIONS)
def gone(house: House) -> str:
    with signed_in(house) as people:
        house.valkey.stop()
        try:
            with house.programs(BY_LOOP):
                served = still_served(people)
                addresses = oracle.letters_due(10)
                oracle.wait_until_sent(addresses, "all letters, by the loop without Celery")
        finally:
            house.valkey.start()
    return f"{served}; {oracle.letters_of(house, addresses)}, by dispatch_messages"


@fault("F11", "Redis restarted five times, empty each time, under worker and beat")
def restarted(house: House) -> str:
    with house.programs(house.worker(), house.beat()):
        first = oracle.letters_due(5)
        oracle.wait_until_sent(first, "letters before")
        for _time in range(5):
            house.valkey.stop()
            time.sleep(0.5)
            house.valkey.start()
            time.sleep(1)
        back = time.monotonic()
        second = oracle.letters_due(5)
        oracle.wait_until_sent(second, "letters afterwards")
        took = time.monotonic() - back
    assert took < 30, f"the worker took {took:.0f} s to work again"
    return f"the same worker and beat sent {took:.1f} s after the last restart; {oracle.letters_of(house, second)}"


@fault("F12", "Redis full (maxmemory, noeviction)", off=SESSIONS)
def full(house: House) -> str:
    with signed_in(house) as people, broker(house) as client:
        client.config_set("maxmemory", "1")
        try:
            if house.off:
                people[0].sign_in("warga5")
            with house.programs(house.worker(), house.beat(), BY_LOOP):
                served = still_served(people)
                addresses = oracle.letters_due(10)
                oracle.wait_until_sent(addresses, "all letters")
        finally:
            client.config_set("maxmemory", "0")
    return f"{served}; {oracle.letters_of(house, addresses)}"
