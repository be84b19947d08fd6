"""Duties with their places, crews, reports and messages."""

from __future__ import annotations

from notifications.models import Delivery, Notification
from patrols.models import Assignment, Attendance, Duty, PatrolReport, Slot
from tools.bench.inserts import insert, run
from tools.bench.seed_people import CITY, MAYANGAN
from tools.bench.sizes import Size

MONTH = 300
"""Duties of Mayangan in the month that is measured, the same in every size."""
TO_JOIN = range(301, 361)
"""Evenings of Mayangan far ahead with eight free places each: what somebody signs up for while it is measured."""
ROLL_CALLS = range(361, 401)
"""Roll calls of the city with sixty free places each: what people sign up for under load."""
SPREAD_FROM = 401


def duties(size: Size) -> None:
    """One month full of duties in Mayangan, some to join, and the others where the members are."""
    _duties_at(
        f"generate_series(1, {MONTH}) d",
        unit=f"'{MAYANGAN}'",
        starts="""(date_trunc('month', now() AT TIME ZONE 'Asia/Jakarta') + interval '1 month'
            + make_interval(days => mod(d - 1, 28), mins => 360 + 90 * ((d - 1) / 28))) AT TIME ZONE 'Asia/Jakarta'""",
    )
    for numbers, unit, ahead in ((TO_JOIN, MAYANGAN, 200), (ROLL_CALLS, CITY, 300)):
        _duties_at(
            f"generate_series({numbers[0]}, {numbers[-1]}) d",
            unit=f"'{unit}'",
            starts=f"date_trunc('day', now()) + make_interval(days => {ahead} + d - {numbers[0]}, hours => 12)",
        )
    run(
        """CREATE TEMPORARY TABLE roster ON COMMIT DROP AS
        SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id) - 1 AS n,
            count(*) OVER (PARTITION BY unit_id) AS number FROM members_member"""
    )
    run("CREATE INDEX ON roster (unit_id, n)")
    run("ANALYZE roster")
    source = f"""(SELECT d, unit_id, row_number() OVER w - 1 AS r, count(*) OVER (PARTITION BY unit_id) AS number
        FROM generate_series({SPREAD_FROM}, %(duties)s) d
        JOIN members_member m ON m.id = 1 + mod(d::bigint * 7919, %(members)s) WINDOW w AS (PARTITION BY unit_id ORDER BY d)) s"""  # noqa: S608, E501
    starts = f"""date_trunc('hour', now()) + make_interval(hours => mod(d, 12)
        + ({24 * size.days} * (r + 0.5) / number)::integer - {6 * size.days})"""
    _duties_at(source, unit="unit_id", starts=starts, duties=size.duties, members=size.members)


def _duties_at(source: str, *, unit: str, starts: str, **params: int) -> None:
    """Duties of three hours; what is over is closed, nearly always."""
    insert(
        Duty,
        {
            "id": "d",
            "unit_id": unit,
            "kind": "(ARRAY['patrol', 'patrol', 'event_security', 'community_service', 'training'])[1 + mod(d, 5)]",
            "meeting_point": "'halaman kantor kecamatan'",
            "starts_at": "begin",
            "ends_at": "begin + interval '3 hours'",
            "min_crew": "4",
            "planner_id": "1",
            "state": """CASE WHEN begin > now() THEN CASE WHEN d > 400 AND mod(d, 20) = 0 THEN 'draft' ELSE 'published' END
                WHEN begin > now() - interval '3 hours' THEN 'in_progress' WHEN mod(d, 30) = 0 THEN 'cancelled'
                WHEN mod(d, 15) = 1 THEN 'completed' ELSE 'closed' END""",  # noqa: E501
            "state_reason": "CASE WHEN mod(d, 30) = 0 AND begin < now() THEN 'hujan deras' ELSE '' END",
        },
        f"{source} CROSS JOIN LATERAL (SELECT {starts} AS begin) t",
        **params,
    )


def places(size: Size) -> None:
    """Eight places each; sixty at a roll call."""
    insert(
        Slot,
        {
            "id": "d.id * 64 + s",
            "duty_id": "d.id",
            "role": "coalesce((ARRAY['leader', 'radio', 'driver'])[s], 'member')",
            "sequence": "greatest(s - 3, 1)",
        },
        f"""patrols_duty d CROSS JOIN LATERAL generate_series(1,
            CASE WHEN d.id BETWEEN {ROLL_CALLS[0]} AND {ROLL_CALLS[-1]} THEN 60 ELSE 8 END) s""",
    )
    run("ANALYZE patrols_duty")
    run("ANALYZE patrols_slot")


