"""The photo of a member."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from senkom.lib.uploads.models import StoredFile, StoredFileQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), exclude=["name", "sha256"])
class MemberPhoto(StoredFile):
    """The face of one member, for whoever may see his page. Another one takes its place; the former is destroyed."""

    kind: ClassVar[str] = "member-photo"
    owner_field: ClassVar[str] = "member"

    member = models.OneToOneField(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="photo")

    objects: ClassVar[models.Manager[MemberPhoto]] = StoredFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
