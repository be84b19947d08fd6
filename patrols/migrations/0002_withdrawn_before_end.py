"""A place is given back before the duty has ended."""

import pgtrigger.compiler
from django.db import migrations

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("patrols", "0001_initial"),
    ]

    operations = [
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="assignment_withdrawn_before_end",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'confirmed' AND NEW.state = 'withdrawn' AND NEW.state_at >= NEW.ends_at)",
                    func="RAISE EXCEPTION 'assignment_withdrawn_before_end' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_withdrawn_before_end'; RETURN NEW;",
                    hash="38cc7c0b6e652e93732528720679e5e89f7ace3b",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_assignment_withdrawn_before_end_6fac8",
                    table="patrols_assignment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
