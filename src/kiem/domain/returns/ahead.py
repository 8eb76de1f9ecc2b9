"""What returns mean elsewhere: the days by which they are due, on the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kiem.domain.continuity.queries.dates import DateKind, DateRow, all_day
from kiem.domain.register.queries.scopes import organization_scope
from kiem.domain.returns.models import Acceptance
from kiem.domain.returns.queries.chapters import chapters_within, reporting_chapters
from kiem.domain.returns.queries.deadlines import due_days
from kiem.platform.access import Permission, Viewer
from kiem.time.month import Month

MONTHS_AHEAD = 12
_OWN = frozenset({Permission.VIEW_RETURNS, Permission.SUBMIT_RETURN})
_OF_A_LINE = frozenset({Permission.VIEW_RETURNS, Permission.CHANGE_LEDGER})


def return_dates(viewer: Viewer, first: date, until: date) -> Iterator[DateRow]:
    """Due days of the returns the viewer sends and that have not come, and, once a month, of the
    lines whose returns the viewer collects; as the organisations stand on the first day."""
    month = Month.of(first)
    if not (_holds(viewer, _OWN) or _holds(viewer, _OF_A_LINE)):
        return
    chapters = reporting_chapters(viewer, month, None, None)
    own = _own(viewer, month, chapters)
    heads = _heads(viewer, first, chapters)
    leading = {row[8] for row in own} | set(heads)
    for each in month.shift(-1).through(month.shift(MONTHS_AHEAD)):
        due = {head: day for head, day in due_days(leading, each).items() if first <= day <= until}
        arrived = _arrived([row[0] for row in own], each)
        for row in own:
            if row[8] in due and row[0] not in arrived:
                link = f"/returns/chapters/{row[0]}/"
                yield _row(f"return-{row[0]}", each, due[row[8]], row[2], row[3], link)
        for head, (name_vi, name_en) in heads.items():
            if head in due:
                yield _row(f"returns-{head}", each, due[head], name_vi, name_en, "/returns/")


def _row(key: str, month: Month, due: date, name_vi: str, name_en: str, link: str) -> DateRow:
    return DateRow(
        DateKind.DEADLINE,
        f"{key}-{month}",
        *all_day(due),
        f"Báo cáo tháng {month.number}/{month.year}",
        f"Monthly return {month}",
        name_vi,
        name_en,
        link,
    )


def _holds(viewer: Viewer, permissions: frozenset[Permission]) -> bool:
    return all(viewer.can(permission) for permission in permissions)


def _own(viewer: Viewer, month: Month, chapters: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The chapters whose return the viewer sends; nobody sends those of everybody."""
    if not viewer.can(Permission.SUBMIT_RETURN):
        return []
    within = chapters_within(viewer, Permission.SUBMIT_RETURN, month)
    return [] if within is None else [row for row in chapters if row[0] in set(within)]


def _heads(viewer: Viewer, on: date, chapters: list[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    """The committees for which the viewer collects returns, with their names."""
    if viewer.is_system or not viewer.can(Permission.CHANGE_LEDGER):
        return {}
    scope = organization_scope(viewer, Permission.CHANGE_LEDGER, on)
    return {row[8]: (row[9], row[10]) for row in chapters if scope.allows(row[8])}


def _arrived(chapter_ids: list[int], month: Month) -> frozenset[int]:
    if not chapter_ids:
        return frozenset()
    return frozenset(
        Acceptance.objects.filter(
            organization_id__in=chapter_ids, month=month.start, recorded__upper_inf=True
        ).values_list("organization_id", flat=True)
    )
