"""What people choose about their messages."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.channels import served
from notifications.services import Choices
from notifications.states import BY_HAND, Channel
from notifications.topics import Group
from senkom.lib.forms import ServiceForm, zone_hint

TOPIC = "topic_"
"""How the fields of topics begin."""


class ClockField(forms.TimeField):
    """A time of the day, with its zone beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
            **kwargs,
        )


def ways_here() -> list[Channel]:
    """The ways out that this server has: by machine and by hand."""
    return [way for way in Channel if way in {*served(), *BY_HAND}]


class PreferencesForm(ServiceForm):
    """A tick for each way out of each topic, and the quiet hours."""

    quiet_from = ClockField(label=gettext_lazy("Quiet from"), help_text=zone_hint())
    quiet_until = ClockField(label=gettext_lazy("Quiet until"), help_text=zone_hint())

    def __init__(self, *args: Any, groups: list[Group], chosen: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups, self.ways = [group for group in groups if group.may_be_declined], ways_here()
        asked = {(group.topic.name, str(way)) for group in self.groups for way in self.ways}
        # What the page does not ask stays as it was.
        self.not_asked = set(chosen.declined) - asked
        self.initial["quiet_from"], self.initial["quiet_until"] = chosen.quiet_from, chosen.quiet_until
        for group in self.groups:
            name = TOPIC + group.topic.name
            self.fields[name] = _ways_out(group, self.ways)
            self.initial[name] = [way for way in self.ways if (group.topic.name, way) not in chosen.declined]

    @property
    def topics(self) -> list[str]:
        """The names of the fields of topics."""
        return [TOPIC + group.topic.name for group in self.groups]

    def choices(self) -> Choices:
        """What was chosen, for the service."""
        begins: time = self.cleaned_data["quiet_from"]
        ends: time = self.cleaned_data["quiet_until"]
        declined = {
            (group.topic.name, str(way))
            for group in self.groups
            for way in self.ways
            if way not in self.cleaned_data[TOPIC + group.topic.name]
        }
        return Choices(declined | self.not_asked, begins, ends)


def _ways_out(group: Group, ways: list[Channel]) -> forms.MultipleChoiceField:
    about = str(group.topic.about)
    if group.always:
        always = _("Always sent: %(kinds)s.") % {"kinds": ", ".join(group.always)}
        about = f"{about} {always}"
    field = forms.MultipleChoiceField(
        label=str(group.topic.label),
        help_text=about,
        required=False,
        choices=[(way.value, capfirst(str(way.label))) for way in ways],
        widget=forms.CheckboxSelectMultiple,
    )
    setattr(field, "marked", True)  # noqa: B010 - the name the templates ask for; Django's fields have none
    return field
