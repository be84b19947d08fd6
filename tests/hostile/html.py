"""The forms of a page as a browser reads them: fields with what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TYPED = ("text", "textarea", "search", "tel", "email", "url", "number", "date", "datetime-local", "time")
"""Kinds of fields in which a person types, so that what was typed must still be there after a refusal."""
BUTTONS = ("submit", "button", "reset", "image")


@dataclass
class Field:
    """One name of a form; several boxes of a group are one field."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    """What the browser would send as the page stands."""
    offered: list[str] = field(default_factory=list)
    longest: int | None = None


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)
    button: tuple[str, str] | None = None
    """Name and value of its first button, where it has a name."""

    def typed(self) -> list[Field]:
        """The fields in which one types."""
        return [found for found in self.fields.values() if found.kind in TYPED]


class _Reader(HTMLParser):
    """Collects forms; fields outside any form are looked at by nobody."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, said.get("action", "") or self.address)
            method = said.get("method", "get").lower()
            self.form = Form(action, method, said.get("enctype") == "multipart/form-data")
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in said:
            self._field(self.form, tag, said)

    def _field(self, form: Form, tag: str, said: dict[str, str]) -> None:
        if tag == "option" and self.select is not None:
            self.select.offered.append(said.get("value", ""))
            if "selected" in said:
                self.select.values.append(said.get("value", ""))
        elif tag == "button" or (tag == "input" and said.get("type") in BUTTONS):
            if said.get("name") and form.button is None:
                form.button = (said["name"], said.get("value", ""))
        elif tag in ("input", "select", "textarea") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            longest = int(said["maxlength"]) if said.get("maxlength") else None
            found = form.fields.setdefault(said["name"], Field(said["name"], kind, longest=longest))
            self._value(found, kind, said)

    def _value(self, found: Field, kind: str, said: dict[str, str]) -> None:
        if kind == "select":
            self.select = found
        elif kind == "textarea":
            self.area = found
            found.values.append("")
        elif kind in ("checkbox", "radio"):
            found.offered.append(said.get("value", "on"))
            if "checked" in said:
                found.values.append(said.get("value", "on"))
        elif kind != "file":
            found.values.append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None:
            if not self.select.values:
                self.select.values = self.select.offered[:1]  # as a browser does
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.values[-1] = self.area.values[-1].removeprefix("\n")
            self.area = None


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page that lies at an address."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms
