"""Finds every form of the site with a way to send it that works, and sends it again with something else in it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.apps import apps
from django.db import connection, models, transaction
from django.forms import BaseForm, ModelChoiceField
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import escape

from members.models import User
from members.querysets import UnitScopedQuerySet
from tests.access import VISITORS, Page
from tests.hostile.examples import WITHOUT_A_FORM, Example, examples
from tests.hostile.html import Field, Form, forms_of
from tests.hostile.payloads import ALIVE, Attack
from tests.test_access import TABLES, World, body

QUOTED = re.compile(r'="[^"<>]*"')
NOT_ROWS = ("django_session", "cache")
URLENCODED = "application/x-www-form-urlencoded"
Key = tuple[str, frozenset[str]]


@dataclass
class Walked:
    """A form that can be sent as it is by a visitor: the ground on which one thing at a time is made wrong."""

    name: str
    form: Form
    visitor: str
    base: dict[str, list[str]]
    files: dict[str, Any]
    foreign: dict[str, list[str]] = field(default_factory=dict)

    def rows_of_others(self, name: str) -> list[str]:
        """Rows of another city for a field, as the field would write them."""
        return self.foreign.get(name, [])


@dataclass
class Answer:
    """What came back, and whether rows were changed."""

    status: int
    text: str
    location: str
    contexts: Any
    wrote: bool
    changed: bool = False
    next_text: str = ""


class Stage:
    """One table of addresses with its rows; every request is undone."""

    def __init__(self, table: str) -> None:
        self.world = World()
        self.pages = TABLES[table]
        self.names = {page.name for page in self.pages}
        self.examples = {
            id(example): (example, example.row() if example.row else None)
            for example in examples()
            if example.name in self.names
        }
        self.clients = {visitor: self.world.client(visitor) for visitor in VISITORS}
        self.asked = 0
        self.complaints: dict[Key, str] = {}
        self.forms: dict[Key, Walked] = {}
        places = list(self.places())
        self.before = fingerprint()
        for visitor, address, example in places:
            self.look(visitor, address, example)

    # — finding

    def places(self) -> Iterator[tuple[str, str, Example | None]]:
        """Where forms may stand: pages of the examples first, then every page a visitor may open."""
        for example, row in self.examples.values():
            for visitor in (example.visitor,) if example.visitor else VISITORS:
                yield visitor, address_of(example.on or example.name, row, self.own(example.name)), example
        for visitor in VISITORS:
            for page in self.pages:
                if page.get[VISITORS.index(visitor)] == 200:
                    yield visitor, address_of(page.name, self.world.own[page.kind] if page.kind else (), ()), None

    def own(self, name: str) -> Any:
        """The row of our city for an address, as the table of accesses makes it."""
        kind = next(page.kind for page in self.pages if page.name == name)
        return self.world.own[kind] if kind else ()

    def look(self, visitor: str, address: str, example: Example | None) -> None:
        """Try the forms of one page as they stand, with what the example writes into them."""
        response = self.clients[visitor].get(address)
        if response.status_code != 200:
            return
        for form in forms_of(body(response), address):
            name = resolve(urlsplit(form.action).path).view_name
            key = (name, frozenset(form.fields))
            if form.method != "post" or name not in self.names or key in self.forms:
                continue
            if example and example.name != name:
                continue
            for data in as_sent(form, example):
                walked = Walked(name, form, visitor, data, example.files() if example else {})
                self.try_out(key, walked, response.context, example.status if example else 302)

    def try_out(self, key: Key, walked: Walked, contexts: Any, right: int) -> None:
        """Keep the form where it can be sent like this; else remember why not."""
        answer = self.send(walked, walked.base)
        if answer.status < 400 or answer.status == right:
            walked.foreign = foreign_values(walked.form, contexts, self.world.visitors[walked.visitor])
            self.forms[key] = walked
            self.complaints.pop(key, None)
        elif key not in self.forms:
            self.complaints[key] = f"{answer.status} {errors_of(answer.contexts)}"

    def without_example(self) -> dict[str, str]:
        """Forms that nobody knows how to send; one that is part of another with the same address is not counted."""
        return {
            f"{name}: {sorted(fields - {'csrfmiddlewaretoken'})}": why
            for (name, fields), why in self.complaints.items()
            if not any(name == other and fields <= more for other, more in self.forms)
        }

    def unseen(self) -> set[str]:
        """Addresses that take a POST, but no form for them was found on any page."""
        taking = {page.name for page in self.pages if takes_posts(page)}
        return taking - {name for name, _fields in self.forms} - set(WITHOUT_A_FORM)

    # — sending

    def send(self, walked: Walked, data: dict[str, list[str]], *, follow: bool = False) -> Answer:
        """One POST, undone afterwards with everything it did to the session."""
        self.asked += 1
        client = self.clients[walked.visitor]
        cookies = copy.deepcopy(client.cookies)
        with transaction.atomic():
            with writes_counted() as writes:
                response = self.post(client, walked, data)
            answer = Answer(
                response.status_code, body(response), response.get("Location", ""), response.context, bool(writes)
            )
            if answer.wrote and answer.status >= 400 and answer.status != 500:
                answer.changed = fingerprint() != self.before
            if follow and 300 <= answer.status < 400:
                answer.next_text = body(client.get(answer.location))
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    @staticmethod
    def post(client: Client, walked: Walked, data: dict[str, list[str]]) -> Any:
        if walked.form.multipart:
            for file in walked.files.values():
                file.seek(0)
            # As `encoded` below: a lone surrogate goes out as the three bytes it would be.
            typed = {name: [value.encode("utf-8", "surrogatepass") for value in data[name]] for name in data}
            return client.post(walked.form.action, {**typed, **walked.files})
        return client.post(walked.form.action, encoded(data), content_type=URLENCODED)


def takes_posts(page: Page) -> bool:
    """Whether somebody may send something there."""
    return any(status not in (403, 404, 405) for status in page.post[1:])


def address_of(name: str, row: Any, otherwise: Any) -> str:
    """The address of a page for a row, or for the one the table of accesses has."""
    args = otherwise if row is None else row
    return reverse(name, args=args if isinstance(args, tuple) else (args,))


def as_sent(form: Form, example: Example | None) -> Iterator[dict[str, list[str]]]:
    """What a browser would send with what the example writes; and the same with something in each empty field."""
    data = {
        name: list(found.values)
        for name, found in form.fields.items()
        if name != "csrfmiddlewaretoken" and found.kind != "file" and found.values
    }
    if form.button:
        data[form.button[0]] = [form.button[1]]
    written = example.data() if example else {}
    told = {name: value if isinstance(value, list) else [str(value)] for name, value in written.items()}
    yield data | told
    empty = [found for name, found in form.fields.items() if not any(data.get(name, []))]
    guessed = {found.name: [value] for found in empty if (value := guess(found))}
    yield data | guessed | told


def guess(found: Field) -> str:
    """Something that may do for an empty field."""
    if found.kind in ("select", "radio"):
        return next(filter(None, found.offered), "")
    tomorrow = timezone.localtime() + timedelta(days=1)
    guesses = {"text": "Uji", "textarea": "Lampu jalan mati.", "number": "1", "tel": "0812 3456 7890"}
    return guesses.get(found.kind, "") or {
        "date": f"{tomorrow:%Y-%m-%d}",
        "datetime-local": f"{tomorrow:%Y-%m-%dT%H:%M}",
    }.get(found.kind, "")


def encoded(data: dict[str, list[str]]) -> bytes:
    """A form as a browser sends it; lone surrogates become the three bytes they would be."""
    pairs = [
        f"{quote(name.encode('utf-8', 'surrogatepass'))}={quote(value.encode('utf-8', 'surrogatepass'))}"
        for name, values in data.items()
        for value in values
    ]
    return "&".join(pairs).encode()


@contextmanager
def writes_counted() -> Iterator[list[str]]:
    """The statements inside that write to rows; a session or a throttle is no row of ours."""
    found: list[str] = []

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)[:60]
        if text.startswith(("INSERT", "UPDATE", "DELETE")) and not any(f'"{name}"' in text for name in NOT_ROWS):
            found.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def fingerprint() -> list[Any]:
    """All rows of all tables, by the place and the writer of each version."""
    tables = [table for table in connection.introspection.table_names() if table not in NOT_ROWS]
    asked = " UNION ALL ".join(
        f"SELECT '{table}', count(*), sum(hashtext(ctid::text || xmin::text)) FROM \"{table}\""  # noqa: S608 - names of our own tables
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(cursor.fetchall())


def errors_of(contexts: Any) -> str:
    """What the forms of a page complain of."""
    found = [form.errors.as_text() for form in bound_forms(contexts)]
    return " / ".join(text.replace("\n", " ") for text in found)


def bound_forms(contexts: Any) -> list[BaseForm]:
    values = [value for context in contexts or [] for layer in context for value in dict(layer).values()]
    forms = {id(value): value for value in values if isinstance(value, BaseForm)}
    return list(forms.values())


def foreign_values(form: Form, contexts: Any, user: User | None) -> dict[str, list[str]]:
    """For each field that names a row: one of another city, as the field would write it."""
    found: dict[str, list[str]] = {}
    values = [value for context in contexts or [] for layer in context for value in dict(layer).values()]
    fields = {name: box for value in values if isinstance(value, BaseForm) for name, box in value.fields.items()}
    for name in form.fields:
        box = fields.get(name)
        if isinstance(box, ModelChoiceField) and box.queryset is not None:
            rows = hidden(box.queryset.model, user)
            row = rows.exclude(pk__in=box.queryset.order_by().values("pk")).first()
            found[name] = [str(box.prepare_value(row))] if row else []
        else:
            found[name] = _like(form.fields[name].offered or form.fields[name].values, user)
    return found


def hidden(model: type[models.Model], user: User | None) -> models.QuerySet[Any]:
    """Rows this person does not see; all of them where the table knows no units."""
    rows: models.QuerySet[Any] = model._default_manager.all()
    if user is None or not isinstance(rows, UnitScopedQuerySet):
        return rows
    seen = rows.visible_to(user)
    return rows.exclude(pk__in=seen.order_by().values("pk"))


def _like(offered: list[str], user: User | None) -> list[str]:
    """A value with the code of another city's row in place of ours: "m:<code>"."""
    for value in filter(None, offered):
        prefix, code = value[:-36], value[-36:]
        for model in apps.get_models():
            has_code = code.count("-") == 4 and any(box.name == "code" for box in model._meta.concrete_fields)
            if has_code and model._default_manager.filter(code=code).exists() and (row := hidden(model, user).first()):
                return [f"{prefix}{row.code}"]
    return []


