"""Submitted files and learnt layouts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("signature", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("learnt_at", models.DateTimeField()),
                ("learnt_from", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("signature",), name="imports_layout_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_id", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "actor",
                    models.CharField(help_text="The pseudonym the audit trail uses", max_length=80),
                ),
                ("submitted_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("applied", "Applied"),
                            ("discarded", "Discarded"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("parts", models.JSONField(default=list)),
                (
                    "row_count",
                    models.IntegerField(default=0, help_text="Filled rows of all sheets"),
                ),
                ("issuer_id", models.BigIntegerField(blank=True, null=True)),
                ("report", models.JSONField(blank=True, null=True)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("run_id", models.BigIntegerField(blank=True, null=True)),
                ("decision_id", models.BigIntegerField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "-id"], name="imports_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at__isnull", False), ("state", "applied")),
                            models.Q(
                                models.Q(("state", "applied"), _negated=True),
                                ("applied_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="import_applied_at_a_moment",
                    )
                ],
            },
        ),
    ]
