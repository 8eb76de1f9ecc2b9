"""What a database's schema `public` holds besides extensions, and how to be rid of it."""

from __future__ import annotations

from typing import LiteralString, cast

import psycopg
from psycopg import sql

_Connection = psycopg.Connection[tuple[object, ...]]

# each lists (what to call it in DROP, its quoted name); members of extensions are nobody's to drop
_RELATIONS = """
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                        WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
           oid::regclass::text
    FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT FROM pg_depend
                      WHERE classid = 'pg_class'::regclass AND objid = c.oid
                        -- 'a' and 'i': a column's own sequence, which goes with its table
                        AND deptype IN ('e', 'a', 'i'))
"""
_ROUTINES = """
    SELECT 'ROUTINE', oid::regprocedure::text
    FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend
                      WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
"""
_TYPES = """
    SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, oid::regtype::text
    FROM pg_type t
    WHERE typnamespace = 'public'::regnamespace
      AND (typtype IN ('e', 'd', 'r')
           OR typtype = 'c'
              AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend
                      WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
"""
_COLLATIONS = """
    SELECT 'COLLATION', oid::regcollation::text
    FROM pg_collation c
    WHERE collnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend
                      WHERE classid = 'pg_collation'::regclass AND objid = c.oid AND deptype = 'e')
"""
_QUERIES: tuple[LiteralString, ...] = (_RELATIONS, _ROUTINES, _TYPES, _COLLATIONS)


def describe_contents(connection: _Connection) -> str:
    """In words, e.g. `34 tables (one is person)`; empty for an empty schema."""
    found = [row for query in _QUERIES for row in _list(connection, query)]
    tables = sorted(name for kind, name in found if kind == "TABLE")
    if tables:
        return f"{len(tables)} tables (one is {tables[0]})"
    return f"{len(found)} objects (one is {found[0][1]})" if found else ""


def drop_contents(connection: _Connection) -> None:
    """Drop all of it, within the caller's transaction. Extensions and their members stay."""
    for query in _QUERIES:
        # asked anew each time: a dropped table takes its sequences, types and triggers along
        for kind, name in _list(connection, query):
            # the kind is a word from above, the name was quoted by PostgreSQL itself
            connection.execute(
                sql.SQL("DROP {} IF EXISTS {} CASCADE").format(sql.SQL(kind), sql.SQL(name))
            )


def _list(connection: _Connection, query: LiteralString) -> list[tuple[LiteralString, ...]]:
    return cast("list[tuple[LiteralString, ...]]", connection.execute(query).fetchall())
