"""Every form of the site × every wrong thing: an answer in words, no change, and what was typed is still there."""

from __future__ import annotations

import logging

import pytest

from tests.hostile.payloads import attacks
from tests.hostile.stage import Stage, verdicts
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are right here; nobody wants to read them."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.mark.parametrize("table", TABLES)
def test_no_form_breaks_changes_rows_or_loses_what_was_typed(table: str) -> None:
    stage = Stage(table)
    assert not stage.without_example(), stage.without_example()
    assert not stage.unseen(), stage.unseen()
    wrong = [
        complaint
        for walked in stage.forms.values()
        for attack in attacks(walked.form, walked.base, walked.rows_of_others)
        for complaint in verdicts(stage, walked, attack)
    ]
    assert not wrong, "\n".join(wrong)
