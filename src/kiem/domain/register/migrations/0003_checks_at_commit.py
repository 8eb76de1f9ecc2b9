"""Containment, sums and cycles: checked at commit, for sets (decision 0020).

Statement triggers note the touched identities in `register_pending_check`, one row a statement.
A deferred constraint trigger on that table drains it once at commit (or when an action asks for
it), locks the identity rows in one order and checks everything set-based. Under READ COMMITTED
each check sees what others committed before the lock was granted; REPEATABLE READ would not, so
it is refused.
"""

from django.db import migrations

# kinds of `identity`: what about it has to be checked again
#   organization_life   its states changed: dependants and own parents
#   organization_term   its terms changed
#   organization_lock   something points at its life: lock only
#   post_life           its states changed: also inside the organisation's life?
#   post                holders or states changed: seats
#   person              anything of the person changed
QUEUES = {
    "organizationstate": "'organization_life', 'organization_id', 'organization_lock', 'parent_id', "
    "'organization_lock', 'higher_id'",
    "poststate": "'post_life', 'post_id'",
    "personstate": "'person', 'person_id'",
    "rankholding": "'person', 'person_id'",
    "membership": "'person', 'person_id', 'organization_lock', 'organization_id'",
    "term": "'organization_term', 'organization_id'",
    "appointment": "'person', 'person_id', 'post', 'post_id'",
}

QUEUE = """
CREATE UNLOGGED TABLE register_pending_check (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identity text NOT NULL,
    ids bigint[] NOT NULL
);

CREATE FUNCTION register_note_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 0 .. TG_NARGS - 2 BY 2 LOOP
        EXECUTE format(
            'INSERT INTO register_pending_check (identity, ids)
             SELECT %L, array_agg(DISTINCT %I) FROM touched WHERE %I IS NOT NULL HAVING count(*) > 0',
            TG_ARGV[i], TG_ARGV[i + 1], TG_ARGV[i + 1]);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION register_fail(rule text, detail jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rule % is broken', rule
        USING ERRCODE = '23514', CONSTRAINT = rule, DETAIL = detail::text;
END $$;
"""

