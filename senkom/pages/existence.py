"""The report of existence (laporan keberadaan) of a chapter: letter, profile and papers, bound into one PDF.

Offices read it, so it is in Indonesian whatever the language of the screen. It bears no personal data beyond the names
of the board; members and activities are numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from members import services
from members.models import Appointment, Member, PaperBundle, Unit, UnitDocument
from members.papers import lines_of
from members.permissions import require
from members.querysets import within
from members.services.papers import KEEPS
from members.states import BundleRecipient, Office, UnitLevel
from members.views.units import find_unit
from partners.letters import chair_of, letter_day, letterhead_of
from partners.models import Agency, Audience, Letter
from partners.states import TAKEN_PLACE, AgencyKind, LetterState
from patrols.models import Assignment, Duty
from patrols.states import AssignmentState, DutyKind, DutyState
from senkom.lib import pdf
from senkom.lib.forms import CreateForm
from senkom.lib.http import MemberRequest
from senkom.lib.uploads.papers import bound

PERIOD_MONTHS = 6
PERIOD = timedelta(days=183)
TOOK_PLACE = (DutyState.COMPLETED, DutyState.CLOSED)
MOST_BUNDLES = 20
OF_THE_STATE: dict[UnitLevel, dict[str, str]] = {
    UnitLevel.NATIONAL: {
        BundleRecipient.KESBANGPOL: "Direktur Jenderal Politik dan Pemerintahan Umum, Kementerian Dalam Negeri",
        BundleRecipient.POLICE: "Kepala Kepolisian Negara Republik Indonesia",
    },
    UnitLevel.PROVINCE: {
        BundleRecipient.KESBANGPOL: "Kepala Badan Kesatuan Bangsa dan Politik Provinsi {place}",
        BundleRecipient.POLICE: "Kepala Kepolisian Daerah {place}",
    },
    UnitLevel.REGENCY: {
        BundleRecipient.KESBANGPOL: "Kepala Badan Kesatuan Bangsa dan Politik {place}",
        BundleRecipient.POLICE: "Kepala Kepolisian Resor {place}",
    },
    UnitLevel.DISTRICT: {
        BundleRecipient.KESBANGPOL: "Kepala Badan Kesatuan Bangsa dan Politik {above}",
        BundleRecipient.POLICE: "Kepala Kepolisian Sektor {place}",
    },
}
POLICE_OF = {UnitLevel.REGENCY: AgencyKind.POLRES, UnitLevel.DISTRICT: AgencyKind.POLSEK}


class ExistenceForm(CreateForm):
    """For whom, and under which number of the letter book."""

    recipient = forms.ChoiceField(label=_("For whom"), choices=BundleRecipient.choices)
    letter_number = forms.CharField(
        label=_("Number of the letter"),
        max_length=80,
        required=False,
        help_text=_("From your letter book; left empty, a line for it is printed."),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit.level == UnitLevel.NATIONAL:
            field: Any = self.fields["recipient"]
            field.choices = [choice for choice in BundleRecipient.choices if choice[0] != BundleRecipient.ABOVE]


def addressee_of(unit: Unit, recipient: str) -> str:
    """To whom the letter is written, by office and never by name; the police as our list of agencies calls them."""
    above = Unit.objects.get(path=unit.lineage[-2]) if len(unit.lineage) > 1 else unit
    if recipient == BundleRecipient.ABOVE:
        return f"Ketua Senkom Mitra Polri {above.name}"
    if recipient == BundleRecipient.POLICE and unit.level in POLICE_OF:
        known = Agency.objects.active().working_in(unit.path).filter(kind=POLICE_OF[unit.level]).first()
        if known is not None:
            return f"Kepala {known.name}"
    return OF_THE_STATE[unit.level][recipient].format(place=unit.name, above=above.name)


def _members_by_part(unit: Unit) -> list[dict[str, Any]]:
    """How many are on the list and how many of them active, in each unit directly below and in the unit itself."""
    counted = Member.objects.enrolled().of_unit(unit.path).counted_below(unit.path)
    names = dict(Unit.objects.filter(path__in=counted).values_list("path", "name"))
    rows = [{"name": names.get(path, path), "active": found[0], "all": found[1]} for path, found in counted.items()]
    return sorted(rows, key=lambda row: str(row["name"]))


def _board(unit: Unit) -> list[dict[str, str]]:
    held = Appointment.objects.of_today().filter(unit=unit).with_rank().select_related("member", "unit")
    return [
        {
            "name": row.member.full_name,
            "office": capfirst(str(row.get_office_display())),
            "term": row.term_in_words,
            "decree": row.decree_number or "–",
        }
        for row in held.order_by("rank", "pk")
    ]


def _activities(unit: Unit, since: Any, now: Any) -> Iterator[tuple[str, int]]:
    """What happened in and below the unit, as numbers: of all rows, whatever the writer of the report may read."""
    here = within("unit", unit.path)
    duties = Duty.objects.filter(here, state__in=TOOK_PLACE).between(since, now)
    kinds = dict(duties.order_by().values_list("kind").annotate(number=Count("pk")))
    for kind in DutyKind:
        if kinds.get(kind):
            yield str(kind.label), kinds[kind]
    served = Assignment.objects.filter(duty__in=duties, state=AssignmentState.COMPLETED)
    yield "Penugasan anggota yang selesai dijalankan", served.count()
    incidents = Incident.objects.filter(here, is_exercise=False, occurred_at__gte=since, occurred_at__lt=now)
    yield "Kejadian kamtibmas dan bencana yang dicatat dan diteruskan", incidents.count()
    audiences = Audience.objects.filter(here, state__in=TAKEN_PLACE, starts_at__gte=since, starts_at__lt=now)
    yield "Audiensi dan rapat koordinasi dengan instansi", audiences.count()
    letters = Letter.objects.filter(here, state=LetterState.ISSUED, issued_on__gte=since.date())
    yield "Surat keluar", letters.count()


@dataclass(frozen=True)
class Bundle:
    """The papers that go into it: those that stand and have a scan."""

    papers: list[UnitDocument]

    @classmethod
    def of(cls, unit: Unit) -> Bundle:
        """What the unit can show today."""
        rows = UnitDocument.objects.filter(unit=unit, file__isnull=False).standing().in_order().select_related("file")
        return cls(list(rows))

    def described(self) -> list[dict[str, str]]:
        """Each paper as the list of enclosures says it."""
        return [
            {
                "name": capfirst(paper.name),
                "number": paper.number or "–",
                "issued": f"{paper.issued_by}, {letter_day(paper.issued_on)}",
                "until": letter_day(paper.valid_until) if paper.valid_until else "tanpa batas waktu",
            }
            for paper in self.papers
        ]

    def scans(self) -> Iterator[bytes]:
        """Each scan as a PDF; a photo is put on a page of its own."""
        for paper in self.papers:
            scan = paper.scan
            if scan is None:
                continue
            with default_storage.open(scan.name) as opened:
                content = opened.read()
            if scan.content_type == "application/pdf":
                yield content
            else:
                name = capfirst(paper.name)
                yield pdf.render("pages/paper_photo.typ", {"name": name}, {"paper.jpg": content})


def make_report(unit: Unit, recipient: str, letter_number: str, bundle: Bundle) -> bytes:
    """The whole report. Raises ValidationError where a scan can't be bound."""
    with translation.override("id"):
        first = pdf.render("pages/existence.typ", _told(unit, recipient, letter_number, bundle))
        return bound([first, *bundle.scans()])


