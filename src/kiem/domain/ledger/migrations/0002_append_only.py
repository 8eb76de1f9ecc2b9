"""Rows of the ledger are superseded, never rewritten (see `kernel/0002_append_only`)."""

from django.db import migrations

TABLES = (
    "calendarassignment",
    "loadpolicy",
    "leave",
    "activity",
    "participation",
    "timeentry",
    "monthclosing",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"SELECT kernel_make_temporal('ledger_{table}')",
            f"DROP TRIGGER append_only ON ledger_{table}",
        )
        for table in TABLES
    ]
