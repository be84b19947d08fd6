"""What a server holds: rows, files, keys; counted the same way before and after."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField
from pghistory.models import Event
from psycopg import sql

from senkom.lib.crypto import UnreadableSecret, decrypt, encrypt, keyring
from senkom.lib.uploads.models import StoredFile

PROOF = "senkom"
"""Sealed into every backup: the key that opens it is the right one."""
BLOCK = 1 << 20


@dataclass(frozen=True)
class NamedFile:
    """A file that a row names, by a field of Django's or as a file of ours."""

    field: str
    name: str

    @property
    def storage(self) -> Storage:
        """Where files of this field lie."""
        label, _dot, name = self.field.rpartition(".")
        storage: Storage = getattr(apps.get_model(label)._meta.get_field(name), "storage", default_storage)
        return storage


def version() -> str:
    """The version of this code."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def tables() -> list[str]:
    """All tables of the application's schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def count_rows() -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            counts[name] = cursor.fetchone()[0]
    return counts


def applied_migrations() -> list[str]:
    """The migrations that the database has seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def known_migrations() -> set[str]:
    """The migrations that this code has."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def named_files() -> Iterator[NamedFile]:
    """Every file that a row names; the record of old rows is not asked, for its files may be gone by right."""
    for model in apps.get_models():
        if model._meta.proxy or issubclass(model, Event):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, FileField) or (issubclass(model, StoredFile) and field.name == "name"):
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                label = f"{model._meta.label}.{field.name}"
                for name in rows.order_by(field.name).values_list(field.name, flat=True).distinct():
                    yield NamedFile(label, name)


def digest(file: IO[bytes], copy: IO[bytes] | None = None) -> str:
    """The SHA-256 of what is left of a file, copied on the way where somebody wants it."""
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
        if copy:
            copy.write(block)
    return found.hexdigest()


def keys_as_text() -> dict[str, str]:
    """The keys of this server, written as its environment writes them."""
    return {
        "SENKOM_SECRET_KEY": settings.SECRET_KEY,
        "SENKOM_NIK_KEYS": _as_text(keyring()),
        "SENKOM_NIK_HASH_KEY": _as_text(settings.NIK_HASH_KEY),
        **({"SENKOM_PUSH_KEY": _as_text({"p1": settings.PUSH_KEY})} if settings.PUSH_KEY else {}),
    }


def _as_text(keys: dict[str, bytes]) -> str:
    return ",".join(f"{label}:{base64.b64encode(key).decode()}" for label, key in keys.items())


def keys_from_text(text: str) -> dict[str, bytes]:
    """Keys as `keys_as_text` wrote them. Raises ValueError."""
    pairs = [part.partition(":") for part in text.split(",")]
    return {label: base64.b64decode(key, validate=True) for label, _colon, key in pairs}


def seal_proof() -> str:
    """A word that only today's key opens."""
    return encrypt(PROOF)


def opens(proof: str) -> bool:
    """Whether the keys of this process open the proof of a backup."""
    try:
        return decrypt(proof) == PROOF
    except UnreadableSecret:
        return False


def read_niks(of_each_key: int) -> tuple[int, int]:
    """Read so many NIKs under each key that was ever used; gives how many could be read, and how many not."""
    read = unreadable = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nik FROM (SELECT nik, row_number() OVER (PARTITION BY split_part(nik, ':', 1) ORDER BY random()) "
            "AS place FROM members_member WHERE nik IS NOT NULL) AS chosen WHERE place <= %s",
            [of_each_key],
        )
        for (sealed,) in cursor.fetchall():
            try:
                decrypt(sealed)
                read += 1
            except UnreadableSecret:
                unreadable += 1
    return read, unreadable
