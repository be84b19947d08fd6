"""The disk of what people send: full while they send photos, and with room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from members.models import MemberPhoto
from tests.factories.pictures import encoded
from tests.faults import oracle
from tests.faults.house import House
from tests.faults.people import Answer, Visitor
from tests.faults.register import fault

ROOM = "600k"
"""For one or two photos of those that are sent."""
NOT_SAVED = "Belum ada yang disimpan"


@fault(
    "F29",
    "disk full for media, eight people send a photo",
    off="the page of the site (Django's own instead)",
)
def full_disk(house: House) -> str:
    if os.geteuid():
        return "NOT RUN: only root may mount a small disk"
    people = oracle.users()
    content = encoded(Image.effect_noise((1200, 1200), 200).convert("RGB"), "JPEG", quality=90)
    forms = [f"/members/{user.member.code}/photo/" for user in people]
    with house.web() as web, small_disk(house.place.data / "media") as media:
        senders = oracle.visitors(web)
        for sender, form in zip(senders, forms, strict=True):
            assert sender.get(form).good
        with ThreadPoolExecutor(len(senders)) as at_once:
            answers = list(at_once.map(lambda one: send(one[0], one[1], content), zip(senders, forms, strict=True)))
        told = [answer.status for answer in answers]
        assert set(told) == {302, 507}, f"the answers were {Counter(told)}"
        assert all(NOT_SAVED in answer.text for answer in answers if answer.status == 507), "not said in words"
        assert_each_file_has_a_row(media)
        bad = [
            status for sender in senders for page in ("/", "/patrols/") if (status := sender.get(page).status) != 200
        ]
        assert not bad, f"pages answered {bad}"
        subprocess.run(["mount", "-o", "remount,size=64m", media], check=True)
        refused = [pair for pair, status in zip(zip(senders, forms, strict=True), told, strict=True) if status == 507]
        again = [send(sender, form, content).status for sender, form in refused]
        assert set(again) == {302}, f"with room again the answers were {Counter(again)}"
        assert_each_file_has_a_row(media)
    return (
        f"{told.count(302)} photos kept, {told.count(507)} answers 507 in words, no row without a file, nothing half; "
        f"other pages 200; with room again {len(again)} of {len(again)} kept"
    )


def send(sender: Visitor, form: str, content: bytes) -> Answer:
    """A photo, as the form sends it."""
    return sender.post_file(form, "picture", content, consent="on")


def assert_each_file_has_a_row(media: Path) -> None:
    """What lies on the disk is what the rows name, whole, and nothing besides."""
    there = {str(path.relative_to(media)): path.stat().st_size for path in media.rglob("*") if path.is_file()}
    rows = dict(MemberPhoto.objects.values_list("name", "size"))
    assert there == rows, f"files {sorted(there)}, rows {sorted(rows)}"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A small disk in the place of a folder; what lies on it in the end is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.with_name("media-kept")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=True)
    try:
        yield folder
        shutil.copytree(folder, kept)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    shutil.rmtree(kept)
