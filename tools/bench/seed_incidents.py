"""Audiences, messages that came in, incidents with their timelines, and who was told."""

from __future__ import annotations

from incidents.models import Incident, IncidentReport, Referral, ReportLink, TimelineEntry
from partners.models import ActionItem, Audience, IncomingLetter
from tools.bench.inserts import insert, run
from tools.bench.sizes import Size

NAMED = "Lampu jalan mati,Pohon tumbang,Banjir di kampung,Anak hilang ditemukan,Kebakaran kecil,Genangan di pasar"


def audiences(size: Size) -> None:
    """One with each agency, most of them held."""
    insert(
        Audience,
        {
            "id": "a.id",
            "unit_id": "c.unit_id",
            "agency_id": "a.id",
            "purpose": "'Perkenalan pengurus dan rencana patroli bersama'",
            "planned_by_id": "2",
            "starts_at": "now() + make_interval(days => mod(a.id, 200)::integer - 170)",
            "state": """CASE WHEN mod(a.id, 200) > 170 THEN 'confirmed' WHEN mod(a.id, 25) = 0 THEN 'letter_sent'
                WHEN mod(a.id, 9) = 0 THEN 'held' ELSE 'minutes_final' END""",
        },
        "partners_agency a JOIN partners_coverage c ON c.agency_id = a.id",
    )


def promises(size: Size) -> None:
    """Two action items of each audience, some late."""
    insert(
        ActionItem,
        {
            "audience_id": "a.id",
            "number": "n",
            "title": "'Kirim jadwal patroli bulan depan'",
            "due_on": "current_date + mod(a.id, 90)::integer - 60",
            "owner_member_id": "1 + mod(a.id, 50)",
            "created_by_id": "2",
            "state": "CASE WHEN mod(a.id + n, 5) = 0 THEN 'open' ELSE 'done' END",
            "outcome": "CASE WHEN mod(a.id + n, 5) = 0 THEN '' ELSE 'sudah dikirim' END",
        },
        "partners_audience a CROSS JOIN generate_series(1, 2) n",
    )


def letters(size: Size) -> None:
    """One that came in from every third agency."""
    insert(
        IncomingLetter,
        {
            "unit_id": "c.unit_id",
            "agency_id": "a.id",
            "subject": "'Permohonan bantuan pengamanan'",
            "received_on": "current_date - 10",
            "answer_by": "current_date + mod(a.id, 40)::integer - 20",
            "recorded_by_id": "3",
            "state": "CASE WHEN mod(a.id, 2) = 0 THEN 'waiting' ELSE 'settled' END",
            "state_reason": "'dijawab lewat telepon'",
        },
        "partners_agency a JOIN partners_coverage c ON c.agency_id = a.id WHERE mod(a.id, 3) = 0",
    )


def incident_reports(size: Size) -> None:
    """Messages of members; one in a hundred has not been read, some are in hand."""
    run(
        """CREATE TEMPORARY TABLE sort_of ON COMMIT DROP AS
        SELECT id, is_disaster, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS number
        FROM incidents_category WHERE parent_id IS NOT NULL AND is_active"""
    )
    moment = "now() - make_interval(mins => 20 + (250000 * (i / %(number)s::float))::integer)"
    insert(
        IncidentReport,
        {
            "id": "i",
            "number": "'LAP-BENCH-' || i",
            "unit_id": "m.unit_id",
            "category_id": "s.id",
            "sensitivity": "CASE WHEN mod(i, 33) = 0 THEN 'confidential' ELSE 'open' END",
            "text": "'Terlihat dari pos, warga sudah berkumpul, jalan masih bisa dilewati.'",
            "channel": "CASE WHEN mod(i, 4) = 0 THEN 'phone' ELSE 'app' END",
            "occurred_at": moment,
            "reported_at": moment,
            "received_at": moment,
            "state_at": f"{moment} + interval '10 minutes'",
            "place_text": "'dekat pasar'",
            "place_source": "'text'",
            "reporter_id": "m.id",
            "state": """CASE WHEN mod(i, 100) = 1 THEN 'received' WHEN mod(i, 100) = 3 THEN 'in_triage'
                WHEN mod(i, 2) = 0 THEN 'linked' ELSE 'unverifiable' END""",
            "answer": "CASE WHEN mod(i, 2) = 1 THEN 'Belum dapat dipastikan.' ELSE '' END",
        },
        """generate_series(1, %(number)s) i JOIN members_member m ON m.id = 1 + mod(i::bigint * 104729, %(members)s)
        JOIN sort_of s ON s.n = mod(i, s.number)""",
        number=size.incidents,
        members=size.members,
    )


def incidents(size: Size) -> None:
    """One for every second message, nearly all of them over, with three lines each."""
    insert(
        Incident,
        {
            "id": "r.id",
            "number": "'KJD-BENCH-' || r.id",
            "unit_id": "r.unit_id",
            "title": "(string_to_array(%(named)s, ','))[1 + mod(r.id, 6)]",
            "category_id": "r.category_id",
            "sensitivity": "r.sensitivity",
            "severity": "1 + mod(r.id, 3)",
            "situation": "CASE WHEN mod(r.id, 60) = 0 THEN 'crisis' ELSE 'normal' END",
            "state": """CASE WHEN mod(r.id, 60) = 0 THEN 'handling' WHEN mod(r.id, 40) = 0 THEN 'new'
                ELSE 'closed' END""",
            "outcome": "CASE WHEN mod(r.id, 60) = 0 OR mod(r.id, 40) = 0 THEN '' ELSE 'settled' END",
            "occurred_at": "r.occurred_at",
            "opened_at": "r.received_at",
            "opened_by_id": "1",
            "lead_id": "CASE WHEN mod(r.id, 60) = 0 THEN 1 END",
            "place_text": "r.place_text",
        },
        "incidents_incidentreport r WHERE r.state = 'linked'",
        named=NAMED,
    )
    insert(ReportLink, {"report_id": "id", "incident_id": "id", "linked_by_id": "1"}, "incidents_incident")
    insert(
        TimelineEntry,
        {
            "incident_id": "i.id",
            "kind": "(ARRAY['opened', 'note', 'status'])[n]",
            "at": "i.opened_at + make_interval(mins => 10 * n)",
            "author_id": "1",
            "text": "'Petugas sudah di lokasi.'",
        },
        "incidents_incident i CROSS JOIN generate_series(1, 3) n",
    )


def referrals(size: Size) -> None:
    """Every third incident was told to the police station of its district; some have not answered."""
    insert(
        Referral,
        {
            "incident_id": "i.id",
            "agency_id": "a.agency_id",
            "channel": "'phone'",
            "message": "'Mohon bantuan di lokasi.'",
            "recorded_by_id": "1",
            "state": "CASE WHEN mod(i.id, 7) = 0 THEN 'sent' ELSE 'done' END",
            "sent_at": "i.opened_at",
            "acknowledged_at": "CASE WHEN mod(i.id, 7) = 0 THEN NULL ELSE i.opened_at + interval '5 minutes' END",
            "answered_by": "CASE WHEN mod(i.id, 7) = 0 THEN '' ELSE 'petugas jaga' END",
        },
        "incidents_incident i JOIN partners_coverage a ON a.unit_id = i.unit_id WHERE mod(i.id, 3) = 0",
    )
