"""Every address of the desk, walked by a roster admin who must see nothing of another city."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.sites import site
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from members.models import Member, User
from members.scoped_admin import UnitScopedAdmin
from members.states import MemberState
from tests.access import CANARY
from tests.factories.members import CITY, make_member, make_user
from tests.test_access import World

pytestmark = pytest.mark.django_db
PART_OF_CANARY = CANARY[1:-1].lower()
"""What is searched for; the search field shows it again, so that it must not be the whole word."""


@pytest.fixture
def world() -> World:
    """Rows of our city and of another one, of every kind the access table knows."""
    return World()


@pytest.fixture
def endah(world: World) -> User:
    """The secretary of our city."""
    found = world.visitors["roster"]
    assert found is not None
    return found


def desks() -> list[ModelAdmin[Any]]:
    """Every registered table."""
    return list(site._registry.values())


def address(desk: ModelAdmin[Any], page: str, *args: Any) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_{page}", args=args)


def as_seen_by(user: User) -> HttpRequest:
    """A request of this person, for asking a desk which rows it shows."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def hidden_rows(desk: ModelAdmin[Any], user: User) -> models.QuerySet[Any]:
    """Rows the desk must keep from this person."""
    shown = desk.get_queryset(as_seen_by(user)).order_by().values("pk")
    rows: models.QuerySet[Any] = desk.model._base_manager.exclude(pk__in=shown)
    return rows


def lists(client: Client, desk: ModelAdmin[Any]) -> Iterator[tuple[str, Any]]:
    """The list of a table: plain, searched, and by each choice of each filter."""
    start = address(desk, "changelist")
    for query in ("", f"?q={PART_OF_CANARY}" if desk.search_fields else ""):
        page = client.get(start + query)
        yield start + query, page
    if page.status_code == 200:
        changes = page.context["cl"]
        for spec in changes.filter_specs:
            for choice in list(spec.choices(changes))[:12]:
                if "query_string" in choice:
                    yield start + choice["query_string"], client.get(start + choice["query_string"])


def choices(client: Client, desk: ModelAdmin[Any]) -> Iterator[tuple[str, Any]]:
    """What autocomplete offers for each foreign key of a table."""
    for name in desk.autocomplete_fields:
        asked = {"app_label": desk.opts.app_label, "model_name": str(desk.opts.model_name), "field_name": name}
        page = client.get(reverse("admin:autocomplete"), {**asked, "term": PART_OF_CANARY})
        yield f"autocomplete of {desk.opts.model_name}.{name}", page


def walk(client: Client, desk: ModelAdmin[Any], user: User) -> Iterator[str]:
    """What is wrong with the pages of one table."""
    pages = [*lists(client, desk), *choices(client, desk), ("add", client.get(address(desk, "add")))]
    for where, page in pages:
        if page.status_code not in (200, 403):
            yield f"{where}: {page.status_code}"
        if CANARY in page.content.decode():
            yield f"{where}: tells what stands in another city"
    for row in hidden_rows(desk, user)[:3]:
        for name in ("change", "history", "delete"):
            for method in (client.get, client.post):
                answer = method(address(desk, name, row.pk))
                if answer.status_code not in (403, 404) or CANARY in answer.content.decode():
                    yield f"{desk.opts.model_name} {row.pk} {name}: {answer.status_code}"


def test_every_table_at_the_desk_uses_the_scoped_base_class() -> None:
    assert [desk for desk in desks() if not isinstance(desk, UnitScopedAdmin)] == []


def test_a_roster_admin_of_another_city_sees_nothing_on_any_page_of_the_desk(world: World, endah: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(endah)
    wrong = [complaint for desk in desks() for complaint in walk(client, desk, endah)]
    for name in ("index", "app_list"):
        page = client.get(reverse(f"admin:{name}", args=[] if name == "index" else ["members"]))
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
    assert not wrong, "\n".join(wrong)


def test_the_rows_of_one_s_own_city_open_on_every_page(world: World, endah: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(endah)
    wrong = []
    for desk in desks():
        for row in desk.get_queryset(as_seen_by(endah))[:2]:
            for name in ("change", "history"):
                answer = client.get(address(desk, name, row.pk))
                if answer.status_code != 200 or CANARY in answer.content.decode():
                    wrong.append(f"{desk.opts.model_name} {row.pk} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_superuser_reads_the_canary_so_the_walk_would_notice_it(world: World) -> None:
    client = Client()
    client.force_login(make_user(make_member(CITY), is_superuser=True))
    page = client.get(reverse("admin:members_member_changelist"), {"q": PART_OF_CANARY})
    assert CANARY in page.content.decode()


def test_an_action_on_a_row_of_another_city_changes_nothing(world: World, endah: User) -> None:
    client = Client()
    client.force_login(endah)
    foreign = Member.objects.filter(full_name=CANARY, state=MemberState.APPLICANT).first()
    assert foreign is not None
    desk = site._registry[Member]
    for action in desk.get_actions(as_seen_by(endah)):
        sent = {"action": action, "_selected_action": [foreign.pk], "confirmed": "yes", "evidence": "workplace"}
        client.post(address(desk, "changelist"), sent)
    assert Member.objects.get(pk=foreign.pk).state == MemberState.APPLICANT
    assert Member.objects.get(pk=foreign.pk).state_at == foreign.state_at


def test_the_detour_of_django_to_a_row_s_page_is_closed(world: World, endah: User) -> None:
    client = Client()
    client.force_login(endah)
    row = Member.objects.get(pk=endah.member_id)
    kind = ContentType.objects.get_for_model(Member)
    assert client.get(f"/admin/r/{kind.pk}/{row.pk}/").status_code == 404
    assert row.get_absolute_url() in client.get(address(site._registry[Member], "change", row.pk)).content.decode()


def test_who_keeps_no_roster_is_told_so_at_the_door(world: World) -> None:
    for visitor, status in (("stranger", 302), ("member", 403), ("coordinator", 403), ("chair", 403), ("roster", 200)):
        answer = world.client(visitor).get("/admin/", follow=visitor != "stranger")
        assert answer.status_code == status, visitor
