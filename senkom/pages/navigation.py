"""What stands in the bar: each section, where it leads, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import User
from members.permissions import paths_for
from members.states import Action


@dataclass(frozen=True)
class Section:
    """An entry of the menu; `action` is the right by office that shows it, None shows it to every member."""

    label: str | Promise
    url_name: str
    icon: str
    action: Action | None = None
    on_phone: bool = False
    only_members: bool = False
    """Left out of the bar of those who hold an office; it stays at the bottom of the phone."""


SECTIONS = (
    Section(_("Home"), "pages:home", "home", on_phone=True),
    Section(_("Schedule"), "patrols:list", "calendar", on_phone=True),
    Section(pgettext_lazy("verb", "Report"), "incidents:report_new", "write", on_phone=True, only_members=True),
    Section(_("Reports"), "incidents:reports", "write", Action.VERIFY_REPORTS),
    Section(_("Incidents"), "incidents:list", "warning", Action.VIEW_INCIDENTS),
    Section(_("Partners"), "partners:list", "people", Action.VIEW_PARTNERS),
    Section(_("Audiences"), "partners:audiences", "message", Action.HOLD_AUDIENCES),
    Section(_("Members"), "members:list", "person", Action.VIEW_MEMBERS),
    Section(_("Messages"), "notifications:inbox", "message", on_phone=True),
    Section(_("Administration"), "admin:index", "desk", Action.KEEP_ROSTER),
)


@dataclass(frozen=True)
class Entry:
    """A section as one person sees it on one page."""

    label: str
    url: str
    icon: str
    is_current: bool
    on_phone: bool
    in_bar: bool
    is_inbox: bool


def entries_for(request: HttpRequest) -> list[Entry]:
    """The sections this person may open, in order."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return []
    seen = [s for s in SECTIONS if s.action is None or paths_for(user, s.action)]
    has_office = any(section.action for section in seen)
    return [entry for section in seen if (entry := _entry(section, request, has_office))]


def _entry(section: Section, request: HttpRequest, has_office: bool) -> Entry | None:
    url = address_of(section.url_name)
    if not url:
        return None
    return Entry(
        label=str(section.label),
        url=url,
        icon=section.icon,
        is_current=request.path == url if url == "/" else request.path.startswith(url),
        on_phone=section.on_phone,
        in_bar=not (section.only_members and has_office),
        is_inbox=section.url_name == "notifications:inbox",
    )


def address_of(url_name: str, *args: object) -> str:
    """The address behind a name; empty while that part of the house is not built."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
