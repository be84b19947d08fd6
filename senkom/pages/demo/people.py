"""The 75 members, ten people who come or have gone, their offices, certificates and accounts."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from psycopg.types.range import DateRange

from members.models import Appointment, Grant, Member, MembershipRule, Qualification, RenewalAnswer, Unit, User
from members.states import ROLE_OF_OFFICE, Evidence, Livelihood, MemberState, Office, Role, Sex, Wish
from senkom.lib.crypto import keyed_hash
from senkom.pages.demo.calendar import Calendar, code_of, rows_of

CITY = "0.35.74."
PASSWORD = "senkom-demo"  # noqa: S105 - printed on the sign-in page of the demo, and used nowhere else
ACCOUNTS = {
    "admin": "Dian Mayasari",
    "ketua.kota": "Bambang Sukoco Wardoyo",
    "sekretaris.kota": "Endah Purwaningsih",
    "koordinator.kota": "Joko Supriyanto",
    "koordinator.mayangan": "Slamet Hariyono",
    "koordinator.kedopok": "Wahono Prasetyo",
    "anggota.mayangan": "Wiwik Sulastri",
    "anggota.kedopok": "Fery Irawan Saputra",
}
CITY_OFFICES = {
    "Ketua": Office.CHAIR,
    "Wakil Ketua": Office.VICE_CHAIR,
    "Sekretaris": Office.SECRETARY,
    "Wakil Sekretaris": Office.VICE_SECRETARY,
    "Bendahara": Office.TREASURER,
    "Admin Data Anggota": Office.ROSTER_ADMIN,
    "Pembina": Office.PATRON,
    "Penasihat": Office.ADVISER,
    "Kepala Bidang Kamtibmas": Office.HEAD_PUBLIC_ORDER,
    "Kepala Bidang Kebencanaan": Office.HEAD_DISASTER,
    "Kepala Bidang Bela Negara": Office.HEAD_STATE_DEFENSE,
    "Kepala Bidang Komunikasi dan Informatika": Office.HEAD_COMMUNICATION,
    "Kepala Bidang Diklat": Office.HEAD_TRAINING,
    "Kepala Bidang Humas": Office.HEAD_PUBLIC_RELATIONS,
    "Kepala Bidang Sosial dan Wanita": Office.HEAD_SOCIAL,
}
FORMER_BOARD = (
    ("Sutrisno Hadi Wibowo", Office.CHAIR, CITY),
    ("Lilis Indrawati", Office.SECRETARY, CITY),
    ("Subakir", Office.TREASURER, CITY),
    ("Misnari", Office.COORDINATOR, f"{CITY}03."),
)
"""Who held what in the five years before, by the decree of then."""
WITHOUT_SMARTPHONE = {"Buari", "Jumadi", "Mat Rofi'i"}
ATTESTATION_DUE = {"Saheri", "Khoirul Huda Maulana", "Rudi Hartawan", "Jumadi"}
SHARES_A_PHONE = {"Sugianto": "Misnari"}
CARD_LAPSED_DAYS = {"Abdul Kholik Anwar": 45, "Santoso": 120, "Mat Rofi'i": 400}
CARD_ENDS_IN_DAYS = {"Kasiyadi": 41, "Ponidi": 55}
STAYS = "Kasiyadi"
EVIDENCE = {
    Livelihood.EMPLOYED_PRIVATE: Evidence.WORK_PAPER,
    Livelihood.EMPLOYED_PUBLIC: Evidence.WORK_PAPER,
    Livelihood.RETIRED_INCOME: Evidence.PENSION_PAPER,
    Livelihood.OTHER_INCOME: Evidence.VILLAGE_OFFICE,
}
"""What was looked at; with traders and farmers, their place of work."""
REASONS = {
    "Abdul Wahed Mustofa": "kerja malam",
    "Ahmad Jazuli": "tugas belajar",
    "Zainul Muttaqin Arif": "keperluan pribadi",
    "Sulaiman Effendi": "peninjauan oleh pengurus, ditinjau lagi tiga minggu ke depan",
}
SKILLS = {
    "P3K": ("first-aid", "P3K dasar"),
    "radio": ("radio", "Operator radio"),
    "pengemudi": ("driver", "Pengemudi"),
    "pertolongan di air": ("water-rescue", "Pertolongan di air"),
}
ALSO_FIRST_AID = (
    "Yoga Pratama Wicaksono",
    "Bagus Tri Laksono",
    "Wiwik Sulastri",
    "Sugianto",
    "Kukuh Adi Santosa",
    "Taufan Ardiansyah",
    "Heru Prasetya Utama",
    "Saheri",
    "Rini Astutik",
    "Edi Wasito",
    "Andri Kuswanto",
    "Fery Irawan Saputra",
    "Lailatul Badriyah",
)


def seed(calendar: Calendar) -> None:
    """Add whoever is missing; nobody who is there is touched."""
    people = _people(calendar)
    known = set(Member.objects.filter(code__in=[p["code"] for p in people]).values_list("code", flat=True))
    missing = [person for person in people if person["code"] not in known]
    if missing:
        _insert(missing, calendar)
    _appoint(calendar)
    _certify(calendar)
    _open_accounts()
    _rule_and_answer(calendar)


def _people(calendar: Calendar) -> list[dict[str, Any]]:
    listed = [_enrolled(row, number, calendar) for number, row in enumerate(rows_of("members"), 1)]
    others = [_other(row, number, calendar) for number, row in enumerate(rows_of("applicants"), 101)]
    return listed + others


def _birth_date(name: str, year: int) -> date:
    """An invented day in the year the table names, always the same for a name."""
    return date(year, 1, 1) + timedelta(days=int(hashlib.sha256(name.encode()).hexdigest(), 16) % 365)


def _common(row: dict[str, str], number: int) -> dict[str, Any]:
    name, female = row["full_name"], row["sex"] == "P"
    born = _birth_date(name, int(row["birth_year"]))
    phone_owner = SHARES_A_PHONE.get(name, name)
    return {
        "code": code_of("member", name),
        "full_name": name,
        "sex": Sex.FEMALE if female else Sex.MALE,
        "birth_date": born,
        "phone": f"+6287000000{_number_of(phone_owner, number):03d}",
        "occupation": row["occupation"],
        "has_smartphone": name not in WITHOUT_SMARTPHONE,
    }


def _number_of(name: str, otherwise: int) -> int:
    names = [row["full_name"] for row in rows_of("members")]
    return names.index(name) + 1 if name in names else otherwise


def _nik(district: str, born: date, female: bool, number: int) -> str:
    """A well-formed NIK with a serial from 9001 up, which no office is likely to have given."""
    return f"3574{district}{born.day + 40 * female:02d}{born:%m%y}{9000 + number}"


def _enrolled(row: dict[str, str], number: int, calendar: Calendar) -> dict[str, Any]:
    name, state = row["full_name"], MemberState(row["status"])
    common = _common(row, number)
    district = row["village_code"][6:8]
    nik = _nik(district, common["birth_date"], row["sex"] == "P", number)
    lapsed_for = CARD_LAPSED_DAYS.get(name)
    valid_until = calendar.today - timedelta(days=lapsed_for) if lapsed_for else date(calendar.today.year + 2, 12, 31)
    if name in CARD_ENDS_IN_DAYS:
        valid_until = calendar.today + timedelta(days=CARD_ENDS_IN_DAYS[name])
    return common | {
        "unit_id": f"{CITY}{district}.",
        "village_id": Unit.path_of(row["village_code"]),
        "member_number": row["member_number"],
        "nik": nik,
        "nik_hash": keyed_hash(nik),
        "email": f"{name.split()[0].lower().strip('.')}{number}@contoh.example" if number % 9 in (1, 6) else "",
        "skills": row["skills"],
        "livelihood": Livelihood.NONE if row["livelihood"] == "none_waiver" else Livelihood(row["livelihood"]),
        "state": state,
        "state_at": calendar.ago(days=lapsed_for or 30) if state != MemberState.ACTIVE else calendar.ago(days=300),
        "state_reason": REASONS.get(name, ""),
        "joined_on": date(int(row["joined_year"]), 3, 1),
        "inaugurated_on": date(int(row["joined_year"]), 5, 1),
        "valid_until": valid_until,
        "created_at": calendar.ago(days=365),
    }


def _other(row: dict[str, str], number: int, calendar: Calendar) -> dict[str, Any]:
    """Applicants on their way, and people who have left or were not admitted."""
    village = Unit.objects.filter(path__startswith=CITY, name=row["village"]).villages().first()
    unit = ".".join(village.path.split(".")[:4]) + "." if village else CITY
    since = row["since"]
    day = calendar.day(since) if since.startswith("D0") else date.fromisoformat(f"{since}-15")
    has_income = row["occupation"] not in {"mahasiswa", "belum bekerja"}
    person = _common(row, number) | {
        "unit_id": unit,
        "village_id": village.path if village else None,
        "livelihood": Livelihood.SELF_EMPLOYED if has_income else Livelihood.NONE,
        "state": MemberState(row["state"]),
        "state_at": calendar.moment(day, "10.00"),
        "state_reason": row["remark"],
        "created_at": calendar.moment(day, "10.00"),
    }
    if row["kind"] == "former" and row["state"] != MemberState.REJECTED:
        person |= {"member_number": f"3574.08.{number:04d}", "valid_until": day, "joined_on": date(2008, 3, 1)}
    return person


def _insert(people: list[dict[str, Any]], calendar: Calendar) -> None:
    """One INSERT with ids taken beforehand: who recorded and who attested are rows of the same insert."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('members_member', 'id')) FROM generate_series(1, %s)", [len(people)]
        )
        ids = [row[0] for row in cursor.fetchall()]
    by_name = dict(Member.objects.filter(unit__path__startswith=CITY).values_list("full_name", "pk"))
    by_name |= {person["full_name"]: pk for person, pk in zip(people, ids, strict=True)}
    members = [Member(pk=pk, **person) for person, pk in zip(people, ids, strict=True)]
    for member in members:
        if member.member_number:
            _attest(member, by_name, calendar)
    Member.objects.bulk_create(members)


