"""The consolidated report of a line: its chapters' members, activities and hours in a period.

Every figure is the number of, or the sum over, records that `queries.figures` lists one by one;
a test holds both together. The figures are those of register and ledger, whoever wrote them; the
report says beside them how many returns they rest on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from kiem.domain.returns.queries.chapters import reporting_chapters
from kiem.domain.returns.queries.figure_sources import offices
from kiem.domain.returns.queries.periods import Period
from kiem.domain.returns.queries.trees import TREE, tree_parameters
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, known

FIGURES = (
    "members_start",
    "members_in",
    "members_out",
    "members_end",
    "activities",
    "turnout",
    "officers",
    "office_hours",
    "line_hours",
    "returns",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`members_start` + `members_in` - `members_out` = `members_end`. `turnout`: people counted at
    the activities, each time they came. Hours of the chapter's officers: `office_hours` for it,
    `line_hours` as far as they are kept. `returns`: months returned."""

    members_start: int = 0
    members_in: int = 0
    members_out: int = 0
    members_end: int = 0
    activities: int = 0
    turnout: int = 0
    officers: int = 0
    office_hours: Decimal = Decimal(0)
    line_hours: Decimal = Decimal(0)
    returns: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Figures)))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A chapter with its unit; `returns_due`: months it owes in the period."""

    id: int
    code: str
    name_vi: str
    name_en: str
    sort_key: str
    unit_id: int
    unit_vi: str
    unit_en: str
    figures: Figures
    returns_due: int


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """Activities of one category, of all chapters."""

    category: str
    activities: int
    turnout: int
    office_hours: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """`head_id` None, names and `family` empty: the chapters are of several lines."""

    period: Period
    head_id: int | None
    head_vi: str
    head_en: str
    family: str
    rows: tuple[ReportRow, ...]
    totals: Figures
    categories: tuple[CategoryRow, ...]

    @property
    def returns_due(self) -> int:
        return sum(row.returns_due for row in self.rows)


def consolidated_report(
    *,
    viewer: Viewer,
    period: Period,
    known_at: datetime | None = None,
    head_id: int | None = None,
) -> Report:
    """The report of the chapters in the viewer's scope, as they stand on the period's last day.

    `head_id` narrows to one line. Six statements, however many chapters.
    """
    viewer.require(Permission.VIEW_RETURNS)
    chapters = reporting_chapters(viewer, period.last, known_at, head_id)
    trees = _Trees(period, known_at, [row[0] for row in chapters])
    members, hours = trees.members(), trees.hours()
    activities, returns = trees.activities(), trees.returns()
    rows = []
    for row in chapters:
        chapter = row[0]
        start, came, went, end = members.get(chapter, (0, 0, 0, 0))
        held, turnout = activities.get(chapter, (0, 0))
        officers, for_office, for_line = hours.get(chapter, (0, Decimal(0), Decimal(0)))
        figures = Figures(
            start, came, went, end, held, turnout, officers, for_office, for_line,
            returns.get(chapter, 0),
        )  # fmt: skip
        rows.append(ReportRow(*(*row[:8], figures, period.months)))
    heads = {row[8:12] for row in chapters}
    head, vi, en, family = heads.pop() if len(heads) == 1 else (None, "", "", "")
    totals = sum((row.figures for row in rows), Figures())
    return Report(period, head, vi, en, family, tuple(rows), totals, trees.categories())


class _Trees:
    """Chapters with their branches, as parameters of the statements that sum over them."""

    def __init__(self, period: Period, known_at: datetime | None, chapter_ids: list[int]) -> None:
        self._known_at = known_at
        self._parameters = tree_parameters(chapter_ids, period, known_at)

    def _ask(self, statement: str) -> list[tuple[Any, ...]]:
        return fetch(statement, self._parameters)

    def members(self) -> dict[int, tuple[int, int, int, int]]:
        """Chapter -> at the start, in, out, at the end. Moves between branches are none."""
        rows = self._ask(f"""WITH {TREE}, mine AS MATERIALIZED (
                SELECT t.chapter, m.person_id, m.organization_id, lower(m.valid) AS since,
                    upper(m.valid) AS until
                FROM tree t JOIN register_membership m ON m.organization_id = t.id
                WHERE {known("m", self._known_at)}
                    AND m.valid && daterange(%(start)s::date - 1, %(end)s)),
            moved AS MATERIALIZED (
                SELECT a.chapter, a.person_id, a.since AS day FROM mine a JOIN mine b
                    ON b.chapter = a.chapter AND b.person_id = a.person_id AND b.until = a.since)
            SELECT m.chapter,
                count(*) FILTER (WHERE since < %(start)s),
                count(*) FILTER (WHERE since >= %(start)s AND NOT EXISTS (SELECT FROM moved o
                    WHERE (o.chapter, o.person_id, o.day) = (m.chapter, m.person_id, since))),
                count(*) FILTER (WHERE until >= %(start)s AND until < %(end)s AND NOT EXISTS (
                    SELECT FROM moved o
                    WHERE (o.chapter, o.person_id, o.day) = (m.chapter, m.person_id, until))),
                count(*) FILTER (WHERE until IS NULL OR until >= %(end)s)
            FROM mine m GROUP BY m.chapter""")
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}

    def activities(self) -> dict[int, tuple[int, int]]:
        """Chapter -> activities, people who took part."""
        rows = self._ask(f"""WITH {TREE}
            SELECT t.chapter, count(*), coalesce(sum(r.turnout), 0)
            FROM tree t JOIN ledger_activity a ON a.organization_id = t.id
                LEFT JOIN returns_activityresult r ON r.activity_id = a.id
                    AND {known("r", self._known_at)}
            WHERE lower(a.valid) >= %(start)s AND lower(a.valid) < %(end)s
                AND {known("a", self._known_at)}
            GROUP BY t.chapter""")
        return {chapter: (count, int(turnout)) for chapter, count, turnout in rows}

    def hours(self) -> dict[int, tuple[int, Decimal, Decimal]]:
        """Chapter -> officers, their office hours for it, their line hours."""
        rows = self._ask(f"""WITH {TREE}, {offices(self._known_at)}, officer AS MATERIALIZED (
                SELECT DISTINCT chapter, person_id FROM office),
            entry AS MATERIALIZED (
                SELECT e.person_id, e.post_id, e.role_kind, e.hours FROM ledger_timeentry e
                WHERE e.person_id = ANY (ARRAY(SELECT DISTINCT person_id FROM officer))
                    AND e.day >= %(start)s AND e.day < %(end)s AND {known("e", self._known_at)}),
            for_office AS (
                SELECT o.chapter, sum(e.hours) AS hours FROM office o
                    JOIN entry e USING (person_id, post_id) GROUP BY o.chapter),
            for_line AS (
                SELECT o.chapter, sum(e.hours) AS hours FROM officer o
                    JOIN entry e USING (person_id) WHERE e.role_kind = 'line' GROUP BY o.chapter),
            head AS (SELECT chapter, count(*) AS officers FROM officer GROUP BY chapter)
            SELECT h.chapter, h.officers, coalesce(a.hours, 0), coalesce(b.hours, 0)
            FROM head h LEFT JOIN for_office a USING (chapter) LEFT JOIN for_line b USING (chapter)
            """)
        return {row[0]: (row[1], Decimal(row[2]), Decimal(row[3])) for row in rows}

    def returns(self) -> dict[int, int]:
        """Chapter -> months of the period whose return stands."""
        stands = known("a", self._known_at)
        rows = self._ask(f"""SELECT a.organization_id, count(*) FROM returns_acceptance a
            WHERE a.month = ANY (%(months)s::date[])
                AND a.organization_id = ANY (%(chapters)s::bigint[]) AND {stands}
            GROUP BY a.organization_id""")
        return {row[0]: row[1] for row in rows}

    def categories(self) -> tuple[CategoryRow, ...]:
        """Activities and office hours by category, most hours first."""
        rows = self._ask(f"""WITH {TREE}, {offices(self._known_at)}, held AS (
                SELECT a.category, count(*) AS activities, coalesce(sum(r.turnout), 0) AS turnout
                FROM tree t JOIN ledger_activity a ON a.organization_id = t.id
                    LEFT JOIN returns_activityresult r ON r.activity_id = a.id
                        AND {known("r", self._known_at)}
                WHERE lower(a.valid) >= %(start)s AND lower(a.valid) < %(end)s
                    AND {known("a", self._known_at)}
                GROUP BY a.category),
            spent AS (
                SELECT e.category, sum(e.hours) AS hours FROM office o
                    JOIN ledger_timeentry e ON e.person_id = o.person_id AND e.post_id = o.post_id
                        AND e.day >= %(start)s AND e.day < %(end)s
                        AND {known("e", self._known_at)}
                GROUP BY e.category)
            SELECT category, coalesce(activities, 0), coalesce(turnout, 0), coalesce(hours, 0)
            FROM held FULL JOIN spent USING (category) ORDER BY 4 DESC, 1""")
        return tuple(
            CategoryRow(category, count, int(turnout), Decimal(hours))
            for category, count, turnout, hours in rows
        )
