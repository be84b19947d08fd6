"""What browsers, other sites and strangers may do with our answers. Numbers (H79 …): docs/security.md."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.admin.sites import site
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Member, User
from senkom.embedded.place import PROJECT
from tests.access import tables
from tests.factories.members import CITY, PASSWORD, make_member, make_user
from tests.plugins.browser import PageAt
from tests.test_access import World

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def world() -> World:
    """Rows of every kind."""
    return World()


@pytest.fixture
def admin(world: World) -> User:
    """Who may open everything."""
    return make_user(make_member(CITY), username="dian", is_superuser=True)


WITHOUT_A_TOKEN = "notifications:stop"
"""The one page that programs send to (RFC 8058). Its own address is the secret, and it ends letters, nothing else."""


def addresses(world: World) -> Iterator[str]:
    """Every address of the site with a row that is there, and every desk."""
    for page in [page for pages in tables().values() for page in pages]:
        for row, args in world.rows_for(page.kind).items():
            if row == "own" and page.name != WITHOUT_A_TOKEN:
                yield reverse(page.name, args=args if isinstance(args, tuple) else (args,))
    for desk in site._registry.values():
        row = desk.model._base_manager.first()
        for name, parts in (("changelist", []), ("add", []), ("change", [row]), ("history", [row]), ("delete", [row])):
            if parts != [None]:
                name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_{name}"
                yield reverse(name, args=[part.pk for part in parts])


def test_h79_nothing_is_changed_by_a_form_without_a_token_of_one_s_own(world: World, admin: User) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    token = client.get("/members/new/").context["csrf_token"]
    mine = {"csrfmiddlewaretoken": str(token)}
    other = Client(enforce_csrf_checks=True)
    other.force_login(make_user())
    theirs = {"csrfmiddlewaretoken": str(other.get("/accounts/password/").context["csrf_token"])}
    hostile: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("no token", {}, {}),
        ("a wrong token", {"csrfmiddlewaretoken": "x" * 64}, {}),
        ("another person's token", theirs, {}),
        ("another site", mine, {"origin": "https://jahat.example"}),
        ("a site without a name", mine, {"origin": "null"}),
    ]
    wrong = []
    for number, address in enumerate(addresses(world)):
        # What is refused is refused before the page is asked: each kind of attack meets every fifth address, one every.
        for what, form, headers in (hostile[0], hostile[1 + number % 4]):
            status = client.post(address, form, headers=headers).status_code
            if status != 403:
                wrong.append(f"{address}: {status} with {what}")
    assert not wrong, "\n".join(wrong)
    assert client.post("/theme/", mine | {"theme": "dark"}).status_code == 302


def fingerprints() -> dict[str, str]:
    """What every table holds, sessions and throttles apart."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in ("django_session", "cache"):
                cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')  # noqa: S608
                found[table] = cursor.fetchone()[0]
    return found


