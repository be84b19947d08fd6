"""What people and programs write into fields where they should not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.hostile.html import Field, Form

ALIVE = "onerror=alert(7)"
"""No page may ever hold this inside a tag; every piece of script below holds it."""
SCRIPT = f"<script {ALIVE}>"
BREAKER = f"\"><img src=x {ALIVE}>'"
TEXTS = {
    "a script": SCRIPT,
    "the end of an attribute": BREAKER,
    "the end of a textarea": f"</textarea></title><svg {ALIVE}>",
    "a template": "{{ 7|add:700 }}{% debug %}${7*1234577}%s%n {0.__class__}",
    "a formula": "=1+1",
    "SQL": "'); DROP TABLE x;--\\",
    "other scripts": "\ua9b1\ua9ae\ua9a4 \u0645\u062d e\u0301\u0336 \U0001f469\u200d\U0001f692",
    "a broken character": "a\ud800b",
}
"""Written into every text of a form at once: taken or refused in words, shown as it is."""
INVISIBLE = {
    "a right-to-left override": "Slamet\u202egnp",
    "an isolate": "Slamet\u2067 a\u2069",
    "a zero-width space": "Sla\u200bmet",
    "a byte-order mark": "\ufeffSla\ufeffmet",
    "a tag character": "Sla\U000e0041met",
    "a line break": "Slamet\r\nBcc: semua@example.com",
    "an escape sequence": "Slamet\x1b[31m",
    "a line separator": "Slamet\u2028Bcc",
}
"""Refused in every field of one line."""
NUMBERS = ("-1", "9" * 5000, "99999999999", "1e309", "NaN", "\u0663", "1.5")
DAYS = ("0000-00-00", "2026-02-31", "9999-12-31", "0001-01-01", "kemarin", "9" * 5000)
MOMENTS = tuple(f"{day}T20:00" for day in DAYS) + ("2026-11-24T25:61", "2026-11-24T20:00+99:00")
TIMES = ("25:61", "-1:00", "9" * 5000, "\u0662\u0660:00", "24:00")
CODES = ("tidak-ada", "9" * 5000, "00000000-0000-0000-0000-000000000000")
PHONES = ("abc", "9" * 5000, "+1", "0062", "+62 900 1234 567 890 123", "\u0660\u0668\u0661\u0662")
MAILS = ("a@b", "x" * 250 + "@example.com", "a@b\r\nBcc: c@example.com", "\u202ea@example.com", '"a b"@example.com')


IGNORED = ("code",)
"""A form that changes a row takes the row from its address and ignores the code of its own."""


@dataclass(frozen=True)
class Attack:
    """One wrong form: what was written where, and whether it may be taken."""

    what: str
    data: dict[str, list[str]] = field(repr=False)
    refused: bool = False
    """Whether it must be refused; else both is right, as long as it is said and shown properly."""
    where: tuple[str, ...] = ()


def attacks(form: Form, base: dict[str, list[str]], foreign: Callable[[str], list[str]]) -> Iterator[Attack]:
    """Everything that is tried on one form; `foreign` names rows of another city for a field."""
    texts = [found for found in form.typed() if found.kind in ("text", "textarea", "search")]
    yield from _texts(base, texts)
    yield from _whole(form, base)
    for found in _without_siblings(form):
        if found in texts:
            yield from _lines(base, found)
        else:
            yield from _values(base, found)
        for value in foreign(found.name):
            yield _one(base, found, value, "a row of another city", refused=found.name not in IGNORED)


def _texts(base: dict[str, list[str]], texts: list[Field]) -> Iterator[Attack]:
    if not texts:
        return
    for what, text in TEXTS.items():
        fitting = [found.name for found in texts if found.longest is None or found.longest >= len(text)]
        yield Attack(what, base | {name: [text] for name in fitting}, where=tuple(fitting))
    lines = [found for found in texts if found.kind != "textarea"]
    for what, text in INVISIBLE.items():
        yield Attack(what, base | {found.name: [text] for found in lines}, bool(lines))
    names = tuple(found.name for found in texts)
    yield Attack("too much", base | {name: ["x" * (1_000_000 // len(texts))] for name in names}, True, names)


def _lines(base: dict[str, list[str]], found: Field) -> Iterator[Attack]:
    """A text by itself, where what is refused must not hide behind the refusal of another one."""
    if found.longest is not None:
        yield _one(base, found, "x" * (found.longest + 1), "one letter too many", refused=True)
    if found.kind == "textarea":
        yield _one(base, found, "a\u202eb", "a right-to-left override", refused=True)
        return
    yield _one(base, found, INVISIBLE["a right-to-left override"], "a right-to-left override", refused=True)


def _values(base: dict[str, list[str]], found: Field) -> Iterator[Attack]:
    if found.kind == "password":
        yield from (_one(base, found, value, "a password") for value in ("x" * 100_000, "\u202e\U0001f600", ""))
    elif found.kind in ("select", "radio"):
        yield from (_one(base, found, value, "no such choice", refused=True) for value in CODES)
    elif found.kind in ("checkbox", "hidden"):
        yield from (_one(base, found, value, "no such value") for value in CODES)
    else:
        values = {"number": NUMBERS, "date": DAYS, "datetime-local": MOMENTS, "time": TIMES, "tel": PHONES}
        kind = {"number": "a number", "tel": "a phone", "email": "a mail"}.get(found.kind, "a time")
        for value in values.get(found.kind, MAILS):
            must = found.kind in ("date", "datetime-local", "time", "tel", "email") and value != MAILS[-1]
            yield _one(base, found, value, kind, refused=must)
    if found.kind in ("select", "hidden"):
        yield Attack(f"without {found.name}", {name: values for name, values in base.items() if name != found.name})


def _whole(form: Form, base: dict[str, list[str]]) -> Iterator[Attack]:
    names = [n for n, found in form.fields.items() if n != "csrfmiddlewaretoken" and found.kind != "file"]
    yield Attack("a NUL byte", base | {name: ["a\x00b"] for name in names}, bool(names))
    yield Attack("a NUL byte in a name", base | {"a\x00": ["b"]}, True)
    yield Attack("twice the same names", {name: [*values, "dua"] for name, values in base.items()})
    yield Attack("nothing", {})
    yield Attack("2,000 fields", base | {f"x{number}": ["1"] for number in range(2000)}, True)


def _one(base: dict[str, list[str]], found: Field, value: str, what: str, *, refused: bool = False) -> Attack:
    said = ascii(value[:30])
    return Attack(f"{what} {said} in {found.name}", base | {found.name: [value]}, refused, (found.name,))


def _without_siblings(form: Form) -> list[Field]:
    """Each field; of the same one in several rows ("finding_1_text", "finding_2_text") the first."""
    seen: dict[str, Field] = {}
    for name, found in form.fields.items():
        if name != "csrfmiddlewaretoken":
            seen.setdefault("".join("#" if letter.isdigit() else letter for letter in name), found)
    return list(seen.values())
