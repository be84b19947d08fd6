"""What people send as a paper: PDFs made to do things, broken, locked or endless; only pages are kept."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from members.models import UnitDocumentFile, User
from tests.factories.papers import SCRIPT, SECRET, STAMPED, pdf, pdf_that_does_things
from tests.factories.pictures import jpeg, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def send(user: User, content: bytes, name: str = "sk.pdf") -> Any:
    """A decree with this file."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    typed: dict[str, Any] = {"code": str(uuid.uuid4()), "kind": "decree", "number": "SK-1", "issued_by": "Pengprov"}
    typed |= {"issued_on": "2026-01-05", "paper": upload(content, name, "application/pdf")}
    return client.post(reverse("members:new_paper", args=["35.74"]), typed)


def stored() -> bytes:
    """The file that was kept."""
    return (Path(settings.MEDIA_ROOT) / UnitDocumentFile.objects.get().name).read_bytes()


def test_of_a_pdf_only_what_one_sees_is_kept(endah: User) -> None:
    sent = pdf_that_does_things()
    for word in (SCRIPT.encode(), SECRET.encode(), b"/JavaScript", b"/EmbeddedFile", b"/OpenAction", STAMPED):
        assert word in sent
    assert send(endah, sent).status_code == 302
    kept = stored()
    for gone in (SCRIPT, SECRET, "/JavaScript", "/JS", "/EmbeddedFile", "/OpenAction", "/AA", "/Link", "/Author"):
        assert gone.encode() not in kept
    assert STAMPED in kept, "a stamp or a signature is a note on the page, and belongs to its sight"
    assert len(PdfReader(io.BytesIO(kept)).pages) == 1


def test_a_paper_that_is_locked_against_changes_only_is_taken(endah: User) -> None:
    assert send(endah, pdf(2, password="", locked="kunci")).status_code == 302
    assert not PdfReader(io.BytesIO(stored())).is_encrypted


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (pdf(1, password="rahasia"), 422, "PDF ini meminta kata sandi."),
        (pdf(41), 422, "lebih dari 40 halaman"),
        (pdf()[:150], 422, "PDF ini tidak terbaca"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 5000, 422, "PDF ini tidak terbaca"),
        (b"PK\x03\x04 dokumen", 415, "Kirim PDF, atau fotonya"),
        (b"<html><script>alert(1)</script>", 415, "Kirim PDF, atau fotonya"),
        (jpeg()[:200], 422, "tidak terbaca"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(
    endah: User, folder: Path, content: bytes, status: int, sentence: str
) -> None:
    answer = send(endah, content)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not UnitDocumentFile.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_nine_megabytes_are_too_much(endah: User) -> None:
    answer = send(endah, pdf() + b" " * 9 * 1024 * 1024)
    assert answer.status_code == 413
    assert "lebih besar dari 8 MB" in answer.content.decode()


def test_pages_that_lead_in_a_circle_end(endah: User) -> None:
    circle = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
    answer = send(endah, circle + b"trailer<</Root 1 0 R>>\n%%EOF")
    assert answer.status_code == 422


def test_the_name_of_the_file_is_never_used(endah: User) -> None:
    assert send(endah, pdf(), "../../etc/passwd.pdf").status_code == 302
    assert "passwd" not in UnitDocumentFile.objects.get().name
