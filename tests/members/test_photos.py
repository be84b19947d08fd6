"""A member's photo: who may set, see and remove it, and what becomes of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from members import services
from members.models import Consent, Member, MemberPhoto, User
from members.states import MemberState
from tests.factories.members import make_member
from tests.factories.pictures import jpeg, upload

pytestmark = pytest.mark.django_db
really_committed = pytest.mark.django_db(transaction=True)
"""A file is destroyed when its row is certainly gone; else the test's own transaction never ends."""


def client_of(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def send(user: User, person: Member, content: bytes, *, consent: str = "on", **file: Any) -> Any:
    """The form of the photo, filled in and sent."""
    typed = {"picture": upload(content, **file)} | ({"consent": consent} if consent else {})
    return client_of(user).post(reverse("members:photo", args=[person.code]), typed)


def see(user: User, photo: MemberPhoto) -> int:
    """What the address of the file answers to somebody."""
    answer = client_of(user).get(photo.get_absolute_url())
    answer.getvalue()
    return answer.status_code


def files() -> set[str]:
    """Every file below the folder of files, half ones too."""
    return {
        str(path.relative_to(settings.MEDIA_ROOT)) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    }


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def photo(wiwik: User) -> MemberPhoto:
    """Wiwik's photo, sent by herself."""
    assert send(wiwik, wiwik.member, jpeg()).status_code == 302
    return MemberPhoto.objects.get()


def test_a_member_sends_a_photo_and_sees_it_on_the_own_page(wiwik: User, photo: MemberPhoto) -> None:
    page = client_of(wiwik).get(wiwik.member.get_absolute_url()).content.decode()
    assert photo.get_absolute_url() in page
    assert 'alt="Foto Wiwik Sulastri"' in page
    answer = client_of(wiwik).get(photo.get_absolute_url())
    content = answer.getvalue()
    assert content.startswith(b"\xff\xd8\xff")
    assert len(content) == photo.size
    assert files() == {photo.name}


def test_the_board_adds_the_photo_of_somebody_who_has_agreed(slamet: User, endah: User, wiwik: User) -> None:
    assert send(slamet, wiwik.member, jpeg(), consent="").status_code == 422
    assert not MemberPhoto.objects.exists()
    assert send(slamet, wiwik.member, jpeg()).status_code == 302
    assert send(endah, wiwik.member, jpeg(500)).status_code == 302
    assert MemberPhoto.objects.get().made_by == endah.member
    assert [consent.method for consent in Consent.objects.filter(member=wiwik.member)] == ["told"]


def test_who_sees_the_page_of_a_person_sees_the_photo_and_nobody_else(
    photo: MemberPhoto, wiwik: User, slamet: User, joko: User, bambang: User, endah: User, fery: User
) -> None:
    assert [see(user, photo) for user in (wiwik, slamet, joko, bambang, endah)] == [200] * 5
    assert see(fery, photo) == 404
    neighbour = make_member(wiwik.member.unit, full_name="Tetangga Wiwik")
    assert see(User.objects.create(username="tetangga", member=neighbour), photo) == 404


def test_a_photo_of_another_city_is_404_and_a_stranger_signs_in_first(
    photo: MemberPhoto, stranger_coordinator: User
) -> None:
    """U9 (media of a foreign photo)."""
    assert see(stranger_coordinator, photo) == 404
    answer = Client().get(photo.get_absolute_url())
    assert answer.status_code == 302
    assert settings.LOGIN_URL in answer["Location"]


def test_a_kind_of_file_that_there_is_none_of_is_404(wiwik: User, photo: MemberPhoto) -> None:
    assert client_of(wiwik).get(f"/files/member/{photo.code}/").status_code == 404


def test_the_right_to_a_photo_ends_with_the_office(photo: MemberPhoto, slamet: User, bambang: User) -> None:
    assert see(slamet, photo) == 200
    services.end_appointment(slamet.member.appointments.get(), by=bambang)
    assert see(slamet, photo) == 404


@really_committed
def test_another_photo_destroys_the_former_one(photo: MemberPhoto, wiwik: User) -> None:
    assert send(wiwik, wiwik.member, jpeg(500)).status_code == 302
    now = MemberPhoto.objects.get()
    assert now.code != photo.code
    assert files() == {now.name}
    assert see(wiwik, photo) == 404


def test_the_same_photo_sent_twice_is_kept_once(photo: MemberPhoto, wiwik: User) -> None:
    """U77: the same upload twice."""
    assert send(wiwik, wiwik.member, jpeg()).status_code == 302
    assert MemberPhoto.objects.get().name == photo.name
    assert files() == {photo.name}


@really_committed
def test_removing_one_of_two_equal_photos_leaves_the_other(photo: MemberPhoto, wiwik: User, fery: User) -> None:
    """U77: each person's file is a file of its own, so that none hangs on another's."""
    assert send(fery, fery.member, jpeg()).status_code == 302
    client_of(wiwik).post(reverse("members:remove_photo", args=[wiwik.member.code]), {"sent": "yes"})
    other = MemberPhoto.objects.get()
    assert other.member == fery.member
    assert other.sha256 == photo.sha256
    assert files() == {other.name}
    assert see(fery, other) == 200


@really_committed
def test_a_removed_photo_is_destroyed_and_the_consent_ends(photo: MemberPhoto, wiwik: User) -> None:
    answer = client_of(wiwik).post(reverse("members:remove_photo", args=[wiwik.member.code]), {"sent": "yes"})
    assert answer.status_code == 302
    assert files() == set()
    assert not MemberPhoto.objects.exists()
    assert Consent.objects.get(member=wiwik.member).withdrawn_at
    assert see(wiwik, photo) == 404


@really_committed
def test_whoever_leaves_or_is_not_admitted_leaves_no_photo_behind(
    photo: MemberPhoto, wiwik: User, slamet: User
) -> None:
    applicant = make_member(wiwik.member.unit, state=MemberState.APPLICANT)
    assert send(slamet, applicant, jpeg(500)).status_code == 302
    services.reject(applicant, by=slamet, reason="belum lengkap")
    services.record_resignation(wiwik.member, by=slamet, reason="pindah kota")
    assert files() == set()
    assert not MemberPhoto.objects.exists()
    page = send(slamet, wiwik.member, jpeg())
    assert page.status_code == 422
    assert "sudah keluar" in page.content.decode()


def test_who_may_not_touch_a_photo_gets_no_page_for_it(photo: MemberPhoto, fery: User, wiwik: User) -> None:
    assert send(fery, wiwik.member, jpeg()).status_code == 404
    address = reverse("members:remove_photo", args=[wiwik.member.code])
    assert client_of(fery).post(address, {"sent": "yes"}).status_code == 404
    assert client_of(wiwik).get(address).status_code == 405
    assert files() == {photo.name}


def test_history_knows_who_added_and_who_removed_a_photo_but_not_what_it_showed(
    photo: MemberPhoto, wiwik: User, slamet: User
) -> None:
    client_of(slamet).post(reverse("members:remove_photo", args=[wiwik.member.code]), {"sent": "yes"})
    events = apps.get_model("members", "MemberPhotoEvent")._default_manager.order_by("pgh_id")
    told = [(event.pgh_label, event.pgh_context.metadata["user"]) for event in events]
    assert told == [("insert", wiwik.pk), ("delete", slamet.pk)]
    assert not {"name", "sha256"} & {field.name for field in events.model._meta.fields}


def test_a_person_who_is_refused_halfway_leaves_no_file(wiwik: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row fails after the file was written: neither is there."""

    def fail(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("the row can't be written")

    monkeypatch.setattr(MemberPhoto._default_manager, "create", fail)
    client = Client(raise_request_exception=False)
    client.force_login(wiwik)
    typed = {"picture": upload(jpeg()), "consent": "on"}
    assert client.post(reverse("members:photo", args=[wiwik.member.code]), typed).status_code == 500
    assert files() == set()
    assert not MemberPhoto.objects.exists()
    assert not Consent.objects.filter(member=wiwik.member).exists()


def test_a_file_that_is_missing_is_404_and_the_page_still_opens(
    photo: MemberPhoto, wiwik: User, caplog: pytest.LogCaptureFixture
) -> None:
    """F31: somebody has removed the file from the disk."""
    default_storage.delete(photo.name)
    assert see(wiwik, photo) == 404
    assert "is missing in the storage" in caplog.text
    assert client_of(wiwik).get(wiwik.member.get_absolute_url()).status_code == 200


def test_the_page_works_without_javascript_on_any_phone(wiwik: User) -> None:
    page = client_of(wiwik).get(reverse("members:photo", args=[wiwik.member.code])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/*"' in page
    assert "dimusnahkan" in page
