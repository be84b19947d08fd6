"""Messages on the desk of the roster admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.scoped_admin import UnitScopedAdmin, account_of
from notifications import services
from notifications.forms import RuleForm
from notifications.models import FailingAddress, ReminderRule
from notifications.rules import reminder_of
from notifications.states import Channel
from notifications.wording import kind_in_words, offset_in_words, usual_rule


@admin.register(FailingAddress)
class FailingAddressAdmin(UnitScopedAdmin[FailingAddress]):
    """Addresses that refused our letters; after a mistake of the mail server's, many at once are tried again."""

    list_display = ("member", "channel", "refusals", "last_code", "refused_at")
    list_filter = ("last_code",)
    search_fields = ("member__name_key",)
    list_select_related = ("member",)
    actions = ("try_again",)

    @admin.action(description=_("The address is right, try again"))
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        account = account_of(request)
        rows = queryset.select_related("member")
        self.run_service(request, rows, lambda row: services.confirm_address(row.member, by=account))


@admin.register(ReminderRule)
class ReminderRuleAdmin(UnitScopedAdmin[ReminderRule]):
    """When a unit reminds whom, where it wants that otherwise than the application. Three of a kind are the most."""

    form = RuleForm
    list_display = ("shown_kind", "shown_offset", "unit", "shown_channels", "active")
    list_display_links = ("shown_kind",)
    list_filter = ("active", "unit")
    search_fields = ("unit__name", "kind")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)
    fields = ("unit", "kind", "offset", "channels", "active")
    may_add = True
    may_change = True
    actions = ("use_usual_rules",)

    def get_fields(self, request: HttpRequest, obj: ReminderRule | None = None) -> list[Any]:
        # A rule of another unit or kind is another rule.
        return ["unit", "usual", "offset", "channels", "active"] if obj else [*self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: ReminderRule | None = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), *(("unit", "usual") if obj else ())]

    def save_model(self, request: HttpRequest, obj: ReminderRule, form: Any, change: bool) -> None:
        """Keep the rule; say what it replaces, and when it is enough."""
        is_first = not ReminderRule.objects.filter(unit=obj.unit_id, kind=obj.kind).exists()
        super().save_model(request, obj, form, change)
        said = {"unit": obj.unit, "kind": self.usual(obj)}
        if is_first:
            replaced = gettext("In %(unit)s and below, its own rules now stand in place of: %(kind)s.")
            messages.info(request, replaced % said)
        if obj.active and ReminderRule.objects.beside(obj).count() == 2:
            enough = gettext("This is the third reminder of one thing. Who gets more reads none: three are the most.")
            messages.warning(request, enough)

    @admin.display(description=_("kind"), ordering="kind")
    def shown_kind(self, rule: ReminderRule) -> str:
        reminder = reminder_of(rule.kind)
        return kind_in_words(reminder) if reminder else rule.kind

    @admin.display(description=_("kind"))
    def usual(self, rule: ReminderRule) -> str:
        reminder = reminder_of(rule.kind)
        return usual_rule(reminder) if reminder else rule.kind

    @admin.display(description=_("when"), ordering="offset")
    def shown_offset(self, rule: ReminderRule) -> str:
        return offset_in_words(rule.offset)

    @admin.display(description=_("channels"))
    def shown_channels(self, rule: ReminderRule) -> str:
        labels = [str(way.label) for way in Channel if way in rule.channels]
        return ", ".join(labels) or gettext("inbox only")

    @admin.action(description=_("Use the usual rules again"))
    def use_usual_rules(self, request: HttpRequest, queryset: Any) -> None:
        account = account_of(request)
        self.run_service(request, queryset, lambda row: services.use_usual_rules(row, by=account))
