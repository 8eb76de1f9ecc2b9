"""The tables and functions of the queue, from the package that reads them.

One migration instead of the package's forty: a fresh installation takes the schema as a whole. A
newer package brings files of its own in `procrastinate/sql/migrations`; a test holds this app to
having a migration for each one after `SINCE`.
"""

from importlib import resources

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SINCE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"

DROP = """
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
    procrastinate_workers CASCADE;
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('DROP FUNCTION %s', found.name);
    END LOOP;
END $$;
DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status;
"""


def apply_schema(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    text = (resources.files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")
    schema_editor.execute(text, params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0002_append_only")]
    operations = [
        migrations.RunPython(
            apply_schema, lambda apps, schema_editor: schema_editor.execute(DROP, params=None)
        )
    ]
