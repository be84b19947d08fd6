"""Writes a backup: the database as one snapshot, the files its rows name, and apart from both the keys."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from senkom.operation import contents
from senkom.operation.programs import Programs, server_major
from senkom.operation.refusal import Refusal

FORMAT = 1
DUMP, MEDIA, MEDIA_LIST, MANIFEST, SUMS = "database.dump", "media.tar", "media.json", "manifest.json", "SHA256SUMS"
KEYS, KEYS_SENTENCE = "keys.json", "KEEP-ELSEWHERE.txt"
KEYS_OF = "-keys"
"""What is added to a backup's name for the folder of its keys."""
SENTENCE = """These keys open the NIKs in the backup of the same name.

Keep them elsewhere than the backup: on another machine, on paper in a safe, with another person.
Who has both can read every NIK. Who has lost them can read none, for ever; the rest of the backup stays readable.
"""


@dataclass(frozen=True)
class Backup:
    """A finished backup."""

    folder: Path
    keys: Path | None
    rows: int
    files: int
    missing: int
    size: int
    seconds: float


def write_backup(into: Path, keys_into: Path | None) -> Backup:
    """Write and check a backup under a temporary name, then give it its own. Raises Refusal; nothing half is left."""
    began = time.monotonic()
    name = f"senkom-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    final = into / name
    if final.exists():
        raise Refusal(f"{final} exists already. Wait a second, then try again.")
    into.mkdir(parents=True, exist_ok=True)
    half = into / f".half-{name}-{os.getpid()}"
    half.mkdir(mode=0o700)
    try:
        manifest = _fill(half)
        keys = _write_keys(keys_into / f"{name}{KEYS_OF}") if keys_into else None
        _settle(half)
        half.rename(final)
        _sync(into)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return Backup(
        folder=final,
        keys=keys,
        rows=sum(manifest["rows"].values()),
        files=manifest["files"],
        missing=len(manifest["missing"]),
        size=sum(path.stat().st_size for path in final.iterdir()),
        seconds=time.monotonic() - began,
    )


def _fill(folder: Path) -> dict[str, Any]:
    """Dump, copy, count and check, all of it as of one moment."""
    programs = Programs.for_major(server_major())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        dump = folder / DUMP
        programs.run("pg_dump", *_dump_options(snapshot), "--file", dump)
        files, missing = _copy_files(folder)
        manifest = {
            "format": FORMAT,
            "senkom": contents.version(),
            "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "postgresql": server_major(),
            "pg_dump": programs.major,
            "migrations": contents.applied_migrations(),
            "rows": contents.count_rows(),
            "files": files,
            "missing": missing,
            "proof": contents.seal_proof(),
        }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    _check_dump(programs, dump, manifest)
    _write_sums(folder)
    return manifest


def _dump_options(snapshot: str) -> list[str]:
    return ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]


def _copy_files(folder: Path) -> tuple[int, list[dict[str, str]]]:
    """Copy what rows name into one archive; gives how many, and what is named and not there."""
    found, missing = [], []
    with tarfile.open(folder / MEDIA, "w") as archive:
        for file in contents.named_files():
            try:
                entry = _add(archive, file)
            except FileNotFoundError:
                missing.append(asdict(file))
            else:
                found.append(asdict(file) | entry)
    (folder / MEDIA_LIST).write_text(json.dumps(found, indent=1))
    return len(found), missing


def _add(archive: tarfile.TarFile, file: contents.NamedFile) -> dict[str, Any]:
    member = f"{file.field}/{file.name}"
    with file.storage.open(file.name, "rb") as source:
        entry = tarfile.TarInfo(member)
        entry.size, entry.mode, entry.mtime = source.size, 0o600, time.time()
        sha256 = contents.digest(source)
        source.seek(0)
        archive.addfile(entry, source)
    return {"member": member, "size": entry.size, "sha256": sha256}


def _check_dump(programs: Programs, dump: Path, manifest: dict[str, Any]) -> None:
    """Read the whole dump again. Raises Refusal where a table is not in it."""
    listed = programs.run("pg_restore", "--list", dump)
    held = {line.split()[6] for line in listed.splitlines() if " TABLE DATA " in line}
    if absent := sorted(set(manifest["rows"]) - held):
        raise Refusal(f"The dump lacks the tables {', '.join(absent)}. It was not kept; is the disk full?")
    programs.run("pg_restore", "--file", os.devnull, dump)  # unpacks every row


def _write_sums(folder: Path) -> None:
    """The checksums, in the form that `sha256sum --check` reads."""
    (folder / SUMS).write_text("".join(f"{_sum(folder / name)}  {name}\n" for name in _sealed()))
    check_sums(folder)


def check_sums(folder: Path) -> None:
    """Compare every file with its checksum. Raises Refusal."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
        said = {name: found for found, _spaces, name in (line.partition("  ") for line in lines)}
        changed = [name for name in _sealed() if said.get(name) != _sum(folder / name)]
    except FileNotFoundError as error:
        raise Refusal(f"{folder} is no whole backup: {Path(error.filename).name} is missing.") from error
    if changed:
        raise Refusal(f"{', '.join(changed)} of {folder} was changed or is damaged. Take another backup.")


def _sealed() -> tuple[str, ...]:
    return DUMP, MEDIA, MEDIA_LIST, MANIFEST


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return contents.digest(file)


def _write_keys(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    path = folder / KEYS
    path.touch(mode=0o600)
    path.write_text(json.dumps(contents.keys_as_text(), indent=1))
    (folder / KEYS_SENTENCE).write_text(SENTENCE)
    _settle(folder)
    return path


def _settle(folder: Path) -> None:
    """Let nobody else read it, and have it on the disk before it counts."""
    for path in folder.iterdir():
        path.chmod(0o600)
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
