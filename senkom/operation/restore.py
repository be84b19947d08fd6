"""Brings a backup back: looks at everything first, changes then, and believes only what it has counted."""

from __future__ import annotations

import json
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from senkom.embedded.environment import KEYS_IN
from senkom.embedded.place import Place
from senkom.embedded.postgres import Postgres
from senkom.operation import contents
from senkom.operation.backup import DUMP, FORMAT, KEYS, KEYS_OF, MANIFEST, MEDIA, MEDIA_LIST, check_sums
from senkom.operation.programs import Programs, server_major
from senkom.operation.refusal import Refusal

NIKS_READ = 100
NO_KEY = (
    "THE KEY IS MISSING. The keys here do not open the NIKs of this backup. Give those that were kept apart from it: "
    "--keys and their folder or file. If they are lost, so are the NIKs, for ever: --lost-keys brings back everything "
    "else, and the people must be asked for their NIK again."
)


@dataclass(frozen=True)
class Restored:
    """What a restore brought back."""

    rows: int
    tables: int
    files: int
    missing: int
    niks_read: int
    niks_lost: int
    keys_installed: bool
    keys_differ: bool
    seconds: float


@dataclass(frozen=True)
class Wish:
    """What the administrator asked for."""

    folder: Path
    keys: Path | None = None
    replace: bool = False
    lost_keys: bool = False

    @classmethod
    def of(cls, folder: Path, keys: Path | None, *, replace: bool, lost_keys: bool) -> Wish:
        """The wish with the file of the keys found, where a folder that holds this backup's keys was named."""
        folder = folder.resolve()
        if keys and keys.is_dir():
            own = keys / f"{folder.name}{KEYS_OF}"
            keys = (own if own.is_dir() else keys) / KEYS
        return cls(folder, keys, replace, lost_keys)


