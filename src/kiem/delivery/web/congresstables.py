"""Tables of an allocation of delegates: shares and the seats awarded, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.congresswords import (
    exact,
    root,
)
from kiem.domain.elections.allocation import Award, Share
from kiem.domain.elections.queries import (
    AllocationDetail,
)


def share_columns(detail: AllocationDetail, names: Mapping[int, str]) -> list[Column[Share]]:
    found = detail.allocation
    columns: list[Column[Share]] = [
        Column("chapter", gettext("Chapter"), lambda s: names[s.key], is_heading=True),
        Column("members", gettext("Members"), lambda s: s.weight, Kind.COUNT, is_summed=True),
    ]
    if found is None or found.method is None:
        return [*columns, seats_column()]
    if detail.base:
        columns.append(
            Column("base", gettext("Beforehand"), lambda s: s.base, Kind.COUNT, is_summed=True)
        )
    write = root if detail.method == "huntington_hill" else exact
    if found.quota is not None:
        columns += [
            Column("quotient", gettext("Members / quota"), lambda s: exact(s.quotient)),
            Column("whole", gettext("Whole"), lambda s: s.whole, Kind.COUNT, is_summed=True),
            Column("remainder", gettext("Remainder"), lambda s: exact(s.remainder)),
            Column("extra", gettext("By remainder"), lambda s: s.extra, Kind.COUNT, is_summed=True),
        ]
    else:
        columns += [
            Column("won", gettext("Last quotient that won"), lambda s: write(s.quotient)),
            Column("lost", gettext("Next quotient, not enough"), lambda s: write(s.remainder)),
        ]
    return [*columns, seats_column()]


def seats_column() -> Column[Share]:
    return Column("seats", gettext("Delegates"), lambda s: s.seats, Kind.COUNT, is_summed=True)


def award_columns(detail: AllocationDetail, names: Mapping[int, str]) -> list[Column[Award]]:
    write = root if detail.method == "huntington_hill" else exact
    return [
        Column("number", gettext("Seat"), lambda a: a.number, Kind.COUNT),
        Column("chapter", gettext("Chapter"), lambda a: names[a.key], is_heading=True),
        Column(
            "quotient",
            gettext("Quotient"),
            lambda a: (
                gettext("first seat, before all others")
                if a.quotient is None
                else write(a.quotient)
            ),
        ),
    ]
