"""Returns are superseded, files that came in never change (see `kernel/0002_append_only`)."""

from django.db import migrations

TEMPORAL = ("returndeadline", "activityresult", "acceptance")


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "SELECT kernel_make_append_only('returns_submission')",
            "DROP TRIGGER append_only ON returns_submission",
        ),
        *(
            migrations.RunSQL(
                f"SELECT kernel_make_temporal('returns_{table}')",
                f"DROP TRIGGER append_only ON returns_{table}",
            )
            for table in TEMPORAL
        ),
    ]
