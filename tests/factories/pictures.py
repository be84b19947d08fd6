"""Pictures for tests: as a phone takes them, as a program makes them, and as somebody sends them who means harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

PLACE = "Jalan Kenari Rahasia 7"
SERIAL = "SN-4711-RAHASIA"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawing(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left quarter is red, on blue: so that one sees which way up it is."""
    picture = Image.new(mode, (width, height), BLUE)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 2), fill=RED)
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 400, height: int = 300, **options: Any) -> bytes:
    """A plain JPEG."""
    return encoded(drawing(width, height), "JPEG", **options)


def from_a_phone(orientation: int = 6) -> bytes:
    """A JPEG that says where, when and with what it was taken, in every way there is."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE
    exif[0xA431] = SERIAL
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 45.0, 12.0), 3: "E", 4: (113.0, 12.0, 57.0)})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><photo place="{PLACE}"/></x:xmpmeta>'.encode()
    comment = f"<script>{PLACE}</script>"
    return encoded(drawing(), "JPEG", exif=exif, xmp=xmp, comment=comment, icc_profile=b"profile of " + SERIAL.encode())


def png_with_texts() -> bytes:
    """A PNG with texts and a colour profile."""
    texts = PngInfo()
    texts.add_text("Comment", PLACE, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", PLACE)
    return encoded(drawing(), "PNG", pnginfo=texts, icc_profile=b"profile of " + SERIAL.encode())


def flood(width: int, height: int) -> bytes:
    """A small PNG with very many pixels."""
    return encoded(Image.new("1", (width, height)), "PNG")


def png_with_chunk(name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk right behind its head."""
    plain = encoded(drawing(), "PNG")
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    head = 8 + 25
    return plain[:head] + chunk + plain[head:]


def png_with_exploding_text() -> bytes:
    """A PNG whose compressed text, or profile, grows to 200 MB."""
    return png_with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 200_000_000, 9))


def png_with_exploding_profile() -> bytes:
    """The same in the place of a colour profile."""
    return png_with_chunk(b"iCCP", b"profile\0\0" + zlib.compress(b"A" * 200_000_000, 9))


def animated(kind: str, frames: int) -> bytes:
    """A film of small pictures; the first one is the drawing."""
    rest = [Image.new("RGB", (40, 30), (number % 256, number // 256, 90)) for number in range(frames)]
    return encoded(drawing(40, 30), kind, save_all=True, append_images=rest)


def upload(content: bytes, name: str = "foto.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a browser sends it; name and type are what the sender says."""
    return SimpleUploadedFile(name, content, content_type)


def segments(content: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels, read by hand: what stands in the file, whatever Pillow thinks of it."""
    assert content[:2] == b"\xff\xd8"
    found, at = [], 2
    while True:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        assert content[at] == 0xFF
        found.append(marker)
        at += 2 + length
        if marker == START_OF_SCAN:
            return found


START_OF_SCAN = 0xDA
JFIF = 0xE0
TABLES_AND_FRAMES = {0xDB, 0xC0, 0xC2, 0xC4, START_OF_SCAN, 0xDD}
"""What a JPEG needs to be shown."""
