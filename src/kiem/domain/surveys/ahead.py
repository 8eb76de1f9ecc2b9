"""What surveys mean elsewhere: dates on the calendar, duties of a unit, matters of a handover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kiem.domain.assembly.queries import Body, DutyRow
from kiem.domain.continuity.matters import Matter
from kiem.domain.continuity.queries.dates import DateKind, DateRow, all_day
from kiem.domain.register.queries.leaving import LeavingRow
from kiem.domain.surveys.queries.sheets import surveys_to_answer
from kiem.domain.surveys.queries.state import surveys_sql, targets_sql
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch


def survey_dates(viewer: Viewer, first: date, until: date) -> Iterator[DateRow]:
    """Last days of surveys that wait for the viewer, or for a body the viewer answers for."""
    if not viewer.can(Permission.VIEW_ASSEMBLY):
        return
    for row in surveys_to_answer(viewer=viewer, on=first):
        if not first <= row.due_on <= until:
            continue
        link = (
            f"/surveys/{row.survey_id}/take-part/"
            if row.body is None
            else f"/surveys/{row.survey_id}/sheets/{row.body.id}/"
        )
        yield DateRow(
            DateKind.DEADLINE,
            f"survey-{row.survey_id}-{row.body.id if row.body else 'own'}",
            *all_day(row.due_on),
            row.title_vi,
            row.title_en or row.title_vi,
            row.body.name_vi if row.body else "",
            row.body.name_en if row.body else "",
            link,
        )


def survey_duties(viewer: Viewer, bodies: tuple[Body, ...], on: date) -> list[DutyRow]:
    """Sheets of open surveys that the bodies have not sent. Whoever is shown the bodies may see."""
    if not viewer.can(Permission.VIEW_ASSEMBLY):
        return []
    by_id = {body.id: body for body in bodies}
    return [
        DutyRow(
            "survey",
            title_vi,
            title_en,
            by_id[organization_id],
            due,
            f"/surveys/{survey_id}/sheets/{organization_id}/",
        )
        for survey_id, organization_id, title_vi, title_en, due in _owed(list(by_id))
    ]


def survey_matters(rows: Sequence[LeavingRow]) -> list[Matter]:
    """Sheets that are owed by the bodies whose posts are left."""
    if not rows:
        return []
    found = _owed([row.organization_id for row in rows])
    return [
        Matter(
            row.appointment_id,
            "survey",
            str(survey_id),
            f"{title_vi} ({due:%d/%m/%Y})",
            f"{title_en or title_vi} ({due.isoformat()})",
            f"/surveys/{survey_id}/sheets/{organization_id}/",
        )
        for row in rows
        for survey_id, organization_id, title_vi, title_en, due in found
        if organization_id == row.organization_id
    ]


def _owed(bodies: Sequence[int]) -> list[tuple[int, int, str, str, date]]:
    """(survey, body, title twice, last day) of the sheets that are owed today."""
    return fetch(
        f"""WITH stated AS ({surveys_sql("NOT v.is_anonymous", None)}),
        owed AS ({
            targets_sql("t.organization_id = ANY (%(bodies)s) AND stated.status = 'open'", None)
        })
        SELECT survey_id, organization_id, title_vi, title_en, due FROM owed
        WHERE state <> 'sent' ORDER BY due, survey_id""",
        {"bodies": list(bodies)},
    )
