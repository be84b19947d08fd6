"""What people send as a photo: the rows U64–U78 of the list of bad inputs, through the form."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image

from members.models import MemberPhoto, User
from senkom.lib.uploads import decoder
from tests.factories import pictures
from tests.factories.pictures import drawing, encoded, from_a_phone, jpeg, segments, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own, and one for what comes in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "incoming")
    (tmp_path / "incoming").mkdir()
    return tmp_path


@pytest.fixture
def browser_of_wiwik(wiwik: User) -> Client:
    """Wiwik's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(wiwik)
    return client


def address(user: User) -> str:
    return reverse("members:photo", args=[user.member.code])


def send(client: Client, user: User, content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> Any:
    """The form of the photo, with this file."""
    return client.post(address(user), {"picture": upload(content, name, kind), "consent": "on"})


def kept(folder: Path) -> list[Path]:
    """Every file of the test: kept, half, or still coming in."""
    return [path for path in folder.rglob("*") if path.is_file()]


def stored() -> bytes:
    """The file that was kept."""
    return (Path(settings.MEDIA_ROOT) / MemberPhoto.objects.get().name).read_bytes()


def assert_refused(answer: Any, status: int, sentence: str, folder: Path) -> None:
    """Refused in words; no row, no file, nothing half."""
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not MemberPhoto.objects.exists()
    assert kept(folder) == []


def peak_of_decoder(content: bytes) -> int:
    """How many megabytes a decoder needs at most for this, by itself."""
    ask = (
        "import resource, subprocess, sys; "
        "command = [sys.executable, '-I', *sys.argv[1:]]; "
        "subprocess.run(command, input=sys.stdin.buffer.read(), stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", ask, decoder.__file__, "800"]
    said = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return int(said) // (1024 if sys.platform == "linux" else 1024 * 1024)


TOO_MANY = "terlalu banyak piksel"
NO_PICTURE = "bukan gambar"
UNREADABLE = "tidak terbaca"
TOO_LARGE = "lebih besar dari 8 MB"


def test_a_small_file_of_13000_by_13000_pixels_is_refused_in_little_memory(
    browser_of_wiwik: Client, wiwik: User, folder: Path
) -> None:
    """U64: 169 megapixels in 20 kB."""
    content = pictures.flood(13_000, 13_000)
    assert_refused(send(browser_of_wiwik, wiwik, content), 422, TOO_MANY, folder)
    assert peak_of_decoder(content) < 200


def test_16000_by_16000_pixels_are_refused(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U65."""
    assert_refused(send(browser_of_wiwik, wiwik, pictures.flood(16_000, 16_000)), 422, TOO_MANY, folder)


def test_forty_megapixels_are_taken_within_the_memory(browser_of_wiwik: Client, wiwik: User) -> None:
    """U64: the other side of the border."""
    content = encoded(Image.new("RGB", (7300, 5470), "white"), "PNG")
    assert send(browser_of_wiwik, wiwik, content).status_code == 302
    assert peak_of_decoder(content) <= 320


@pytest.mark.parametrize("content", [pictures.png_with_exploding_text(), pictures.png_with_exploding_profile()])
def test_a_chunk_that_grows_to_200_megabytes_is_not_unpacked(
    browser_of_wiwik: Client, wiwik: User, content: bytes
) -> None:
    """U66: refused, or taken without it; in either case in little memory."""
    assert send(browser_of_wiwik, wiwik, content).status_code in (302, 422)
    assert peak_of_decoder(content) < 200


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_film_only_the_first_picture_is_kept(browser_of_wiwik: Client, wiwik: User, kind: str) -> None:
    """U66: animated WebP and APNG."""
    assert send(browser_of_wiwik, wiwik, pictures.animated(kind, 1000)).status_code == 302
    with Image.open(io.BytesIO(stored())) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        red = picture.getpixel((5, 5))
    assert isinstance(red, tuple)
    assert red[0] > 150


def zipped() -> bytes:
    """A ZIP file with a page in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php system('id');", zipped()])
def test_what_hangs_behind_a_picture_is_not_kept(browser_of_wiwik: Client, wiwik: User, tail: bytes) -> None:
    """U67."""
    assert send(browser_of_wiwik, wiwik, jpeg() + tail).status_code == 302
    assert stored().endswith(b"\xff\xd9")
    assert tail not in stored()


def test_the_comment_of_a_picture_is_not_kept(browser_of_wiwik: Client, wiwik: User) -> None:
    """U68."""
    assert b"<script>" in from_a_phone()
    assert send(browser_of_wiwik, wiwik, from_a_phone()).status_code == 302
    assert b"<script>" not in stored()


@pytest.mark.parametrize("content", [from_a_phone(), pictures.png_with_texts()])
def test_nothing_but_pixels_is_kept(browser_of_wiwik: Client, wiwik: User, content: bytes) -> None:
    """U69: place, serial number, XMP, ICC; looked for in the bytes, segment by segment, and not by Pillow."""
    assert pictures.SERIAL.encode() in content or content.startswith(b"\x89PNG")
    assert send(browser_of_wiwik, wiwik, content).status_code == 302
    assert set(segments(stored())) <= {pictures.JFIF, *pictures.TABLES_AND_FRAMES}
    assert segments(stored()).count(pictures.JFIF) == 1
    for word in (pictures.PLACE, pictures.SERIAL, "Exif", "xmpmeta", "ICC_PROFILE"):
        assert word.encode() not in stored()


RED_CORNER = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""Where the red quarter must be after a picture was stood upright, by the way the camera was held."""


@pytest.mark.parametrize("orientation", RED_CORNER)
def test_a_picture_stands_upright_however_the_phone_was_held(
    browser_of_wiwik: Client, wiwik: User, orientation: int
) -> None:
    """U69: orientation 6, and the seven others."""
    assert send(browser_of_wiwik, wiwik, from_a_phone(orientation)).status_code == 302
    with Image.open(io.BytesIO(stored())) as picture:
        assert (picture.width < picture.height) == (orientation >= 5)
        right, low = RED_CORNER[orientation]
        at = (picture.width * (1 + 2 * right) // 4, picture.height * (1 + 2 * low) // 4)
        colour = picture.getpixel(at)
    assert isinstance(colour, tuple)
    assert colour[0] > 150


def test_a_large_picture_is_shrunk_and_what_was_transparent_is_white(browser_of_wiwik: Client, wiwik: User) -> None:
    content = encoded(Image.new("RGBA", (3000, 2000), (0, 0, 0, 0)), "PNG")
    assert send(browser_of_wiwik, wiwik, content).status_code == 302
    with Image.open(io.BytesIO(stored())) as picture:
        assert picture.size == (800, 533)
        assert picture.getpixel((400, 200)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "I;16"])
def test_pictures_of_every_colour_are_taken(browser_of_wiwik: Client, wiwik: User, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert send(browser_of_wiwik, wiwik, encoded(Image.new(mode, (90, 60)), kind)).status_code == 302


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 400
PSD = b"8BPS\x00\x01" + b"\x00" * 400
FITS = b"SIMPLE  =                    T".ljust(2880)
EPS = encoded(drawing(), "EPS")


@pytest.mark.parametrize(
    "content",
    [SVG, EPS, *[encoded(drawing(), kind) for kind in ("TIFF", "GIF", "BMP", "ICO", "JPEG2000", "AVIF")]]
    + [HEIC, PSD, FITS],
)
def test_other_kinds_of_pictures_are_refused_whatever_they_are_called(
    browser_of_wiwik: Client, wiwik: User, folder: Path, content: bytes
) -> None:
    """U70: SVG, EPS, TIFF, GIF, BMP, HEIC, PSD, FITS, named .jpg."""
    assert_refused(send(browser_of_wiwik, wiwik, content), 415, NO_PICTURE, folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.png", b"<!doctype html><script>alert(1)</script>"),
        ("foto.png", b"alert(1)"),
        ("foto.png", b"MZ\x90\x00" + b"\x00" * 200),
        (".htaccess", b"AddType application/x-httpd-php .jpg"),
        ("foto.jpg", zipped()),
        ("foto.pdf", b"%PDF-1.7 /OpenAction /JavaScript"),
    ],
)
def test_programs_and_pages_are_refused(
    browser_of_wiwik: Client, wiwik: User, folder: Path, name: str, content: bytes
) -> None:
    """U71: HTML, JS, EXE named .png; .htaccess. U74: a PDF is no photo."""
    assert_refused(send(browser_of_wiwik, wiwik, content, name), 415, NO_PICTURE, folder)


@pytest.mark.parametrize(
    "name",
    [
        *("photo.php.jpg", ".htaccess", "a.jpg%00.html", "../../etc/passwd", "C:\\x.jpg", "CON", ".tersembunyi"),
        *("n" * 300 + ".jpg", "foto\u202egpj.exe", "foto.html", "<script>.jpg", 'foto";x=".jpg'),
    ],
)
def test_the_name_of_a_file_is_never_used(browser_of_wiwik: Client, wiwik: User, folder: Path, name: str) -> None:
    """U71, U72: kept under a random name with our own type; the sender's name is not kept at all."""
    assert send(browser_of_wiwik, wiwik, jpeg(), name, "text/html").status_code == 302
    photo = MemberPhoto.objects.get()
    assert kept(folder) == [folder / "media" / photo.name]
    assert photo.name.startswith("member-photo/")
    assert photo.name.endswith(".jpg")
    answer = browser_of_wiwik.get(photo.get_absolute_url())
    answer.getvalue()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'inline; filename="member-photo-{photo.code}.jpg"'


def test_a_nul_in_the_name_of_a_file_changes_nothing(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U48, U72: Django drops or the form refuses it; no 500, and no such name on the disk."""
    assert send(browser_of_wiwik, wiwik, jpeg(), "a.jpg\x00.html").status_code in (302, 400, 422)
    assert all(path.name.endswith(".jpg") for path in kept(folder))


@pytest.mark.parametrize("length", [10, 400, -40])
def test_a_picture_that_is_cut_off_is_refused(browser_of_wiwik: Client, wiwik: User, folder: Path, length: int) -> None:
    """U73: truncated."""
    answer = send(browser_of_wiwik, wiwik, jpeg()[:length])
    assert_refused(answer, answer.status_code, "is-invalid", folder)
    assert answer.status_code in (415, 422)


def test_an_empty_file_is_refused(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U73: 0 byte."""
    assert_refused(send(browser_of_wiwik, wiwik, b""), 422, "kosong", folder)


def test_nine_megabytes_are_refused_in_words(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U73: above 8 MB, and not yet too much for the door."""
    assert_refused(send(browser_of_wiwik, wiwik, jpeg() + b"\0" * 9_000_000), 413, TOO_LARGE, folder)


def test_thirteen_megabytes_are_not_taken_in(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U73: refused at the door; nothing that came in is left."""
    assert_refused(send(browser_of_wiwik, wiwik, b"\0" * 13_000_000), 413, "terlalu besar", folder)


def test_more_bytes_than_were_said_are_cut_off(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U73: 9 MB with a false Content-Length."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n' + jpeg() + b"\0" * 9_000_000
    )
    answer = browser_of_wiwik.generic(
        "POST", address(wiwik), body, "multipart/form-data; boundary=x", CONTENT_LENGTH="3000000"
    )
    assert_refused(answer, 422, "is-invalid", folder)


def test_five_hundred_files_in_one_form_are_refused(browser_of_wiwik: Client, wiwik: User, folder: Path) -> None:
    """U76."""
    many = {f"picture{number}": upload(b"x") for number in range(500)}
    assert_refused(browser_of_wiwik.post(address(wiwik), many), 413, "terlalu besar", folder)


def test_a_flood_of_uploads_by_one_person_ends_in_429(
    browser_of_wiwik: Client, wiwik: User, slamet: User, settings: Any
) -> None:
    """U76 (ASVS 5.2.4): so many a day, of at most 8 MB each; somebody else's day is his own."""
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"upload": "2/d/user"}
    answers = [send(browser_of_wiwik, wiwik, b"x").status_code for _time in range(3)]
    assert answers == [415, 415, 429]
    other = Client()
    other.force_login(slamet)
    assert send(other, wiwik, jpeg()).status_code == 302


def test_a_file_in_a_page_of_somebody_else_is_harmless(browser_of_wiwik: Client, wiwik: User) -> None:
    """U78: fetched as a script, a style or a frame from elsewhere."""
    send(browser_of_wiwik, wiwik, jpeg())
    answer = browser_of_wiwik.get(MemberPhoto.objects.get().get_absolute_url())
    answer.getvalue()
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"


def test_the_web_server_in_front_is_told_where_the_file_lies(
    browser_of_wiwik: Client, wiwik: User, settings: Any
) -> None:
    send(browser_of_wiwik, wiwik, jpeg())
    photo = MemberPhoto.objects.get()
    settings.MEDIA_ACCEL = "/_media/"
    answer = browser_of_wiwik.get(photo.get_absolute_url())
    assert answer["X-Accel-Redirect"] == f"/_media/{photo.name}"
    assert answer.content == b""
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
