"""The papers of a unit in plain words: what is there, what is missing, what runs out, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from members.models import Unit, UnitDocument
from members.models.papers import SOON
from members.states import PAPERS_OF, PaperKind

WHERE_TO_GET: dict[str, Any] = {
    PaperKind.DECREE: gettext_lazy("Ask the board of the unit above for the decree on your board."),
    PaperKind.REGISTRATION: gettext_lazy(
        "Ask the national or provincial board for a copy of the AHU decree; Bakesbangpol says if it wants an SKT."
    ),
    PaperKind.DOMICILE: gettext_lazy("Ask the village office where the secretariat is."),
    PaperKind.TAX_NUMBER: gettext_lazy("Ask the treasurer, or register the organisation at the tax office (KPP)."),
    PaperKind.ENDORSEMENT: gettext_lazy("Ask the community-guidance section (Binmas) of the police at your level."),
    PaperKind.BOARD_LIST: gettext_lazy("Print the board of this unit, have it signed and stamped, and scan it."),
}
"""Where one gets a paper that is missing."""


@dataclass(frozen=True)
class PaperLine:
    """One paper on the page: what it is, how it stands, and the next step."""

    name: str
    tone: str
    label: str
    next_step: str = ""
    row: UnitDocument | None = None
    kind: str = ""

    @property
    def needs_something(self) -> bool:
        return bool(self.next_step)


def lines_of(unit: Unit, papers: Iterable[UnitDocument], today: date) -> list[PaperLine]:
    """All that stands, in the order in which offices ask for it, and what a unit of this level lacks."""
    found = list(papers)
    have = {paper.kind for paper in found}
    lines = [_of_paper(paper, today) for paper in found]
    lines += [_missing(kind) for kind in PAPERS_OF.get(unit.level, ()) if kind not in have]
    order = list(PaperKind)
    return sorted(lines, key=lambda line: order.index(PaperKind(line.kind)))


def _missing(kind: PaperKind) -> PaperLine:
    return PaperLine(str(kind.label), "warn", _("Missing"), str(WHERE_TO_GET[kind]), kind=kind)


def _of_paper(paper: UnitDocument, today: date) -> PaperLine:
    left = paper.days_left(today)
    day = date_format(paper.valid_until, "j F Y") if paper.valid_until else ""
    if left is not None and left < 0:
        step = _("It ran out on %(day)s. Apply for the new one, then record it in place of this one.") % {"day": day}
        return PaperLine(paper.name, "bad", _("Run out"), step, paper, paper.kind)
    if left is not None and left <= SOON.days:
        label = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left} if left else _("Last day today")
        step = _("Valid until %(day)s only. Apply for the new one now.") % {"day": day}
        return PaperLine(paper.name, "warn", label, step, paper, paper.kind)
    label = pgettext("paper", "holds") if day else _("There, without an end")
    step = "" if paper.scan else _("The scan is missing: photograph or scan the paper, so that it can be bundled.")
    return PaperLine(paper.name, "good" if paper.scan else "wait", label, step, paper, paper.kind)


def summary_of(lines: list[PaperLine]) -> str:
    """The whole page in a sentence."""
    open_ones = sum(line.needs_something for line in lines)
    if not open_ones:
        return _("All papers are there and valid.")
    said = ngettext("%(n)d paper needs something.", "%(n)d papers need something.", open_ones)
    return said % {"n": open_ones}
