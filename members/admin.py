"""The desk of the roster admin."""

from __future__ import annotations

import allauth.account.admin  # noqa: F401 - registers what is taken away below
import django.contrib.auth.admin  # noqa: F401 - as above
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models

from members.models import Appointment, Grant, Member, Qualification, Unit, User
from members.permissions import allows_anywhere, paths_for
from members.scoped_admin import ReferenceAdmin, UnitScopedAdmin
from members.states import Action
from senkom.lib.models import Holiday

# Rights come from offices, and e-mail addresses stand in the roster; these desks would show every unit's rows.
admin.site.unregister([Group, EmailAddress])


@admin.register(Unit)
class UnitAdmin(UnitScopedAdmin[Unit]):
    """Areas in and below one's units."""

    list_display = ("name", "code", "is_active", "timezone")
    list_filter = ("is_active",)
    search_fields = ("name", "path")
    may_change = True
    service_owned = ("path", "name", "timezone", "is_active", "skips_training")

    def rows_of(self, user: User) -> models.QuerySet[Unit]:
        reach = models.Q(pk__in=[])
        for path in paths_for(user, Action.KEEP_ROSTER):
            reach |= models.Q(path__startswith=path)
        return Unit.objects.filter(reach)


@admin.register(Member)
class MemberAdmin(UnitScopedAdmin[Member]):
    """The roster."""

    list_display = ("full_name", "member_number", "unit", "state", "phone")
    list_filter = ("state", "unit")
    search_fields = ("name_key", "member_number", "phone")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit", "village")
    may_change = True
    service_owned = ("unit", "member_number", "livelihood", "joined_on", "inaugurated_on", "valid_until")


@admin.register(Appointment)
class AppointmentAdmin(UnitScopedAdmin[Appointment]):
    """Offices and terms; people are appointed on their own page."""

    list_display = ("member", "office", "unit", "term")
    list_filter = ("office", "unit")
    search_fields = ("member__name_key", "decree_number")
    list_select_related = ("member", "unit")


@admin.register(Grant)
class GrantAdmin(UnitScopedAdmin[Grant]):
    """Certificates."""

    list_display = ("member", "qualification", "period")
    list_filter = ("qualification",)
    search_fields = ("member__name_key",)
    list_select_related = ("member", "qualification")
    autocomplete_fields = ("member", "qualification")
    may_add = True


@admin.register(Qualification)
class QualificationAdmin(ReferenceAdmin[Qualification]):
    """What one can be certified for."""

    list_display = ("name", "slug", "valid_months")
    search_fields = ("name",)


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin[Holiday]):
    """Public holidays and collective leave."""

    list_display = ("date", "name", "kind", "is_estimate")
    list_filter = ("kind",)
    search_fields = ("name",)
    date_hierarchy = "date"


@admin.register(User)
class UserAdmin(UnitScopedAdmin[User]):
    """Accounts of one's members: looked at here, opened and closed by services."""

    list_display = ("username", "member", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "member__name_key")
    list_select_related = ("member",)
    fields = ("username", "member", "is_active", "last_login")

    def rows_of(self, user: User) -> models.QuerySet[User]:
        if not allows_anywhere(user, Action.KEEP_ROSTER):
            return User.objects.none()
        return User.objects.filter(member__in=Member.objects.in_reach_of(user, Action.KEEP_ROSTER))
