"""Functions in the database that migrations make."""

import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

NAME_KEY_FUNCTION = RunSQL(
    # unaccent() is only STABLE, because its dictionary could be changed; ours is named and stays.
    """
    CREATE OR REPLACE FUNCTION senkom_name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, name));
    """,
    "DROP FUNCTION IF EXISTS senkom_name_key(text);",
)


def foundations() -> list[Operation]:
    """What must exist before the first table: extensions, and the sort key of names."""
    return [BtreeGistExtension(), TrigramExtension(), UnaccentExtension(), NAME_KEY_FUNCTION]


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """Makes a trigger without drawing every related model anew, which took most of the time of migrating.

    A trigger is no part of a model's Python class, so nothing of the drawn state changes.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