def _told(unit: Unit, recipient: str, letter_number: str, bundle: Bundle) -> dict[str, Any]:
    now = timezone.now()
    since, today = now - PERIOD, unit.today(now)
    head, board, members = letterhead_of(unit), _board(unit), _members_by_part(unit)
    holder = {row["office"]: row["name"] for row in reversed(board)}
    return {
        "unit": unit.name,
        "level": str(unit.level.label),
        "code": unit.code,
        "address": head.address,
        "place": head.place,
        "day": letter_day(today),
        "number": letter_number,
        "recipient": addressee_of(unit, recipient),
        "since": letter_day(_day(since, unit)),
        "until": letter_day(today),
        "months": PERIOD_MONTHS,
        "board": board,
        "members": members,
        "active": sum(row["active"] for row in members),
        "all": sum(row["all"] for row in members),
        "activities": [{"what": what, "number": number} for what, number in _activities(unit, since, now)],
        "papers": bundle.described(),
        "chair_as": chair_of(unit),
        "chair": holder.get(capfirst(str(Office.CHAIR.label)), ""),
        "secretary": holder.get(capfirst(str(Office.SECRETARY.label)), ""),
    }


def _day(moment: Any, unit: Unit) -> date:
    found: date = moment.astimezone(unit.zone).date()
    return found


@login_required
def existence(request: MemberRequest, area: str) -> HttpResponse:
    """What the bundle would hold, for whom it is, and who made which before; sending it gives the PDF."""
    unit = find_unit(request.user, area)
    require(request.user, KEEPS, unit)
    is_sent = request.method == "POST"
    if is_sent and not ratelimit.consume(request, action="upload"):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    form = ExistenceForm(request.POST if is_sent else None, unit=unit, initial={"code": uuid4()})
    bundle = Bundle.of(unit)
    if form.is_valid():
        typed = form.cleaned_data
        if form.apply(make_report, unit, typed["recipient"], typed["letter_number"], bundle):
            content = form.result
            kept = {"recipient": typed["recipient"], "letter_number": typed["letter_number"], "code": typed["code"]}
            if form.apply(services.record_bundle, unit, papers=len(bundle.papers), by=request.user, **kept):
                return _as_file(content, unit)
    papers = UnitDocument.objects.filter(unit=unit).standing().in_order().select_related("unit", "file")
    context = {
        "unit": unit,
        "form": form,
        "papers": bundle.papers,
        "lacking": [line for line in lines_of(unit, papers, unit.today()) if line.needs_something],
        "bundles": PaperBundle.objects.filter(unit=unit).select_related("made_by")[:MOST_BUNDLES],
    }
    return render(request, "pages/existence.html", context, status=form.status_code)


def _as_file(content: bytes, unit: Unit) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    name = f"laporan-keberadaan-{slugify(unit.name)}-{unit.today():%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
