"""The first page, in a real browser."""

import pytest

from tests.plugins.browser import DESK, PHONE, PageAt

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_stranger_is_told_at_any_width_where_help_comes_from(page_at: PageAt, width: int) -> None:
    page = page_at(width)
    answer = page.goto("/")
    assert answer
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.get_by_text("112").first.is_visible()
    assert page.evaluate(SIDEWAYS) == 0
