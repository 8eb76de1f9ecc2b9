"""Kept files and their content, append-only."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("pdf", "PDF"),
    ("png", "PNG"),
    ("jpg", "JPEG"),
    ("webp", "WEBP"),
    ("docx", "DOCX"),
    ("xlsx", "XLSX"),
    ("csv", "CSV"),
    ("txt", "TXT"),
]

RULES = """
-- What is taken is compressed already: trying again costs time and gains nothing.
ALTER TABLE files_content ALTER COLUMN data SET STORAGE EXTERNAL;
SELECT kernel_make_append_only('files_content');
SELECT kernel_make_append_only('files_keptfile');
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size_bytes", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size_bytes__gt", 0)), name="files_content_not_empty"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(max_length=80)),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="files.content",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
    ]
