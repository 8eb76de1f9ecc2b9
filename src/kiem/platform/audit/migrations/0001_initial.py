"""The audit trail, append-only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.SmallIntegerField(choices=[(1, "Writes"), (2, "Views")])),
                ("sequence", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "action",
                    models.CharField(help_text="As code names it: register.appoint", max_length=80),
                ),
                ("actor", models.CharField(max_length=80)),
                ("actor_person_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "subject",
                    models.CharField(help_text="What it was done to: person:7", max_length=120),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "rows",
                    models.JSONField(
                        default=dict, help_text="Table -> count, or ids as runs: 5-120,130"
                    ),
                ),
                ("decision_id", models.BigIntegerField(blank=True, null=True)),
                ("previous_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject", "actor", "recorded_at"], name="audit_by_subject"
                    ),
                    models.Index(fields=["actor", "recorded_at"], name="audit_by_actor"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chain", "sequence"), name="audit_sequence_once"
                    )
                ],
            },
        ),
        migrations.RunSQL("SELECT kernel_make_append_only('audit_entry')", migrations.RunSQL.noop),
    ]
