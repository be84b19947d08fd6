"""People and a duty that several tests of the reports begin with."""

from __future__ import annotations

import pytest

from members.models import Unit, User
from patrols.models import Duty
from tests.factories.members import make_member, make_user
from tests.factories.reports import make_past_duty


@pytest.fixture
def leader(mayangan: Unit) -> User:
    """The team leader of the duty: a member without an office."""
    return make_user(make_member(mayangan, full_name="Ridwan Kurniawan"))


@pytest.fixture
def duty(leader: User, wiwik: User) -> Duty:
    """A duty in Mayangan that ended an hour ago; Ridwan led it, Wiwik was on it."""
    return make_past_duty(leader.member, wiwik.member, title="Patroli wilayah Mayangan")
