"""The photo of a member: set and removed by himself, or by the board for him; destroyed when he leaves."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Consent, Member, MemberPhoto, User
from members.permissions import require
from members.services.people import locked
from members.states import Action
from senkom.lib.uploads.models import Shelf, shelf
from senkom.lib.uploads.pictures import Picture

PURPOSE = "photo"
TEXT_VERSION = "2026-11-card"
"""Whoever agreed to an earlier text did not agree to be shown to who reads the code on his card."""


def require_photo(member: Member, by: User) -> None:
    """Raises PermissionDenied where neither the person himself nor his board asks."""
    if by.member_id != member.pk:
        require(by, Action.HANDLE_APPLICATIONS, member.unit_id)


def set_photo(member: Member, picture: Picture, *, by: User) -> MemberPhoto:
    """Keep a photo with the person's consent; the former one is destroyed. The same one twice is kept once.

    Raises ValidationError where the person has left.
    """
    with shelf() as files:
        member = locked(member)
        require_photo(member, by)
        if not member.may_have_account:
            raise ValidationError(_("This person has left. No photo is kept of former members."), code="left")
        former = MemberPhoto.objects.filter(member=member).first()
        if former is not None and former.sha256 == picture.sha256:
            return former
        if former is not None:
            files.destroy(former)
        _note_consent(member, by)
        return files.put(MemberPhoto, picture, member=member, made_by=by.member)


def _note_consent(member: Member, by: User) -> None:
    given = Consent.objects.filter(member=member, purpose=PURPOSE, text_version=TEXT_VERSION, withdrawn_at=None)
    if not given.exists():
        method = "form" if by.member_id == member.pk else "told"
        Consent.objects.create(member=member, purpose=PURPOSE, text_version=TEXT_VERSION, method=method)


def may_be_shown_to_anybody(member: Member) -> bool:
    """Whether the person agreed that whoever reads the code on his card sees his photo."""
    given = Consent.objects.filter(member=member, purpose=PURPOSE, text_version=TEXT_VERSION, withdrawn_at=None)
    return given.exists()


@transaction.atomic
def remove_photo(member: Member, *, by: User) -> None:
    """Destroy the photo; the consent to it ends."""
    member = locked(member)
    require_photo(member, by)
    destroy_photo(member)


def destroy_photo(member: Member) -> None:
    """Destroy the photo of a person who is locked already: row, file, and the consent to keep it."""
    photo = MemberPhoto.objects.filter(member=member).first()
    if photo is not None:
        Shelf().destroy(photo)
    Consent.objects.filter(member=member, purpose=PURPOSE, withdrawn_at=None).update(withdrawn_at=timezone.now())
