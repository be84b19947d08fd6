import django.contrib.postgres.indexes
import django.db.models.expressions
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_nik_key_index"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="member",
            name="member_by_phone",
        ),
        migrations.RemoveIndex(
            model_name="member",
            name="member_by_number",
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["unit", "name_key", "id"], name="member_of_unit_by_name"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["phone"], name="member_by_phone", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("member_number"), "text_pattern_ops"
                ),
                name="member_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                django.db.models.functions.text.Left(
                    "path",
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.functions.text.Length("path"), "-", models.Value(3)
                    ),
                ),
                name="unit_by_parent",
            ),
        ),
        # The index over an expression has no statistics before, and without them the search by phone walks all names.
        migrations.RunSQL("ANALYZE members_member", migrations.RunSQL.noop),
    ]
