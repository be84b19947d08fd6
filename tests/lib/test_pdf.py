"""PDF pages: what is typed is text and never source, no font of the machine is used, nothing outside is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from senkom.lib import pdf
from tests.factories.pictures import jpeg

WORDS = dict.fromkeys(
    ("title", "organisation", "kind", "unit", "number", "until", "qr", "scan", "not_police", "may_not", "found"), "Uji"
)


def a_page(name: str = "Sri") -> tuple[dict[str, object], dict[str, bytes]]:
    card = {
        "name": name,
        "unit": "Mayangan",
        "number": "1",
        "until": "2028",
        "photo": None,
        "photo_alt": "",
        "qr": "qr.svg",
    }
    return {"words": WORDS, "cards": [card], "on_sheets": False}, {"qr.svg": pdf.qr_code("https://senkom.example/")}


def test_a_page_is_accessible_and_says_its_language() -> None:
    made = pdf.render("members/cards.typ", *a_page())
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made


def test_what_is_typed_is_never_source() -> None:
    hostile = '#read("/templates/base.html") $x$ *a* #import "@preview/x:1.0.0" \\ ")}'
    assert pdf.render("members/cards.typ", *a_page(hostile)).startswith(b"%PDF-")


def test_a_name_in_a_script_that_no_font_has_is_printed_plainly(caplog: pytest.LogCaptureFixture) -> None:
    made = pdf.render("members/cards.typ", *a_page("ꦱꦸꦏꦂꦤ"))
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" not in made
    assert "no PDF/UA" in caplog.text
    assert "ꦱ" not in caplog.text


def test_a_template_reads_nothing_but_our_templates_and_its_own_files(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "outside.txt").write_text("rahasia")
    (tmp_path / "templates" / "bad.typ").write_text('#read("/../outside.txt")')
    settings.BASE_DIR = tmp_path
    with pytest.raises(RuntimeError):
        pdf.render("bad.typ", {})
    with pytest.raises(ValueError, match="no name for a file"):
        pdf.render("bad.typ", {}, {"../x.jpg": b""})


def test_a_broken_template_is_an_error_and_no_plain_page(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bad.typ").write_text("#no-such-thing")
    settings.BASE_DIR = tmp_path
    with pytest.raises(RuntimeError, match="unknown variable"):
        pdf.render("bad.typ", {})


def test_a_photo_is_cut_to_its_place_and_small(tmp_path: Path) -> None:
    small = tmp_path / "small.jpg"
    small.write_bytes(pdf.shrunk(jpeg(1600, 1200), width=300, height=400))
    with Image.open(small) as opened:
        assert opened.size == (300, 400)
    assert small.stat().st_size < 40_000


def test_the_demo_says_so_on_every_page(settings: Settings) -> None:
    plain = pdf.render_pictures("members/cards.typ", *a_page())
    settings.DEMO = True
    marked = pdf.render_pictures("members/cards.typ", *a_page())
    assert all(a != b for a, b in zip(plain, marked, strict=True))
