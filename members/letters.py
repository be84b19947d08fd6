"""What is printed about members: their cards, one by one, on sheets, and as a parcel for a print shop."""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.models import Card, Unit
from senkom.lib import pdf
from senkom.lib.sheets.writing import safe

log = logging.getLogger(__name__)

TEMPLATE = "members/cards.typ"
PHOTO = {"width": 354, "height": 472}
"""Pixels: 24 × 32 mm at about 375 dpi."""
LANGUAGE = "id"
"""A card is read by people in the street, whatever language its printer reads."""


def card_pages(cards: Sequence[Card], *, on_sheets: bool) -> bytes:
    """Cards of `for_print` as PDF: front and back each a page of its own size, or ten on a sheet of A4."""
    data, files = content_of(cards, places_of(cards))
    with translation.override(LANGUAGE):
        return pdf.render(TEMPLATE, {**data, "on_sheets": on_sheets}, files)


def content_of(cards: Sequence[Card], places: dict[str, str]) -> tuple[dict[str, object], dict[str, bytes]]:
    """What the template is given: texts, and the pictures by name."""
    files: dict[str, bytes] = {}
    rows = []
    with translation.override(LANGUAGE):
        for place, card in enumerate(cards):
            photo = _photo_of(card)
            if photo is not None:
                files[f"photo-{place}.jpg"] = photo
            files[f"qr-{place}.svg"] = pdf.qr_code(card.address)
            rows.append(
                {
                    "name": card.member.full_name,
                    "unit": places[card.member.unit_id],
                    "number": card.member.member_number or "",
                    "until": date_format(card.valid_until, "j F Y") if card.valid_until else "",
                    "photo": f"photo-{place}.jpg" if photo is not None else None,
                    "photo_alt": _("Photo of %(name)s") % {"name": card.member.full_name},
                    "qr": f"qr-{place}.svg",
                }
            )
        return {"words": words(), "cards": rows}, files


def words() -> dict[str, str]:
    """What stands on every card."""
    return {
        "title": _("Membership cards"),
        "organisation": "SENKOM",
        "kind": _("MEMBERSHIP CARD"),
        "unit": _("Unit"),
        "number": _("Member number"),
        "until": _("Valid until"),
        "qr": _("QR code of the page that checks this card"),
        "scan": _("Scan to check this card"),
        "not_police": _("Members of Senkom are not the police."),
        "may_not": _("They may not fine, search, seize, detain, or collect money."),
        "found": _("Found this card? Please give it to the nearest Senkom office or police station."),
    }


def places_of(cards: Sequence[Card]) -> dict[str, str]:
    """Each unit with the one above it: 'Mayangan, Kota Probolinggo'. One question."""
    paths = {path for card in cards for path in card.member.unit.lineage[-2:]}
    names = dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))
    found = {}
    for card in cards:
        unit = card.member.unit
        above = unit.lineage[-2] if len(unit.lineage) > 2 else ""
        found[unit.path] = f"{unit.name}, {names[above]}" if above in names else unit.name
    return found


def _photo_of(card: Card) -> bytes | None:
    photo = getattr(card.member, "photo", None)
    if photo is None:
        return None
    try:
        with default_storage.open(photo.name) as opened:
            return pdf.shrunk(opened.read(), **PHOTO)
    except OSError:
        log.error("the file of %s is missing in the storage", photo)
        return None


def print_shop_parcel(cards: Sequence[Card]) -> bytes:
    """A ZIP: one PDF of two pages for each card, and the list of them. No NIK, no phone, no address."""
    places, out = places_of(cards), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parcel:
        lines = []
        for place, card in enumerate(cards, 1):
            name = f"{place:02d}-{slugify(card.member.member_number or '') or 'kartu'}.pdf"
            data, files = content_of([card], places)
            with translation.override(LANGUAGE):
                parcel.writestr(name, pdf.render(TEMPLATE, {**data, "on_sheets": False}, files))
            row = data["cards"][0]  # type: ignore[index] # a list, by content_of
            lines.append([name, row["name"], row["number"], row["unit"], row["until"]])
        with translation.override(LANGUAGE):
            head = [_("file"), _("name"), _("member number"), _("unit"), _("valid until")]
        parcel.writestr("daftar.csv", _as_csv([head, *lines]))
    return out.getvalue()


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """As a spreadsheet reads it; no cell is ever taken for a formula."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
