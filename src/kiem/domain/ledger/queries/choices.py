"""What files may name in the ledger, and what of it is there already: for imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal

from kiem.domain.ledger.actions.inputs import NewTimeEntry
from kiem.domain.ledger.models import Activity, TimeEntry
from kiem.platform.kernel.sql import fetch

# code -> Vietnamese, English: as they stand in drop-down lists of spreadsheets
_CATEGORIES = {
    "duty": ("Nhiệm vụ", "Duty"),
    "meeting": ("Họp", "Meeting"),
    "volunteering": ("Tình nguyện", "Volunteering"),
    "training": ("Tập huấn", "Training"),
    "culture_sport": ("Văn hóa, thể thao", "Culture and sport"),
    "counter_support": ("Hỗ trợ tại quầy", "Support at the counter"),
    "congress": ("Đại hội", "Congress"),
    "reporting": ("Báo cáo", "Reporting"),
}


def activity_categories() -> list[tuple[str, str, str]]:
    """(code, Vietnamese, English) of every category of activities."""
    return [(code, *_CATEGORIES[code]) for code in Activity.Category.values]


def time_categories() -> list[tuple[str, str, str]]:
    """(code, Vietnamese, English) of every category of hours."""
    return [(code, *_CATEGORIES[code]) for code in TimeEntry.Category.values]


def activities_planned(
    organization_ids: Collection[int],
) -> set[tuple[int, str, datetime, datetime]]:
    """(organisation, title, start, end) of every activity that stands."""
    rows = fetch(
        """
        SELECT organization_id, title_vi, lower(period), upper(period) FROM ledger_activity
        WHERE organization_id = ANY (%(ids)s) AND upper_inf(recorded)
        """,
        {"ids": list(organization_ids)},
    )
    return set(rows)


def hours_logged(
    entries: Sequence[NewTimeEntry],
) -> dict[tuple[int, int, str, date], Decimal]:
    """(person, post, category, day) -> hours that stand there, of entries like those given."""
    rows = fetch(
        """
        SELECT t.person_id, t.post_id, t.category, t.day, t.hours
        FROM unnest(%(people)s::bigint[], %(days)s::date[]) AS given(person_id, day)
        JOIN ledger_timeentry t ON t.person_id = given.person_id AND t.day = given.day
            AND upper_inf(t.recorded) AND t.activity_id IS NULL AND NOT t.is_month_total
        """,
        {"people": [e.person_id for e in entries], "days": [e.day for e in entries]},
    )
    return {(person, post, category, day): hours for person, post, category, day, hours in rows}
