"""The partners on the desk of the roster admin: looked at here, changed on their own pages."""

from __future__ import annotations

from django.contrib import admin

from members.scoped_admin import UnitScopedAdmin, UnitScopedInline
from partners.models import ActionItem, Agency, Audience, Contact, Coverage, IncomingLetter, Letter, Letterhead


class CoverageInline(UnitScopedInline):
    """Where an agency works."""

    model = Coverage


@admin.register(Agency)
class AgencyAdmin(UnitScopedAdmin[Agency]):
    """Agencies with an area in or below one's units."""

    list_display = ("name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name_key",)
    list_select_related = ("parent",)
    fields = ("kind", "name", "parent", "is_active")
    inlines = (CoverageInline,)


@admin.register(Contact)
class ContactAdmin(UnitScopedAdmin[Contact]):
    """Whom one calls there, with those who left."""

    list_display = ("position", "agency", "verified_on", "left_on")
    search_fields = ("position", "agency__name_key")
    list_select_related = ("agency",)


@admin.register(Audience)
class AudienceAdmin(UnitScopedAdmin[Audience]):
    """Audiences and meetings."""

    list_display = ("purpose", "agency", "unit", "starts_at", "state")
    list_filter = ("state", "kind")
    search_fields = ("purpose", "host", "agency__name_key")
    list_select_related = ("agency", "unit")


@admin.register(ActionItem)
class ActionItemAdmin(UnitScopedAdmin[ActionItem]):
    """What was promised."""

    list_display = ("title", "audience", "due_on", "state", "needs_owner")
    list_filter = ("state", "needs_owner")
    search_fields = ("title",)
    list_select_related = ("audience__agency",)


@admin.register(Letterhead)
class LetterheadAdmin(UnitScopedAdmin[Letterhead]):
    """What a unit's letters say of the unit."""

    list_display = ("unit", "short_name", "place")
    search_fields = ("short_name", "unit__name")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)
    may_add = True
    may_change = True


@admin.register(Letter)
class LetterAdmin(UnitScopedAdmin[Letter]):
    """Letters of one's units."""

    list_display = ("subject", "number", "recipient", "unit", "state")
    list_filter = ("state", "kind")
    search_fields = ("number", "subject", "recipient")
    list_select_related = ("unit",)


@admin.register(IncomingLetter)
class IncomingLetterAdmin(UnitScopedAdmin[IncomingLetter]):
    """Letters that came in."""

    list_display = ("subject", "agency", "unit", "received_on", "answer_by", "state")
    list_filter = ("state",)
    search_fields = ("subject", "number", "agency__name_key")
    list_select_related = ("agency", "unit")
