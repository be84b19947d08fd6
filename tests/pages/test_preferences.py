"""Language and colours stay with the browser."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User

pytestmark = pytest.mark.django_db


def test_chosen_colours_are_rendered_by_the_server(client: Client) -> None:
    page = client.post(reverse("pages:theme"), {"theme": "dark", "next": "/"}, follow=True)
    assert 'data-bs-theme="dark"' in page.content.decode()


def test_light_loads_no_night_colours_and_automatic_asks_the_device(client: Client) -> None:
    assert "(prefers-color-scheme: dark)" in client.get("/").content.decode()
    client.post(reverse("pages:theme"), {"theme": "light", "next": "/"})
    assert "dark.css" not in client.get("/").content.decode()


def test_language_is_chosen_by_a_button(client: Client) -> None:
    assert 'lang="id"' in client.get("/").content.decode()
    page = client.post(reverse("pages:language"), {"language": "en", "next": "/"}, follow=True)
    assert '<html lang="en"' in page.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_going_back_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("pages:theme"), {"theme": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_unknown_choices_change_nothing(client: Client) -> None:
    client.post(reverse("pages:theme"), {"theme": "pink"})
    client.post(reverse("pages:language"), {"language": "xx"})
    assert not client.cookies


def test_the_chosen_language_is_that_of_the_messages_too(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    client.post(reverse("pages:language"), {"language": "en"})
    wiwik.refresh_from_db()
    assert wiwik.language == "en"
