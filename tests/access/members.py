"""Addresses of the roster."""

from __future__ import annotations

import base64
import json
from typing import Any

from members.models import Appointment, Member, MemberPhoto, RosterExport, RosterImport
from members.states import CardState, ExportState, ImportState, MemberState, Office, PaperKind, Verdict
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.pictures import Picture
from tests.access import CANARY, NO, Kind, Page, page
from tests.factories.cards import make_card, make_complaint
from tests.factories.members import (
    KEDOPOK,
    MAYANGAN,
    OTHER_DISTRICT,
    make_appointment,
    make_grant,
    make_member,
    make_proposal,
    make_rule,
    make_unit,
)
from tests.factories.papers import make_paper, make_scan
from tests.factories.pictures import jpeg


def make_foreigner(**fields: Any) -> Any:
    """Somebody in another city, with the canary in every text."""
    texts = dict.fromkeys(("full_name", "skills", "address", "occupation", "emergency_contact"), CANARY)
    return make_member(OTHER_DISTRICT, **{**texts, **fields}).code


def make_office(unit: str, **fields: Any) -> Any:
    """An office somebody holds."""
    held: Appointment = make_appointment(make_member(unit, **fields), unit, Office.TREASURER, decree_number="SK/1")
    return held.code


def make_proposed(unit: str, **fields: Any) -> tuple[Any, Any]:
    """A member about whom his city's chair has proposed something."""
    member = make_member(unit, **fields)
    return member.code, make_proposal(member, unit_id=unit, reason=CANARY if fields else "Alasan").code


def make_photo(unit: str, **fields: Any) -> Any:
    """The address of a photo's file."""
    member = make_member(unit, **fields)
    with shelf() as files:
        photo = files.put(MemberPhoto, Picture(jpeg(40, 30)), member=member, made_by=member)
    return (photo.kind, photo.code)


def make_import(unit: str, name: str = "", **fields: Any) -> Any:
    """A file of people that somebody of the unit has sent: Endah, where she is there."""
    by = Member.objects.filter(full_name="Endah Purwaningsih").first() if not name else None
    sheet = RosterImport.objects.create(
        unit=make_unit(unit),
        by=by or make_member(unit, full_name=name or "Pengirim"),
        file_name=f"{name}.csv",
        headings=[["A", name or "Nama"]],
        columns={"0": "full_name"},
        content=base64.b64encode(f"{name or 'Nama'}\nSri\n".encode()).decode(),
        **fields,
    )
    cells = json.dumps({"full_name": name or "Sri", "occupation": "guru"})
    sheet.rows.create(number=2, name=name or "Sri", cells=cells, verdict=Verdict.ADD)
    return sheet.code


def make_export(unit: str, name: str = "", **fields: Any) -> Any:
    """A list that somebody of the unit asked for: Endah, where she is there."""
    by = Member.objects.filter(full_name="Endah Purwaningsih").first() if not name else None
    export = RosterExport.objects.create(
        unit=make_unit(unit),
        by=by or make_member(unit, full_name=name or "Pengaju"),
        said=name or "Unit",
        reason=name or "Alasan",
        columns=["name"],
        **{"count": 1, "state": ExportState.ALLOWED, **fields},
    )
    return export.code


def make_certificate(unit: str, **fields: Any) -> Any:
    """A certificate somebody holds."""
    evidence = CANARY if fields else "PMI 12"
    return make_grant(make_member(unit, **fields), evidence=evidence).code


WAITS: dict[str, Any] = {"count": 51, "state": ExportState.WAITING}


def make_written_rule(unit: str, **fields: Any) -> tuple[str, Any]:
    """A rule that was decided for a unit."""
    return (unit[2:-1], make_rule(unit, **fields).code)


def make_foreign_paper() -> Any:
    """A paper of another city, with the canary in every text."""
    return make_paper(OTHER_DISTRICT, number=CANARY, issued_by=CANARY, title=CANARY)


def make_scan_of(unit: str, **fields: Any) -> Any:
    """The address of a scan's file."""
    scan = make_scan(make_paper(unit, PaperKind.BOARD_LIST, **fields))
    return (scan.kind, scan.code)


