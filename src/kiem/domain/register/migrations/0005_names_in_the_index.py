"""The index of names in order also holds the words they are searched by, so that common names are
found without reading the people (decision 0036)."""

from django.db import migrations

INDEX = """
DROP INDEX register_person_page;
CREATE INDEX register_person_page ON register_personstate (sort_key, person_id)
    INCLUDE (search_text, valid) WHERE upper_inf(recorded);
"""

BACK = """
DROP INDEX register_person_page;
CREATE INDEX register_person_page ON register_personstate (sort_key, person_id)
    WHERE upper_inf(recorded);
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0004_drafts")]
    operations = [migrations.RunSQL(INDEX, BACK)]
