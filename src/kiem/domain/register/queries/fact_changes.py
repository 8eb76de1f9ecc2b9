"""What a decision changes, fact by fact: read from the rows its articles opened and closed.

A preview reads them inside the transaction it will roll back, the page of an issued decision from
what was kept with its articles: the same rows, the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kiem.domain.register.queries.naming import (
    OrganizationFacts,
    PersonFacts,
    PostFacts,
    name_organizations,
    name_people,
    name_posts,
)
from kiem.platform.kernel.sql import fetch

# table -> (what the fact is called, columns that say whom it is about, columns worth telling)
_FACTS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "appointment": (
        "appointment",
        ("person_id", "post_id"),
        ("mode", "share_percent", "is_provisional"),
    ),
    "membership": ("membership", ("person_id", "organization_id"), ()),
    "term": ("term", ("organization_id", "label"), ("label",)),
    "rankholding": ("rank", ("person_id",), ("rank_id",)),
    "poststate": (
        "post",
        ("post_id",),
        ("title_vi", "title_en", "seats", "is_mandatory"),
    ),
    "organizationstate": (
        "organization",
        ("organization_id",),
        ("type_id", "code", "name_vi", "name_en", "parent_id", "higher_id"),
    ),
    "personstate": (
        "person",
        ("person_id",),
        ("staff_number", "full_name", "birth_date", "sex", "employment_share_percent"),
    ),
}

Effects = Mapping[int, tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that an article changes.

    `change`: begins, ends (earlier than known before), goes_on (later than known before), changes
    (other values from `start` on), taken_back (it never held). `start` and `end` (half-open): the
    days it holds now; of a fact taken back, the days it was thought to. `values`: what is told of
    it, `before`: what differed. Ids of what does not exist yet are None; so are those of members
    a viewer may not be told.
    """

    article: int
    fact: str
    change: str
    start: date
    end: date | None
    person_id: int | None = None
    person: str = ""
    post_id: int | None = None
    post_vi: str = ""
    post_en: str = ""
    organization_id: int | None = None
    organization_vi: str = ""
    organization_en: str = ""
    values: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The day on which it tells."""
        if self.change in ("ends", "goes_on") and self.end is not None:
            return self.end
        return self.start


@dataclass(slots=True)
class _Row:
    table: str
    article: int
    start: date
    end: date | None
    columns: dict[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.table, *(self.columns.get(name) for name in _FACTS[self.table][1]))


def fact_changes(effects: Effects) -> tuple[FactChange, ...]:
    """Changes in the order of the articles. `effects`: article -> (opened, closed) ids by table.

    No viewer here: `preview` and `decision_changes` hide what is not theirs to tell.
    """
    opened, closed = _net(effects)
    changes = _pair(_rows(opened), _rows(closed))
    ordered = sorted(changes, key=lambda pair: (pair[1].article, _ORDER[pair[1].table], pair[2]))
    return tuple(_named([(change, row, before) for change, row, _, before in ordered]))


_ORDER = {table: position for position, table in enumerate(_FACTS)}


def _net(effects: Effects) -> tuple[dict[str, dict[int, int]], dict[str, dict[int, int]]]:
    """Table -> row -> article, of rows opened and not closed again, and of rows closed."""
    opened: dict[str, dict[int, int]] = {}
    closed: dict[str, dict[int, int]] = {}
    for article, (made, gone) in effects.items():
        for table, ids in made.items():
            opened.setdefault(table, {}).update(dict.fromkeys(ids, article))
        for table, ids in gone.items():
            closed.setdefault(table, {}).update(dict.fromkeys(ids, article))
    for table in set(opened) & set(closed):
        for id_ in set(opened[table]) & set(closed[table]):
            del opened[table][id_], closed[table][id_]
    return opened, closed


def _rows(ids: Mapping[str, Mapping[int, int]]) -> list[_Row]:
    found = []
    for table in _FACTS:
        if not ids.get(table):
            continue
        _, keys, told = _FACTS[table]
        columns = sorted(set(keys) | set(told))
        rows = fetch(
            f"""SELECT id, lower(valid), upper(valid), {", ".join(columns)}
                FROM register_{table} WHERE id = ANY (%(ids)s) ORDER BY id""",
            {"ids": list(ids[table])},
        )
        found += [
            _Row(table, ids[table][r[0]], r[1], r[2], dict(zip(columns, r[3:], strict=True)))
            for r in rows
        ]
    return found


_Paired = tuple[str, _Row, tuple[Any, ...], _Row | None]


def _pair(opened: list[_Row], closed: list[_Row]) -> list[_Paired]:
    """Closed rows with what took their place: (change, row that tells, order, row before)."""
    waiting: dict[tuple[Any, ...], list[_Row]] = {}
    for row in opened:
        waiting.setdefault(row.key, []).append(row)
    pairs: list[_Paired] = []
    for gone in sorted(closed, key=lambda r: (r.start, str(r.key))):
        same = sorted(waiting.get(gone.key, ()), key=lambda r: r.start)
        follows = _successors(gone, same)
        for row in follows:
            waiting[gone.key].remove(row)
        if not follows:
            pairs.append(("taken_back", gone, _order(gone), None))
            continue
        pairs += _changes_of(gone, follows)
    pairs += [("begins", row, _order(row), None) for rows in waiting.values() for row in rows]
    return pairs


def _successors(gone: _Row, same: Sequence[_Row]) -> list[_Row]:
    """The rows that together take the place of one: they follow each other without a gap."""
    chain: list[_Row] = []
    day = gone.start
    for row in same:
        if row.start == day:
            chain.append(row)
            if row.end is None:
                break
            day = row.end
    return chain


def _changes_of(gone: _Row, follows: Sequence[_Row]) -> list[_Paired]:
    told = _FACTS[gone.table][2]

    def differs(row: _Row) -> bool:
        return any(row.columns[name] != gone.columns[name] for name in told)

    pairs: list[_Paired] = [("changes", row, _order(row), gone) for row in follows if differs(row)]
    last = follows[-1]
    if last.end != gone.end:
        is_shorter = last.end is not None and (gone.end is None or last.end < gone.end)
        pairs.append(("ends" if is_shorter else "goes_on", last, _order(last), gone))
    if not pairs:  # known again as it was, between two changes
        pairs.append(("goes_on", last, _order(last), gone))
    return pairs


def _order(row: _Row) -> tuple[Any, ...]:
    return (row.start, row.key[1] or 0, str(row.key[2:]))


def _named(changes: Sequence[tuple[str, _Row, _Row | None]]) -> list[FactChange]:
    """The changes with names of the day on which they tell."""
    plain = [(_plain(change, row, before), row) for change, row, before in changes]
    people = name_people({(c.person_id, c.day) for c, _ in plain if c.person_id is not None})
    posts = name_posts({(c.post_id, c.day) for c, _ in plain if c.post_id is not None})
    wanted = {(c.organization_id, c.day) for c, _ in plain if c.organization_id is not None}
    for change, row in plain:
        wanted |= {
            (row.columns[name], change.day)
            for name in ("parent_id", "higher_id")
            if row.columns.get(name) is not None
        }
    organizations = name_organizations(wanted)
    return [_with_names(change, people, posts, organizations) for change, _ in plain]


def _plain(change: str, row: _Row, before: _Row | None) -> FactChange:
    fact, _, told = _FACTS[row.table]
    values = tuple((name, _text(row.columns[name])) for name in told)
    differing = (
        tuple(
            (name, _text(before.columns[name]))
            for name in told
            if before.columns[name] != row.columns[name]
        )
        if before is not None
        else ()
    )
    return FactChange(
        article=row.article,
        fact=fact,
        change=change,
        start=row.start,
        end=row.end,
        person_id=row.columns.get("person_id"),
        post_id=row.columns.get("post_id"),
        organization_id=row.columns.get("organization_id"),
        values=values,
        before=differing,
    )


def _with_names(
    change: FactChange,
    people: Mapping[tuple[int, date], PersonFacts],
    posts: Mapping[tuple[int, date], PostFacts],
    organizations: Mapping[tuple[int, date], OrganizationFacts],
) -> FactChange:
    person = people.get((change.person_id or 0, change.day))
    post = posts.get((change.post_id or 0, change.day))
    organization = organizations.get((change.organization_id or 0, change.day))
    if post is not None and organization is None:
        organization = post.organization
    own_names = dict(change.values) if change.fact == "organization" else {}
    return replace(
        change,
        person="" if person is None else person.full_name,
        post_vi="" if post is None else post.title_vi,
        post_en="" if post is None else post.title_en,
        organization_id=change.organization_id if organization is None else organization.id,
        organization_vi=own_names.get("name_vi")
        or ("" if organization is None else organization.name_vi),
        organization_en=own_names.get("name_en")
        or ("" if organization is None else organization.name_en),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
