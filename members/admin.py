"""The desk of the roster admin."""

from __future__ import annotations

from typing import Any

import allauth.account.admin  # noqa: F401 - registers what is taken away below
import allauth.mfa.admin  # noqa: F401 - as above
import django.contrib.auth.admin  # noqa: F401 - as above
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import services
from members.models import Appointment, Grant, Member, Qualification, Unit, User
from members.permissions import allows_anywhere, paths_for
from members.scoped_admin import ReferenceAdmin, UnitScopedAdmin, account_of
from members.states import Action
from members.step_actions import step_action
from senkom.lib.models import Holiday

# Rights come from offices, second factors are their owners', e-mail addresses stand in the roster; these desks would
# show every unit's rows.
admin.site.unregister([Group, EmailAddress, Authenticator])


_LIKELY_SAME = _("Perhaps on the list twice: look at %(name)s as well. This person's page says why.")
_LIKELY_SAME_ELSEWHERE = _("Perhaps on the list twice, in another unit. Ask the secretary of the unit above to look.")


@admin.register(Unit)
class UnitAdmin(UnitScopedAdmin[Unit]):
    """Areas in and below one's units; chapters and their rules are changed on their own pages."""

    list_display = ("name", "code", "is_active", "timezone")
    list_filter = ("is_active",)
    search_fields = ("name", "path")

    def rows_of(self, user: User) -> models.QuerySet[Unit]:
        reach = models.Q(pk__in=[])
        for path in paths_for(user, Action.KEEP_ROSTER):
            reach |= models.Q(path__startswith=path)
        return Unit.objects.filter(reach)


STEPS_AT_THE_DESK = ("documents", "interview", "training", "attest", "activate", "renew")


class WorkList(admin.SimpleListFilter):
    """What waits for somebody."""

    title = _("waiting for you")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("attestation", _("job or income to attest")),
            ("nik", _("NIK not known yet")),
            ("waiver", _("waiver to review")),
            ("renewal", _("card to renew")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "attestation":
            return queryset.attestation_due(timezone.localdate())
        if self.value() == "nik":
            return queryset.without_nik()
        if self.value() == "waiver":
            return queryset.waiver_over(timezone.localdate())
        if self.value() == "renewal":
            return queryset.renewal_due(timezone.localdate())
        return queryset


@admin.register(Member)
class MemberAdmin(UnitScopedAdmin[Member]):
    """The roster: contact data are edited here, everything else by the steps."""

    list_display = ("full_name", "member_number", "unit", "shown_state", "is_attested", "valid_until")
    list_filter = (WorkList, "state", "unit", "livelihood")
    search_fields = ("name_key", "member_number", "phone")
    search_help_text = _("Part of the name, member number or phone")
    list_select_related = ("unit", "village", "livelihood_verified_by")
    autocomplete_fields = ("village",)
    ordering = ("name_key", "id")
    may_change = True
    readonly_fields = ("masked_nik", "shown_state")
    service_owned = (
        "unit",
        "member_number",
        "occupation",
        "livelihood",
        "livelihood_verified_by",
        "livelihood_verified_on",
        "livelihood_evidence",
        "state_document",
        "joined_on",
        "inaugurated_on",
        "valid_until",
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "full_name",
                    "member_number",
                    "unit",
                    "shown_state",
                    "state_at",
                    "state_by",
                    "state_reason",
                    "state_document",
                )
            },
        ),
        (_("Reaching"), {"fields": ("phone", "has_smartphone", "email", "village", "address", "emergency_contact")}),
        (_("Person"), {"fields": ("masked_nik", "birth_date", "sex", "skills")}),
        (
            _("Job or income"),
            {
                "fields": (
                    "occupation",
                    "livelihood",
                    "livelihood_verified_by",
                    "livelihood_verified_on",
                    "livelihood_evidence",
                )
            },
        ),
        (_("Membership"), {"fields": ("joined_on", "inaugurated_on", "valid_until")}),
    )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The steps that one takes for several people at once, each with a page to confirm."""
        actions: dict[str, Any] = {**super().get_actions(request)}
        if "_popup" not in request.GET:
            actions |= {f"step_{name}": step_action(name) for name in STEPS_AT_THE_DESK}
        return actions

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """Whoever is on the list twice is seen when a name, a day or a number is typed."""
        super().save_model(request, obj, form, change)
        same = services.mark_likely_duplicate(obj)
        if same is not None:
            seen = self.get_queryset(request).filter(pk=same.pk).exists()
            messages.warning(request, _LIKELY_SAME % {"name": same.full_name} if seen else _LIKELY_SAME_ELSEWHERE)

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, member: Member) -> str:
        return str(member.get_state_display())

    @admin.display(description=_("attested"), boolean=True)
    def is_attested(self, member: Member) -> bool:
        return member.livelihood_verified_by is not None

    @admin.display(description=_("NIK"))
    def masked_nik(self, member: Member) -> str:
        return member.masked_nik or str(_("not known"))


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

    list_display = ("member", "qualification", "period", "revoked_at")
    list_filter = ("qualification",)
    search_fields = ("member__name_key",)
    list_select_related = ("member", "qualification")
    autocomplete_fields = ("member", "qualification")
    may_add = True
    service_owned = ("verified_by", "revoked_at", "revoked_by", "revoked_reason")

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:
        """Whoever writes a certificate down has seen it; nobody else is named for it."""
        if not change:
            obj.verified_by = account_of(request).member
        super().save_model(request, obj, form, change)


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
