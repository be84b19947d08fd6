"""A backup and the drill: into a second data directory, counted, read, looked into; and what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import random
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql

from members.models import Member, MemberPhoto
from senkom.embedded.keeper import SharedPostgres
from senkom.embedded.place import PROJECT, Place
from senkom.embedded.postgres import DATABASE, ROLE, Postgres
from senkom.operation import contents
from tests.embedded.stack import clean_environment
from tests.factories.incidents import make_incident_report
from tests.factories.members import make_member, make_user
from tests.factories.patrols import make_assignment, make_duty
from tests.factories.pictures import jpeg, upload
from tests.notifications.at_work import environment
from tests.plugins.servers import make_place

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 100


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Place]:
    """A second data directory, on which nothing was ever started."""
    place = make_place()
    yield place
    place.remove()


def a_chapter() -> dict[str, str]:
    """A hundred members with a NIK each, and some of what they do; gives the NIK of each by his code."""
    niks = {}
    for number in range(PEOPLE):
        nik = f"357401{random.randint(10**9, 10**10 - 1)}"
        member = make_member(nik=nik, nik_hash=f"uji-{number}")
        niks[str(member.code)] = nik
    make_assignment(make_duty(), Member.objects.order_by("pk")[0])
    make_incident_report()
    a_photo()
    return niks


def a_photo() -> MemberPhoto:
    """The photo that a member has sent."""
    user = make_user()
    client = Client()
    client.force_login(user)
    address = reverse("members:photo", args=[user.member.code])
    assert client.post(address, {"picture": upload(jpeg()), "consent": "on"}).status_code == 302
    return MemberPhoto.objects.get(member=user.member)


def files_of(place: Place) -> dict[str, str]:
    """Every file below a place's folder of files, with its sum."""
    media = place.data / "media"
    return {
        str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }


