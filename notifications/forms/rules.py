"""What a desk types about the reminders of a unit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.scoped_admin import DeskForm
from notifications.forms.choices import ways_here
from notifications.models import STOP_AFTER_THREE, ReminderRule
from notifications.states import Channel
from notifications.topics import groups
from notifications.wording import usual_rule
from senkom.lib.registry import registered

ZERO = timedelta(0)
MEASURES = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
AT_MOST = 1000
LABELS = [("minutes", gettext_lazy("minutes")), ("hours", gettext_lazy("hours")), ("days", gettext_lazy("days"))]
SIDES = [("before", gettext_lazy("before")), ("after", gettext_lazy("after"))]


class OffsetInput(forms.MultiWidget):
    """A number, what it counts, and which side."""

    def __init__(self) -> None:
        number = forms.NumberInput({"min": 0, "max": AT_MOST, "aria-label": gettext_lazy("how many")})
        measure = forms.Select({"aria-label": gettext_lazy("minutes, hours or days")}, choices=LABELS)
        super().__init__(
            (number, measure, forms.Select({"aria-label": gettext_lazy("before or after")}, choices=SIDES))
        )

    def decompress(self, value: timedelta | None) -> list[Any]:
        """The largest measure that fits: '7 days before', '36 hours after'."""
        if value is None:
            return [None, "hours", "before"]
        length, side = abs(value), "before" if value < ZERO else "after"
        measure = next((name for name in ("days", "hours") if length and not length % MEASURES[name]), "minutes")
        if not length:
            measure = "hours"
        return [length // MEASURES[measure], measure, side]


class OffsetField(forms.MultiValueField):
    """How long before or after something, as people say it."""

    def __init__(self, **kwargs: Any) -> None:
        number = forms.IntegerField(min_value=0, max_value=AT_MOST)
        super().__init__(
            (number, forms.ChoiceField(choices=LABELS), forms.ChoiceField(choices=SIDES)),
            widget=OffsetInput(),
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> timedelta | None:
        if not data_list:
            return None
        number, measure, side = data_list
        length: timedelta = number * MEASURES[measure]
        return -length if side == "before" else length


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of reminders to choose from, by topic, each with whom it tells and when it usually goes out."""
    return [
        (str(group.topic.label), [(reminder.kind, usual_rule(reminder)) for reminder in group.reminders])
        for group in groups()
    ]


class RuleForm(DeskForm):
    """One reminder of a unit. Its rows of a kind replace the application's own rules for that kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kinds)
    offset = OffsetField(label=gettext_lazy("When"))
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        choices=[(way.value, way.label) for way in Channel],  # fewer below: those this server has
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a tick it stands in the inbox only."),
    )

    class Meta:
        model = ReminderRule
        fields = ("unit", "kind", "offset", "channels", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*ways_here(), *self.instance.channels}
        self.fields["channels"].choices = [(way.value, way.label) for way in Channel if way in kept]  # type: ignore[attr-defined]  # declared above
        if self.instance.pk:  # a rule of another kind is another rule
            del self.fields["kind"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind") or self.instance.kind
        offset: timedelta | None = cleaned.get("offset")
        if offset is not None and kind in registered.reminders:
            self._refuse_the_wrong_side(kind, offset)
        unit = cleaned.get("unit") or getattr(self.instance, "unit", None)
        if unit and cleaned.get("active"):
            self._refuse_a_fourth(ReminderRule(pk=self.instance.pk, unit=unit, kind=kind))
        return cleaned

    def _refuse_the_wrong_side(self, kind: str, offset: timedelta) -> None:
        """A reminder of something to come goes out before it, one of something missed after it."""
        usual = registered.reminders[kind].offsets
        if offset < ZERO and all(one >= ZERO for one in usual):
            self.add_error("offset", _("This one comes after: there is nothing to say before. Choose “after”."))
        elif offset >= ZERO and all(one < ZERO for one in usual):
            self.add_error("offset", _("This one comes before: later it is of no use. Choose “before”."))

    def _refuse_a_fourth(self, rule: ReminderRule) -> None:
        if ReminderRule.objects.beside(rule).count() >= 3:
            self.add_error(None, ValidationError(STOP_AFTER_THREE))