def crews(size: Size) -> None:
    """Six of eight places are held, in every seventh duty two; in the full month five, by the same people each day."""
    full_month = f"""(SELECT d.*, s, mod(((d.id - 1) / 28) * 5 + s - 1, 55) AS n FROM patrols_duty d
        CROSS JOIN generate_series(1, 5) s WHERE d.id <= {MONTH}) d"""  # noqa: S608
    _crew(full_month)
    spread = f"""(SELECT d.*, s, mod((row_number() OVER (PARTITION BY d.unit_id, s ORDER BY d.id) - 1) * 6 + s - 1,
            r.number) AS n FROM patrols_duty d JOIN roster r ON r.unit_id = d.unit_id AND r.n = 0
        CROSS JOIN LATERAL generate_series(1, least(r.number, CASE WHEN mod(d.id, 7) = 0 THEN 2 ELSE 6 END)) s
        WHERE d.id >= {SPREAD_FROM} AND d.state <> 'draft') d"""  # noqa: S608
    _crew(spread)
    insert(
        Attendance,
        {
            "assignment_id": "id",
            "in_at": "starts_at",
            "in_by_id": "member_id",
            "out_at": "CASE WHEN state = 'completed' THEN ends_at END",
        },
        "patrols_assignment WHERE state IN ('checked_in', 'completed')",
    )


def _crew(source: str) -> None:
    insert(
        Assignment,
        {
            "duty_id": "d.id",
            "slot_id": "d.id * 64 + s",
            "member_id": "r.id",
            "starts_at": "d.starts_at",
            "ends_at": "d.ends_at",
            "rest": "interval '8 hours'",
            "rest_due": "interval '8 hours'",
            "source": "CASE WHEN mod(r.id, 4) = 0 THEN 'assigned' ELSE 'self' END",
            "state_at": "least(d.starts_at, now()) - interval '1 hour' * (24 + mod(d.id * 7 + r.id, 300))",
            "state": """CASE d.state WHEN 'published' THEN 'confirmed' WHEN 'in_progress' THEN 'checked_in'
                WHEN 'cancelled' THEN 'released' ELSE 'completed' END""",
        },
        f"{source} JOIN roster r ON r.unit_id = d.unit_id AND r.n = d.n",
    )


def reports(size: Size) -> None:
    """A report about every duty that is closed, approved; about some that are over, waiting to be read."""
    insert(
        PatrolReport,
        {
            "duty_id": "d.id",
            "author_id": "a.member_id",
            "number": "'LP-' || d.id",
            "situation": "'normal'",
            "nihil": "mod(d.id, 2) = 0",
            "weather": "'cerah'",
            "summary": "'Keliling dua kali, lampu jalan di tikungan menyala, warga menyapa.'",
            "submitted_at": "d.ends_at + interval '40 minutes'",
            "state": "CASE WHEN d.state = 'closed' THEN 'verified' ELSE 'submitted' END",
            "is_main": "d.state = 'closed'",
            "verified_by_id": "CASE WHEN d.state = 'closed' THEN CASE WHEN a.member_id = 2 THEN 4 ELSE 2 END END",
            "verified_at": "CASE WHEN d.state = 'closed' THEN d.ends_at + interval '9 hours' END",
        },
        """patrols_duty d JOIN patrols_assignment a ON a.slot_id = d.id * 64 + 1
        WHERE a.state = 'completed' AND (d.state = 'closed' OR d.state = 'completed' AND mod(d.id, 2) = 0)""",
    )


def messages(size: Size) -> None:
    """A reminder for every place that somebody holds, and an e-mail for every third."""
    insert(
        Notification,
        {
            "recipient_kind": "'member'",
            "recipient_id": "member_id",
            "kind": "'duty.before.24h'",
            "subject": "duty_id",
            "at": "starts_at",
            "due_at": "starts_at - interval '24 hours'",
            "not_after": "starts_at",
            "read_at": "CASE WHEN starts_at < now() AND mod(duty_id, 5) <> 0 THEN starts_at END",
        },
        "patrols_assignment WHERE starts_at < now() + interval '40 days'",
    )
    insert(
        Delivery,
        {
            "notification_id": "id",
            "channel": "CASE WHEN mod(id, 6) = 0 THEN 'whatsapp' ELSE 'email' END",
            "state": """CASE WHEN due_at > now() THEN 'queued' WHEN mod(id, 6) = 0 THEN
                CASE WHEN not_after > now() THEN 'queued' ELSE 'expired' END
                WHEN mod(id, 1000) = 3 THEN 'failed' ELSE 'sent' END""",
            "message_id": "'bench-' || id || '@localhost'",
            "next_try_at": "due_at",
            "sent_at": "CASE WHEN due_at <= now() AND mod(id, 6) <> 0 AND mod(id, 1000) <> 3 THEN due_at END",
        },
        "notifications_notification WHERE mod(id, 3) = 0",
    )
