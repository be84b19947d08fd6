"""Offices people hold for a time: the only source of rights."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models.people import Member
from members.models.units import Unit
from members.querysets import AppointmentQuerySet
from members.states import ROLE_OF_OFFICE, SEVERAL_HOLDERS, Office, Role
from senkom.lib import refusals


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Appointment(models.Model):
    """One person's office in one unit for a term; the role it carries follows from the office."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="appointments")
    office = models.CharField(_("office"), max_length=30, choices=Office.choices)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, editable=False)
    term = DateRangeField(_("term"), help_text=_("From the first day to the day after the last."))
    decree_number = models.CharField(_("decree number"), max_length=80, blank=True)
    appointed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["unit", "office", "term"]
        indexes = [
            # Which terms end soon is asked every minute.
            models.Index(Func(F("term"), function="upper"), name="appointment_by_end"),
            # Who looks after a unit: the constraint below begins with the member and would be read whole.
            models.Index(
                fields=["unit", "role", "office", "id"],
                include=["term", "member"],
                name="appointment_of_a_desk",
                condition=Q(role__in=[Role.CHAIR, Role.COORDINATOR]),
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="appointment_one_holder",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("term", RangeOperators.OVERLAPS),
                ],
                condition=~Q(office__in=SEVERAL_HOLDERS),
                violation_error_message=_("Somebody else holds this office in that time. End that term first."),
            ),
            ExclusionConstraint(
                name="appointment_once_a_person",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("term", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person holds that office already in that time."),
            ),
            models.CheckConstraint(
                name="appointment_term_begins",
                # An office that was ended before its first day is over stays in the history with an empty term.
                condition=Q(term__isempty=True) | Q(term__startswith__isnull=False),
                violation_error_message=_("A term begins on a day."),
            ),
            models.CheckConstraint(
                name="appointment_by_another",
                condition=Q(appointed_by__isnull=True) | ~Q(appointed_by=models.F("member")),
                violation_error_message=_("Nobody appoints himself."),
            ),
            models.CheckConstraint(
                name="appointment_role_of_office",
                condition=Q(
                    *[Q(office=office, role=ROLE_OF_OFFICE.get(office, Role.MEMBER)) for office in Office],
                    _connector=Q.OR,
                ),
                violation_error_message=_("The role follows from the office."),
            ),
        ]
        triggers = [
            refusals.kept("appointment", _("Offices are ended, not deleted: the history of a board stays.")),
            refusals.refuse(
                "appointment_not_in_a_village",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                when=r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("A village is a place and has no offices."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}, {self.unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.role = ROLE_OF_OFFICE.get(Office(self.office), Role.MEMBER)
        super().save(*args, **kwargs)

    @property
    def last_day(self) -> date | None:
        """The last day of the term; None where it is open or empty."""
        return self.term.upper - timedelta(days=1) if self.term.upper else None

    @property
    def term_in_words(self) -> str:
        """1 Januari 2026 – 31 Desember 2030"""
        if self.term.isempty:
            return gettext("ended before it began")
        last = date_format(self.last_day, "j F Y") if self.last_day else "…"
        return f"{date_format(self.term.lower, 'j F Y')} – {last}"
