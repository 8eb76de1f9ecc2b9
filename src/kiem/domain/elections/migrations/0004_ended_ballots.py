"""A ballot may end without a result: its urn is left as it is, and nothing is counted any more."""

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION elections_guard_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM elections_ending e WHERE e.round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'round % ended without a result', NEW.round_id
            USING ERRCODE = '23514', CONSTRAINT = 'elections_ended', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION elections_guard_ending() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    SELECT cardinality(papers) INTO found FROM elections_urn WHERE round_id = NEW.round_id;
    IF found IS DISTINCT FROM NEW.ballots
        OR EXISTS (SELECT FROM elections_count c WHERE c.round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'round % has a result, or another number of ballots', NEW.round_id
            USING ERRCODE = '23514', CONSTRAINT = 'elections_ended', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

SELECT kernel_make_append_only('elections_ending');
CREATE TRIGGER no_result BEFORE INSERT ON elections_ending
    FOR EACH ROW EXECUTE FUNCTION elections_guard_ending();
CREATE TRIGGER not_ended BEFORE INSERT OR UPDATE ON elections_urn
    FOR EACH ROW EXECUTE FUNCTION elections_guard_ended();
CREATE TRIGGER not_ended BEFORE INSERT OR UPDATE ON elections_codebook
    FOR EACH ROW EXECUTE FUNCTION elections_guard_ended();
CREATE TRIGGER not_ended BEFORE INSERT ON elections_count
    FOR EACH ROW EXECUTE FUNCTION elections_guard_ended();
"""

DROP_GUARDS = """
DROP TRIGGER not_ended ON elections_count;
DROP TRIGGER not_ended ON elections_codebook;
DROP TRIGGER not_ended ON elections_urn;
DROP TRIGGER no_result ON elections_ending;
DROP TRIGGER append_only ON elections_ending;
DROP FUNCTION elections_guard_ending();
DROP FUNCTION elections_guard_ended();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0003_codes")]
    operations = [
        migrations.CreateModel(
            name="Ending",
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
                ("ballots", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="elections.round",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
    ]
