"""Rows of files, and the one way to write both together."""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
F = TypeVar("F", bound="StoredFile")
M = TypeVar("M", bound=models.Model)


class Content(Protocol):
    """What is kept of a file that somebody sent: see `pictures` and `papers`."""

    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def sha256(self) -> str: ...


class StoredFileQuerySet(models.QuerySet[M]):
    """Questions to files; who sees the owner sees the file, and nobody else."""

    def visible_to(self, user: Any) -> Self:
        """Files whose owner's row the account sees."""
        model: Any = self.model
        owners = model.owner_model()._default_manager.visible_to(user)
        return self.filter(**{f"{model.owner_field}__in": owners})


class StoredFile(models.Model):
    """A file in the storage: a name nobody can guess, the type we gave it, its size and its sum.

    The name a person's phone gave it is not kept. A subclass says what `kind` of file it is and names the foreign key
    to the row that owns it.
    """

    kind: ClassVar[str]
    owner_field: ClassVar[str]

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True, editable=False)
    content_type = models.CharField(max_length=60, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        "members.Member",
        verbose_name=_("added by"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_a_file",
                condition=models.Q(size__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("A file is not empty, and its sum is known."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self.kind, self.code])

    @classmethod
    def owner_model(cls) -> Any:
        """The table of the rows that own such files."""
        return cls._meta.get_field(cls.owner_field).related_model


@cache
def kinds() -> dict[str, type[StoredFile]]:
    """Every table of files, by the word in its addresses."""
    return {model.kind: model for model in apps.get_models() if issubclass(model, StoredFile)}


class Shelf:
    """Where files are put and taken off within one transaction (see `shelf`)."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.is_full = False
        """All was put on it; what fails from now on is the commit."""

    def put(self, model: type[F], content: Content, **fields: Any) -> F:
        """Keep what somebody sent: the file first, then its row."""
        name = f"{model.kind}/{secrets.token_hex(1)}/{secrets.token_urlsafe(24)}{content.suffix}"
        # Before it is written, so that a file is never there that nobody knows of.
        self.written.append(name)
        default_storage.save(name, ContentFile(content.content))
        row: F = model._default_manager.create(
            name=name,
            content_type=content.content_type,
            size=len(content.content),
            sha256=content.sha256,
            **fields,
        )
        return row

    def destroy(self, row: StoredFile) -> None:
        """Remove a row, and its file as soon as that is certain."""
        row.delete()
        transaction.on_commit(partial(default_storage.delete, row.name), robust=True)

    def clear(self) -> None:
        """Remove what was put here, for its rows are not there."""
        for name in self.written:
            with suppress(OSError):  # what can't be removed now, `sweep` finds later
                default_storage.delete(name)


@contextmanager
def shelf() -> Iterator[Shelf]:
    """One transaction for rows and their files: both are kept, or neither.

    Of a commit whose fate is unknown the file stays, and `sweep` asks the table a day later.
    """
    here = Shelf()
    try:
        with transaction.atomic():
            yield here
            here.is_full = True
    except BaseException as error:
        if not here.is_full or not isinstance(error, OperationalError | InterfaceError):
            here.clear()
        raise