def manage(*words: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One command as an administrator gives it."""
    command = [sys.executable, "manage.py", *map(str, words)]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


def back_up(folder: Path, *options: str | Path) -> tuple[Path, Path]:
    """A backup of this server (one with a DATABASE_URL), and the file of its keys."""
    call_command("backup", str(folder), *map(str, options), stdout=StringIO())
    (backup,) = [path for path in folder.iterdir() if (path / "manifest.json").exists()]
    return backup, folder / f"{backup.name}-keys" / "keys.json"


@contextmanager
def opened(place: Place) -> Iterator[psycopg.Connection]:
    """The embedded database of a place."""
    with SharedPostgres(place).used():
        server = Postgres(place)
        with psycopg.connect(host=str(server.sockets), user=ROLE, dbname=DATABASE) as other:
            yield other


def rows_of(place: Place) -> dict[str, int]:
    """The rows of every table of an embedded database."""
    with opened(place) as other:
        names = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        return {name: other.execute(count.format(sql.Identifier(name))).fetchall()[0][0] for (name,) in names}


def niks_of(place: Place) -> dict[str, str]:
    """The NIK of each member, as the restored server reads it."""
    code = (
        "import json; from members.models import Member; "
        "print(json.dumps({str(m.code): m.nik for m in Member.objects.exclude(nik=None)}))"
    )
    done = manage("shell", "--verbosity", "0", "--command", code, env=clean_environment(place))
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


SHAPE = """
    SELECT 'constraint', conrelid::regclass::text, conname, contype::text || convalidated FROM pg_constraint
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'index', tablename, indexname, split_part(indexdef, ' ON ', 1)
        FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'column', table_name, column_name, data_type || is_nullable
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'function', '', proname, md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""


def shapes(place: Place) -> list[list[tuple[str, ...]]]:
    """What holds the rules (constraints, triggers, indexes, columns, functions): here, and in a place."""
    with psycopg.connect(**connection.get_connection_params()) as here, opened(place) as there:
        return [database.execute(SHAPE).fetchall() for database in (here, there)]


def secrets_in(keys: Path) -> list[str]:
    """What nobody may find anywhere but in the file of the keys."""
    return [text.split(":")[-1] for text in json.loads(keys.read_text()).values()]


def refusal_of(*words: str) -> str:
    """Why a command refuses, here and now."""
    with pytest.raises(CommandError) as refused:
        call_command(*words, stdout=StringIO())
    return str(refused.value)


def test_the_drill_everything_comes_back_in_a_second_data_directory(
    tmp_path: Path, second: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    niks, env = a_chapter(), clean_environment(second)
    apart = tmp_path / "apart"
    call_command("backup", str(tmp_path / "backups"), "--keys-into", str(apart), stdout=StringIO())
    (backup,) = (tmp_path / "backups").iterdir()
    keys = apart / f"{backup.name}-keys" / "keys.json"
    done = manage("restore", backup, "--keys", apart, env=env)
    assert done.returncode == 0, done.stderr
    with capsys.disabled():
        sys.stdout.write(f"\n    {done.stdout.splitlines()[0]}\n")
    assert not any(secret in done.stdout + done.stderr for secret in secrets_in(keys))
    assert rows_of(second) == contents.count_rows()
    assert niks_of(second) == niks
    assert files_of(second) == dict(MemberPhoto.objects.values_list("name", "sha256")) != {}
    ours, theirs = shapes(second)
    assert ours == theirs

    refused = manage("restore", backup, "--keys", keys, env=env)
    assert "The database is not empty" in refused.stderr
    assert rows_of(second) == contents.count_rows()
    again = manage("restore", backup, "--keys", keys, "--replace", env=env)
    assert again.returncode == 0, again.stderr
    assert rows_of(second) == contents.count_rows()
    ours, theirs = shapes(second)
    assert ours == theirs


def test_keys_lie_apart_for_their_owner_only_and_nothing_secret_is_printed(tmp_path: Path) -> None:
    a_chapter()
    done = manage("backup", tmp_path / "b", "--keys-into", tmp_path / "k", env=environment())
    (backup,), (keys,) = (tmp_path / "b").iterdir(), (tmp_path / "k").iterdir()
    assert stat.S_IMODE(keys.stat().st_mode) == stat.S_IMODE(backup.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (*keys.iterdir(), *backup.iterdir())} == {0o600}
    assert "Keep them elsewhere" in (keys / "KEEP-ELSEWHERE.txt").read_text()
    said = (done.stdout + done.stderr).encode() + b"".join(path.read_bytes() for path in backup.iterdir())
    assert not any(secret.encode() in said for secret in secrets_in(keys / "keys.json"))


def test_a_lost_key_is_said_loudly_before_anything_is_changed(tmp_path: Path, second: Place) -> None:
    a_chapter()
    backup, _keys = back_up(tmp_path)
    refused = manage("restore", backup, env=clean_environment(second))
    assert refused.returncode == 1
    assert "THE KEY IS MISSING" in refused.stderr
    assert rows_of(second) == {}
    done = manage("restore", backup, "--lost-keys", env=clean_environment(second))
    assert done.returncode == 0, done.stderr
    assert f"THE KEY IS LOST: of {PEOPLE} NIKs" in done.stderr
    assert rows_of(second) == contents.count_rows()


def test_a_database_in_use_is_left_alone(tmp_path: Path) -> None:
    a_chapter()
    backup, _keys = back_up(tmp_path)
    with psycopg.connect(**connection.get_connection_params()):
        assert "The database is in use" in refusal_of("restore", str(backup), "--replace")
    assert Member.objects.exclude(nik=None).count() == PEOPLE


@pytest.mark.parametrize("name", ["database.dump", "media.tar", "manifest.json"])
def test_a_damaged_backup_is_refused(tmp_path: Path, name: str) -> None:
    backup, _keys = back_up(tmp_path)
    content = bytearray((backup / name).read_bytes())
    content[len(content) // 2] ^= 1
    (backup / name).write_bytes(content)
    assert f"{name} of {backup} was changed or is damaged" in refusal_of("restore", str(backup))


def test_a_backup_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('members', '0999_x', now())")
    try:
        backup, _keys = back_up(tmp_path)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0999_x'")
    assert "made by a newer Senkom" in (said := refusal_of("restore", str(backup)))
    assert "members.0999_x" in said


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, ending in (("pg_dump", "exit 3"), ("pg_restore", "exit 0")):
        script = programs / name
        script.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 18.6" && exit 0\n{ending}\n')
        script.chmod(0o755)
    folder = tmp_path / "backups"
    monkeypatch.setenv("SENKOM_PG_BIN", str(programs))
    assert "pg_dump failed" in refusal_of("backup", str(folder))
    assert list(folder.iterdir()) == []


def test_without_programs_of_postgresql_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENKOM_PG_BIN", os.devnull)
    assert "Install postgresql-client-" in refusal_of("backup", str(tmp_path))


def test_a_file_that_is_missing_is_said_and_stands_in_no_ones_way(tmp_path: Path) -> None:
    photo, gone = a_photo(), a_photo()
    default_storage.delete(gone.name)
    said = StringIO()
    call_command("backup", str(tmp_path), stdout=StringIO(), stderr=said)
    assert "1 files are named by rows and not there" in said.getvalue()
    (backup,) = [path for path in tmp_path.iterdir() if (path / "manifest.json").exists()]
    held = json.loads((backup / "media.json").read_text())
    assert [file["name"] for file in held] == [photo.name]
    assert json.loads((backup / "manifest.json").read_text())["missing"] == [
        {"field": "members.MemberPhoto.name", "name": gone.name}
    ]
