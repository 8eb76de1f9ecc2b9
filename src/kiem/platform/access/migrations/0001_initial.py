"""Grants on two time axes, and forms that were submitted."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("nonce", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("submitted_at", models.DateTimeField(db_index=True)),
                ("location", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="AccessGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="Half-open: when it holds in the world."
                    ),
                ),
                (
                    "recorded",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        help_text="Half-open: when the system knew it."
                    ),
                ),
                ("principal", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=40)),
                ("scope", models.CharField(max_length=40)),
                ("granted_by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("recorded__upper_inf", True)),
                        fields=["principal"],
                        name="access_grant_open",
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("recorded__upper_inf", True)),
                        expressions=[
                            ("principal", "="),
                            ("role", "="),
                            ("scope", "="),
                            ("valid", "&&"),
                        ],
                        name="access_grant_once_a_day",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT kernel_make_temporal('access_accessgrant')", migrations.RunSQL.noop
        ),
    ]
