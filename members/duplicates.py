"""Who is on the list already: asked where somebody applies, is changed or is brought by an import."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Func, Q, QuerySet, Value

from members.models import Member


def likely_duplicates(
    *,
    full_name: str,
    nik_hash: str | None = None,
    birth_date: date | None = None,
    phone: Any = "",
    village: str | None = None,
    besides: Collection[int] = (),
) -> QuerySet[Member]:
    """Whoever has the same NIK or the same name and birth date, in any unit and state; the oldest entry first.

    Where the birth date of either is not known: the same name, phone and village (its path). `besides` are ids that
    don't count, such as the person himself. Names are compared as the roster sorts them, without accents and case.
    """
    name = Func(Value(" ".join(full_name.split())), function="senkom_name_key")
    same = Q()
    if nik_hash:
        same |= Q(nik_hash=nik_hash)
    if birth_date:
        same |= Q(name_key=name, birth_date=birth_date)
    if phone and village:
        unknown = Q() if birth_date is None else Q(birth_date=None)
        same |= Q(unknown, name_key=name, phone=phone, village=village)
    return Member.objects.filter(same).exclude(pk__in=besides).order_by("pk") if same else Member.objects.none()


def duplicates_of(member: Member) -> QuerySet[Member]:
    """Who else on the list is likely the same person."""
    return likely_duplicates(
        full_name=member.full_name,
        nik_hash=member.nik_hash,
        birth_date=member.birth_date,
        phone=member.phone,
        village=member.village_id,
        besides=[member.pk],
    )
