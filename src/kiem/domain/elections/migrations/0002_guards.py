"""What was done at a congress stays done; an urn grows by one ballot at a time and never tells.

The urn is the one table here that is updated. Its trigger refuses anything but one more ballot put
into the sorted list before the count, and at commit there are as many ballots as voters marked.
"""

from django.db import migrations

SUPERSEDED = (
    "scheme",
    "ruleoverride",
    "apportionment",
    "credential",
    "functionary",
    "nomination",
    "count",
)
SAID = (
    "congress",
    "delegate",
    "contest",
    "listclosing",
    "round",
    "votemark",
    "tiebreak",
    "recognition",
)

URN = """
CREATE FUNCTION elections_guard_urn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_sound boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        is_sound := NEW.papers = '{}';
    ELSIF TG_OP = 'UPDATE' THEN
        is_sound := NEW.id = OLD.id AND NEW.round_id = OLD.round_id
            AND cardinality(NEW.papers) = cardinality(OLD.papers) + 1
            AND NEW.papers = ARRAY(SELECT p FROM unnest(NEW.papers) p ORDER BY p COLLATE "C")
            AND NOT EXISTS (SELECT p, count(*) FROM unnest(OLD.papers) p GROUP BY p
                EXCEPT ALL SELECT o.p, least(o.n, n.n) FROM
                    (SELECT p, count(*) AS n FROM unnest(OLD.papers) p GROUP BY p) o
                    JOIN (SELECT p, count(*) AS n FROM unnest(NEW.papers) p GROUP BY p) n
                      ON n.p = o.p)
            AND NOT EXISTS (SELECT FROM elections_count c WHERE c.round_id = NEW.round_id);
    ELSE
        is_sound := false;
    END IF;
    IF is_sound THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an urn grows by one ballot at a time until it is counted'
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION elections_check_urn() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON elections_urn
    FOR EACH ROW EXECUTE FUNCTION elections_guard_urn();
CREATE CONSTRAINT TRIGGER as_many_as_voters AFTER INSERT OR UPDATE ON elections_urn
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION elections_check_urn();
CREATE CONSTRAINT TRIGGER as_many_as_ballots AFTER INSERT ON elections_votemark
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION elections_check_urn();
"""

DROP_URN = """
DROP TRIGGER as_many_as_ballots ON elections_votemark;
DROP TRIGGER as_many_as_voters ON elections_urn;
DROP TRIGGER append_only ON elections_urn;
DROP FUNCTION elections_check_urn();
DROP FUNCTION elections_guard_urn();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        *(
            migrations.RunSQL(
                f"SELECT kernel_make_{kind}('elections_{table}')",
                f"DROP TRIGGER append_only ON elections_{table}",
            )
            for kind, tables in (("temporal", SUPERSEDED), ("append_only", SAID))
            for table in tables
        ),
        migrations.RunSQL(URN, DROP_URN),
    ]