LIVES = """
-- Each function returns one broken case as JSON (the parameters of the message), or NULL.

CREATE FUNCTION register_organization_life(target bigint) RETURNS datemultirange
LANGUAGE sql STABLE AS $$
    SELECT range_agg(valid) FROM register_organizationstate
    WHERE organization_id = target AND upper_inf(recorded)
$$;

CREATE FUNCTION register_broken_parent(orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH child AS MATERIALIZED (
        SELECT s.organization_id, s.code, s.name_vi, s.valid, line.superior
        FROM register_organizationstate s
        CROSS JOIN LATERAL (VALUES (s.parent_id), (s.higher_id)) AS line(superior)
        WHERE upper_inf(s.recorded) AND line.superior IS NOT NULL
          AND (s.organization_id = ANY (orgs) OR s.parent_id = ANY (orgs) OR s.higher_id = ANY (orgs))
    ), life AS (
        SELECT s.organization_id, range_agg(s.valid) AS days
        FROM register_organizationstate s
        WHERE upper_inf(s.recorded)
          AND s.organization_id IN (SELECT superior FROM child)
        GROUP BY s.organization_id
    )
    SELECT jsonb_build_object('organization', child.name_vi, 'code', child.code,
        'from', lower(child.valid), 'superior_id', child.superior,
        'superior', (SELECT name_vi FROM register_organizationstate s
                     WHERE s.organization_id = child.superior ORDER BY lower(valid) DESC LIMIT 1))
    FROM child LEFT JOIN life ON life.organization_id = child.superior
    WHERE NOT coalesce(life.days @> child.valid, false)
    ORDER BY child.organization_id LIMIT 1
$$;

-- A state without an end says "until further notice": it claims the days up to the one it was
-- recorded on, not all days to come, or nothing could be recorded before the end of its type.
CREATE FUNCTION register_broken_type(orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    SELECT jsonb_build_object('organization', s.name_vi, 'type', t.name_vi,
        'from', lower(t.valid), 'until', upper(t.valid))
    FROM register_organizationstate s JOIN register_organizationtype t ON t.code = s.type_id
    WHERE upper_inf(s.recorded) AND s.organization_id = ANY (orgs)
      AND NOT CASE WHEN upper_inf(s.valid)
        THEN daterange(lower(s.valid), greatest(lower(s.valid), lower(s.recorded)::date), '[]')
        ELSE s.valid END <@ t.valid
    ORDER BY s.organization_id LIMIT 1
$$;

-- A unit stands under a unit; a chapter and a party committee are hosted by one; a body outside may
-- be tied to the unit of its territory. The higher organisation is of the same kind, or outside.
CREATE FUNCTION register_broken_category(orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    SELECT jsonb_build_object('organization', s.name_vi, 'category', o.category,
        'type_category', t.category, 'superior_category', coalesce(p.category, ''),
        'higher_category', coalesce(h.category, ''))
    FROM register_organizationstate s
    JOIN register_organization o ON o.id = s.organization_id
    JOIN register_organizationtype t ON t.code = s.type_id
    LEFT JOIN register_organization p ON p.id = s.parent_id
    LEFT JOIN register_organization h ON h.id = s.higher_id
    WHERE upper_inf(s.recorded) AND s.organization_id = ANY (orgs)
      AND (t.category <> o.category OR p.category <> 'unit'
           OR (o.category IN ('member', 'party') AND p.id IS NULL)
           OR (o.category = 'unit' AND h.id IS NOT NULL)
           OR (h.category <> o.category AND h.category <> 'external'))
    ORDER BY s.organization_id LIMIT 1
$$;

CREATE FUNCTION register_broken_tree(orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH RECURSIVE climb (line, origin, node, days) AS (
        SELECT line.name, s.organization_id, line.superior, s.valid
        FROM register_organizationstate s
        CROSS JOIN LATERAL (VALUES ('parent', s.parent_id), ('higher', s.higher_id))
            AS line(name, superior)
        WHERE upper_inf(s.recorded) AND s.organization_id = ANY (orgs)
          AND line.superior IS NOT NULL
        UNION
        SELECT climb.line, climb.origin, next.superior, climb.days * s.valid
        FROM climb
        JOIN register_organizationstate s ON s.organization_id = climb.node
            AND upper_inf(s.recorded) AND s.valid && climb.days
        CROSS JOIN LATERAL (SELECT CASE climb.line WHEN 'parent' THEN s.parent_id
                                                   ELSE s.higher_id END) AS next(superior)
        WHERE next.superior IS NOT NULL AND climb.node <> climb.origin
    )
    SELECT jsonb_build_object('day', lower(climb.days), 'organization',
        (SELECT name_vi FROM register_organizationstate s
         WHERE s.organization_id = climb.origin ORDER BY lower(valid) DESC LIMIT 1))
    FROM climb WHERE node = origin ORDER BY origin LIMIT 1
$$;

CREATE FUNCTION register_broken_term(orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    SELECT jsonb_build_object('term', t.label, 'from', lower(t.valid), 'until', upper(t.valid))
    FROM register_term t
    WHERE upper_inf(t.recorded) AND t.organization_id = ANY (orgs)
      AND NOT coalesce(register_organization_life(t.organization_id) @> t.valid, false)
    ORDER BY t.id LIMIT 1
$$;

CREATE FUNCTION register_broken_post_life(posts bigint[], orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH life AS MATERIALIZED (
        SELECT s.organization_id, range_agg(s.valid) AS days
        FROM register_organizationstate s
        WHERE upper_inf(s.recorded) AND (s.organization_id = ANY (orgs) OR s.organization_id IN
            (SELECT p.organization_id FROM register_post p WHERE p.id = ANY (posts)))
        GROUP BY s.organization_id
    ), post AS (
        SELECT p.id, p.organization_id FROM register_post p WHERE p.id = ANY (posts)
        UNION
        SELECT p.id, p.organization_id FROM register_post p WHERE p.organization_id = ANY (orgs)
    )
    SELECT jsonb_build_object('post', s.title_vi, 'post_id', s.post_id, 'from', lower(s.valid),
        'until', upper(s.valid), 'organization_id', post.organization_id)
    FROM post
    JOIN register_poststate s ON s.post_id = post.id AND upper_inf(s.recorded)
    LEFT JOIN life ON life.organization_id = post.organization_id
    WHERE NOT coalesce(life.days @> s.valid, false)
    ORDER BY s.post_id LIMIT 1
$$;

CREATE FUNCTION register_broken_post_kind(posts bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    SELECT jsonb_build_object('post_id', p.id, 'kind', p.kind, 'category', o.category)
    FROM register_post p JOIN register_organization o ON o.id = p.organization_id
    WHERE p.id = ANY (posts) AND (p.kind, o.category) NOT IN
        (('line', 'unit'), ('office', 'member'), ('party', 'party'), ('external', 'external'))
    ORDER BY p.id LIMIT 1
$$;
"""