# — verdicts


def verdicts(stage: Stage, walked: Walked, attack: Attack) -> list[str]:
    """What is wrong with the answer to one attack."""
    answer = stage.send(walked, attack.data, follow=True)
    asked = f"{walked.name} ({walked.visitor}), {attack.what}"
    if answer.status >= 500:
        return [f"{asked}: {answer.status}"]
    wrong = []
    if alive(answer.text) or alive(answer.next_text):
        wrong.append(f"{asked}: the page holds it alive")
    if answer.status < 400:
        taken = attack.refused and answer.wrote
        return [*wrong, f"{asked}: {answer.status}, was taken"] if taken else wrong
    if answer.changed:
        wrong.append(f"{asked}: {answer.status}, but rows were changed")
    if answer.status in (409, 422):
        lost = lost_texts(walked.form, attack.data, answer.text)
        wrong += [f"{asked}: {answer.status}, what was typed in {name} is gone" for name in lost]
    return wrong


def alive(page: str) -> bool:
    """Whether a tag of the page has the attribute of the pieces of script; in a text or in quotes it is nothing."""
    if ALIVE not in page:
        return False
    tags = (piece.partition(">")[0] for piece in QUOTED.sub("", page).split("<")[1:])
    return any(ALIVE in tag for tag in tags)


def lost_texts(form: Form, data: dict[str, list[str]], page: str) -> list[str]:
    """Fields whose text is not on the page any more."""
    return [
        found.name
        for found in form.typed()
        for text in data.get(found.name, [])[-1:]
        if escape(text) not in page and "\ud800" not in text
    ]
