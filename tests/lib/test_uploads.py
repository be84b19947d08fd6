"""Files on the disk: whole or not there, never without a row for long, and a full disk said in words."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import MemberPhoto, User
from senkom.embedded.place import AS_ROOT
from senkom.lib.registry import registered
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.pictures import Picture
from senkom.lib.uploads.storage import HALF
from senkom.lib.uploads.sweep import MANY, StrangeFolder, sweep
from tests.factories.members import make_member
from tests.factories.pictures import encoded, jpeg, upload

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own, and one for what comes in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "incoming")
    (tmp_path / "incoming").mkdir()
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


def files(folder: Path) -> set[str]:
    """Every file of the test, half ones too."""
    return {str(path.relative_to(folder / "media")) for path in folder.rglob("*") if path.is_file()}


def noise() -> bytes:
    """A picture that can't be packed: 500 kB of it are kept."""
    from PIL import Image

    return encoded(Image.effect_noise((1200, 1200), 200).convert("RGB"), "JPEG", quality=90)


def make_photo(user: User, content: bytes = b"") -> MemberPhoto:
    """A photo that is kept."""
    with shelf() as here:
        return here.put(MemberPhoto, Picture(content or jpeg()), member=user.member, made_by=user.member)


def send(user: User, content: bytes) -> Any:
    """The form of the photo, sent by a browser that is told of errors as everybody is."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client.post(reverse("members:photo", args=[user.member.code]), {"picture": upload(content), "consent": "on"})


def test_a_file_is_only_for_the_site_and_its_group(wiwik: User, folder: Path) -> None:
    path = folder / "media" / make_photo(wiwik).name
    assert path.stat().st_mode & 0o777 == 0o640
    assert [place.stat().st_mode & 0o027 for place in (path.parent, path.parent.parent)] == [0, 0]


def test_a_file_that_can_t_be_written_to_its_end_leaves_nothing(folder: Path) -> None:
    class Broken(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"the first half"
            raise ConnectionError("the rest never came")

    with pytest.raises(ConnectionError):
        default_storage.save("member-photo/00/half.jpg", Broken(b""))
    assert files(folder) == set()


def test_a_rolled_back_row_takes_its_file_with_it(wiwik: User, folder: Path) -> None:
    def refused() -> None:
        with shelf() as here:
            here.put(MemberPhoto, Picture(jpeg()), member=wiwik.member, made_by=wiwik.member)
            assert len(files(folder)) == 1
            raise ValidationError("somebody else was faster")

    pytest.raises(ValidationError, refused)
    assert files(folder) == set()
    assert not MemberPhoto.objects.exists()


def test_of_a_commit_whose_fate_is_unknown_the_file_stays(
    wiwik: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may have written the row before the line broke: a file too many is swept, one too few is lost."""

    class Lost:
        def __enter__(self) -> None: ...

        def __exit__(self, *_error: Any) -> None:
            raise OperationalError("the line broke at COMMIT")

    monkeypatch.setattr(transaction, "atomic", Lost)
    with pytest.raises(OperationalError):
        make_photo(wiwik)
    assert len(files(folder)) == 1


def test_what_a_killed_process_left_is_swept_after_a_day_and_nothing_else(wiwik: User, folder: Path) -> None:
    """F32: killed between the file and its row, or within the file."""
    photo = make_photo(wiwik)
    near = folder / "media" / photo.name
    for name in ("lost.jpg", f"{HALF}killed"):
        near.with_name(name).write_bytes(b"x")
    job = registered.jobs["files.sweep"]
    assert job.run(None) == 0  # its transaction may be under way
    assert job.run(timezone.now() + TWO_DAYS) == 2
    assert files(folder) == {photo.name}


def test_a_folder_that_belongs_to_another_database_is_left_alone(wiwik: User, folder: Path) -> None:
    near = folder / "media" / make_photo(wiwik).name
    for number in range(MANY + 1):
        near.with_name(f"{number}.jpg").write_bytes(b"x")
    with pytest.raises(StrangeFolder):
        sweep(timezone.now() + TWO_DAYS)
    assert len(files(folder)) == MANY + 2


@contextmanager
def small_disk(folder: Path, size: str = "64k") -> Iterator[None]:
    """A disk of this size in the place of a folder."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def short_files(most: int) -> Iterator[None]:
    """No file of this process grows longer than this: what a disk quota does, for users who are not root."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def assert_said_in_words(answer: Any) -> None:
    assert answer.status_code == 507
    assert "Belum ada yang disimpan" in answer.content.decode()
    assert not MemberPhoto.objects.exists()


@pytest.mark.skipif(not AS_ROOT, reason="only root may mount a small disk")
def test_a_full_disk_of_files_is_said_in_words_and_leaves_nothing(wiwik: User, folder: Path) -> None:
    """F29: no row without a file, no file without a row, nothing half; with room again it works."""
    content = noise()
    with small_disk(folder / "media"):
        assert_said_in_words(send(wiwik, content))
        assert files(folder) == set()
        assert send(wiwik, jpeg(60, 40)).status_code == 302


@pytest.mark.skipif(not AS_ROOT, reason="only root may mount a small disk")
def test_a_full_disk_of_what_comes_in_is_said_in_words(wiwik: User, folder: Path) -> None:
    """F29: a file above 2.5 MB lies on the disk while it comes in."""
    with small_disk(folder / "incoming"):
        assert_said_in_words(send(wiwik, jpeg() + b"\0" * 4_000_000))
        assert list((folder / "incoming").iterdir()) == []


def test_a_quota_on_files_is_said_in_words_and_leaves_nothing(wiwik: User, folder: Path) -> None:
    """F29 for those who are not root."""
    content = noise()
    with short_files(20_000):
        assert_said_in_words(send(wiwik, content))
    assert files(folder) == set()
    assert os.listdir(folder / "incoming") == []


def test_the_decoder_gets_neither_secrets_nor_the_power_to_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a hostile picture could reach, should it ever take the decoder over."""
    from senkom.lib.uploads import decoder, pictures

    spy = tmp_path / "spy.py"
    source = Path(decoder.__file__).read_text().replace("out = redrawn(", "out = spied(")
    target = tmp_path / "written"
    spied = f"""
import os
def spied(raw, longest):
    tries = [sorted(os.environ)]
    try:
        with open({str(target)!r}, "w") as file:
            file.write("x" * 10)
        tries.append("wrote")
    except OSError as error:
        tries.append(error.errno)
    return repr(tries).encode()
"""
    spy.write_text(source.replace("\ndef main", spied + "\ndef main", 1))
    monkeypatch.setattr(decoder, "__file__", str(spy))
    said = pictures.drawn_anew(ContentFile(jpeg()), size=10, longest=800).content.decode()
    assert said.startswith("[[")
    assert "SENKOM" not in said
    assert "wrote" not in said
    assert not target.exists() or target.read_text() == ""


def test_a_member_without_a_photo_has_no_file(wiwik: User) -> None:
    assert not hasattr(make_member(wiwik.member.unit), "photo")