SUMS = """
-- Free seats of a post, day by day: + seats where a state starts, - 1 where somebody sits down.
-- Below zero with no state at all means: somebody holds a post that does not exist that day.
CREATE FUNCTION register_broken_seats(posts bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH step AS (
        SELECT s.post_id, edge.day, edge.seats, 0 AS holders
        FROM register_poststate s CROSS JOIN LATERAL
            (VALUES (lower(s.valid), s.seats::int), (upper(s.valid), -s.seats::int))
            AS edge(day, seats)
        WHERE upper_inf(s.recorded) AND s.post_id = ANY (posts)
        UNION ALL
        SELECT a.post_id, edge.day, 0, edge.holders
        FROM register_appointment a CROSS JOIN LATERAL
            (VALUES (lower(a.valid), 1), (upper(a.valid), -1)) AS edge(day, holders)
        WHERE upper_inf(a.recorded) AND a.post_id = ANY (posts)
    ), day AS (
        SELECT post_id, day, sum(seats) AS seats, sum(holders) AS holders
        FROM step WHERE day IS NOT NULL GROUP BY post_id, day
    ), running AS (
        SELECT post_id, day,
            sum(seats) OVER through AS seats, sum(holders) OVER through AS holders
        FROM day WINDOW through AS (PARTITION BY post_id ORDER BY day)
    )
    SELECT jsonb_build_object('post_id', r.post_id, 'day', r.day, 'seats', r.seats,
        'holders', r.holders,
        'post', (SELECT s.title_vi FROM register_poststate s WHERE s.post_id = r.post_id
                 ORDER BY lower(s.valid) DESC LIMIT 1))
    FROM running r WHERE r.holders > r.seats ORDER BY r.post_id, r.day LIMIT 1
$$;

CREATE FUNCTION register_broken_shares(people bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH step AS (
        SELECT a.person_id, edge.day, edge.share
        FROM register_appointment a CROSS JOIN LATERAL
            (VALUES (lower(a.valid), a.share_percent), (upper(a.valid), -a.share_percent))
            AS edge(day, share)
        WHERE upper_inf(a.recorded) AND a.person_id = ANY (people) AND a.share_percent > 0
          AND edge.day IS NOT NULL
    ), running AS (
        SELECT person_id, day,
            sum(sum(share)) OVER (PARTITION BY person_id ORDER BY day) AS share
        FROM step GROUP BY person_id, day
    )
    SELECT jsonb_build_object('person_id', r.person_id, 'day', r.day, 'share', r.share,
        'person', (SELECT s.full_name FROM register_personstate s WHERE s.person_id = r.person_id
                   AND upper_inf(s.recorded) ORDER BY lower(s.valid) DESC LIMIT 1))
    FROM running r WHERE r.share > 100 ORDER BY r.person_id, r.day LIMIT 1
$$;

CREATE FUNCTION register_broken_service(people bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH fact AS (
        SELECT a.person_id, a.valid, 'appointment' AS fact FROM register_appointment a
        WHERE upper_inf(a.recorded) AND a.person_id = ANY (people)
        UNION ALL
        SELECT m.person_id, m.valid, 'membership' FROM register_membership m
        WHERE upper_inf(m.recorded) AND m.person_id = ANY (people)
        UNION ALL
        SELECT r.person_id, r.valid, 'rank' FROM register_rankholding r
        WHERE upper_inf(r.recorded) AND r.person_id = ANY (people)
    ), life AS (
        SELECT s.person_id, range_agg(s.valid) AS days FROM register_personstate s
        WHERE upper_inf(s.recorded) AND s.person_id = ANY (people) GROUP BY s.person_id
    )
    SELECT jsonb_build_object('person_id', fact.person_id, 'fact', fact.fact,
        'from', lower(fact.valid), 'until', upper(fact.valid),
        'person', (SELECT s.full_name FROM register_personstate s
                   WHERE s.person_id = fact.person_id AND upper_inf(s.recorded)
                   ORDER BY lower(s.valid) DESC LIMIT 1))
    FROM fact LEFT JOIN life USING (person_id)
    WHERE NOT coalesce(life.days @> fact.valid, false)
    ORDER BY fact.person_id LIMIT 1
$$;

CREATE FUNCTION register_broken_membership(people bigint[], orgs bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET plan_cache_mode = force_custom_plan AS $$
    WITH fact AS MATERIALIZED (
        SELECT m.person_id, m.organization_id, m.valid FROM register_membership m
        WHERE upper_inf(m.recorded) AND m.person_id = ANY (people)
        UNION ALL
        SELECT m.person_id, m.organization_id, m.valid FROM register_membership m
        WHERE upper_inf(m.recorded) AND m.organization_id = ANY (orgs)
    ), life AS (
        SELECT s.organization_id, range_agg(s.valid) AS days FROM register_organizationstate s
        WHERE upper_inf(s.recorded)
          AND s.organization_id IN (SELECT organization_id FROM fact)
        GROUP BY s.organization_id
    )
    SELECT jsonb_build_object('person_id', fact.person_id, 'from', lower(fact.valid),
        'until', upper(fact.valid), 'organization_id', fact.organization_id,
        'organization', (SELECT s.name_vi FROM register_organizationstate s
                         WHERE s.organization_id = fact.organization_id
                         ORDER BY lower(s.valid) DESC LIMIT 1))
    FROM fact JOIN register_organization o ON o.id = fact.organization_id
    LEFT JOIN life ON life.organization_id = fact.organization_id
    WHERE o.category <> 'member' OR NOT coalesce(life.days @> fact.valid, false)
    ORDER BY fact.person_id LIMIT 1
$$;
"""

