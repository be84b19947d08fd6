"""The only base class of Django admin: what a roster desk sees, may choose and may not touch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.history import changes_of
from members.models import Unit, User
from members.permissions import EVERYWHERE, allows_anywhere, paths_for
from members.querysets import UnitScopedQuerySet
from members.states import Action
from senkom.lib.forms import PlainTexts
from senkom.lib.refusals import refused_in_words

M = TypeVar("M", bound=models.Model)
STATE_FIELDS = ("state", "state_at", "state_by", "state_reason")


def account_of(request: HttpRequest) -> User:
    """The account behind a request to the desk; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


class DeskForm(PlainTexts, ModelForm[Any]):
    """What is typed at the desk: no characters that can't be seen."""


class ScopedChoices(BaseModelAdmin[M]):
    """Foreign keys offer what the other table's own desk would show; where it has none, nothing."""

    form = DeskForm

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """Asked by Django for every foreign key and many-to-many field, and again when a form comes back."""
        other: Any = db_field.remote_field.model
        desk = self.admin_site._registry.get(other)
        if isinstance(desk, UnitScopedAdmin):
            return desk.get_queryset(request)
        rows: models.QuerySet[Any] = other._default_manager.none()
        return rows


class UnitFilter(admin.SimpleListFilter):
    """A unit and what lies below it, chosen from the top down: never the whole country in one list."""

    title = _("unit")
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        tops = paths_for(account_of(request), Action.KEEP_ROSTER)
        return [(unit.code, unit.name) for unit in Unit.objects.to_choose(tops, self.value() or "")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        code = self.value()
        return queryset.filter(queryset.rows_within(Unit.path_of(code))) if code else queryset


class EstimatingPaginator(Paginator[Any]):
    """Counts exactly as far as anybody pages; beyond, the number of rows is the planner's estimate."""

    exactly = 1_000

    @cached_property
    def count(self) -> int:
        """How many rows there are, or about how many."""
        rows: Any = self.object_list
        counted: int = rows.order_by()[: self.exactly + 1].count()
        if counted <= self.exactly:
            return counted
        estimate: int = json.loads(rows.order_by().explain(format="json"))[0]["Plan"]["Plan Rows"]
        return max(counted, estimate)


class UnitScopedAdmin(ScopedChoices[M], admin.ModelAdmin[M]):
    """Rows in and below the units whose roster one keeps and whose rows of this kind one may see.

    Nothing is deleted here. A subclass opens adding and changing (`may_add`, `may_change`) for what no service
    owns, and names in `service_owned` what a service writes: those fields are shown, never edited.
    """

    may_add: ClassVar[bool] = False
    may_change: ClassVar[bool] = False
    service_owned: ClassVar[tuple[str, ...]] = ()

    show_full_result_count = False
    paginator = EstimatingPaginator
    list_per_page = 50
    list_max_show_all = 0
    object_history_template = "admin/senkom_history.html"

    def rows_of(self, user: User) -> models.QuerySet[M]:
        """What this desk shows to somebody; nothing where the table has no units."""
        rows: models.QuerySet[M] = self.model._default_manager.all()
        if not isinstance(rows, UnitScopedQuerySet):
            return rows.none()
        return rows.in_reach_of(user, Action.KEEP_ROSTER).in_reach_of(user, rows.view_action)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        rows = self.rows_of(account_of(request))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        rows = self.model._default_manager.all()
        action = rows.view_action if isinstance(rows, UnitScopedQuerySet) else Action.KEEP_ROSTER
        user = request.user
        return allows_anywhere(user, Action.KEEP_ROSTER) and allows_anywhere(user, action)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.may_change and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[Any]:
        owned = [field.name for field in self.opts.get_fields() if field.name in STATE_FIELDS]
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *self.service_owned, *owned]))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [self._scoped(entry) for entry in super().get_list_filter(request)]

    def _scoped(self, entry: Any) -> Any:
        """A filter by a relation offers only what occurs in the rows of this desk; units, from the top down."""
        if entry == "unit":
            return UnitFilter
        if isinstance(entry, str) and get_fields_from_path(self.model, entry)[-1].is_relation:
            return entry, admin.RelatedOnlyFieldListFilter
        return entry

    def get_view_on_site_url(self, obj: M | None = None) -> str | None:
        """The row's own page, without Django's detour that answers for rows of others too."""
        page: Callable[[], str] | None = getattr(obj, "get_absolute_url", None)
        return page() if page else None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own log, and below it what the database recorded."""
        row = self.get_object(request, unquote(object_id))
        changes = changes_of(row) if row else []
        return super().history_view(request, object_id, {**(extra_context or {}), "changes": changes})

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal of the database while saving is told in words."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        try:
            with refused_in_words():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def run_service(self, request: HttpRequest, rows: Iterable[M], service: Callable[[M], object]) -> None:
        """Call a service for each chosen row; say how many it changed, and why not for the others."""
        done = 0
        for row in rows:
            try:
                service(row)
            except ValidationError as refusal:
                messages.warning(request, f"{row}: {' '.join(refusal.messages)}")
            except PermissionDenied as refusal:
                messages.warning(request, f"{row}: {refusal}")
            else:
                done += 1
        if done:
            messages.success(request, ngettext("%(count)d row done.", "%(count)d rows done.", done) % {"count": done})


class UnitScopedInline(ScopedChoices[Any], admin.TabularInline[Any, Any]):
    """Rows that hang on a row one sees; nothing is added, changed or deleted unless a subclass says so."""

    may_add: ClassVar[bool] = False
    may_change: ClassVar[bool] = False
    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows_anywhere(request.user, Action.KEEP_ROSTER)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_add

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReferenceAdmin(UnitScopedAdmin[M]):
    """Words everybody shares (qualifications, categories, holidays): all desks read, the nation's desk writes."""

    may_add = True
    may_change = True

    def rows_of(self, user: User) -> models.QuerySet[M]:
        rows: models.QuerySet[M] = self.model._default_manager.all()
        return rows if allows_anywhere(user, Action.KEEP_ROSTER) else rows.none()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and EVERYWHERE in paths_for(request.user, Action.KEEP_ROSTER)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return super().has_change_permission(request, obj) and EVERYWHERE in paths_for(request.user, Action.KEEP_ROSTER)
