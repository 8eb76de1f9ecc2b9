"""Extensions the schema stands on, and the row that says what the database is.

Creating extensions needs a superuser only where they are missing.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "sample_until",
                    models.DateField(
                        blank=True,
                        help_text="The day up to which the sample data was lived through.",
                        null=True,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="installation_is_one_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True), ("sample_until__isnull", True), _connector="OR"
                        ),
                        name="installation_until_only_for_sample",
                    ),
                ],
            },
        ),
    ]
