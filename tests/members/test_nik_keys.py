"""Keys of the NIK: changed while the site runs (F43), lost (F41), and kept in a file of their own."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Member, User
from members.services.keys import refuse_lost_keys
from senkom.embedded.place import PROJECT
from senkom.lib import logs
from senkom.lib.crypto import keyed_hash
from senkom.lib.keys import KeysUnreadable, parse_keys
from tests.factories.members import MAYANGAN, make_member
from tests.members.second_factor import begin, code_at, give_app, is_in, recovery_codes, second_step

pytestmark = pytest.mark.django_db(transaction=True)
NIK = "3574030403789001"


def make_key(label: str) -> str:
    """A key as an administrator writes it."""
    return f"{label}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


K1, K2 = make_key("k1"), make_key("k2")


@pytest.fixture
def key_file(tmp_path: Path, settings: Any) -> Path:
    """A file with one key, which the site follows."""
    path = tmp_path / "nik.keys"
    path.write_text(f"# the keys of the NIK\n{K1}\n")
    settings.NIK_KEYS_FILE = str(path)
    return path


def put(path: Path, *keys: str) -> None:
    """Write the file as an administrator should: the whole of it at once."""
    other = path.with_suffix(".new")
    other.write_text("\n".join(keys) + "\n")
    other.rename(path)


def stored(column: str = "nik") -> list[str]:
    """What lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM members_member WHERE nik IS NOT NULL ORDER BY id")  # noqa: S608
        return [value for (value,) in cursor.fetchall()]


def keys_in_use() -> set[str]:
    return {value.partition(":")[0] for value in stored()}


def give_niks(number: int, by: User) -> list[Member]:
    """People with a NIK each."""
    people = [make_member(MAYANGAN) for _person in range(number)]
    for place, person in enumerate(people):
        services.set_nik(person, nik_of(place), by=by)
    return people


def nik_of(place: int) -> str:
    return f"357403040378{place + 1:04d}"


CHANGING = 30
"""How many people get another NIK again and again while the keys change."""


class Busy:
    """Threads that do something again and again until told to stop, and keep what went wrong."""

    def __init__(self, *works: Callable[[], object]) -> None:
        self.stop, self.rounds, self.problems = threading.Event(), 0, list[str]()
        self.threads = [threading.Thread(target=self._work, args=[work]) for work in works]

    def __enter__(self) -> Busy:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _work(self, work: Callable[[], object]) -> None:
        while not self.stop.is_set():
            try:
                work()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                self.problems.append(repr(error))
            self.rounds += 1
        connections.close_all()


def test_f43_a_hundred_niks_come_under_a_new_key_while_people_read_and_write(
    key_file: Path, endah: User, capsys: Any
) -> None:
    people = give_niks(100, endah)
    assert keys_in_use() == {"k1"}

    latest: dict[int, str] = {}

    def read() -> None:
        found = list(Member.objects.filter(nik__isnull=False).order_by("pk").values_list("nik", flat=True))
        assert found[CHANGING:] == expected[CHANGING:]

    def write() -> None:
        place = secrets.randbelow(CHANGING)
        latest[place] = nik_of(place + secrets.choice([0, 1000]))
        services.set_nik(people[place], latest[place], by=endah)

    def look() -> None:
        desk = Client()
        desk.force_login(endah)
        page = desk.post(reverse("members:read_nik", args=[people[70].code]), {"reason": "laporan ke Polres"})
        assert nik_of(70) in page.content.decode()

    expected = [nik_of(place) for place in range(100)]
    with Busy(read, read, write, look) as busy:
        put(key_file, K2, K1)
        call_command("rotate_nik_keys", "--batch", "7")
    assert busy.problems == []
    assert busy.rounds > 10
    assert keys_in_use() == {"k2"}
    said = capsys.readouterr().out
    assert "7 done; 100 people have a NIK." in said
    assert "Every NIK is under the key 'k2'" in said
    put(key_file, K2)
    read()
    assert {place: Member.objects.get(pk=people[place].pk).nik for place in latest} == latest
    call_command("rotate_nik_keys")
    assert "0 were changed" in capsys.readouterr().out


def test_it_can_be_stopped_in_the_middle_and_started_again(key_file: Path, endah: User) -> None:
    give_niks(9, endah)
    put(key_file, K2, K1)
    steps = services.keys.rotate(4)
    assert next(steps) == 4
    steps.close()
    assert keys_in_use() == {"k1", "k2"}
    call_command("rotate_nik_keys")
    assert keys_in_use() == {"k2"}


def test_second_factors_come_under_the_new_key_too(client: Client, key_file: Path, slamet: User) -> None:
    cache.clear()
    secret = give_app(slamet)
    codes = recovery_codes(slamet)
    put(key_file, K2, K1)
    call_command("rotate_nik_keys")
    put(key_file, K2)
    assert str(list(Authenticator.objects.values_list("data", flat=True))).count("'k2:") == 2
    begin(client, slamet)
    assert second_step(client, code_at(secret)) == 302
    assert is_in(client)
    assert recovery_codes(slamet) == codes


