"""Small pieces of pages: the menu, icons, states as word, icon and colour, fields and the error summary of a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.models import User
from members.permissions import offices_of
from members.states import Role
from patrols.states import SlotRole
from senkom.pages.home import roster_work
from senkom.pages.icons import PATHS
from senkom.pages.navigation import Entry, entries_for
from senkom.pages.wording import Line

register = template.Library()

_TONES = {
    "good": "active confirmed checked_in verified attended acknowledged contained official on_scene held minutes_final"
    " sent handed_over approved linked",
    "bad": "krisis crisis no_show expelled failed aborted overdue refuted lost revoked not_ours blocked",
    "warn": "returned needs_info lapsed suspended no_reply no_answer uncertain follow_up new short late absent declined"
    " withdrawn partly",
    "wait": "submitted received in_triage published offered requested handling in_progress doing letter_sent applicant"
    " document_check interview training queued sending recovery rescheduled open",
}
TONE_OF = {state: tone for tone, states in _TONES.items() for state in states.split()}
ICON_OF = {"good": "check", "bad": "alert", "warn": "warning", "wait": "clock", "plain": "circle"}
WEIGHT = {Role.CHAIR: 3, Role.ROSTER_ADMIN: 2, Role.COORDINATOR: 1, Role.MEMBER: 0}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon beside a word; never alone, so it is hidden from screen readers."""
    return format_html('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', PATHS[name])


@register.simple_tag
def state(row: Any, label: str = "", tone: str = "") -> SafeString:
    """A state as word, icon and colour: `{% state duty %}`, or `{% state "late" _("late") %}` for what is no row."""
    value = row if isinstance(row, str) else row.state
    return _chip(capfirst(str(label or row.get_state_display())), tone or TONE_OF.get(value, "plain"))


@lru_cache(maxsize=1000)
def _chip(words: str, tone: str) -> SafeString:
    """Drawn once for each word: lists show the same few states in every row."""
    return format_html('<span class="state state-{}">{}{}</span>', tone, icon(ICON_OF[tone]), words)


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> list[Entry]:
    """The sections of the menu for this person; none where nobody is signed in."""
    request = context.get("request")
    return entries_for(request) if request is not None and hasattr(request, "user") else []


@register.filter
def role_label(user: Any) -> str:
    """The strongest role an account holds today, in a word."""
    held = [office.role for office in offices_of(user)] if isinstance(user, User) else []
    return str(max(held, key=lambda role: WEIGHT[role], default=Role.MEMBER).label).capitalize()


@register.simple_tag
def fields(form: forms.BaseForm, *names: str) -> SafeString:
    """The fields of a form (all, or those named), optional ones marked as such, hidden ones without names too.

    What the form as a whole refused stands in the error summary, not here.
    """
    chosen = [form[name] for name in names] if names else [*form]
    hidden = [field for field in form.hidden_fields() if field not in chosen] if not names else []
    return format_html_join("", "{}", ((_rendered(field),) for field in [*chosen, *hidden]))


@register.simple_tag
def hidden_fields(form: forms.BaseForm) -> SafeString:
    """The hidden fields, for a form that names its visible ones."""
    return format_html_join("", "{}", ((field.as_widget(),) for field in form.hidden_fields()))


def _rendered(field: forms.BoundField) -> SafeString:
    if field.is_hidden:
        return field.as_widget()
    _begin_choices_with_a_capital(field.field)
    if not field.field.required and not _is_tick_box(field) and not getattr(field.field, "marked", False):
        field.label = format_html('{} <span class="optional">({})</span>', field.label, _("optional"))
    rendered: SafeString = as_crispy_field(field)
    return rendered


def _begin_choices_with_a_capital(field: forms.Field) -> None:
    """States and kinds are stored as words inside sentences; as choices they begin like one."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices = field.widget.choices if isinstance(field.widget, forms.Select | forms.RadioSelect) else []
        if all(isinstance(label, str | Promise) for _value, label in choices):
            field.widget.choices = [(value, capfirst(str(label))) for value, label in choices]


def _is_tick_box(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@dataclass(frozen=True)
class Complaint:
    """A sentence about a form, and the field it leads to."""

    sentence: str
    target: str = ""


def complaints(form: forms.BaseForm) -> Iterator[Complaint]:
    """What is wrong with a form, in the order of its fields; the form as a whole first."""
    for sentence in form.non_field_errors():
        yield Complaint(str(sentence))
    for name in form.fields:
        field = form[name]
        for sentence in field.errors:
            yield Complaint(str(sentence) if field.is_hidden else f"{field.label}: {sentence}", _target(field))


def _target(field: forms.BoundField) -> str:
    if field.is_hidden:
        return ""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label


@register.inclusion_tag("includes/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong, on top of the page, focused and read out; each line leads to its field."""
    is_conflict = getattr(form, "conflict", False)
    return {"complaints": list(complaints(form)) if form.is_bound else [], "is_conflict": is_conflict}


@register.filter
def whatsapp(text: str) -> str:
    """The address that opens WhatsApp with this text, without a number: the person picks the chat."""
    return f"https://wa.me/?text={quote(text)}"


@register.filter
def ready_role(duty: Any) -> str:
    """The role one takes by tapping “I'm ready” beside a duty: a crew member's where one is free."""
    free = list(duty.free_roles)
    return SlotRole.MEMBER if SlotRole.MEMBER in free or not free else str(free[0])


@register.simple_tag(takes_context=True)
def roster_lines(context: dict[str, Any]) -> list[Line]:
    """The work lists on the first page of the administration."""
    user = getattr(context.get("request"), "user", None)
    return roster_work(user) if isinstance(user, User) else []
