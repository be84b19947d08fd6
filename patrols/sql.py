"""Foreign keys over several columns, which Django can't say; the migration makes them."""

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

TIMES_FOLLOW_DUTY = RunSQL(
    # Moving a duty moves everyone on it, or is refused whole where it would double-book somebody.
    """
    ALTER TABLE patrols_assignment ADD CONSTRAINT assignment_times_follow_duty
    FOREIGN KEY (duty_id, starts_at, ends_at) REFERENCES patrols_duty (id, starts_at, ends_at) ON UPDATE CASCADE;
    """,
    "ALTER TABLE patrols_assignment DROP CONSTRAINT IF EXISTS assignment_times_follow_duty;",
)

SLOT_OF_THIS_DUTY = RunSQL(
    """
    ALTER TABLE patrols_assignment ADD CONSTRAINT assignment_slot_of_this_duty
    FOREIGN KEY (slot_id, duty_id) REFERENCES patrols_slot (id, duty_id);
    """,
    "ALTER TABLE patrols_assignment DROP CONSTRAINT IF EXISTS assignment_slot_of_this_duty;",
)


def foreign_keys() -> list[Operation]:
    """What ties an assignment to its duty's times and its duty's places."""
    return [TIMES_FOLLOW_DUTY, SLOT_OF_THIS_DUTY]