def test_who_locks_a_row_meanwhile_is_waited_for_at_the_end(key_file: Path, endah: User) -> None:
    people = give_niks(3, endah)
    put(key_file, K2, K1)
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=people[0].pk)
            held.set()
            go.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    steps = services.keys.rotate(10)
    assert next(steps) == 2
    go.set()
    assert list(steps)[-1] == 3
    holder.join()
    assert keys_in_use() == {"k2"}


def test_a_server_that_does_not_know_the_new_key_yet_is_named(key_file: Path, endah: User, monkeypatch: Any) -> None:
    give_niks(2, endah)
    put(key_file, K2, K1)

    def late(*args: Any, **kwargs: Any) -> None:  # what another server writes just before the end
        put(key_file, K1, K2)
        services.set_nik(Member.objects.filter(nik__isnull=False)[0], nik_of(0), by=endah)
        put(key_file, K2, K1)
        logs.note(*args, **kwargs)

    monkeypatch.setattr("members.services.keys.note", late)
    with pytest.raises(CommandError, match="Restart it"):
        call_command("rotate_nik_keys")


def test_another_hash_key_finds_every_nik_again_after_the_command(key_file: Path, endah: User, settings: Any) -> None:
    person, *_others = give_niks(5, endah)
    settings.NIK_HASH_KEY = parse_keys(make_key("h2"), "test")
    with pytest.raises(ImproperlyConfigured, match="SENKOM_NIK_HASH_KEY"):
        refuse_lost_keys()
    call_command("rotate_nik_keys", "--hashes")
    refuse_lost_keys()
    assert stored("nik_hash") == [keyed_hash(nik_of(place)) for place in range(5)]
    with pytest.raises(Exception, match="NIK ini"):
        services.set_nik(make_member(MAYANGAN), nik_of(0), by=endah)
    assert Member.objects.get(pk=person.pk).nik == nik_of(0)


LOST = [
    (make_key("k9"), "'k1'"),
    (make_key("k1"), "is not the one"),
]


@pytest.mark.parametrize(("written", "sentence"), LOST, ids=["not there", "another one"])
def test_f41_a_lost_key_is_said_loudly_and_no_page_shows_what_lies_stored(
    key_file: Path, endah: User, written: str, sentence: str
) -> None:
    (person,) = give_niks(1, endah)
    desk = Client(raise_request_exception=False)
    desk.force_login(endah)
    put(key_file, written)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        refuse_lost_keys()
    for address in (reverse("members:detail", args=[person.code]), reverse("members:read_nik", args=[person.code])):
        for page in (desk.get(address), desk.post(address, {"reason": "x"})):
            assert page.status_code in (405, 500)
            assert "k1:" not in page.content.decode()
            assert stored()[0][3:20] not in page.content.decode()


@pytest.mark.parametrize("program", ["web", "worker"])
def test_f41_a_server_does_not_start_without_the_key(key_file: Path, endah: User, program: str) -> None:
    give_niks(1, endah)
    command = {
        "web": [sys.executable, "-c", "import senkom.wsgi"],
        "worker": [
            sys.executable,
            "-c",
            "from senkom.celery import check_keys; import django; django.setup(); check_keys()",
        ],
    }[program]
    assert start(command, K1).returncode == 0
    refused = start(command, K2)
    assert refused.returncode == 1
    assert "NIKs are stored under the key 'k1', which is not in SENKOM_NIK_KEYS. Put that key back" in refused.stderr


def start(command: list[str], key: str) -> subprocess.CompletedProcess[str]:
    """Start a program of the server on the test's database."""
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    hash_key = os.environ["SENKOM_NIK_HASH_KEY"]
    environment = os.environ | {"DATABASE_URL": database, "SENKOM_NIK_KEYS": key, "SENKOM_NIK_HASH_KEY": hash_key}
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_file_that_is_being_written_changes_nothing_until_it_is_right(key_file: Path, endah: User) -> None:
    (person,) = give_niks(1, endah)
    key_file.write_text("k2:halfwritt")
    assert Member.objects.get(pk=person.pk).nik == nik_of(0)
    key_file.unlink()
    assert Member.objects.get(pk=person.pk).nik == nik_of(0)
    put(key_file, K2, K1)
    services.set_nik(person, nik_of(1), by=endah)
    assert keys_in_use() == {"k2"}


@pytest.mark.parametrize("written", ["", "# nothing\n", "k1", "k1:short", "{key},{key}", "a b:{value}", ":{value}"])
def test_what_is_no_list_of_keys_stops_the_start_with_a_sentence(written: str) -> None:
    with pytest.raises(KeysUnreadable, match="the file"):
        parse_keys(written.format(key=K1, value=K1[3:]), "the file")


@pytest.fixture(autouse=True)
def threads_are_gone() -> Iterator[None]:
    yield
    assert threading.active_count() < 10