KINDS = {
    "export": Kind(
        own=lambda: make_export(MAYANGAN, **WAITS), foreign=lambda: make_export(OTHER_DISTRICT, CANARY, **WAITS)
    ),
    "export's file": Kind(
        own=lambda: (make_export(MAYANGAN), "csv"), foreign=lambda: (make_export(OTHER_DISTRICT, CANARY), "csv")
    ),
    "police form": Kind(own=lambda: "senkom"),
    "import": Kind(own=lambda: make_import(MAYANGAN), foreign=lambda: make_import(OTHER_DISTRICT, CANARY)),
    "checked import": Kind(
        own=lambda: make_import(MAYANGAN, state=ImportState.CHECKED),
        foreign=lambda: make_import(OTHER_DISTRICT, CANARY, state=ImportState.CHECKED),
    ),
    "template": Kind(own=lambda: "xlsx"),
    "certificate": Kind(
        own=lambda: make_certificate(MAYANGAN),
        foreign=lambda: make_certificate(OTHER_DISTRICT, full_name=CANARY),
    ),
    "rule": Kind(
        own=lambda: make_written_rule(MAYANGAN),
        foreign=lambda: make_written_rule(OTHER_DISTRICT, reason=CANARY),
    ),
    "paper": Kind(own=lambda: make_paper(MAYANGAN).code, foreign=lambda: make_foreign_paper().code),
    "scan": Kind(own=lambda: make_scan_of(MAYANGAN), foreign=lambda: make_scan_of(OTHER_DISTRICT, number=CANARY)),
    "photo": Kind(
        own=lambda: make_photo(MAYANGAN),
        foreign=lambda: make_photo(OTHER_DISTRICT, full_name=CANARY),
    ),
    "proposal": Kind(
        own=lambda: make_proposed(MAYANGAN),
        foreign=lambda: make_proposed(OTHER_DISTRICT, full_name=CANARY),
    ),
    "card": Kind(
        own=lambda: make_card(make_member(MAYANGAN)).code,
        foreign=lambda: make_card(make_member(OTHER_DISTRICT, full_name=CANARY)).code,
    ),
    "complaint": Kind(
        own=lambda: make_complaint(make_member(MAYANGAN)).code,
        foreign=lambda: make_complaint(make_member(OTHER_DISTRICT, full_name=CANARY), text=CANARY).code,
    ),
    "card to approve": Kind(
        own=lambda: (make_card(make_member(MAYANGAN), CardState.REQUESTED).code, "approve"),
        foreign=lambda: (make_card(make_member(OTHER_DISTRICT, full_name=CANARY), CardState.REQUESTED).code, "approve"),
    ),
    "card in hand": Kind(own=lambda: (make_card(make_member(MAYANGAN)).code, "lost")),
    "card's bad step": Kind(own=lambda: (make_card(make_member(MAYANGAN)).code, "burn")),
    "person": Kind(own=lambda: make_member(MAYANGAN, full_name="Buari").code, foreign=make_foreigner),
    "applicant's step": Kind(
        own=lambda: (make_member(MAYANGAN, state=MemberState.APPLICANT).code, "documents"),
        foreign=lambda: (make_foreigner(state=MemberState.APPLICANT), "documents"),
    ),
    "member's farewell": Kind(
        own=lambda: (make_member(MAYANGAN).code, "expel"),
        foreign=lambda: (make_foreigner(), "expel"),
    ),
    "step that is none": Kind(own=lambda: (make_member(MAYANGAN).code, "promote")),
    "office": Kind(own=lambda: make_office(MAYANGAN), foreign=lambda: make_office(OTHER_DISTRICT, full_name=CANARY)),
    "area": Kind(own=lambda: MAYANGAN[2:-1], foreign=lambda: OTHER_DISTRICT[2:-1], missing="99.99"),
    "other district": Kind(own=lambda: KEDOPOK[2:-1]),
}

