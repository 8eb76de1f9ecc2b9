"""What has to be handed over: found in the records, and the usual papers of an office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.ledger.queries.handing_over import activities_after, hours_unconfirmed
from kiem.domain.register.queries.leaving import LeavingRow, open_drafts_by
from kiem.platform.accounts.lookup import accounts_of_people

# The usual papers of an office in an organisation; a suggestion of ours, no regulation.
PAPERS = (
    ("minutes", "Nghị quyết, biên bản và công văn", "Resolutions, minutes and correspondence"),
    ("members", "Sổ và danh sách thành viên", "Membership book and lists"),
    ("funds", "Sổ thu chi và tồn quỹ", "Account book and funds in hand"),
    ("goods", "Con dấu, tài sản, tài khoản điện tử", "Seal, equipment, electronic accounts"),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to hand over. `kind`: activity, hours, draft, paper, or another app's word;
    `key` is stable while the matter is the same; `link` may be empty."""

    appointment_id: int
    kind: str
    key: str
    title_vi: str
    title_en: str
    link: str = ""


MatterSource = Callable[[Sequence[LeavingRow]], Iterable[Matter]]
_sources: list[MatterSource] = []


def register_matters(source: MatterSource) -> None:
    """Let another app name what it knows to be open: called with all rows at once, it returns the
    matters of those it has any for. Called once, when the app is ready; repeats are harmless."""
    if source not in _sources:
        _sources.append(source)


def matters_of(rows: Sequence[LeavingRow]) -> list[Matter]:
    """The matters of all rows, in the order they are listed; a fixed number of statements."""
    found = [*_activities(rows), *_hours(rows), *_drafts(rows)]
    for source in _sources:
        found += source(rows)
    return [*found, *_papers(rows)]


def _places(rows: Sequence[LeavingRow]) -> dict[tuple[int, int], int]:
    return {(row.person_id, row.post_id): row.appointment_id for row in rows}


def _stays(rows: Sequence[LeavingRow]) -> list[tuple[int, int, date]]:
    return [(row.person_id, row.post_id, row.leaves_on) for row in rows]


def _activities(rows: Sequence[LeavingRow]) -> Iterator[Matter]:
    places = _places(rows)
    for each in activities_after(_stays(rows)):
        yield Matter(
            places[each.person_id, each.post_id],
            "activity",
            str(each.activity_id),
            f"{each.title_vi} ({each.day:%d/%m/%Y})",
            f"{each.title_en} ({each.day.isoformat()})",
        )


def _hours(rows: Sequence[LeavingRow]) -> Iterator[Matter]:
    places = _places(rows)
    for each in hours_unconfirmed(_stays(rows)):
        hours = f"{each.hours.normalize():f}"
        yield Matter(
            places[each.person_id, each.post_id],
            "hours",
            "unconfirmed",
            f"{each.entries} mục, {hours.replace('.', ',')} giờ chưa được xác nhận",
            f"{each.entries} entries, {hours} hours not confirmed",
        )


def _drafts(rows: Sequence[LeavingRow]) -> Iterator[Matter]:
    accounts = accounts_of_people({row.person_id for row in rows})
    drafts: dict[int, list[tuple[int, str, str]]] = {}
    for user_id, draft_id, title_vi, title_en in open_drafts_by(set(accounts.values())):
        drafts.setdefault(user_id, []).append((draft_id, title_vi, title_en))
    for row in rows:
        for draft_id, title_vi, title_en in drafts.get(accounts.get(row.person_id, 0), ()):
            yield Matter(row.appointment_id, "draft", str(draft_id), title_vi, title_en or title_vi)


def _papers(rows: Sequence[LeavingRow]) -> Iterator[Matter]:
    for row in rows:
        if row.kind == "office":
            for key, title_vi, title_en in PAPERS:
                yield Matter(row.appointment_id, "paper", key, title_vi, title_en)