def _attest(member: Member, ids: dict[str, int], calendar: Calendar) -> None:
    """The roster admin recorded, the secretary attested; for these two, others did."""
    recorder, attester = "Dian Mayasari", "Endah Purwaningsih"
    if member.full_name in (recorder, attester):
        recorder, attester = "Kukuh Adi Santosa", "Bambang Sukoco Wardoyo"
    member.livelihood_recorded_by_id = ids[recorder]
    if member.livelihood == Livelihood.NONE:
        member.livelihood_waiver_reason = "PHK, sedang mencari kerja"
        member.livelihood_waiver_by_id = ids["Bambang Sukoco Wardoyo"]
        member.livelihood_waiver_until = calendar.today + timedelta(days=60)
        return
    member.livelihood_verified_by_id = ids[attester]
    member.livelihood_evidence = EVIDENCE.get(Livelihood(member.livelihood), Evidence.WORKPLACE)
    age = 345 if member.full_name in ATTESTATION_DUE else 100
    member.livelihood_verified_on = calendar.today - timedelta(days=age)


def _office(title: str, district: str) -> tuple[Office, str]:
    """The office behind a title of the table, and the unit it is held in."""
    if title.startswith("Koordinator"):
        return Office.COORDINATOR, f"{CITY}{district}."
    if title.startswith("Wakil Koordinator"):
        return Office.VICE_COORDINATOR, f"{CITY}{district}."
    return CITY_OFFICES[title], CITY


