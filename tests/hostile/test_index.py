"""The index of the bad-input list is whole, and every test it names is there."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

from tests.hostile.index import INDEX

TESTS = Path(__file__).parents[1]


@functools.cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests of one file."""
    tree = ast.parse((TESTS / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_number_has_a_test_or_a_reason() -> None:
    assert sorted(INDEX) == list(range(1, 105))
    reasons = [answer for answer in INDEX.values() if isinstance(answer, str)]
    assert all(reason.startswith(("Not yet: ", "Does not apply")) for reason in reasons)


def test_every_test_that_is_named_is_there() -> None:
    named = [node for answer in INDEX.values() if not isinstance(answer, str) for node in answer]
    gone = [node for node in named if node.split("::")[1] not in names_in(node.split("::")[0])]
    assert gone == []
