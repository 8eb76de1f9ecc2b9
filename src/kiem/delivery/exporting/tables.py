"""What can be exported: columns by a stable key, and rows as they come from the queries.

Queries apply the viewer's permission and scope; nothing here sees more than a page would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiem.delivery.exporting.errors import ends_before_it_starts, unknown_table
from kiem.platform.access import Permission, Viewer

PAGE_ROWS = 2_000
FINDINGS_AT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export is of: the day, from which day on (activities and hours), known when."""

    viewer: Viewer
    on: date
    first: date
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.first > self.on:
            raise ends_before_it_starts()

    @property
    def until(self) -> date:
        """The first day after the period."""
        return self.on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ExportTable:
    """`columns`: keys, in order; `rows` gives as many values."""

    what: str
    permission: Permission
    columns: tuple[str, ...]
    rows: Callable[[Asked], Iterator[Sequence[Any]]]


def table_named(what: str) -> ExportTable:
    """Raises InvalidInput for a table that does not exist."""
    if what not in TABLES:
        raise unknown_table(what, ", ".join(TABLES))
    return TABLES[what]


def _people(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.register.queries.people import list_people

    after: tuple[str, int] | None = None
    while True:
        page = list_people(
            viewer=asked.viewer,
            on=asked.on,
            known_at=asked.known_at,
            after=after,
            limit=PAGE_ROWS,
        )
        for p in page:
            yield (
                p.staff_number, p.full_name, p.rank_vi, p.rank_en, p.line_title_vi, p.line_title_en,
                p.unit_name_vi, p.unit_name_en, p.offices_count, p.is_dual,
            )  # fmt: skip
        if len(page) < PAGE_ROWS:
            return
        after = (page[-1].sort_key, page[-1].id)


def _appointments(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.register.queries.lists import every_appointment

    return every_appointment(viewer=asked.viewer, on=asked.on, known_at=asked.known_at)


def _memberships(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.register.queries.lists import every_membership

    return every_membership(viewer=asked.viewer, on=asked.on, known_at=asked.known_at)


def _activities(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.ledger.queries.lists import every_activity

    return every_activity(
        viewer=asked.viewer,
        first=asked.first,
        until=asked.until,
        on=asked.on,
        known_at=asked.known_at,
    )


def _time(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.ledger.queries.lists import every_time_entry

    return every_time_entry(
        viewer=asked.viewer,
        first=asked.first,
        until=asked.until,
        on=asked.on,
        known_at=asked.known_at,
    )


def _load(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.ledger.queries import load_picture

    picture = load_picture(viewer=asked.viewer, on=asked.on, known_at=asked.known_at, kind="all")
    for unit in picture.units:
        f = unit.figures
        yield (
            unit.unit_code, unit.name_vi, unit.name_en, str(picture.month), str(unit.month_state),
            unit.staff, f.dual_holders, f.available_hours, f.line_hours, f.office_hours,
            f.release_hours, f.uncovered_hours, f.strained, f.overloaded, unit.findings,
        )  # fmt: skip


def _findings(asked: Asked) -> Iterator[Sequence[Any]]:
    from kiem.domain.ledger.queries import list_findings

    found = list_findings(
        viewer=asked.viewer,
        on=asked.on,
        known_at=asked.known_at,
        kind="all",
        limit=FINDINGS_AT_MOST,
    )
    for row in found.rows:
        named = [row.person, row.organization, row.post]
        yield (
            row.severity.value, row.code, row.unit_code, row.unit.name_vi,
            *(ref.name_vi if ref else None for ref in named),
            "; ".join(f"{name}: {value}" for name, value in row.params.items()),
        )  # fmt: skip


_ORGANIZATION = ("organization_code", "organization_vi", "organization_en")
TABLES: Mapping[str, ExportTable] = {
    table.what: table
    for table in (
        ExportTable(
            "people",
            Permission.VIEW_PERSON,
            ("staff_number", "full_name", "rank_vi", "rank_en", "line_post_vi", "line_post_en",
             "unit_vi", "unit_en", "offices", "is_dual"),
            _people,
        ),
        ExportTable(
            "appointments",
            Permission.VIEW_OFFICES,
            ("staff_number", "full_name", *_ORGANIZATION, "kind", "role", "title_vi", "title_en",
             "since", "until", "mode", "share_percent", "decision"),
            _appointments,
        ),
        ExportTable(
            "memberships",
            Permission.VIEW_MEMBERS,
            ("staff_number", "full_name", *_ORGANIZATION, "since", "until", "decision"),
            _memberships,
        ),
        ExportTable(
            "activities",
            Permission.VIEW_LOAD,
            ("id", *_ORGANIZATION, "category", "title_vi", "title_en", "starts_at", "ends_at",
             "participants", "planned_hours", "logged_hours"),
            _activities,
        ),
        ExportTable(
            "time",
            Permission.VIEW_LOAD,
            ("staff_number", "full_name", *_ORGANIZATION, "title_vi", "title_en", "role_kind",
             "category", "day", "is_month_total", "hours", "activity_id", "recorded_by",
             "recorded_at"),
            _time,
        ),
        ExportTable(
            "load",
            Permission.VIEW_LOAD,
            ("unit_code", "unit_vi", "unit_en", "month", "month_state", "staff", "dual_holders",
             "available_hours", "line_hours", "office_hours", "release_hours", "uncovered_hours",
             "strained", "overloaded", "findings"),
            _load,
        ),
        ExportTable(
            "findings",
            Permission.VIEW_LOAD,
            ("severity", "code", "unit_code", "unit_vi", "person", "organization_vi", "post_vi",
             "evidence"),
            _findings,
        ),
    )
}  # fmt: skip
