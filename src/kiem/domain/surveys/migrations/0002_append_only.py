"""What was asked and answered is superseded or stays; it is never rewritten (see
`kernel/0002_append_only`). A box of anonymous answers is rewritten with every answer put in, so
that nothing tells its answers apart: it may only gain one, while the survey is open."""

from django.db import migrations

SUPERSEDED = ("question", "surveystate", "draft", "sheet")
SAID = (
    "questionset",
    "questionversion",
    "survey",
    "surveystep",
    "target",
    "answer",
    "reopening",
    "invitee",
    "participation",
)
BOX = """
CREATE FUNCTION surveys_box_only_gains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.survey_id = OLD.survey_id
       AND NEW.number = OLD.number
       AND jsonb_array_length(NEW.contents) = jsonb_array_length(OLD.contents) + 1
       AND NEW.contents @> OLD.contents
       AND (SELECT kind FROM surveys_surveystep WHERE survey_id = NEW.survey_id
            ORDER BY id DESC LIMIT 1) IS DISTINCT FROM 'close'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a box of % only gains answers while its survey is open', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON surveys_box
    FOR EACH ROW EXECUTE FUNCTION surveys_box_only_gains();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        *(
            migrations.RunSQL(
                f"SELECT kernel_make_{kind}('surveys_{table}')",
                f"DROP TRIGGER append_only ON surveys_{table}",
            )
            for kind, tables in (("temporal", SUPERSEDED), ("append_only", SAID))
            for table in tables
        ),
        migrations.RunSQL(
            BOX,
            "DROP TRIGGER append_only ON surveys_box; DROP FUNCTION surveys_box_only_gains();",
        ),
    ]
