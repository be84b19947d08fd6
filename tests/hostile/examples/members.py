"""Forms of the roster that need more than a guess."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import Card, Member, MemberPhoto
from members.states import CardState, MemberState
from tests.access.members import make_export, make_photo
from tests.factories.cards import make_card
from tests.factories.members import MAYANGAN, PASSWORD, make_member, make_rule, make_user
from tests.factories.papers import pdf
from tests.factories.pictures import jpeg, upload
from tests.hostile.examples import Example

SENTENCE = "merpati-hijau-di-dermaga"


def _application() -> dict[str, Any]:
    return {"consent": "on", "full_name": "Sri", "nik": "", "email": "", "birth_date": "1990-05-17"}


def _with_second_factor() -> Any:
    account = make_user(make_member(MAYANGAN))
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "none"})
    return account.member.code


def _with_photo() -> Any:
    _kind, code = make_photo(MAYANGAN)
    return MemberPhoto.objects.get(code=code).member.code


def _ends_soon() -> Any:
    return make_member(MAYANGAN, valid_until=timezone.localdate() + timedelta(days=20))


def _mine_ends_soon() -> tuple[()]:
    Member.objects.filter(full_name="Wiwik Sulastri").update(valid_until=timezone.localdate() + timedelta(days=20))
    return ()


def _coming_rule() -> Any:
    make_rule(MAYANGAN, timezone.localdate() + timedelta(days=30))
    return MAYANGAN[2:-1]


def _in(state: MemberState) -> Any:
    return make_member(MAYANGAN, state=state).code


def _approved_card() -> Any:
    make_card(make_member(MAYANGAN), CardState.APPROVED)
    return ()


def _ticked() -> dict[str, Any]:
    return {"card": [str(Card.objects.to_print()[0].code)], "do": "printed"}


def _held_card() -> Any:
    """A card in the hands of the member who walks the pages."""
    make_card(Member.objects.get(full_name="Wiwik Sulastri"))
    return ()


def _people() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("anggota.csv", b"Nama;Pekerjaan\nSri;guru\n")}


def _paper() -> dict[str, Any]:
    return {"number": "SK-1", "title": "", "issued_by": "Pengurus", "issued_on": "2026-01-05", "valid_until": ""}


def _scan() -> dict[str, Any]:
    return {"paper": upload(pdf(), "sk.pdf", "application/pdf")}


EXAMPLES = [
    Example(
        "members:export_file", lambda: make_export(MAYANGAN), on="members:export_page", visitor="roster", status=200
    ),
    Example("members:imports", files=_people, visitor="roster"),
    Example("members:cards", _approved_card, data=_ticked),
    Example("members:own_card_lost", _held_card, visitor="member"),
    Example("members:numbers", data=lambda: {"pattern": "{province:2}{regency:2}.{join_year:2}.{seq:04}"}),
    Example("members:new_paper", data=lambda: {"kind": "domicile", **_paper()}, files=_scan, visitor="chair"),
    Example("members:replace_paper", data=_paper, files=_scan, visitor="chair"),
    Example("members:add_scan", files=_scan, visitor="chair"),
    Example("members:apply", data=_application),
    Example("members:new", data=_application),
    Example(
        "members:password",
        data=lambda: {"old_password": PASSWORD, "new_password1": SENTENCE, "new_password2": SENTENCE},
    ),
    Example("members:nik", data=lambda: {"nik": "3574031705900001"}),
    Example("members:photo", data=lambda: {"consent": "on"}, files=lambda: {"picture": upload(jpeg())}),
    Example("members:remove_photo", _with_photo, on="members:photo"),
    Example("members:second_factor", _with_second_factor, data=lambda: {"reason": "ponsel hilang"}),
    Example("members:renewal_link", lambda: _ends_soon().code),
    Example("members:renew", lambda: (_ends_soon(), ())[1], on="members:due"),
    Example("members:my_renewal", _mine_ends_soon, visitor="member", data=lambda: {"wish": "talk"}),
    Example("members:strike_rule", _coming_rule, on="members:membership_rule"),
    Example("members:step", lambda: (_in(MemberState.TRAINING), "activate")),
    Example("members:documents_seen", lambda: _in(MemberState.DOCUMENT_CHECK)),
]
