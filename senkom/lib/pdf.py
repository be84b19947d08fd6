"""PDF from typst templates: the texts of a page go in as data, never as source, and nothing of the machine is used.

A template lies under `templates/`, begins with `#import "/templates/pdf/house.typ": data` and finds there what `render`
was given; further files (pictures) are read as `image("/files/<name>")`.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import segno
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from PIL import Image, ImageOps

log = logging.getLogger(__name__)

ACCESSIBLE: Final = "ua-1"
"""PDF/UA: what a screen reader can follow. It refuses a character that no font of ours has."""
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(jpg|png|svg)")
QUALITY = 88


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with typst, so that a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def render(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a template, such as "members/cards.typ"; as PDF/UA, or plain where a character has no glyph."""
    with TemporaryDirectory(prefix="senkom-pdf-") as folder:
        root = _laid_out(Path(folder), files or {})
        try:
            return _compile(root, template, data, standard=ACCESSIBLE)[0]
        except typst.TypstError as error:
            if "glyph" not in str(error) and "font" not in str(error):
                raise
        log.warning("%s has a character that no font of ours has: it is no PDF/UA", template)
        return _compile(root, template, data)[0]


def render_pictures(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None, *, dpi: int = 150
) -> list[bytes]:
    """The same pages as PNG pictures, for a preview and for tests."""
    with TemporaryDirectory(prefix="senkom-pdf-") as folder:
        return _compile(_laid_out(Path(folder), files or {}), template, data, kind="png", dpi=dpi)


def _laid_out(root: Path, files: Mapping[str, bytes]) -> Path:
    """The only folder that typst may read: our templates, and the files of this page."""
    os.symlink(settings.BASE_DIR / "templates", root / "templates")
    (root / "files").mkdir()
    for name, content in files.items():
        if not FILE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a file of a page.")
        (root / "files" / name).write_bytes(content)
    return root


def _compile(
    root: Path,
    template: str,
    data: Mapping[str, Any],
    *,
    kind: Literal["pdf", "png"] = "pdf",
    dpi: int | None = None,
    standard: Literal["ua-1"] | None = None,
) -> list[bytes]:
    """What a template makes: one PDF, or a picture of each page."""
    told = {**data, "language": get_language() or settings.LANGUAGE_CODE, "is_demo": settings.DEMO}
    compiler = typst.Compiler(
        (root / "templates" / template).read_bytes(),
        root=root,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told, cls=DjangoJSONEncoder)},
        # Not even a template of ours fetches anything from elsewhere.
        package_path=root / "files",
        package_cache_path=root / "files",
    )
    made = compiler.compile(format=kind, ppi=dpi, pdf_standards=[standard] if standard else [])
    return made if isinstance(made, list) else [made or b""]


def qr_code(text: str) -> bytes:
    """A QR code as SVG, without the quiet zone: the template leaves that free around it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue()


def shrunk(picture: bytes, *, width: int, height: int) -> bytes:
    """A picture of our own store, cut to this shape and no larger than these pixels: a sheet of fifty stays small."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.draft("RGB", (width, height))
        # From the upper half: that is where a face is.
        fitted = ImageOps.fit(opened.convert("RGB"), (width, height), Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
