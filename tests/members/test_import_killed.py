"""kill -9 in the middle of an import: after the restart nothing is double and nothing is missing.

`SENKOM_IMPORT_ROWS=10000` does it with as many rows as the promise speaks of, and kills at row 5,000.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from members.models import Member, RosterImport, Unit, User
from members.services import imports
from members.states import ImportState, Verdict
from senkom.embedded.place import PROJECT
from senkom.lib.models import Job, JobState
from tests.embedded.stack import wait_until
from tests.notifications.at_work import environment

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = int(os.environ.get("SENKOM_IMPORT_ROWS") or 1_200)
STEP = 1_000
HEADINGS = "Nama;Nomor anggota;Berlaku sampai;Tanggal lahir;Pekerjaan"


def a_list() -> bytes:
    """So many different people."""
    names = (f"Orang ke-{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}" for at in range(ROWS))
    lines = [f"{name};3574.77.{at:05d};31/12/2031;1/1/1980;guru" for at, name in enumerate(names)]
    return "\n".join([HEADINGS, *lines]).encode()


def is_at(row: int, job: Job, worker: subprocess.Popen[bytes]) -> bool:
    """Whether the work has come to this row, or the worker to its end."""
    return Job.objects.get(pk=job.pk).done >= row or worker.poll() is not None


def kill_at(row: int, job: Job) -> None:
    """Let a worker work until this row, and kill it in the middle of what it does then."""
    command = [sys.executable, "-W", "ignore:No directory at", "-m", "tests.members.sheets.worker"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment()) as worker:
        try:
            for step in [*range(STEP, row, STEP), row]:  # each with its own patience: a busy machine is slow
                wait_until(partial(is_at, step, job, worker), f"row {step}")
        finally:
            worker.send_signal(signal.SIGKILL)
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_an_import_that_is_killed_twice_brings_everybody_once(endah: User, mayangan: Unit) -> None:
    sheet = imports.begin_import(a_list(), unit=mayangan, file_name="daftar.csv", by=endah)
    columns = {int(at): name for at, name in sheet.columns.items()}
    checking = imports.check_import(sheet, columns, by=endah)
    kill_at(1, checking)
    kill_at(ROWS, checking)
    sheet = RosterImport.objects.get(pk=sheet.pk)
    assert (sheet.state, sheet.counts()) == (ImportState.CHECKED, {Verdict.ADD: ROWS})

    writing = imports.take_over(sheet, by=endah)
    kill_at(ROWS // 2, writing)
    brought = Member.objects.filter(member_number__startswith="3574.77.")
    there = brought.count()
    assert ROWS // 2 <= there < ROWS, "it was killed in the middle"
    assert there % imports.WRITTEN_AT_ONCE == 0, "no half part is left"

    kill_at(ROWS, writing)
    numbers = list(brought.order_by("member_number").values_list("member_number", flat=True))
    assert numbers == [f"3574.77.{at:05d}" for at in range(ROWS)]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.content, sheet.counts()) == (ImportState.DONE, None, {Verdict.ADDED: ROWS})
