"""The site as an application on a phone: its manifest, its icons, and the worker that shows notifications."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from playwright.sync_api import Page

from tests.embedded.stack import wait_until
from tests.plugins.browser import PHONE, PageAt


@pytest.mark.django_db
def test_the_manifest_names_icons_that_are_there_in_their_size(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in said["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in said["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(path, str)
        with open(path, "rb") as file:
            width, height = Image.open(BytesIO(file.read())).size
        assert f"{width}x{height}" == icon["sizes"]


@pytest.mark.django_db
def test_the_worker_is_served_at_the_root_and_never_from_an_old_copy(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "max-age=0" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def work_on(page: Page) -> tuple[Any, str]:
    """Register the worker as a page of ours does; gives Chromium's door to it and the registration's number."""
    page.goto("/")
    page.context.grant_permissions(["notifications"])
    door = page.context.new_cdp_session(page)
    found: list[str] = []
    door.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(_numbers(event)))
    door.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return door, found[-1]


def _numbers(event: Any) -> list[str]:
    return [str(one["registrationId"]) for one in event["registrations"] if not one["isDeleted"]]


def deliver(page: Page, door: Any, number: str, data: str) -> None:
    """What the phone's push service does."""
    origin = page.evaluate("location.origin")
    door.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": number, "data": data})


SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const notes = await registration.getNotifications();
  return notes.map((note) => [note.title, note.body, note.tag, note.data.path]);
}"""


def shown(page: Page, number: int) -> list[list[str]]:
    """What stands on the lock screen, once so many notes are there."""
    wait_until(lambda: len(page.evaluate(SHOWN)) == number, f"{number} notes on the lock screen")
    notes: list[list[str]] = page.evaluate(SHOWN)
    return notes


@pytest.mark.django_db(transaction=True)
def test_a_push_is_shown_once_says_no_name_and_opens_the_inbox(page_at: PageAt) -> None:
    page = page_at(PHONE)
    door, number = work_on(page)
    said = json.dumps({"title": "Pengingat tugas", "body": "Ada kabar untuk Anda.", "path": "/inbox/", "tag": "a"})
    deliver(page, door, number, said)
    deliver(page, door, number, said)
    deliver(page, door, number, json.dumps({"title": "Laporan terlambat", "path": "//jahat.example/", "tag": "b"}))
    notes = shown(page, 2)
    assert sorted(notes) == [
        ["Laporan terlambat", "", "b", "//jahat.example/"],
        ["Pengingat tugas", "Ada kabar untuk Anda.", "a", "/inbox/"],
    ]


@pytest.mark.django_db(transaction=True)
def test_a_push_without_readable_words_is_shown_all_the_same(page_at: PageAt) -> None:
    page = page_at(PHONE)
    door, number = work_on(page)
    deliver(page, door, number, "not json")
    assert shown(page, 1) == [["Senkom", "", "senkom", "/inbox/"]]


TAP = """async (path) => {
  await self.registration.showNotification("x", { tag: "x", data: { path } });
  const [note] = await self.registration.getNotifications({ tag: "x" });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification: note }));
}"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/inbox/", "https://jahat.example/", "//jahat.example/inbox/"])
def test_a_tap_opens_the_inbox_and_no_other_site(page_at: PageAt, path: str) -> None:
    page = page_at(PHONE)
    work_on(page)
    [worker] = page.context.service_workers
    worker.evaluate(TAP, path)
    # A stranger is asked to sign in first, and led to the inbox then.
    page.wait_for_url("**/accounts/login/?next=/inbox/")
    assert page.evaluate("navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((n) => n.length)") == 0
