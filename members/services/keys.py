"""Keys of what lies encrypted: bringing it under the newest one, and refusing to serve where one is lost."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F, Func, Value

from members.models import Member
from members.models.people import NIK_KEY
from senkom.lib.crypto import (
    UnreadableSecret,
    active_key,
    decrypt,
    encrypt,
    key_of,
    keyed_hash,
    keyring,
)
from senkom.lib.logs import Event, note

BATCH = 100
SECRETS = ("secret", "seed")
"""What is encrypted of a second factor: the app's key, the seed of the recovery codes."""


def nik_rows() -> Any:
    """People with a NIK, each with the name of the key it lies under; the NIK itself is not opened."""
    return Member.objects.order_by("pk").filter(nik__isnull=False).annotate(nik_key=NIK_KEY)


def rotate(batch: int = BATCH) -> Generator[int]:
    """Bring every NIK and every secret of a second factor under the newest key; says after each batch how many.

    Each batch is one transaction that locks its rows only, and skips those somebody is changing until the end: the
    site goes on meanwhile. Whatever was done stays done, so it can be stopped and started again.
    """
    done = 0
    for skip_locked in (True, False):
        for label in old_keys():
            last = 0
            while found := _rotate_some(label, last, batch, skip_locked=skip_locked):
                done, last = done + len(found), found[-1].pk
                yield done
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        done += _rotate_factor(pk)
    note(Event.KEYS_ROTATED, what=active_key(), count=done)
    yield done


def old_keys() -> list[str]:
    """The names of keys, other than the newest, under which NIKs still lie."""
    return sorted(set(nik_rows().order_by().values_list("nik_key", flat=True).distinct()) - {active_key()})


@transaction.atomic
def _rotate_some(label: str, after: int, batch: int, *, skip_locked: bool) -> list[Member]:
    rows = nik_rows().filter(nik_key=label, pk__gt=after).only("pk", "nik")
    found = list(rows.select_for_update(no_key=True, of=("self",), skip_locked=skip_locked)[:batch])
    Member.objects.bulk_update(found, ["nik"])  # the field encrypts what it is given
    return found


@transaction.atomic
def _rotate_factor(pk: int) -> int:
    row = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
    old = [name for name in SECRETS if row and row.data.get(name) and key_of(row.data[name]) != active_key()]
    for name in old:
        row.data[name] = encrypt(decrypt(row.data[name]))
    if old:
        row.save(update_fields=["data"])
    return bool(old)


def rehash(batch: int = BATCH) -> Generator[int]:
    """Find every NIK by the present hash key again, after that key was changed; with the site stopped."""
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = Member.objects.order_by("pk").filter(nik__isnull=False, pk__gt=last)
            found = list(rows.select_for_update(no_key=True, of=("self",)).only("pk", "nik", "nik_hash")[:batch])
            for row in found:
                row.nik_hash = keyed_hash(str(row.nik))
            Member.objects.bulk_update(found, ["nik_hash"])
        if not found:
            return
        done, last = done + len(found), found[-1].pk
        yield done


def refuse_lost_keys() -> None:
    """Raises ImproperlyConfigured, in words, where what is stored can't be opened by the keys of this server."""
    for label in [*old_keys(), active_key()]:
        if label not in keyring():
            raise ImproperlyConfigured(
                f"NIKs are stored under the key {label!r}, which is not in SENKOM_NIK_KEYS. Put that key back beside "
                "the others (docs/security.md, Keys); until then nothing is served."
            )
        _refuse_other_key(label)


def _refuse_other_key(label: str) -> None:
    row = nik_rows().filter(nik_key=label).annotate(stored=_as_stored()).values("stored", "nik_hash").first()
    if row is None:
        return
    try:
        nik = decrypt(str(row["stored"]))
    except UnreadableSecret as error:
        raise ImproperlyConfigured(
            f"The key {label!r} in SENKOM_NIK_KEYS is not the one under which NIKs are stored. Put the right one back "
            "(docs/security.md, Keys); until then nothing is served."
        ) from error
    if row["nik_hash"] != keyed_hash(nik):
        raise ImproperlyConfigured(
            "SENKOM_NIK_HASH_KEY is not the one by which NIKs are found. Put it back, or run "
            "'manage.py rotate_nik_keys --hashes' once; until then nothing is served."
        )


def _as_stored() -> Any:
    """The column as it lies there, not opened by its field."""
    return Func(F("nik"), Value(""), function="concat", output_field=NIK_KEY.output_field)
