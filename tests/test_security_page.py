"""docs/security.md says which test answers what: each of them is there, and all 70 lines are."""

from __future__ import annotations

import re

from senkom.embedded.place import PROJECT
from senkom.lib.logs import Event

PAGE = (PROJECT / "docs" / "security.md").read_text()
COUNTS = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}
"""How many requirements of level 1 each chapter of ASVS 5.0.0 has."""


def test_every_test_it_names_exists() -> None:
    missing = []
    for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE):
        file = PROJECT / path
        if not file.exists() or (name and f"def {name}" not in file.read_text()):
            missing.append(f"{path}::{name}")
    assert missing == []
    assert PAGE.count("::test_") > 30


def test_each_requirement_of_level_1_has_one_line_with_an_answer() -> None:
    rows = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    numbers = [row[:3] for row in rows]
    assert len(set(numbers)) == len(numbers) == 70
    assert {chapter: sum(row[0] == str(chapter) for row in rows) for chapter in COUNTS} == COUNTS
    assert all(row[4].strip() for row in rows)


def test_it_names_every_event_of_the_log() -> None:
    said = PAGE.partition("## Log")[2].partition("\n## ")[0]
    said = said.replace("`…_", "`second_factor_")
    assert [event.value for event in Event if f"`{event.value}`" not in said] == []
