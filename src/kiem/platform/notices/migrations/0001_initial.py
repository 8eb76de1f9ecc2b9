"""Notices (append-only) and to whom they went."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "code",
                    models.CharField(
                        help_text="As code names it: register.appointed", max_length=80
                    ),
                ),
                ("params", models.JSONField(default=dict)),
                (
                    "link",
                    models.CharField(blank=True, help_text="A path of this site", max_length=300),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["person_id", "-id"],
                        name="notices_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("user_id__isnull", False)),
                        fields=["user_id", "-id"],
                        name="notices_of_user",
                    ),
                    models.Index(
                        condition=models.Q(("person_id__isnull", False), ("read_at__isnull", True)),
                        fields=["person_id"],
                        name="notices_unread_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True), ("user_id__isnull", False)),
                        fields=["user_id"],
                        name="notices_unread_of_user",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person_id__isnull", True), ("user_id__isnull", True), _connector="XOR"
                        ),
                        name="notices_delivery_to_one",
                    ),
                    models.UniqueConstraint(
                        fields=("notice", "person_id"), name="notices_once_for_a_person"
                    ),
                    models.UniqueConstraint(
                        fields=("notice", "user_id"), name="notices_once_for_a_user"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT kernel_make_append_only('notices_notice')", migrations.RunSQL.noop
        ),
    ]
