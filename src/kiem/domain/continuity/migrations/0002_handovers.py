"""Ticks of handovers, append-only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("continuity", "0001_initial"),
        ("register", "0004_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoverMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_on", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=40)),
                (
                    "side",
                    models.CharField(
                        choices=[("giver", "Giver"), ("taker", "Taker")], max_length=5
                    ),
                ),
                ("is_done", models.BooleanField()),
                ("title_vi", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.post",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            "SELECT kernel_make_append_only('continuity_handovermark')", migrations.RunSQL.noop
        ),
    ]
