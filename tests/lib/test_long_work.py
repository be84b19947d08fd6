"""Long work that people order: parts, leases, killed workers, work that fails, and who sees it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import Member, Unit, User
from notifications import tasks
from senkom.lib import long_work
from senkom.lib.models import Job, JobState
from senkom.lib.refusals import refused_in_words
from senkom.lib.registry import long_work as register
from senkom.lib.registry import registered
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
KIND = "test.rename"
PARTS = 5


@pytest.fixture(autouse=True)
def failures() -> Iterator[list[int]]:
    """A work of five parts: each writes a letter more behind a member's name. Says for which jobs it was given up."""
    lost: list[int] = []

    @register(KIND, failed=lambda job: lost.append(job.pk))
    def part(job: Job) -> bool:
        member = Member.objects.get(pk=job.subject)
        Member.objects.filter(pk=member.pk).update(full_name=f"{member.full_name}x")
        if member.occupation == "broken":
            raise LookupError("a secret of somebody")
        job.total = PARTS
        job.done += 1
        return job.done == PARTS

    yield lost
    del registered.works[KIND]


@pytest.fixture
def person(mayangan: Unit) -> Member:
    """Whom the work is about."""
    return make_member(mayangan, full_name="Sri")


def ordered(person: Member, user: User) -> Job:
    return long_work.order(KIND, person.pk, by=user.member)


def name_of(person: Member) -> str:
    return Member.objects.get(pk=person.pk).full_name


def one_part(job: Job) -> None:
    """A worker takes the work, does one part, and is never heard of again."""
    mine = long_work._claim(job.pk)
    assert mine is not None
    assert not long_work._part(mine)


def let_the_lease_end() -> None:
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_work_is_done_part_by_part_to_its_end(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    assert long_work.run_waiting() == PARTS - 1
    job.refresh_from_db()
    assert (job.state, job.done, job.percent, job.lease_until) == (JobState.DONE, PARTS, 100, None)
    assert name_of(person) == "Srixxxxx"


def test_the_task_of_the_clock_does_what_was_ordered(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    tasks.jobs()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_page_begins_and_the_clock_goes_on(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    long_work.run_here(job, seconds=0)
    assert name_of(person) == "Srix"
    long_work.run_waiting()
    assert name_of(person) == "Srixxxxx"


def test_what_a_killed_worker_began_goes_on_after_its_lease_and_no_part_is_done_twice(
    person: Member, endah: User
) -> None:
    job = ordered(person, endah)
    one_part(job)
    assert long_work.run_waiting() == 0, "somebody holds it"
    let_the_lease_end()
    long_work.run_waiting()
    assert name_of(person) == "Srixxxxx"


def test_a_worker_that_was_away_too_long_does_nothing_more(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    slow = long_work._claim(job.pk)
    assert slow is not None
    let_the_lease_end()
    one_part(job)
    assert long_work._part(slow), "it has nothing left to do"
    assert name_of(person) == "Srix"


def test_a_part_that_fails_leaves_nothing_and_is_tried_five_times(
    person: Member, endah: User, failures: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger=long_work.__name__)
    Member.objects.filter(pk=person.pk).update(occupation="broken")
    job = ordered(person, endah)
    for _ in range(long_work.MOST_ATTEMPTS + 1):
        let_the_lease_end()
        long_work.run_waiting(seconds=0.05)
    job.refresh_from_db()
    assert (job.state, failures) == (JobState.FAILED, [job.pk])
    assert name_of(person) == "Sri"


def test_work_that_was_given_up_stops_after_the_part_under_way(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    one_part(job)
    long_work.give_up(job, by=endah)
    let_the_lease_end()
    assert long_work.run_waiting() == 0
    assert (Job.objects.get().state, name_of(person)) == (JobState.GIVEN_UP, "Srix")


def test_only_who_ordered_a_work_sees_it(person: Member, endah: User, bambang: User, dian: User) -> None:
    ordered(person, endah)
    seen = {user.username: Job.objects.visible_to(user).count() for user in (endah, bambang, dian)}
    assert sorted(seen.values()) == [0, 0, 1]
    assert seen[endah.username] == 1


def test_the_same_work_is_not_ordered_twice_at_once(person: Member, endah: User) -> None:
    ordered(person, endah)
    with pytest.raises(ValidationError, match="sedang dikerjakan"), refused_in_words():
        ordered(person, endah)


def test_the_database_lets_nothing_that_is_over_begin_anew(person: Member, endah: User) -> None:
    job = ordered(person, endah)
    long_work.run_waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(lease_token=job.code)


def test_one_worker_of_the_clock_works_and_the_others_are_there_for_messages(person: Member, endah: User) -> None:
    ordered(person, endah)
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('senkom.job.ordered', 0))")
        tasks.jobs()
        assert name_of(person) == "Sri"
