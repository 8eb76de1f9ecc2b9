"""What the open rows may never do at once, and the indexes the queries walk.

Exclusions and partial indexes speak of open rows (`upper_inf(recorded)`): what is known today.
"""

from django.db import migrations

TEMPORAL = (
    "organizationstate",
    "poststate",
    "personstate",
    "rankholding",
    "membership",
    "term",
    "appointment",
    "changeevent",
)
APPEND_ONLY = ("organization", "post", "person", "decision", "changelink")

# name: (table, columns that may not be equal while `valid` overlaps, more conditions)
EXCLUSIONS = {
    # one truth a day about an organisation; a code names one organisation a day
    "register_one_organization_state": ("organizationstate", "organization_id WITH =", ""),
    "register_code_once": ("organizationstate", "code WITH =", ""),
    "register_one_post_state": ("poststate", "post_id WITH =", ""),
    "register_one_person_state": ("personstate", "person_id WITH =", ""),
    # a redacted number is empty and names nobody
    "register_staff_number_once": ("personstate", "staff_number WITH =", "AND staff_number <> ''"),
    "register_one_rank": ("rankholding", "person_id WITH =", ""),
    "register_one_term": ("term", "organization_id WITH =", ""),
    "register_one_membership": ("membership", "person_id WITH =, organization_id WITH =", ""),
    "register_appointed_once": ("appointment", "person_id WITH =, post_id WITH =", ""),
}

INDEXES = """
-- keyset pages of names: WHERE (sort_key, id) > (...) ORDER BY sort_key, id LIMIT n
CREATE INDEX register_organization_page ON register_organizationstate (sort_key, organization_id)
    WHERE upper_inf(recorded);
CREATE INDEX register_person_page ON register_personstate (sort_key, person_id)
    WHERE upper_inf(recorded);
-- accent-insensitive search anywhere in the folded text
CREATE INDEX register_organization_search ON register_organizationstate
    USING gin (search_text gin_trgm_ops) WHERE upper_inf(recorded);
CREATE INDEX register_person_search ON register_personstate
    USING gin (search_text gin_trgm_ops) WHERE upper_inf(recorded);
-- the two parent lines downwards
CREATE INDEX register_organization_children ON register_organizationstate (parent_id, type_id)
    WHERE upper_inf(recorded);
CREATE INDEX register_organization_lower ON register_organizationstate (higher_id)
    WHERE upper_inf(recorded);
-- those whose share of employment has to be looked up; everybody else is full time
CREATE INDEX register_person_part_time ON register_personstate (person_id)
    WHERE employment_share_percent <> 100;
-- seats that must not stay vacant: few of many
CREATE INDEX register_mandatory_seats ON register_poststate (post_id)
    WHERE is_mandatory AND upper_inf(recorded);
-- posts of an organisation by kind: holders, vacancies, head counts
CREATE INDEX register_post_of_organization ON register_post (organization_id, kind);
-- holders of a post known today
CREATE INDEX register_appointment_holders ON register_appointment (post_id)
    WHERE upper_inf(recorded);
CREATE INDEX register_membership_list ON register_membership (organization_id)
    WHERE upper_inf(recorded);
"""

DROP_INDEXES = """
DROP INDEX register_organization_page, register_person_page, register_organization_search,
    register_person_search, register_organization_children, register_organization_lower,
    register_person_part_time, register_mandatory_seats, register_post_of_organization,
    register_appointment_holders, register_membership_list;
"""

# Personal details may be blanked in all versions, once and for all, and in no other way.
REDACTION = """
CREATE FUNCTION register_refuse_rewriting_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    blanked register_personstate;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        blanked := OLD;
        blanked.staff_number := '';
        blanked.family_name := '';
        blanked.middle_name := '';
        blanked.given_name := '';
        blanked.full_name := '';
        blanked.sort_key := '';
        blanked.search_text := '';
        blanked.birth_date := NULL;
        IF NEW IS NOT DISTINCT FROM blanked THEN
            RETURN NEW;
        END IF;
        blanked := NEW;
        blanked.recorded := OLD.recorded;
        IF upper_inf(OLD.recorded) AND NOT upper_inf(NEW.recorded)
           AND (isempty(NEW.recorded) OR lower(NEW.recorded) = lower(OLD.recorded))
           AND blanked IS NOT DISTINCT FROM OLD
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are superseded or redacted, never rewritten', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'kernel_append_only', TABLE = TG_TABLE_NAME;
END $$;
DROP TRIGGER append_only ON register_personstate;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON register_personstate
    FOR EACH ROW EXECUTE FUNCTION register_refuse_rewriting_person();
"""


# The same rows as `upper_inf(recorded)`, said so that the planner does not use these indexes for
# queries: it takes any column of a GiST index for a leading one and reads half of it for each row.
OPEN = "recorded @> 'infinity'::timestamptz"

# A successor takes over the code of what ends by the same action, in whichever order it is written.
DEFERRED = ("register_code_once", "register_staff_number_once")


def _exclusion(name: str) -> migrations.RunSQL:
    table, columns, condition = EXCLUSIONS[name]
    timing = "DEFERRABLE INITIALLY DEFERRED" if name in DEFERRED else ""
    return migrations.RunSQL(
        f"ALTER TABLE register_{table} ADD CONSTRAINT {name} EXCLUDE USING gist "
        f"({columns}, valid WITH &&) WHERE ({OPEN} {condition}) {timing}",
        f"ALTER TABLE register_{table} DROP CONSTRAINT {name}",
    )


# What a decision ended, for its page; most facts have not been ended by one.
DECIDED = tuple(table for table in TEMPORAL if table != "changeevent")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        *(migrations.RunSQL(f"SELECT kernel_make_temporal('register_{t}')") for t in TEMPORAL),
        *(
            migrations.RunSQL(f"SELECT kernel_make_append_only('register_{t}')")
            for t in APPEND_ONLY
        ),
        *(_exclusion(name) for name in EXCLUSIONS),
        migrations.RunSQL(INDEXES, DROP_INDEXES),
        *(
            migrations.RunSQL(
                f"CREATE INDEX register_{table}_ended_by ON register_{table} (ended_by_id) "
                "WHERE ended_by_id IS NOT NULL",
                f"DROP INDEX register_{table}_ended_by",
            )
            for table in DECIDED
        ),
        migrations.RunSQL(REDACTION),
    ]
