"""What was said is superseded or stays; it is never rewritten (see `kernel/0002_append_only`)."""

from django.db import migrations

SUPERSEDED = ("eventstate", "agendaitem", "attendance", "contribution", "conclusion")
SAID = (
    "project",
    "event",
    "citation",
    "proposal",
    "proposalverdict",
    "proposalsupport",
    "task",
    "taskstep",
    "taskdependency",
)


class Migration(migrations.Migration):
    dependencies = [("assembly", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"SELECT kernel_make_{kind}('assembly_{table}')",
            f"DROP TRIGGER append_only ON assembly_{table}",
        )
        for kind, tables in (("temporal", SUPERSEDED), ("append_only", SAID))
        for table in tables
    ]