CHECK = """
CREATE FUNCTION register_check_pending() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    lives bigint[];      -- organisations whose states changed
    terms bigint[];      -- organisations whose terms changed
    locked bigint[];     -- organisations whose life something leans on
    post_lives bigint[]; -- posts whose states changed
    posts bigint[];      -- posts whose seats have to be counted
    people bigint[];
    broken jsonb;
BEGIN
    WITH drained AS (DELETE FROM register_pending_check RETURNING identity, ids),
    touched AS (SELECT DISTINCT identity, id FROM drained, unnest(ids) AS id)
    SELECT array_agg(id) FILTER (WHERE identity = 'organization_life'),
        array_agg(id) FILTER (WHERE identity IN ('organization_life', 'organization_term')),
        array_agg(id) FILTER (WHERE identity LIKE 'organization%'),
        array_agg(id) FILTER (WHERE identity = 'post_life'),
        array_agg(id) FILTER (WHERE identity LIKE 'post%'),
        array_agg(id) FILTER (WHERE identity = 'person')
    INTO lives, terms, locked, post_lives, posts, people FROM touched;

    IF coalesce(locked, posts, people) IS NULL THEN
        RETURN NULL; -- an earlier call of this commit has checked everything
    END IF;
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'the register cannot be changed under REPEATABLE READ'
            USING HINT = 'Use READ COMMITTED or SERIALIZABLE.';
    END IF;

    -- One order for everybody: organisations, posts, people, each by id.
    PERFORM FROM register_organization
        WHERE id = ANY (locked) OR id IN
            (SELECT organization_id FROM register_post WHERE id = ANY (post_lives))
        ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM register_post WHERE id = ANY (posts) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM register_person WHERE id = ANY (people) ORDER BY id FOR NO KEY UPDATE;

    IF lives IS NOT NULL THEN
        broken := register_broken_category(lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_category', broken); END IF;
        broken := register_broken_type(lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_type_validity', broken); END IF;
        broken := register_broken_parent(lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_parent_life', broken); END IF;
        broken := register_broken_tree(lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_cycle', broken); END IF;
    END IF;
    IF terms IS NOT NULL THEN
        broken := register_broken_term(terms);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_term_life', broken); END IF;
    END IF;
    IF post_lives IS NOT NULL OR lives IS NOT NULL THEN
        broken := register_broken_post_life(post_lives, lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_post_life', broken); END IF;
    END IF;
    IF post_lives IS NOT NULL THEN
        broken := register_broken_post_kind(post_lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_post_kind', broken); END IF;
    END IF;
    IF posts IS NOT NULL THEN
        broken := register_broken_seats(posts);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_seats', broken); END IF;
    END IF;
    IF people IS NOT NULL THEN
        broken := register_broken_service(people);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_service', broken); END IF;
        broken := register_broken_shares(people);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_shares', broken); END IF;
    END IF;
    IF people IS NOT NULL OR lives IS NOT NULL THEN
        broken := register_broken_membership(people, lives);
        IF broken IS NOT NULL THEN PERFORM register_fail('register_membership_life', broken); END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER register_check_at_commit
    AFTER INSERT ON register_pending_check DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION register_check_pending();
"""

DROP = """
DROP TABLE register_pending_check;
DROP FUNCTION register_check_pending(), register_note_touched() CASCADE;
DROP FUNCTION register_fail(text, jsonb), register_organization_life(bigint),
    register_broken_parent(bigint[]), register_broken_type(bigint[]),
    register_broken_category(bigint[]), register_broken_tree(bigint[]),
    register_broken_term(bigint[]), register_broken_post_life(bigint[], bigint[]),
    register_broken_post_kind(bigint[]), register_broken_seats(bigint[]),
    register_broken_shares(bigint[]), register_broken_service(bigint[]),
    register_broken_membership(bigint[], bigint[]);
"""


def _note(table: str) -> str:
    return "".join(
        f"CREATE TRIGGER note_{event.lower()} AFTER {event} ON register_{table} "
        f"REFERENCING NEW TABLE AS touched FOR EACH STATEMENT "
        f"EXECUTE FUNCTION register_note_touched({QUEUES[table]});\n"
        for event in ("INSERT", "UPDATE")
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0002_exclusions")]
    operations = [
        migrations.RunSQL(QUEUE + LIVES + SUMS + CHECK, DROP),
        *(migrations.RunSQL(_note(table), migrations.RunSQL.noop) for table in QUEUES),
    ]
