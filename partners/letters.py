"""What is printed and what is passed on: letters, their numbers, and the summary of a meeting for WhatsApp.

All of it is read by people outside, so it is in Indonesian whatever the language of the one who writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Unit
from partners.models import ActionItem, Audience, Letterhead, Minutes
from partners.states import LetterKind, LetterMatter, MinutesState
from senkom.lib import times

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SERIES = {LetterKind.ASSIGNMENT: "ST", LetterKind.LETTER: "B"}
MATTERS = {
    LetterMatter.AUDIENCE: "AUD",
    LetterMatter.INVITATION: "UND",
    LetterMatter.SECURITY: "PAM",
    LetterMatter.REPORT: "LAP",
    LetterMatter.GENERAL: "UMUM",
}


def letterhead_of(unit: Unit) -> Letterhead:
    """The head of a unit's paper; a plain one, not stored, where nobody has written it down."""
    found = Letterhead.objects.filter(unit=unit).first()
    return found or Letterhead(unit=unit, short_name=f"SENKOM-{unit.code}", place=unit.name)


def letter_number(kind: str, matter: str, sequence: int, short_name: str, day: date) -> str:
    """ST-041/PAM/SENKOM-KPR/XI/2026"""
    series, about = SERIES[LetterKind(kind)], MATTERS[LetterMatter(matter)]
    return f"{series}-{sequence:03}/{about}/{short_name}/{ROMAN_MONTHS[day.month - 1]}/{day.year}"


def chair_of(unit: Unit) -> str:
    """As what a unit's letters are signed."""
    with translation.override("id"):
        return _("Chair of Senkom %(unit)s") % {"unit": unit.name}


def letter_day(day: date) -> str:
    """28 November 2026"""
    with translation.override("id"):
        return date_format(day, "j F Y")


@dataclass(frozen=True)
class Draft:
    """What a letter begins with; the writer goes on from there."""

    recipient: str
    subject: str
    body: str


def audience_request(audience: Audience) -> Draft:
    """The letter that asks for an audience."""
    with translation.override("id"):
        names = {"unit": audience.unit.name, "purpose": audience.purpose}
        topics = [f"{item.position}. {item.topic}" for item in audience.agenda.all()]
        paragraphs = [
            _("With respect, we ask to be received by you to talk about: %(purpose)s.") % names,
            "\n".join([_("We would like to speak of:"), *topics]) if topics else "",
            _wished_time(audience),
            _("Please let us know which day and hour suit you. Thank you for your attention."),
        ]
        return Draft(
            recipient=audience.host or audience.agency.name,
            subject=_("Request for an audience"),
            body="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        )


def _wished_time(audience: Audience) -> str:
    if audience.starts_at is None:
        return ""
    when = times.when(audience.starts_at, audience.unit.zone)
    return _("If it suits you, we suggest %(when)s.") % {"when": when}


def summary(audience: Audience, minutes: Minutes | None, items: Iterable[ActionItem], present: int) -> str:
    """The meeting in a few lines for WhatsApp: what was decided, who does what until when; marked while a draft."""
    with translation.override("id"):
        final = minutes is not None and minutes.state == MinutesState.FINAL
        title = audience.get_kind_display().upper()
        lines = [f"*{title}*" if final else f"*{title}* " + _("(draft)"), _where_and_when(audience)]
        lines += [_("From Senkom: %(count)d people") % {"count": present}] if present else []
        lines += _numbered(_("DECISIONS"), (minutes.decisions if minutes else "").splitlines())
        lines += _numbered(_("FOLLOW-UP"), [_promise(item) for item in items])
        if not final:
            lines.append(_("_Draft, the minutes are not final yet._"))
        return "\n".join(line for line in lines if line)


def _where_and_when(audience: Audience) -> str:
    when = times.when(audience.starts_at, audience.unit.zone) if audience.starts_at else ""
    return ", ".join(part for part in (audience.host or audience.agency.name, when, audience.place) if part)


def _promise(item: ActionItem) -> str:
    return _("%(title)s: %(owner)s, until %(day)s") % {
        "title": item.title,
        "owner": item.owner_name,
        "day": date_format(item.due_on, "j F Y"),
    }


def _numbered(title: str, texts: Iterable[str]) -> list[str]:
    """A title and its lines, numbered unless they are already; nothing where there are none."""
    found = [text.strip() for text in texts if text.strip()]
    return [f"*{title}*", *[_with_number(number, text) for number, text in enumerate(found, start=1)]] if found else []


def _with_number(number: int, text: str) -> str:
    return text if text.startswith((f"{number}.", f"{number})")) else f"{number}. {text}"
