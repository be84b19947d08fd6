"""What can't be done with less: the same rows into the same tables, the same letters to the same relay, and no more."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from uuid import uuid4

from tools.bench.inserts import run

ROWS = """
CREATE TEMPORARY TABLE bench_rows AS
SELECT n.recipient_id, %(name)s AS kind, n.subject, n.at, n.due_at, n.not_after, d.channel,
    gen_random_uuid() AS code
FROM notifications_notification n JOIN notifications_delivery d ON d.notification_id = n.id WHERE n.kind = %(kind)s
"""
"""What the planner has written, kept apart: the floor finds its rows ready and asks nobody anything."""

INSERT = """
WITH planned AS (
    INSERT INTO notifications_notification
        (code, recipient_kind, recipient_id, kind, subject, at, due_at, not_after)
    SELECT code, 'member', recipient_id, kind, subject, at, due_at, not_after FROM bench_rows
    RETURNING id, code, due_at
)
INSERT INTO notifications_delivery
    (code, notification_id, channel, state, attempts, next_try_at, message_id, last_code, state_at, state_reason)
SELECT p.code, p.id, r.channel, 'queued', 0, p.due_at, '<' || p.code || '@localhost>', '', statement_timestamp(), ''
FROM planned p JOIN bench_rows r USING (code)
"""

CLAIM = """
UPDATE notifications_delivery SET state = 'sending', state_at = statement_timestamp(), attempts = attempts + 1,
    lease_token = %(token)s, lease_until = statement_timestamp() + interval '2 minutes'
WHERE id IN (SELECT id FROM notifications_delivery
    WHERE channel = 'email' AND state = 'queued' AND next_try_at <= statement_timestamp()
    ORDER BY next_try_at, id LIMIT %(at_once)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def keep_rows(kind: str, name: str) -> int:
    """Keep what was planned of a kind, for the floor to write it under another name."""
    kept = run(ROWS, {"kind": kind, "name": name})
    run("ANALYZE bench_rows")
    return kept


def plan() -> int:
    """The same messages and deliveries, in one statement."""
    return run(INSERT)


def claim(at_once: int) -> int:
    """Take the next rows in one statement and commit it."""
    return run(CLAIM, {"token": uuid4(), "at_once": at_once})


def send(port: int, sender: str, letters: Sequence[tuple[str, bytes]]) -> int:
    """Hand letters over on one connection."""
    with smtplib.SMTP("127.0.0.1", port, "localhost", timeout=20) as smtp:
        smtp.ehlo()
        for to, text in letters:
            smtp.mail(sender)
            smtp.rcpt(to)
            if smtp.data(text)[0] != 250:
                raise RuntimeError("the relay did not take a letter")
    return len(letters)
