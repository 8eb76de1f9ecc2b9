"""Who signs for an issuer in its head's stead, and whether somebody does on a draft."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0005_names_in_the_index"),
        ("kernel", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningAuthority",
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
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("deputy", "Deputy"),
                            ("order", "Order"),
                            ("authorisation", "Authorisation"),
                        ],
                        max_length=13,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="decisiondraft",
            name="signatory",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Which of its holders; set with the post.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
            ),
        ),
        migrations.AddField(
            model_name="decisiondraft",
            name="signatory_post",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Whose holder signs in the head's stead; empty: the head signs.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisiondraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signatory__isnull", True), ("signatory_post__isnull", True)),
                    models.Q(("signatory__isnull", False), ("signatory_post__isnull", False)),
                    _connector="OR",
                ),
                name="draft_signatory_has_post",
            ),
        ),
        migrations.AddField(
            model_name="signingauthority",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.organization",
            ),
        ),
        migrations.AddField(
            model_name="signingauthority",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingauthority",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("recorded__upper_inf", True)),
                expressions=[("organization", "="), ("post", "="), ("valid", "&&")],
                name="signing_authority_one_a_day",
            ),
        ),
        migrations.RunSQL(
            "SELECT kernel_make_temporal('register_signingauthority')",
            "DROP TRIGGER append_only ON register_signingauthority",
        ),
    ]
