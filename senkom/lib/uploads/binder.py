"""Turns PDFs from outside into one of ours; a program of its own: `python -I binder.py MOST_PAGES < in > out`.

What comes in are papers, each behind its length in four bytes; what goes out is one PDF of all their pages. Like
`decoder`, it runs apart from the site, with little memory and little time, knows no settings and no secrets, and says
no more than an exit code. Only pages come over, with what one sees on them: no scripts, no forms that do something, no
files inside the file, no links, and nothing about who wrote it when and with what.
"""

import io
import resource
import struct
import sys

MEMORY = 512 * 1024 * 1024
"""Address space of this process, libraries and all; a paper of eight megabytes and forty pages takes 140 MB."""
SECONDS = 20
"""Processor time; forty scanned pages take one."""
UNKNOWN, TOO_MANY_PAGES, UNREADABLE, LOCKED = 3, 4, 5, 6
"""Exit codes: no PDF, too many pages, broken, asks for a password."""
LENGTH = struct.Struct("!I")
DROPPED = ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents", "/Tabs", "/PresSteps", "/Trans", "/Dur")
"""What a page may have besides what one sees."""
SEEN = {"/Widget", "/Stamp", "/FreeText", "/Ink", "/Highlight", "/Square", "/Circle", "/Line"}
"""Kinds of notes that belong to the sight of a page: a signature or a stamp is put on as one."""
KEPT = {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F"}


def limit() -> None:
    """Take away from this process what it does not need: memory, time, files."""
    limits = {resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # macOS does not know it
        limits[resource.RLIMIT_AS] = MEMORY
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


class TooManyPages(Exception):
    """More than whoever called takes."""


class Locked(Exception):
    """It opens with a password only."""


def papers(raw: bytes) -> list[bytes]:
    """The papers that came in."""
    found, place = [], 0
    while place < len(raw):
        (length,) = LENGTH.unpack_from(raw, place)
        place += LENGTH.size
        found.append(raw[place : place + length])
        place += length
    return found


def _strip(page: object) -> None:
    """Leave of a page what one sees."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    assert isinstance(page, DictionaryObject)  # noqa: S101 - pypdf's pages are dictionaries; said for the type checker
    for key in DROPPED:
        page.pop(NameObject(key), None)
    notes = page.pop(NameObject("/Annots"), None)
    seen = ArrayObject()
    for entry in (notes.get_object() if notes is not None else None) or ():
        note = entry.get_object()
        if isinstance(note, DictionaryObject) and note.get("/Subtype") in SEEN and "/AP" in note:
            seen.append(DictionaryObject({key: value for key, value in note.items() if key in KEPT}))
    if seen:
        page[NameObject("/Annots")] = seen


def bound(parts: list[bytes], most_pages: int) -> bytes:
    """All pages of the papers in one PDF."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.metadata = None
    for part in parts:
        reader = PdfReader(io.BytesIO(part))
        # Many papers of offices are locked against changes only: those open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Locked
        if len(reader.pages) + len(writer.pages) > most_pages:
            raise TooManyPages
        for page in reader.pages:
            _strip(page)
            writer.add_page(page)
    if not writer.pages:
        raise ValueError("no page")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def main() -> int:
    """Read, bind anew, write; the answer is the exit code."""
    limit()
    try:
        parts = papers(sys.stdin.buffer.read())
        if not all(b"%PDF-" in part[:1024] for part in parts):
            return UNKNOWN
        out = bound(parts, int(sys.argv[1]))
    except TooManyPages:
        return TOO_MANY_PAGES
    except Locked:
        return LOCKED
    except (Exception, RecursionError):
        return UNREADABLE
    sys.stdout.buffer.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
