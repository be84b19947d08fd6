"""Turns a picture from outside into one of ours; a program of its own: `python -I decoder.py LONGEST < in > out`.

What it reads may be made to hurt, so it runs apart from the site, with little memory and little time, knows no settings
and no secrets, and says no more than an exit code.
"""

import io
import resource
import sys
import warnings

LARGEST = {"JPEG": 40_000_000, "PNG": 40_000_000, "WEBP": 16_000_000}
"""Pixels; more are refused from the header alone. WebP is decoded in several copies, hence fewer."""
MEMORY = 320 * 1024 * 1024
"""Address space of this process, libraries and all. Measured peaks: a phone's JPEG 90 MB, 40 megapixels 232 MB."""
SECONDS = 10
"""Processor time; the largest picture takes a tenth of it."""
QUALITY = 82
UNKNOWN, TOO_MANY_PIXELS, UNREADABLE = 3, 4, 5
"""Exit codes: no picture of ours, too large, broken."""
ORIENTATION = 0x0112


def limit() -> None:
    """Take away from this process what a decoder does not need: memory, time, files."""
    limits = {resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # macOS does not know it
        limits[resource.RLIMIT_AS] = MEMORY
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def redrawn(raw: bytes, longest: int) -> bytes:
    """The picture, upright, shrunk, and drawn anew: nothing but its pixels comes over."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = max(LARGEST.values())
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(raw), formats=list(LARGEST)) as picture:
        if picture.width * picture.height > LARGEST[str(picture.format)]:
            raise Image.DecompressionBombError
        turn = TURNS.get(picture.getexif().get(ORIENTATION))
        picture.thumbnail((longest, longest), reducing_gap=2.0)
        small = picture.transpose(Image.Transpose[turn]) if turn else picture
        seen_through = small.convert("RGBA")
    # A new picture has no comment, no place, no camera and no colour profile; what was transparent is white.
    drawn = Image.new("RGB", seen_through.size, "white")
    drawn.paste(seen_through, mask=seen_through.getchannel("A"))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


TURNS: dict[object, str] = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a camera was held, and what stands the picture upright."""


def main() -> int:
    """Read, redraw, write; the answer is the exit code."""
    limit()
    from PIL import Image, UnidentifiedImageError

    try:
        out = redrawn(sys.stdin.buffer.read(), int(sys.argv[1]))
    except UnidentifiedImageError:
        return UNKNOWN
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return TOO_MANY_PIXELS
    except Exception:
        return UNREADABLE
    sys.stdout.buffer.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
