"""Chapters, members, accounts, offices and agencies of the bench."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.models import Incident  # noqa: F401 - all apps are loaded before the first statement
from members.models import Appointment, Member, User
from members.states import ROLE_OF_OFFICE, Office
from partners.models import Agency, Contact, Coverage
from senkom.lib.crypto import encrypt, keyed_hash
from tools.bench.inserts import insert, run
from tools.bench.names import FAMILY, GIVEN
from tools.bench.sizes import Size

MAYANGAN, CITY, NATION = "0.35.74.03.", "0.35.74.", "0."
FIRST = 75
"""The smallest roster; these members are in every size, in the same districts."""
RARE = "Pangestika Wirabhakti"

CAST: Mapping[int, tuple[Office, str]] = {
    1: (Office.COORDINATOR, MAYANGAN),
    2: (Office.HEAD_PUBLIC_ORDER, CITY),
    3: (Office.SECRETARY, CITY),
    4: (Office.HEAD_PUBLIC_ORDER, NATION),
    5: (Office.SECRETARY, NATION),
    6: (Office.CHAIR, NATION),
}
"""Who looks at the pages: the number of the member, and the office."""


def chapters(size: Size) -> None:
    """Districts with a chapter: the five of Kota Probolinggo first, the others evenly over the country."""
    run(
        """CREATE TEMPORARY TABLE chapter ON COMMIT DROP AS
        WITH district AS (SELECT path, row_number() OVER (ORDER BY path) AS place, count(*) OVER () AS number
            FROM members_unit WHERE path ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.$' AND NOT starts_with(path, %(city)s)),
        spread AS (SELECT path FROM district
            WHERE place * %(wanted)s / number <> (place - 1) * %(wanted)s / number),
        both_parts AS (SELECT path, path <> %(first)s AS later FROM members_unit
            WHERE path ~ '^0\\.35\\.74\\.\\d\\d\\.$' UNION ALL SELECT path, NULL FROM spread)
        SELECT path, left(path, 8) AS regency,
            row_number() OVER (ORDER BY later NULLS LAST, path) - 1 AS n, count(*) OVER () AS number FROM both_parts""",
        {"city": CITY, "first": MAYANGAN, "wanted": max(size.districts - 5, 0)},
    )
    run(
        """UPDATE members_unit SET is_active = true WHERE path IN
        (SELECT unnest(ARRAY[path, regency, left(path, 5), '0.']) FROM chapter)""",
    )
    run("ANALYZE chapter")


PERSON = """(SELECT i, abs(hashint4(i)::bigint) AS h, abs(hashint4(i + 77777777)::bigint) AS k
            FROM generate_series(1, %(members)s) i) person
        JOIN chapter ON chapter.n = CASE
            WHEN i <= %(first)s THEN CASE WHEN mod(i, 15) < 11 THEN 0 ELSE mod(i, 15) - 10 END
            WHEN mod(i, 50) = 0 THEN greatest(mod(i / 50, 6) - 1, 0)
            ELSE mod(i::bigint * 7919, chapter.number) END
        LEFT JOIN (SELECT path, left(path, 11) AS district, row_number() OVER (PARTITION BY left(path, 11)) - 1 AS n,
            count(*) OVER (PARTITION BY left(path, 11)) AS number FROM members_unit WHERE length(path) = 16) village
            ON village.district = chapter.path AND village.n = mod(i, village.number)
        CROSS JOIN LATERAL (SELECT CASE WHEN i <= 20 THEN 'active' ELSE
            (ARRAY['applicant', 'resigned', 'lapsed', 'lapsed', 'on_leave', 'on_leave'])[1 + mod(h / 50, 100)]
            END AS special) chosen
        CROSS JOIN LATERAL (SELECT coalesce(special, 'active') AS state) settled"""
"""A number, two hashes of it, the chapter it falls into, a village there, and how its membership stands."""

COLUMNS = {
    "id": "i",
    "unit_id": "CASE WHEN i > %(first)s AND mod(i, 40) = 7 THEN regency ELSE chapter.path END",
    "village_id": "village.path",
    "member_number": "CASE WHEN state <> 'applicant' THEN substr(regency, 3) || lpad(i::text, 7, '0') END",
    "full_name": """CASE i WHEN 73 THEN 'Wulan Prasojo' WHEN 74 THEN %(rare)s ELSE
        (%(given)s::text[])[1 + mod(h, 50)]
        || CASE WHEN mod(i, 3) = 0 THEN ' ' || (%(given)s::text[])[1 + mod(h / 50, 50)] ELSE '' END
        || ' ' || (%(family)s::text[])[1 + mod(k, 50)] END""",
    "nik": "(%(niks)s::text[])[1 + mod(i, 200)]",
    # The server starts only where the first one is found by its NIK; no two may have one.
    "nik_hash": "coalesce((%(hashes)s::text[])[1 + i], encode(sha256(i::text::bytea), 'hex'))",
    "birth_date": "date '1965-01-01' + mod(h, 14000)::integer",
    "sex": "CASE WHEN mod(i, 3) = 0 THEN 'female' ELSE 'male' END",
    "phone": "'+62870' || lpad(i::text, 8, '0')",
    "has_smartphone": "mod(i, 10) <> 9",
    "address": "'Jl. Contoh ' || mod(h, 200)",
    "occupation": "(ARRAY['pedagang', 'petani', 'nelayan', 'guru', 'karyawan'])[1 + mod(i, 5)]",
    "skills": "CASE WHEN mod(i, 8) = 0 THEN 'P3K, radio' ELSE '' END",
    "livelihood": "'self_employed'",
    "livelihood_recorded_by_id": "CASE WHEN i = 1 THEN 2 ELSE 1 END",
    "livelihood_verified_by_id": "CASE WHEN state <> 'applicant' THEN CASE WHEN i < 3 THEN 3 ELSE 2 END END",
    "livelihood_verified_on": "CASE WHEN state <> 'applicant' THEN date '2026-01-05' END",
    "state": "state",
    "state_reason": "CASE WHEN state IN ('resigned', 'on_leave') THEN 'keperluan keluarga' ELSE '' END",
    "state_at": "now() - make_interval(hours => mod(h, 5000)::integer)",
    "joined_on": "CASE WHEN state <> 'applicant' THEN date '2018-01-01' + mod(k, 2800)::integer END",
    "valid_until": """CASE WHEN state = 'lapsed' THEN current_date - 5 WHEN state <> 'applicant'
        THEN current_date + 400 + mod(k, 1200)::integer END""",
}


def members(size: Size) -> None:
    """People: one in fifty in Kota Probolinggo, one in forty at the desk of a city, the others in all districts."""
    niks = [f"{3574030101800000 + number}" for number in range(200)]
    lists = {"niks": [encrypt(nik) for nik in niks], "hashes": [keyed_hash(nik) for nik in niks]}
    names = {"given": GIVEN, "family": FAMILY, "rare": RARE}
    insert(Member, COLUMNS, PERSON, members=size.members, first=FIRST, **lists, **names)


def accounts(size: Size) -> None:
    """An account for everybody of the smallest roster, and for every third of the others."""
    values = {"username": "'bench' || id", "password": "'!'", "member_id": "id"}
    insert(User, values, "members_member WHERE id <= %(first)s OR mod(id, 3) = 0", first=FIRST)


def offices(size: Size) -> None:
    """The cast, a coordinator in each district, a chair and a secretary in each city."""
    term = "daterange(current_date - 365, current_date + 1460)"
    for member, (office, unit) in CAST.items():
        values = {"member_id": str(member), "unit_id": f"'{unit}'", "office": f"'{office}'", "term": term}
        insert(Appointment, values | {"role": f"'{ROLE_OF_OFFICE[office]}'"}, "(SELECT) one")
    first = "(SELECT unit_id, min(id) AS id FROM members_member WHERE id > 20 AND state = 'active' GROUP BY unit_id) m"
    values = {"member_id": "id", "unit_id": "unit_id", "office": "'coordinator'", "term": term}
    insert(Appointment, values | {"role": "'coordinator'"}, f"{first} WHERE unit_id <> %(mayangan)s", mayangan=MAYANGAN)
    board = "(SELECT left(unit_id, 8) AS city, min(id) AS id FROM members_member WHERE id > 20 GROUP BY 1) m"
    for office in (Office.CHAIR, Office.SECRETARY):
        values = {"member_id": "id", "unit_id": "city", "office": f"'{office}'", "term": term}
        insert(Appointment, values | {"role": f"'{ROLE_OF_OFFICE[office]}'"}, board)


def agencies(size: Size) -> None:
    """A police station for each district and one for each city, with a contact each."""
    run(
        """CREATE TEMPORARY TABLE station ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY kind DESC, path) AS id, kind, path
        FROM (SELECT 'polsek' AS kind, path FROM chapter UNION SELECT 'polres', regency FROM chapter) area"""
    )
    named = "station s JOIN members_unit u ON u.path = s.path"
    insert(Agency, {"id": "s.id", "kind": "s.kind", "name": "initcap(s.kind) || ' ' || u.name"}, named)
    insert(Coverage, {"agency_id": "id", "unit_id": "path"}, "station")
    values = {"agency_id": "id", "position": "'Kanit Binmas'", "phone": "'+62335100' || mod(id, 1000)"}
    insert(Contact, values | {"verified_on": "current_date - mod(id, 300)::integer"}, "partners_agency")
