"""Sums of the time entries by person, month and post, worked out anew by every write (decision
0034)."""

import django.db.models.deletion
from django.db import migrations, models

# First every key of what was written gets its row and is locked, in one order for everybody; only
# then are its entries read, by a statement of its own that sees what others committed meanwhile.
SUM_UP = """
CREATE FUNCTION ledger_sum_up_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_monthsum (person_id, month, post_id, role_kind, hundredths, entries,
        changed_at)
    SELECT DISTINCT person_id, day - (extract(day FROM day)::int - 1), post_id, role_kind, 0, 0,
        '-infinity'::timestamptz
    FROM written ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING;

    PERFORM FROM ledger_monthsum s
    WHERE (s.person_id, s.month, s.post_id, s.role_kind) IN (
        SELECT person_id, day - (extract(day FROM day)::int - 1), post_id, role_kind FROM written)
    ORDER BY s.person_id, s.month, s.post_id, s.role_kind
    FOR UPDATE;

    UPDATE ledger_monthsum s
    SET hundredths = summed.hundredths, entries = summed.entries, last_day = summed.last_day,
        changed_at = summed.changed_at
    FROM (
        SELECT k.person_id, k.month, k.post_id, k.role_kind,
            coalesce(sum(e.hours * 100) FILTER (WHERE upper_inf(e.recorded)), 0)::int AS hundredths,
            count(*) FILTER (WHERE upper_inf(e.recorded)) AS entries,
            max(e.day) FILTER (WHERE upper_inf(e.recorded)) AS last_day,
            coalesce(max(greatest(lower(e.recorded), upper(e.recorded))), '-infinity')
                AS changed_at
        FROM (SELECT DISTINCT person_id, day - (extract(day FROM day)::int - 1) AS month, post_id,
                role_kind FROM written) k
            JOIN ledger_timeentry e ON e.person_id = k.person_id AND e.post_id = k.post_id
                AND e.role_kind = k.role_kind AND e.day >= k.month
                AND e.day < (k.month + interval '1 month')::date
        GROUP BY k.person_id, k.month, k.post_id, k.role_kind) summed
    WHERE s.person_id = summed.person_id AND s.month = summed.month
        AND s.post_id = summed.post_id AND s.role_kind = summed.role_kind;
    RETURN NULL;
END $$;

CREATE TRIGGER sum_up_inserted AFTER INSERT ON ledger_timeentry
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_sum_up_months();
CREATE TRIGGER sum_up_superseded AFTER UPDATE ON ledger_timeentry
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_sum_up_months();
"""

DROP_SUM_UP = """
DROP TRIGGER sum_up_inserted ON ledger_timeentry;
DROP TRIGGER sum_up_superseded ON ledger_timeentry;
DROP FUNCTION ledger_sum_up_months();
"""

# What was written before there were sums.
FILL = """
INSERT INTO ledger_monthsum (person_id, month, post_id, role_kind, hundredths, entries, last_day,
    changed_at)
SELECT person_id, day - (extract(day FROM day)::int - 1), post_id, role_kind,
    coalesce(sum(hours * 100) FILTER (WHERE upper_inf(recorded)), 0)::int,
    count(*) FILTER (WHERE upper_inf(recorded)),
    max(day) FILTER (WHERE upper_inf(recorded)),
    coalesce(max(greatest(lower(recorded), upper(recorded))), '-infinity')
FROM ledger_timeentry GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_evidence"), ("register", "0003_checks_at_commit")]

    operations = [
        migrations.CreateModel(
            name="MonthSum",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "month",
                        "post_id",
                        "role_kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("month", models.DateField(help_text="The first day of the month.")),
                ("role_kind", models.CharField(max_length=6)),
                ("hundredths", models.IntegerField()),
                ("entries", models.IntegerField()),
                ("last_day", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.post",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(SUM_UP, DROP_SUM_UP),
    ]
