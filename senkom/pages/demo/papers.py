"""The papers of the city's chapter: most are there, one runs out, one has run out, one is missing. All invented."""

from __future__ import annotations

from datetime import timedelta

from members.models import Member, UnitDocument, UnitDocumentFile
from members.states import PaperKind, PaperState
from senkom.lib import pdf
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.papers import Paper
from senkom.pages.demo.calendar import Calendar, code_of

CITY = "0.35.74."
SECRETARY = "Endah Purwaningsih"
FORMER, WITHOUT_SCAN = "SK-03/PENGPROV/VIII/2018", "81.234.567.8-625.000"
PAPERS: tuple[tuple[PaperKind, str, str, int, int | None], ...] = (
    (PaperKind.DECREE, FORMER, "Pengurus Provinsi Jawa Timur", -3000, -1170),
    (PaperKind.DECREE, "SK-014/PENGPROV/IX/2023", "Pengurus Provinsi Jawa Timur", -1160, 665),
    (PaperKind.REGISTRATION, "AHU-0000123.AH.01.08 (contoh)", "Kementerian Hukum, salinan dari pusat", -2400, None),
    (PaperKind.DOMICILE, "470/118/425.503.2/2025", "Kelurahan Mangunharjo", -342, 23),
    (PaperKind.TAX_NUMBER, WITHOUT_SCAN, "KPP Pratama Probolinggo", -2100, None),
    (PaperKind.ENDORSEMENT, "B/77/V/2024/Satbinmas (contoh)", "Polres Probolinggo Kota", -770, -40),
)
"""Kind, number, who issued it, and in days from today: dated, valid until. The list of the board is missing."""


def seed(calendar: Calendar) -> None:
    """Add the papers; called once, at the first seeding."""
    secretary = Member.objects.get(code=code_of("member", SECRETARY))
    with shelf() as files:
        former: dict[str, UnitDocument] = {}
        for kind, number, issuer, dated, until in PAPERS:
            is_former = number == FORMER
            paper = UnitDocument.objects.create(
                code=code_of("paper", number),
                unit_id=CITY,
                kind=kind,
                number=number,
                issued_by=issuer,
                issued_on=calendar.today + timedelta(days=dated),
                valid_until=None if until is None else calendar.today + timedelta(days=until),
                recorded_by=secretary,
                recorded_at=calendar.ago(days=120),
                replaces=None if is_former else former.get(kind),
                state=PaperState.REPLACED if is_former else PaperState.STANDING,
                state_by=secretary if is_former else None,
                state_at=calendar.ago(days=110),
            )
            if is_former:
                former[kind] = paper
            elif number != WITHOUT_SCAN:
                words = {"name": str(paper.get_kind_display()), "number": number, "issued_by": issuer}
                content = Paper(pdf.render("pages/demo_paper.typ", words))
                files.put(UnitDocumentFile, content, document=paper, made_by=secretary)