PAGES: list[Page] = [
    page("members:apply", get="200 200 200 200 200 200", post="422 422 422 422 422 422", public=True),
    page("members:applied", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("members:password", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("members:list", get="302 403 403 200 200 200", post=NO),
    page("members:me", get="302 302 302 302 302 302", post=NO),
    page("members:own_data", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("members:own_card", get="302 200 200 200 200 200", post="302 302 302 302 302 302"),
    page("members:own_card_lost", get="302 302 302 302 302 302", post="302 302 302 302 302 302"),
    page("members:cards", get="302 403 403 200 200 200", post="302 403 403 422 422 422"),
    page("members:card", "card", get="302 404 404 200 200 200", post=NO),
    page("members:complaints", get="302 403 403 403 200 403", post=NO),
    page("members:complaint", "complaint", get="302 404 404 404 200 404", post="302 404 404 404 422 404"),
    page("members:card_pdf", "card", get="302 404 404 200 200 200", post=NO),
    page("members:card_step", "card to approve", get="302 404 404 403 200 200", post="302 404 404 403 302 302"),
    page("members:card_step", "card in hand", get="302 404 404 200 200 200", post="302 404 404 302 302 302"),
    page("members:card_step", "card's bad step", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("members:request_card", "person", get="302 404 404 200 200 200", post="302 404 404 302 302 302"),
    page("members:numbers", "area", get="302 404 404 403 200 403", post="302 404 404 403 302 403"),
    page("members:my_renewal", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("members:due", get="302 403 403 200 200 200", post=NO),
    page("members:renew", "person", get="302 405 405 405 405 405", post="302 404 404 302 302 302"),
    page("members:renewal_link", "person", get="302 404 404 200 200 200", post="302 404 404 409 409 409"),
    page("members:new", get="302 403 403 200 200 200", post="302 403 403 422 422 422"),
    page("members:exports", get="302 403 403 403 403 200", post="302 403 403 403 403 422"),
    page("members:export_page", "export", get="302 404 404 404 200 200", post="302 404 404 404 422 403"),
    page("members:export_file", "export's file", get=NO, post="302 404 404 404 404 200"),
    page("members:police_form", "police form", get="302 403 403 403 403 200", post=NO),
    page("members:imports", get="302 403 403 403 403 200", post="302 403 403 403 403 422"),
    page("members:import_template", "template", get="302 403 403 403 403 200", post=NO),
    page("members:import_page", "checked import", get="302 404 404 404 404 200", post="302 404 404 404 404 302"),
    page("members:import_columns", "import", get="302 404 404 404 404 200", post="302 404 404 404 404 422"),
    page("members:give_up_import", "import", get=NO, post="302 404 404 404 404 302"),
    page("members:recap", get="302 403 403 200 200 200", post=NO),
    page("members:offices", get="302 403 403 200 200 200", post=NO),
    page("members:end_office", "office", get="302 404 404 403 200 403", post="302 404 404 403 302 403"),
    page("members:units", get="302 403 403 200 200 200", post=NO),
    page("members:unit", "area", get="302 404 404 200 200 200", post=NO),
    page("members:unit", "other district", get="302 404 404 404 200 200", post=NO),
    page("members:board", "area", get="302 404 404 200 200 200", post=NO),
    page("members:rights", "area", get="302 404 404 200 200 200", post=NO),
    page("members:chapter", "area", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:rule", "area", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:membership_rule", "area", get="302 404 404 200 200 200", post=NO),
    page("members:decide_rule", "area", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:rule_review", "rule", get="302 404 404 200 200 200", post=NO),
    page("members:strike_rule", "rule", get="302 405 405 405 405 405", post="302 404 404 403 302 403"),
    page("members:papers", "area", get="302 404 404 200 200 200", post=NO),
    page("members:new_paper", "area", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("members:replace_paper", "paper", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("members:add_scan", "paper", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("members:strike_paper", "paper", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("file", "scan", get="302 404 404 200 200 200", post=NO),
    page("members:detail", "person", get="302 404 404 200 200 200", post=NO),
    page("members:step", "applicant's step", get="302 404 404 200 200 200", post="302 404 404 302 302 302"),
    page("members:step", "member's farewell", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:step", "step that is none", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("members:proposal", "proposal", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:documents_seen", "person", get="302 404 404 200 200 200", post="302 404 404 409 409 409"),
    page("members:livelihood", "person", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:waiver", "person", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
    page("members:nik", "person", get="302 404 404 403 403 200", post="302 404 404 403 403 422"),
    page("members:read_nik", "person", get="302 404 404 403 403 200", post="302 404 404 403 403 422"),
    page("members:emergency", "person", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:appoint", "person", get="302 404 404 403 200 403", post="302 404 404 403 422 403"),
    page("members:new_certificate", "person", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:certificate", "certificate", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:revoke_certificate", "certificate", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:photo", "person", get="302 404 404 200 200 200", post="302 404 404 422 422 422"),
    page("members:remove_photo", "person", get="302 405 405 405 405 405", post="302 404 404 302 302 302"),
    page("file", "photo", get="302 404 404 200 200 200", post=NO),
    page("members:sign_in_link", "person", get="302 404 404 200 200 200", post="302 404 404 200 200 200"),
    page("members:second_factor", "person", get="302 404 404 403 200 200", post="302 404 404 403 422 422"),
]
