"""Codes on paper open ballots; a row of them changes only as a slip does: spent, or revoked.

At commit an urn now holds as many ballots as voters are marked and codes are spent, and of the two
a round has only the one its mode says.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION elections_guard_codes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    every text[];
    is_sound boolean := false;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        every := NEW.waiting || NEW.spent || NEW.revoked;
        SELECT r.mode = 'by_code'
            AND cardinality(NEW.waiting) + cardinality(NEW.spent) <= cardinality(r.voter_ids)
            AND cardinality(every) = (SELECT count(DISTINCT k) FROM unnest(every) k)
            AND NEW.waiting = ARRAY(SELECT k FROM unnest(NEW.waiting) k ORDER BY k COLLATE "C")
            AND NEW.spent = ARRAY(SELECT k FROM unnest(NEW.spent) k ORDER BY k COLLATE "C")
            AND NEW.revoked = ARRAY(SELECT k FROM unnest(NEW.revoked) k ORDER BY k COLLATE "C")
            AND NOT EXISTS (SELECT FROM elections_count c WHERE c.round_id = NEW.round_id)
        INTO is_sound FROM elections_round r WHERE r.id = NEW.round_id;
    END IF;
    IF TG_OP = 'INSERT' THEN
        is_sound := is_sound AND NEW.spent = '{}' AND NEW.revoked = '{}';
    ELSIF TG_OP = 'UPDATE' THEN
        is_sound := is_sound AND NEW.id = OLD.id AND NEW.round_id = OLD.round_id
            AND cardinality(NEW.spent) <= cardinality(OLD.spent) + 1
            -- what was spent or revoked stays so, and only what waited becomes either
            AND NOT EXISTS (SELECT unnest(OLD.spent) EXCEPT SELECT unnest(NEW.spent))
            AND NOT EXISTS (SELECT unnest(OLD.revoked) EXCEPT SELECT unnest(NEW.revoked))
            AND NOT EXISTS (SELECT unnest(NEW.spent || NEW.revoked)
                EXCEPT SELECT unnest(OLD.waiting || OLD.spent || OLD.revoked))
            -- and no code vanishes
            AND NOT EXISTS (SELECT unnest(OLD.waiting) EXCEPT SELECT unnest(every))
            -- a new code comes only in the place of one revoked
            AND cardinality(NEW.waiting) + cardinality(NEW.spent)
                <= cardinality(OLD.waiting) + cardinality(OLD.spent);
    END IF;
    IF is_sound THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a code is spent or revoked once, and there are no more than voters'
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE OR REPLACE FUNCTION elections_check_urn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    how text;
    marks bigint;
    codes bigint;
    ballots bigint;
BEGIN
    SELECT mode INTO how FROM elections_round WHERE id = NEW.round_id;
    SELECT count(*) INTO marks FROM elections_votemark WHERE round_id = NEW.round_id;
    SELECT coalesce(sum(cardinality(spent)), 0) INTO codes
    FROM elections_codebook WHERE round_id = NEW.round_id;
    SELECT coalesce(sum(cardinality(papers)), 0) INTO ballots
    FROM elections_urn WHERE round_id = NEW.round_id;
    IF ballots <> (CASE how WHEN 'by_code' THEN codes ELSE marks END)
        OR (CASE how WHEN 'by_code' THEN marks ELSE codes END) > 0 THEN
        RAISE EXCEPTION 'round %: % marked as having voted, % codes spent, % ballots',
            NEW.round_id, marks, codes, ballots
            USING ERRCODE = '23514', CONSTRAINT = 'elections_ballots_as_voters',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON elections_codebook
    FOR EACH ROW EXECUTE FUNCTION elections_guard_codes();
CREATE CONSTRAINT TRIGGER as_many_as_ballots AFTER INSERT OR UPDATE ON elections_codebook
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION elections_check_urn();
"""

DROP_GUARDS = """
DROP TRIGGER as_many_as_ballots ON elections_codebook;
DROP TRIGGER append_only ON elections_codebook;
DROP FUNCTION elections_guard_codes();
CREATE OR REPLACE FUNCTION elections_check_urn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    marks bigint;
    ballots bigint;
BEGIN
    SELECT count(*) INTO marks FROM elections_votemark WHERE round_id = NEW.round_id;
    SELECT coalesce(sum(cardinality(papers)), 0) INTO ballots
    FROM elections_urn WHERE round_id = NEW.round_id;
    IF marks <> ballots THEN
        RAISE EXCEPTION 'round %: % marked as having voted, % ballots', NEW.round_id, marks, ballots
            USING ERRCODE = '23514', CONSTRAINT = 'elections_ballots_as_voters',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""


HASH = models.CharField(max_length=32)


class Migration(migrations.Migration):
    dependencies = [("elections", "0002_guards")]
    operations = [
        migrations.AlterField(
            model_name="round",
            name="mode",
            field=models.CharField(
                choices=[
                    ("by_hand", "By Hand"),
                    ("on_site", "On Site"),
                    ("by_code", "By Code"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="CodeBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("waiting", django.contrib.postgres.fields.ArrayField(base_field=HASH, size=None)),
                (
                    "spent",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=HASH, default=list, size=None
                    ),
                ),
                (
                    "revoked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=HASH, default=list, size=None
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_book",
                        to="elections.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CodeDrawing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.CharField(
                        help_text="The actor's name in the audit trail.", max_length=120
                    ),
                ),
                ("drawn", models.PositiveIntegerField()),
                ("revoked", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawings",
                        to="elections.round",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="codedrawing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked", 0)),
                fields=("round",),
                name="elections_drawn_once",
            ),
        ),
        migrations.RunSQL(
            "SELECT kernel_make_append_only('elections_codedrawing')",
            "DROP TRIGGER append_only ON elections_codedrawing",
        ),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
    ]