def read(client: Client, address: str) -> Any:
    """A page, and its file where it is one, read to its end."""
    answer: Any = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def test_h80_h83_to_h86_looking_changes_no_row_and_each_page_says_what_the_browser_may_do(
    world: World, admin: User
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(admin)
    before = fingerprints()
    seen = {address: read(client, address) for address in addresses(world)}
    after = fingerprints()
    assert len(seen) > 100
    assert [address for address, answer in seen.items() if answer.status_code >= 500] == [
        "/readyz"
    ]  # no reminders here
    # A look at a card is counted, by day and by nothing else.
    assert [table for table in before if before[table] != after[table]] == ["members_cardcheck"]
    wrong = [complaint for address, answer in seen.items() for complaint in complaints_about(address, answer)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.example",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie: a=b",
        "https:jahat.example",
        "http://testserver@jahat.example",
        "\thttps://jahat.example",
        "data:text/html,x",
    ],
)
def test_h81_no_address_leads_away_from_the_site(wiwik: User, elsewhere: str) -> None:
    answers = [
        Client().post(LOGIN, {"login": "wiwik", "password": PASSWORD, "next": elsewhere}),
        Client().post("/theme/", {"theme": "dark", "next": elsewhere}),
        Client().post("/accounts/logout/", {"next": elsewhere}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        location = answer["Location"]
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert "\n" not in location
        assert "Set-Cookie" not in answer.headers


def test_h82_a_host_that_is_not_ours_is_a_bad_request(client: Client) -> None:
    assert client.get("/", headers={"host": "jahat.example"}).status_code == 400
    page = client.get("/", headers={"x-forwarded-host": "jahat.example"})
    assert page.status_code == 200
    assert "jahat.example" not in page.content.decode()


def complaints_about(address: str, answer: Any) -> Iterator[str]:
    """What an answer should tell the browser, and does not."""
    expected = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
    }
    strict = {"frame-ancestors": "'none'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'"}
    strict |= {"base-uri": "'none'", "form-action": "'self'", "default-src": "'self'"}
    # A file of somebody's runs nothing at all; a page runs and loads what is ours.
    is_file = address.startswith("/files/") or answer["Content-Type"].startswith("image/")
    strict = {"default-src": "'none'", "sandbox": ""} if is_file else strict
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    yield from (f"{address}: {name} is {answer.get(name)}" for name in expected if answer.get(name) != expected[name])
    yield from (f"{address}: {name} {policy.get(name)}" for name in strict if policy.get(name) != strict[name])
    if answer["Content-Type"].startswith("text/") and "charset=utf-8" not in answer["Content-Type"]:
        yield f"{address}: {answer['Content-Type']} says no charset"
    if not any(word in answer.get("Cache-Control", "") for word in ("no-store", "public")):
        yield f"{address}: may be kept ({answer.get('Cache-Control')})"


def test_h84_no_template_has_a_script_a_style_or_a_handler_in_it() -> None:
    hostile = []
    for path in (PROJECT / "templates").rglob("*.html"):
        text = path.read_text().casefold()
        if any(mark in text for mark in ("<style", " style=", " onclick=", " onload=", " onerror=", "javascript:")):
            hostile.append(path.name)
        hostile += [path.name for part in text.split("<script")[1:] if "src=" not in part.partition(">")[0]]
    assert hostile == []


@pytest.mark.django_db(transaction=True)
def test_h84_the_desk_runs_in_a_browser_without_breaking_the_policy(page_at: PageAt, dian: User) -> None:
    page = page_at()
    page.goto(LOGIN)
    page.get_by_label("Nomor HP atau nomor anggota").fill(dian.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/")
    for address in ("/admin/", "/admin/members/member/", f"/admin/members/member/{dian.member_id}/change/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
    expect(page.locator("h1").first).to_be_visible()


def test_h86_signing_out_makes_the_browser_forget(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    assert "no-store" in client.get("/").headers["Cache-Control"]
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache"'


def test_h87_a_page_is_not_lent_out_as_a_style_sheet(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    own = reverse("members:detail", args=[wiwik.member.code])
    for tail in ("x.css", "a.js", ";a.css", "%2fa.css", "photo.jpg"):
        assert client.get(own + tail).status_code == 404, tail


@pytest.mark.parametrize("verb", ["TRACE", "PROPFIND", "CONNECT", "MINUM", "DELETE", "PUT", "PATCH", "OPTIONS"])
def test_h88_h93_pages_are_read_and_sent_and_nothing_else(client: Client, wiwik: User, verb: str) -> None:
    client.force_login(wiwik)
    for address in ("/", "/members/me/", "/accounts/login/", "/members/", "/healthz"):
        evil = {"origin": "https://jahat.example", "access-control-request-method": "POST"}
        answer = client.generic(verb, address, headers=evil)
        assert answer.status_code == 405, address
        assert answer["Allow"] == "GET, HEAD, POST"
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_h88_head_tells_no_more_than_get(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    head, get = client.head("/members/list/"), client.get("/members/list/")
    assert (head.status_code, head.content) == (get.status_code, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/.data/keys.json",
        "/media/",
        "/media/../senkom/settings.py",
        "/static/",
        "/static/../senkom/settings.py",
        "/static/%2e%2e/senkom/settings.py",
        "/static/senkom.css.map",
        "/requirements.txt",
        "/settings.bak",
        "/wp-login.php",
    ],
)
def test_h91_what_is_no_page_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_h92_no_answer_tells_what_the_site_is_made_of(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    for address in ("/", "/tidak/ada/", "/?q=%00", "/admin/", "/readyz", "/healthz"):
        answer = client.get(address)
        said = answer.content.decode().casefold() + str(answer.headers).casefold()
        assert not [word for word in ("traceback", "django", "python/", "x-powered-by", "psycopg") if word in said]
    assert client.get("/healthz").content == b"ok"


def fields_of(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.splitlines())


@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-31", "2028-02-29", "2027-12-31"])
def test_h94_strangers_read_whom_to_tell_about_a_hole(client: Client, day: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = fields_of(answer.content.decode())
    assert said["Contact"].startswith(("mailto:", "https://"))
    assert said["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    assert said["Preferred-Languages"] == "id, en"
    expires = datetime.fromisoformat(said["Expires"])
    assert now + timedelta(days=30) < expires < now + timedelta(days=365)


ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
answer = Client(headers={"host": "senkom.example"}).get("/.well-known/security.txt", secure=True)
plain = Client(headers={"host": "senkom.example"}).get("/.well-known/security.txt")
theme = Client(headers={"host": "senkom.example"}).post("/theme/", {"theme": "dark"}, secure=True)
names = [name for name in dir(settings) if "COOKIE" in name]
cookies = {name: getattr(settings, name) for name in names}
theme = {key: theme.cookies["__Host-theme"][key] for key in ("secure", "httponly", "samesite")}
said = [dict(answer.headers), plain.status_code, plain.headers.get("Location"), cookies, theme]
print(json.dumps(said, default=str))
"""


def test_h85_a_production_server_locks_its_cookies_and_insists_on_tls() -> None:
    key = "k1:" + base64.b64encode(bytes(32)).decode()
    environment = os.environ | {
        "SENKOM_ENV": "production",
        "SENKOM_SECRET_KEY": "rahasia-untuk-uji-saja-" * 3,
        "SENKOM_SITE_URL": "https://senkom.example",
        "SENKOM_HOSTS": "senkom.example",
        "SENKOM_NIK_KEYS": key,
        "SENKOM_NIK_HASH_KEY": key,
        "DJANGO_SETTINGS_MODULE": "senkom.settings",
    }
    python = [sys.executable, "-W", "ignore", "-c", ASK]
    ran = subprocess.run(python, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    headers, status, location, cookies, theme = json.loads(ran.stdout.splitlines()[-1])
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert (status, location) == (301, "https://senkom.example/.well-known/security.txt")
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        locked = {key: cookies[f"{name}_COOKIE_{key}"] for key in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH")}
        assert locked.pop("NAME").startswith("__Host-"), name
        assert locked == {"SECURE": True, "HTTPONLY": True, "SAMESITE": "Lax", "PATH": "/"}, name
        assert cookies[f"{name}_COOKIE_DOMAIN"] is None
    assert theme == {"secure": True, "httponly": True, "samesite": "Lax"}


def test_what_a_page_says_after_a_step_is_kept_on_the_server(client: Client, slamet: User) -> None:
    client.force_login(slamet)
    member: Any = make_member(slamet.member.unit, full_name="Misnari")
    client.post(reverse("members:livelihood", args=[member.code]), {"livelihood": "self_employed", "occupation": "x"})
    assert set(client.cookies) == {"sessionid"}
    assert Member.objects.get(pk=member.pk).occupation == "x"
