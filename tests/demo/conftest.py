"""The demo as the tests see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from incidents.reference import load_categories
from members.models import Unit
from members.reference import areas, load_qualifications
from senkom.pages.demo.seed import seed

OURS = ("0.35.74.", "0.35.13.")
ABOVE = ("0.", "0.35.")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """A folder of files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def reference(db: None) -> None:
    """The areas the demo speaks of, qualifications, categories."""
    Unit.objects.bulk_create(unit for unit in areas() if unit.path in ABOVE or unit.path.startswith(OURS))
    load_qualifications()
    load_categories()


@pytest.fixture
def demo(reference: None) -> None:
    """The demo, seeded now."""
    seed()
