"""The audit trail, and the triggers that refuse to change it."""

from django.db import migrations, models

GUARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
UNGUARD = """
DROP TRIGGER audit_entry_append_only ON audit_entry;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

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
        migrations.RunSQL(GUARD, reverse_sql=UNGUARD),
    ]
