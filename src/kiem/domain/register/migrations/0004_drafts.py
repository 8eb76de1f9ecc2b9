"""Drafts of decisions with their articles, numbers, and headers of issuers."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
-- What has been issued or discarded is no longer anybody's to change; nor are its articles.
CREATE FUNCTION register_keep_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'draft % is %', OLD.id, OLD.state
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER keep_draft BEFORE UPDATE OR DELETE ON register_decisiondraft
    FOR EACH ROW EXECUTE FUNCTION register_keep_draft();

CREATE FUNCTION register_keep_articles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.draft_id ELSE OLD.draft_id END;
BEGIN
    IF (SELECT state FROM register_decisiondraft WHERE id = owner) = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'the articles of draft % are no longer changed', owner
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER keep_articles BEFORE INSERT OR UPDATE OR DELETE ON register_article
    FOR EACH ROW EXECUTE FUNCTION register_keep_articles();

SELECT kernel_make_append_only('register_issuerprofile');
"""

THAWED = """
DROP TRIGGER append_only ON register_issuerprofile;
DROP TRIGGER keep_articles ON register_article;
DROP TRIGGER keep_draft ON register_decisiondraft;
DROP FUNCTION register_keep_articles(), register_keep_draft();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_checks_at_commit"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="organizationstate",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="organizationstate",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="personstate",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="personstate",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="poststate",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="poststate",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="rankholding",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="rankholding",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="article",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Which article of `decision` made it, where it has any.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="ended_article",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Which article of `ended_by` ended it.", null=True
            ),
        ),
        migrations.CreateModel(
            name="DecisionDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("personnel", "Personnel"),
                            ("organization", "Organization"),
                            ("term", "Term"),
                            ("membership", "Membership"),
                            ("import", "Import"),
                            ("correction", "Correction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title_vi", models.CharField(max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300)),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        default=list,
                        help_text="Căn cứ ..., in order.",
                        size=None,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Required for corrections.")),
                ("effective_on", models.DateField(help_text="What new articles start with.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("issued", "Issued"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("author_user_id", models.BigIntegerField(blank=True, null=True)),
                ("author_name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.decision",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="register.decision",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="register.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("verb", models.CharField(max_length=30)),
                (
                    "payload",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("effects", models.JSONField(blank=True, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="register.decisiondraft",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="IssuerProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "header_family",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("youth_union", "Youth Union"),
                            ("party", "Party"),
                        ],
                        max_length=12,
                    ),
                ),
                ("symbol", models.CharField(help_text="CAHN in 05/QĐ-CAHN.", max_length=30)),
                ("place_vi", models.CharField(max_length=60)),
                ("signing_vi", models.CharField(help_text="TM. BAN THƯỜNG VỤ", max_length=120)),
                ("parent_body_vi", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profiles",
                        to="register.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "year"), name="counter_once_a_year")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="decisiondraft",
            index=models.Index(
                condition=models.Q(("state", "draft")),
                fields=["issuer", "-changed_at"],
                name="draft_open_of_issuer",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisiondraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("state", "issued")),
                    models.Q(
                        models.Q(("state", "issued"), _negated=True), ("decision__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="draft_issued_has_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("draft", "number"),
                name="article_number_once",
            ),
        ),
        migrations.AddIndex(
            model_name="issuerprofile",
            index=models.Index(fields=["organization", "-recorded_at"], name="profile_latest"),
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
