"""The papers of a unit: recorded, replaced by newer ones, struck where they were a mistake; nothing is lost."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import PaperBundle, Unit, UnitDocument, UnitDocumentFile, User
from members.permissions import require
from members.services.people import locked_unit
from members.states import Action, BundleRecipient, PaperKind, PaperState
from senkom.lib.forms import once
from senkom.lib.refusals import refused_in_words
from senkom.lib.states import move
from senkom.lib.uploads.models import Content, Shelf, shelf

KEEPS = Action.SET_REMINDERS
"""The chair and the roster admin; coordinators read."""


@dataclass(frozen=True)
class PaperFacts:
    """What stands on a paper."""

    number: str
    issued_by: str
    issued_on: date
    valid_until: date | None = None
    title: str = ""


def record_paper(
    unit: Unit, kind: PaperKind | str, facts: PaperFacts, scan: Content | None, *, by: User, code: uuid.UUID
) -> UnitDocument:
    """Record a paper of which the unit has none yet; sent twice it is recorded once. Raises ValidationError."""
    with shelf() as files:
        unit = locked_unit(unit.path)
        require(by, KEEPS, unit)
        return once(
            UnitDocument.objects.filter(unit=unit),
            code,
            author_field="recorded_by",
            author=by.member,
            make=lambda: _write(unit, kind, facts, scan, by, files, code=code),
        )


def replace_paper(
    former: UnitDocument, facts: PaperFacts, scan: Content | None, *, by: User, code: uuid.UUID
) -> UnitDocument:
    """Record the newer paper in place of one; that stays in the history."""
    with shelf() as files:
        unit = locked_unit(former.unit_id)
        require(by, KEEPS, unit)
        former = UnitDocument.objects.select_for_update(no_key=True).get(pk=former.pk)

        def make() -> UnitDocument:
            if former.state != PaperState.STANDING:
                raise ValidationError(
                    _("Somebody has replaced or struck this paper meanwhile. Look again."), code="conflict"
                )
            move(former, PaperState.REPLACED, by=by)
            return _write(unit, former.kind, facts, scan, by, files, code=code, replaces=former)

        rows = UnitDocument.objects.filter(unit=unit)
        return once(rows, code, author_field="recorded_by", author=by.member, make=make)


def _write(
    unit: Unit,
    kind: PaperKind | str,
    facts: PaperFacts,
    scan: Content | None,
    by: User,
    files: Shelf,
    *,
    code: uuid.UUID,
    replaces: UnitDocument | None = None,
) -> UnitDocument:
    if facts.issued_on > unit.today():
        raise ValidationError({"issued_on": _("This day lies ahead. Look at the paper again.")})
    with refused_in_words():
        row: UnitDocument = UnitDocument.objects.create(
            unit=unit, kind=kind, code=code, recorded_by=by.member, replaces=replaces, **asdict(facts)
        )
    if scan is not None:
        files.put(UnitDocumentFile, scan, document=row, made_by=by.member)
    return row


def add_scan(paper: UnitDocument, scan: Content, *, by: User) -> UnitDocumentFile:
    """Add the scan to a paper that was recorded without one."""
    with shelf() as files:
        require(by, KEEPS, locked_unit(paper.unit_id))
        paper = UnitDocument.objects.select_for_update(no_key=True).get(pk=paper.pk)
        if paper.state != PaperState.STANDING or UnitDocumentFile.objects.filter(document=paper).exists():
            raise ValidationError(_("This paper has a scan already, or was replaced. Look again."), code="conflict")
        return files.put(UnitDocumentFile, scan, document=paper, made_by=by.member)


@transaction.atomic
def strike_paper(paper: UnitDocument, *, by: User, reason: str) -> UnitDocument:
    """Strike a paper that was recorded by mistake, or that was taken away; it stays in the history."""
    require(by, KEEPS, locked_unit(paper.unit_id))
    paper = UnitDocument.objects.select_for_update(no_key=True).get(pk=paper.pk)
    move(paper, PaperState.WITHDRAWN, by=by, reason=reason)
    return paper


@transaction.atomic
def record_bundle(
    unit: Unit, recipient: BundleRecipient | str, letter_number: str, papers: int, *, by: User, code: uuid.UUID
) -> PaperBundle:
    """Keep that somebody bundled the unit's papers for an office; once, however often the form is sent."""
    require(by, KEEPS, unit)
    return once(
        PaperBundle.objects.filter(unit=unit),
        code,
        author_field="made_by",
        author=by.member,
        make=lambda: PaperBundle.objects.create(
            unit=unit, recipient=recipient, letter_number=letter_number, papers=papers, made_by=by.member, code=code
        ),
    )