def restore(wish: Wish) -> Restored:
    """Restore a backup. Raises Refusal: before anything is changed, or because the result is not what was saved."""
    began = time.monotonic()
    manifest = read_manifest(wish.folder)
    check_version(manifest)
    keys_differ = use_keys(wish, manifest)
    check_target(wish)
    programs = Programs.for_major(max(server_major(), manifest["pg_dump"]))
    files = _bring_files(wish)
    _bring_rows(wish, programs)
    keys_installed = bool(wish.keys) and _install_keys(wish)
    _check_rows(manifest)
    _check_files(manifest)
    read, lost = contents.read_niks(NIKS_READ)
    if lost and not wish.lost_keys:
        raise Refusal(f"{lost} NIKs can't be read with these keys. {NO_KEY}")
    call_command("migrate", interactive=False, verbosity=0)
    return Restored(
        rows=sum(manifest["rows"].values()),
        tables=len(manifest["rows"]),
        files=files,
        missing=len(manifest["missing"]),
        niks_read=read,
        niks_lost=lost,
        keys_installed=keys_installed,
        keys_differ=keys_differ and not keys_installed,
        seconds=time.monotonic() - began,
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the backup says of itself, after all of it was compared with its checksums. Raises Refusal."""
    check_sums(folder)
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    if manifest["format"] != FORMAT:
        raise Refusal(f"This backup has format {manifest['format']}, this code reads {FORMAT}. Use the other release.")
    return manifest


def check_version(manifest: dict[str, Any]) -> None:
    """Raises Refusal where the backup knows migrations that this code does not."""
    if unknown := sorted(set(manifest["migrations"]) - contents.known_migrations()):
        raise Refusal(
            f"This backup was made by a newer Senkom ({manifest['senkom']}): here is no {', '.join(unknown[:3])}. "
            "Install that release or a newer one, then restore."
        )


def use_keys(wish: Wish, manifest: dict[str, Any]) -> bool:
    """Take the keys that were given; whether they are others than this server's. Raises Refusal where none opens."""
    own_opens = contents.opens(manifest["proof"])
    if wish.keys:
        settings.NIK_KEYS, settings.NIK_HASH_KEY = _read_keys(wish.keys)
        settings.NIK_KEYS_FILE = ""
    if not wish.lost_keys and not contents.opens(manifest["proof"]):
        raise Refusal(NO_KEY)
    return not own_opens


def _read_keys(path: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    try:
        texts = json.loads(path.read_text())
        return contents.keys_from_text(texts["SENKOM_NIK_KEYS"]), contents.keys_from_text(texts["SENKOM_NIK_HASH_KEY"])
    except (OSError, ValueError, KeyError) as error:
        raise Refusal(f"{path} holds no keys of a backup ({type(error).__name__}).") from error


def check_target(wish: Wish) -> None:
    """Raises Refusal where somebody uses the database, or where it holds something and nobody said to replace it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Refusal(
            f"The database is in use ({others} other connections). Stop the site, its workers and beat, then try again."
        )
    if contents.tables() and not wish.replace:
        raise Refusal(
            "The database is not empty. Restore into an empty one; or say --replace, which removes all that is in it. "
            "Nothing was changed."
        )


def _bring_files(wish: Wish) -> int:
    """Files first: a file without a row harms nobody."""
    entries = json.loads((wish.folder / MEDIA_LIST).read_text())
    with tarfile.open(wish.folder / MEDIA) as archive:
        for entry in entries:
            file = contents.NamedFile(entry["field"], entry["name"])
            source = archive.extractfile(entry["member"])
            if source is None:
                raise Refusal(f"{MEDIA} lacks {entry['member']}. Take another backup.")
            with source:
                _bring(file, source, entry["sha256"], replace=wish.replace)
    return len(entries)


def _bring(file: contents.NamedFile, source: IO[bytes], sha256: str, *, replace: bool) -> None:
    storage = file.storage
    if storage.exists(file.name):
        with storage.open(file.name, "rb") as present:
            if contents.digest(present) == sha256:
                return
        if not replace:
            raise Refusal(f"Another file lies at {file.name} already. Restore into an empty folder, or say --replace.")
        storage.delete(file.name)
    written = storage.save(file.name, File(source))
    with storage.open(written, "rb") as copy:
        if written != file.name or contents.digest(copy) != sha256:
            raise Refusal(f"{file.name} could not be written as it was. Is the disk full?")


def _bring_rows(wish: Wish, programs: Programs) -> None:
    """Everything in one transaction: all of the rows or none."""
    if wish.replace:
        _empty()
    connection.close()  # what pg_restore locks is ours alone
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
    programs.run("pg_restore", *options, "--dbname", connection.settings_dict["NAME"], wish.folder / DUMP)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def _empty() -> None:
    """Remove all tables and functions but those of extensions."""
    with connection.cursor() as cursor:
        for name in contents.tables():
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(name)))
        cursor.execute(
            "SELECT format('DROP ROUTINE IF EXISTS %I(%s) CASCADE', proname, pg_get_function_identity_arguments(oid)) "
            "FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
            "AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def _install_keys(wish: Wish) -> bool:
    """On the embedded database the keys lie beside it, so they are put there; a server of one's own has its own."""
    place = Place.from_environment()
    if connection.settings_dict["HOST"] != str(Postgres(place).sockets) or settings.PRODUCTION or wish.keys is None:
        return False
    target = place.file(KEYS_IN)
    if target.exists():
        target.replace(target.with_suffix(".before-restore"))
    target.touch(mode=0o600)
    target.write_text(wish.keys.read_text())
    return True


def _check_rows(manifest: dict[str, Any]) -> None:
    counted = contents.count_rows()
    if counted != manifest["rows"]:
        differs = [name for name in manifest["rows"] if counted.get(name) != manifest["rows"][name]]
        raise Refusal(f"The restored tables have other rows than were saved: {', '.join(differs)}. Don't use them.")


def _check_files(manifest: dict[str, Any]) -> None:
    known_missing = {(entry["field"], entry["name"]) for entry in manifest["missing"]}
    for file in contents.named_files():
        if (file.field, file.name) not in known_missing and not file.storage.exists(file.name):
            raise Refusal(f"A row names {file.name}, and it is not there. Don't use what was restored.")
