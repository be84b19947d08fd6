"""Pages are light: a member's data pack is small, and the net at the pier is slow."""

from __future__ import annotations

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from members.models import User
from senkom.pages.navigation import SECTIONS, address_of

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'(?:href|src)="/static/([^"]+)"')
KB = 1000


def weight(text: bytes) -> int:
    return len(brotli.compress(text))


def test_the_home_page_of_a_member_weighs_at_most_50_kb_with_all_it_needs(client: Client, wiwik: User) -> None:
    client.force_login(wiwik)
    page = client.get("/").content
    parts = {name: finders.find(name) for name in set(LINKED.findall(page.decode()))}
    assert parts, "the page links its styles"
    total = weight(page)
    for name, path in parts.items():
        assert isinstance(path, str), f"{name} is linked and not there"
        with open(path, "rb") as file:
            total += weight(file.read())
    assert total <= 50 * KB
    assert weight(page) <= 10 * KB


def test_every_section_of_the_menu_is_built() -> None:
    assert [section.url_name for section in SECTIONS if not address_of(section.url_name)] == []
