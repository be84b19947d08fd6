"""The mark of the demo: the one table of the pages that combine apps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class DemoMark(models.Model):
    """One row, written by the first seeding: this database holds the demo, and nothing else."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seeded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="demo_mark_only_one", condition=Q(id=1), violation_error_message="There is one mark."
            )
        ]

    def __str__(self) -> str:
        return f"demo, seeded {self.seeded_at:%Y-%m-%d}"
