"""SQL functions that hold tables to the rules of the two time axes (see `kernel.temporal`).

An app's migration calls, for its own tables:

- `kernel_make_temporal('app_table')`: sane ranges, and rows whose `recorded` may be closed once;
- `kernel_make_append_only('app_table')`: rows that never change at all.

TRUNCATE stays possible for the owner of the tables: erasing a sample database and resetting a test
database need it, and neither can be mistaken for an edit.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION kernel_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
-- A temporal row may change in one way: `recorded`, open above, is closed. An empty `recorded` is
-- the close of a row that was superseded within the very instant that recorded it.
DECLARE
    probe record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        probe := NEW;
        probe.recorded := OLD.recorded;
        IF upper_inf(OLD.recorded) AND NOT upper_inf(NEW.recorded)
           AND (isempty(NEW.recorded) OR lower(NEW.recorded) = lower(OLD.recorded))
           AND probe IS NOT DISTINCT FROM OLD
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are superseded, never rewritten', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION kernel_make_append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s
         FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change()', target);
END $$;

CREATE FUNCTION kernel_make_temporal(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s
         FOR EACH ROW EXECUTE FUNCTION kernel_refuse_rewriting()', target);
    EXECUTE format(
        'ALTER TABLE %s ADD CONSTRAINT %I
         CHECK (isempty(recorded) OR NOT lower_inf(recorded))',
        target, replace(target::text, '"', '') || '_recorded_sane');
    IF EXISTS (SELECT FROM pg_attribute
               WHERE attrelid = target AND attname = 'valid' AND NOT attisdropped) THEN
        EXECUTE format(
            'ALTER TABLE %s ADD CONSTRAINT %I CHECK (
                NOT isempty(valid) AND NOT lower_inf(valid)
                AND lower(valid) BETWEEN %L AND %L
                AND (upper_inf(valid) OR upper(valid) <= %L))',
            target, replace(target::text, '"', '') || '_valid_sane',
            '1900-01-01', '2199-12-31', '2200-01-01');
    END IF;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION kernel_make_temporal(regclass);
DROP FUNCTION kernel_make_append_only(regclass);
DROP FUNCTION kernel_refuse_change();
DROP FUNCTION kernel_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_extensions")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS)]
