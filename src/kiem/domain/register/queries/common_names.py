"""The first people with words that very many names hold, in order of names.

A third of the country is called Nguyễn: collecting all of them to show the first twenty costs more
than the rest of a page. The names are walked in order instead, in an index that holds the words,
until the page is full, but no further than `WALKED` names; if it is not full by then, the words
were not that common together, and all hits are collected as for other words (decision 0036).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from kiem.domain.register.queries._text import word_parameters, words_match
from kiem.platform.kernel.sql import fetch, holding

COMMON_FROM = 1_000
WALKED = 20_000


def are_common(words: Sequence[str]) -> bool:
    """Whether so many names hold the words that walking is cheaper: the planner's own estimate,
    which costs no look at any name."""
    ((plan,),) = fetch(
        f"""EXPLAIN (FORMAT JSON) SELECT FROM register_personstate ps
        WHERE upper_inf(ps.recorded) AND {" AND ".join(words_match("ps", list(words)))}""",
        word_parameters(list(words)),
    )
    read = json.loads(plan) if isinstance(plan, str) else plan
    return bool(read[0]["Plan"]["Plan Rows"] >= COMMON_FROM)


def walked_page(words: Sequence[str], after: str, test: str) -> str:
    """The common table expressions `walked` and `page`: the first `%(limit)s` people of the common
    table `hit` who pass `test` (an SQL predicate on `ps`), known now, after the row `after` (an SQL
    predicate, or nothing)."""
    following = f"AND {after}" if after else ""
    return f"""walked AS MATERIALIZED (
            SELECT ps.person_id FROM (
                SELECT ps.person_id, ps.search_text, ps.valid FROM register_personstate ps
                WHERE upper_inf(ps.recorded) {following}
                ORDER BY ps.sort_key, ps.person_id LIMIT {WALKED}) ps
            WHERE {" AND ".join(words_match("ps", list(words)))} AND ps.valid @> %(on)s::date
                AND {test} LIMIT %(limit)s
        ), page AS MATERIALIZED (
            SELECT state.* FROM (
                SELECT person_id FROM walked WHERE (SELECT count(*) FROM walked) = %(limit)s
                UNION ALL
                SELECT person_id FROM (
                    SELECT ps.person_id FROM (
                        SELECT * FROM hit ORDER BY sort_key, person_id OFFSET 0) ps
                    WHERE {test} LIMIT %(limit)s) collected
                WHERE (SELECT count(*) FROM walked) < %(limit)s) found
            JOIN register_personstate state ON state.person_id = found.person_id
                AND {holding("state", None)}
        )"""