def _appoint(calendar: Calendar) -> None:
    members = {m.full_name: m for m in Member.objects.filter(unit__path__startswith=CITY)}
    begins = date(calendar.today.year - 2, 1, 1)
    appointments = [_former(name, office, path, members, begins) for name, office, path in FORMER_BOARD]
    for row in rows_of("members"):
        if not row["office"] or row["full_name"] not in members:
            continue
        office, path = _office(row["office"], row["village_code"][6:8])
        until = date(calendar.today.year + 2, 12, 31)
        if row["full_name"] == "Slamet Hariyono":
            until = calendar.today + timedelta(days=52)
        appointments.append(
            Appointment(
                code=code_of("appointment", row["full_name"]),
                member=members[row["full_name"]],
                unit_id=path,
                office=office,
                role=ROLE_OF_OFFICE.get(office, Role.MEMBER),
                term=DateRange(begins, until),
                decree_number="SK-07/PPROV/I/2024",
            )
        )
    Appointment.objects.bulk_create(appointments, ignore_conflicts=True)


def _former(name: str, office: Office, path: str, members: dict[str, Member], until: date) -> Appointment:
    return Appointment(
        code=code_of("former appointment", name),
        member=members[name],
        unit_id=path,
        office=office,
        role=ROLE_OF_OFFICE.get(office, Role.MEMBER),
        term=DateRange(date(until.year - 5, 1, 1), until),
        decree_number=f"SK-03/PPROV/I/{until.year - 5}",
    )


