"""What makes rows of lists cheap must show the same as before."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import models
from django.urls import reverse
from phonenumber_field.phonenumber import PhoneNumber

from members.models import Member
from senkom.lib.addresses import addresses_of
from senkom.lib.phones import in_national_form
from senkom.lib.states import Stateful
from tests.factories.members import make_member


@pytest.mark.django_db
def test_a_number_is_kept_read_and_compared_as_ever() -> None:
    written = make_member(phone="0812-3456-7890")
    assert written.phone == "+6281234567890"
    found = Member.objects.get(pk=written.pk)
    assert isinstance(found.phone, PhoneNumber)
    assert (found.phone.as_e164, in_national_form(found.phone)) == ("+6281234567890", "0812-3456-7890")
    found.save()
    assert Member.objects.filter(phone="081234567890").get() == found
    assert Member.objects.defer("phone").get(pk=found.pk).phone == found.phone


@pytest.mark.django_db
def test_no_number_and_what_is_none_stay_as_they_are() -> None:
    assert Member.objects.get(pk=make_member(phone="").pk).phone == ""
    assert in_national_form("") == ""
    assert str(Member(phone="bukan nomor").phone) == "bukan nomor"


@pytest.mark.parametrize("model", [m for m in Stateful.__subclasses__() if isinstance(m, models.base.ModelBase)])
def test_every_choice_is_called_what_its_table_says(model: type[Stateful]) -> None:
    for field in model._meta.get_fields():
        for value, label in getattr(field, "flatchoices", None) or []:
            row = model(**{field.name: value})
            assert getattr(row, f"get_{field.name}_display")() == str(label)


@pytest.mark.parametrize("name", ["members:detail", "members:end_office"])
def test_addresses_of_many_are_those_of_each(name: str) -> None:
    code = uuid4()
    assert addresses_of(name)(code) == reverse(name, args=[code])
