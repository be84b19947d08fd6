"""Our quick functions stand where the libraries' were, and answer as they do."""

from __future__ import annotations

from uuid import UUID

import pgtrigger.compiler
import pytest
from django.core.management import call_command
from django.db import connection
from pghistory.models import Context

from senkom.lib.triggers import FIND, QUICK, quicken_triggers

pytestmark = pytest.mark.django_db

ONE, OTHER = UUID(int=1), UUID(int=2)
IGNORED = [None, "", "{}", "{duty_moves}", "{other,duty_moves}", "{other}"]
CONTEXTS: list[tuple[object, ...]] = [
    (None, None),
    ("", ""),
    (ONE, None),
    (None, '{"user": 1}'),
    (ONE, '{"user": 1}'),
    (ONE, '{"user": 1}'),
    (ONE, '{"user": 1, "url": "/"}'),
    (OTHER, "{}"),
]


def ask(sql: str, *values: str) -> object:
    """The one value of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def install_the_libraries_functions() -> None:
    """What a migration with a new trigger does."""
    trigger = pgtrigger.compiler.UpsertTriggerSql(
        pgid="pgtrigger_try", func="RETURN NEW;", table="lib_holiday", when="BEFORE", operation="INSERT"
    )
    with connection.cursor() as cursor:
        cursor.execute(str(trigger))
    Context.install_pgh_attach_context_func()


def have_subtransactions() -> list[str]:
    """Those of the functions in which every call is a subtransaction."""
    sql = "SELECT prosrc FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace"
    return [name for name in QUICK if "EXCEPTION" in str(ask(sql, name)).upper()]


def set_to(name: str, value: object) -> None:
    """A setting as the libraries make it; None is as it is before anybody does."""
    if value is None:
        ask("SELECT set_config(%s, NULL, true)", name)
    else:
        ask("SELECT set_config(%s, %s, true)", name, str(value))


def answers() -> list[object]:
    """What both functions say, one setting after the other, and what they wrote."""
    Context.objects.all().delete()
    found: list[object] = []
    for ignored in IGNORED:
        set_to("pgtrigger.ignore", ignored)
        found.append(ask("SELECT _pgtrigger_should_ignore('duty_moves')"))
    for context, data in CONTEXTS:
        set_to("pghistory.context_id", context)
        set_to("pghistory.context_metadata", data)
        found.append(ask("SELECT _pgh_attach_context()"))
    return [*found, *Context.objects.order_by("id").values_list("id", "metadata")]


def test_no_row_is_a_subtransaction_after_migrating() -> None:
    assert have_subtransactions() == []


def test_migrating_brings_ours_back_after_a_new_trigger_brought_the_libraries() -> None:
    install_the_libraries_functions()
    assert have_subtransactions() == list(QUICK)

    call_command("migrate", verbosity=0)

    assert have_subtransactions() == [], (
        "The text of a library's function has changed. Read it, mend ours in senkom/lib/triggers.py where they now "
        "differ, and write down the new hash."
    )


def test_ours_answer_and_write_what_the_libraries_do() -> None:
    ours = answers()
    install_the_libraries_functions()

    assert answers() == ours
    assert True in ours
    assert ONE in ours


def test_a_function_that_we_do_not_know_is_left_alone() -> None:
    install_the_libraries_functions()
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
            LANGUAGE plpgsql AS $$ BEGIN RETURN false; END; $$"""
        )
    before = ask(FIND, "_pgtrigger_should_ignore")

    quicken_triggers(using="default")

    assert ask(FIND, "_pgtrigger_should_ignore") == before
    assert have_subtransactions() == []