def _certify(calendar: Calendar) -> None:
    kinds = {}
    for slug, name in SKILLS.values():
        kinds[slug] = Qualification.objects.get_or_create(slug=slug, defaults={"name": name})[0]
    if Grant.objects.filter(member__unit__path__startswith=CITY).exists():
        return
    members = {m.full_name: m for m in Member.objects.filter(unit__path__startswith=CITY)}
    grants = []
    for name, member in members.items():
        known = {SKILLS[skill][0] for skill in SKILLS if skill in member.skills}
        if name in ALSO_FIRST_AID:
            known.add("first-aid")
        for slug in sorted(known):
            grants.append(_certificate(member, kinds[slug], members, calendar))
    Grant.objects.bulk_create(grants)


def _certificate(member: Member, kind: Qualification, members: dict[str, Member], calendar: Calendar) -> Grant:
    """What the secretary has seen; hers was seen by the roster's other keeper."""
    seen_by = "Kukuh Adi Santosa" if member.full_name == "Endah Purwaningsih" else "Endah Purwaningsih"
    giver = "PMI" if kind.slug == "first-aid" else "Diklat Senkom"
    return Grant(
        member=member,
        qualification=kind,
        period=_period(member.full_name, kind.slug, calendar),
        evidence=f"{giver} {member.pk:03d}/{calendar.today.year}",
        verified_by=members[seen_by],
    )


def _period(name: str, slug: str, calendar: Calendar) -> DateRange:
    """Most certificates are good for another year; two run out, so that screens have something to say."""
    start = calendar.today - timedelta(days=220)
    if slug == "first-aid" and name == "Sugianto":
        return DateRange(start - timedelta(days=500), calendar.today - timedelta(days=55))
    if slug == "first-aid" and name == "Nanang Fathurrozi":
        return DateRange(start, calendar.day("16 Des"))
    return DateRange(start, calendar.today + timedelta(days=510))


def _rule_and_answer(calendar: Calendar) -> None:
    """The rule the city has written for itself, and what one member has answered about his card."""
    city = Member.objects.filter(unit__path__startswith=CITY)
    chair, member = (city.filter(full_name=name).first() for name in (ACCOUNTS["ketua.kota"], STAYS))
    if chair is None or member is None or member.valid_until is None:
        return
    rule: dict[str, Any] = {
        "unit_id": CITY,
        "valid_from": date(calendar.today.year - 1, 1, 12),
        "renewal_grace_days": 30,
        "reason": "Rapat pleno pengurus kota, 5 Januari",
        "made_by": chair,
        "made_at": calendar.ago(days=365),
    }
    MembershipRule.objects.get_or_create(code=code_of("rule", CITY), defaults=rule)
    said: dict[str, Any] = {"wish": Wish.STAY, "livelihood": member.livelihood, "occupation": member.occupation}
    said |= {"member": member, "term_ends": member.valid_until, "answered_at": calendar.ago(days=2)}
    RenewalAnswer.objects.get_or_create(code=code_of("renewal", STAYS), defaults=said)


def _open_accounts() -> None:
    members = {m.full_name: m for m in Member.objects.filter(full_name__in=ACCOUNTS.values(), user=None)}
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(username=username, member=members[name], password=password, is_superuser=username == "admin")
        for username, name in ACCOUNTS.items()
        if name in members and not User.objects.filter(username=username).exists()
    )
