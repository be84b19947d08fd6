"""Messages on the desk of the roster admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.scoped_admin import UnitScopedAdmin, account_of
from notifications import services
from notifications.models import FailingAddress


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
