"""The commune-level police of Hanoi: 126 units, 11,164 staff, 16 procedures, three organisation
models.

Facts: units, total staff, procedures with legal limits and their dates. Everything else is invented
by the rules in this module, so that the study has the size and shape of the real question, and the
study says so: staff of each unit (weight: square root of the communes merged into it), who does
what, how many cases arrive, how long they take, who holds which office and what it has to do.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from kiem.engine.study.examples.files import write_csv

TOTAL_STAFF = 11_164
LEAST_STAFF = 40
COMMAND = 6
TEAM_SHARES = {"team1": 0.20, "team2": 0.22, "team3": 0.13, "team4": 0.27, "team5": 0.18}

# Part of a team that works at the counter; the other duties of the rest are outside the study.
COUNTER_SHARE = 0.4
_COUNTERS = {"team2": "counter2", "team3": "counter3", "team5": "counter5"}
_PROCEDURES_OF_COUNTER = {
    "counter2": ("TTHC01", "TTHC02", "TTHC03", "TTHC04", "TTHC05", "TTHC06", "TTHC07", "TTHC08"),
    "counter3": ("TTHC09", "TTHC10", "TTHC11", "TTHC11b"),
    "counter5": ("TTHC12", "TTHC13", "TTHC14", "TTHC15"),
}
# Work on one case in minutes, checks in the neighbourhood included, and its share of the team's
# cases. Invented.
_WORK = {
    "TTHC01": (150, 0.12),
    "TTHC02": (75, 0.20),
    "TTHC03": (45, 0.10),
    "TTHC04": (120, 0.05),
    "TTHC05": (60, 0.10),
    "TTHC06": (30, 0.18),
    "TTHC07": (30, 0.05),
    "TTHC08": (15, 0.20),
    "TTHC09": (50, 0.55),
    "TTHC10": (30, 0.30),
    "TTHC11": (90, 0.15),
    "TTHC11b": (90, 0.15),
    "TTHC12": (60, 0.35),
    "TTHC13": (100, 0.25),
    "TTHC14": (90, 0.33),
    "TTHC15": (60, 0.07),
}
_HOLIDAYS = (
    ("2026-01-01", "Tết Dương lịch"),
    ("2026-02-16", "Tết Nguyên đán"),
    ("2026-02-17", "Tết Nguyên đán"),
    ("2026-02-18", "Tết Nguyên đán"),
    ("2026-02-19", "Tết Nguyên đán"),
    ("2026-02-20", "Tết Nguyên đán"),
    ("2026-04-27", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
    ("2026-04-30", "Ngày Chiến thắng"),
    ("2026-05-01", "Quốc tế Lao động"),
    ("2026-09-01", "Quốc khánh"),
    ("2026-09-02", "Quốc khánh"),
    ("2026-11-24", "Ngày Văn hóa Việt Nam"),
    ("2027-01-01", "Tết Dương lịch"),
)

_SETTINGS = """\
[study]
title = "Commune-level police of Hanoi: concurrent or full-time officers?"
title_vi = "Công an cấp xã Hà Nội: cán bộ đoàn thể kiêm nhiệm hay chuyên trách?"
note = "126 units and 16 procedures with their legal time limits are facts. \
Staff per unit, cases, working times and offices are invented by rules. \
Duties other than the counter and the offices are outside the study and show as free time."
note_vi = "126 đơn vị và 16 thủ tục cùng thời hạn theo luật là số liệu thật. \
Quân số từng đơn vị, số hồ sơ, thời gian xử lý và chức danh là số liệu giả định theo quy tắc. \
Nhiệm vụ ngoài quầy và công tác đoàn thể nằm ngoài nghiên cứu, hiện là thời gian trống."
invented = true

[time]
start = 2026-01-01
end = 2026-12-31
warm_up_days = 28
drain_days = 28
hours = ["07:30-11:30", "13:30-17:30"]

[service]
discipline = "due"
handover_hours = 8.0
handover_minutes = 10.0
urgency = 3.0
leave_block_days = 4

[run]
replications = 30
seed = 1

[cost]
currency = "VND"

[[models]]
name = "concurrent"
title = "Concurrent officers"
title_vi = "Cán bộ kiêm nhiệm"
offices = "concurrent"
activities = "idle"

[[models]]
name = "specialised"
title = "A full-time officer in each unit"
title_vi = "Mỗi đơn vị một cán bộ chuyên trách"
offices = "per_unit"
officer = "released"

[[models]]
name = "mixed"
title = "Full-time in wards, concurrent in communes"
title_vi = "Chuyên trách ở phường, kiêm nhiệm ở xã"
offices = "concurrent"
activities = "idle"
officer = "released"

[models.by_profile]
ward = "per_unit"
"""


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office: hours are per month, invented but for the release norm, an example of ours
    (letter E).
    """

    code: str
    name: str
    release_hours: float
    duty_hours: float


_SECRETARY = Office("secretary", "Bí thư đoàn cơ sở", 33.6, 34)
_DEPUTY = Office("deputy", "Phó Bí thư đoàn cơ sở", 16.8, 14)
_MEMBER = Office("member", "Ủy viên BCH đoàn cơ sở", 8.4, 6)
_WOMEN = Office("women", "Chi hội trưởng phụ nữ", 0.0, 10)
_EXTERNAL = Office("external", "Ủy viên BCH Đoàn xã, phường", 0.0, 6)


def allocate_staff(former_communes: list[int]) -> list[int]:
    """Staff of each unit: proportional to the square root of the communes merged, at least 40,
    11,164 in all.

    Rounded down, the rest goes to the largest fractions, the first unit first among equals.
    """
    weights = np.sqrt(np.array(former_communes, dtype=np.float64))
    low = np.zeros(weights.size, dtype=np.bool_)
    while True:
        free = TOTAL_STAFF - LEAST_STAFF * int(low.sum())
        exact = np.where(low, LEAST_STAFF, free * weights / weights[~low].sum())
        below = ~low & (exact < LEAST_STAFF)
        if not below.any():
            break
        low |= below
    staff = np.floor(exact).astype(np.int64)
    rest = np.argsort(-(exact - staff), kind="stable")[: TOTAL_STAFF - int(staff.sum())]
    staff[rest] += 1
    return [int(n) for n in staff]


def split_teams(staff: int) -> dict[str, int]:
    """Command and five teams of a unit, by the shares, largest fraction first; then the counters
    are taken out of their teams.
    """
    rest = staff - COMMAND
    exact = {team: share * rest for team, share in TEAM_SHARES.items()}
    sizes = {team: int(size) for team, size in exact.items()}
    for team in sorted(exact, key=lambda t: sizes[t] - exact[t])[: rest - sum(sizes.values())]:
        sizes[team] += 1
    counters = {}
    for team, counter in _COUNTERS.items():
        counters[counter] = max(2, round(COUNTER_SHARE * sizes[team]))
        sizes[team] -= counters[counter]
    return {"command": COMMAND, **sizes, **counters}


def offices_of(staff: int) -> list[Office]:
    """About a tenth of the staff hold an office: five to seven in the youth union, women's
    branches, a seat outside.
    """
    members = 3 + (staff >= 80) + (staff >= 100)
    women = 1 + (staff >= 80)
    return [_SECRETARY, _DEPUTY, *[_MEMBER] * members, *[_WOMEN] * women, _EXTERNAL]


def _facts(name: str) -> list[dict[str, str]]:
    facts = resources.files("kiem.engine.study").joinpath("facts")
    text = facts.joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def write_hanoi(directory: Path) -> None:
    """Write the study into an existing folder."""
    units = _facts("hanoi_units")
    staff = allocate_staff([int(unit["former_communes"]) for unit in units])
    teams = {unit["code"]: split_teams(size) for unit, size in zip(units, staff, strict=True)}
    (directory / "study.toml").write_text(_SETTINGS, encoding="utf-8")
    write_csv(
        directory,
        "units",
        ["unit", "name", "profile", "latitude", "longitude"],
        (
            [
                u["code"],
                u["name"],
                "ward" if u["name"].startswith("Phường") else "commune",
                u["latitude"],
                u["longitude"],
            ]
            for u in units
        ),
    )
    _write_people(directory, teams)
    _write_procedures(directory)
    _write_arrivals(directory, teams)
    _write_offices(directory, dict(zip(teams, staff, strict=True)), teams)
    write_csv(directory, "holidays", ["date", "name"], _HOLIDAYS)


def _write_people(directory: Path, teams: dict[str, dict[str, int]]) -> None:
    write_csv(
        directory,
        "staff_profiles",
        [
            "staff_profile",
            "name",
            "leave_days_per_year",
            "sick_spells_per_year",
            "sick_mean_days",
            "cost_per_hour",
        ],
        [
            ["command", "Chỉ huy", 16, 1, 3, 130_000],
            *([team, f"Tổ {team[-1]}", 16, 1.2, 3, 95_000] for team in TEAM_SHARES),
            *([c, f"Tổ {c[-1]}, quầy", 16, 1.2, 3, 95_000] for c in _COUNTERS.values()),
        ],
    )
    write_csv(
        directory,
        "staff",
        ["staff", "unit", "staff_profile", "count"],
        (
            [f"{unit}-{team}", unit, team, size]
            for unit, sizes in teams.items()
            for team, size in sizes.items()
        ),
    )
    write_csv(
        directory,
        "skills",
        ["staff_profile", "case_type"],
        ([team, code] for team, codes in _PROCEDURES_OF_COUNTER.items() for code in codes),
    )


def _write_procedures(directory: Path) -> None:
    """Half a working day becomes hours, since the engine counts days whole; immediate is by the
    close of the day.
    """
    rows, shocks = [], []
    for fact in _facts("procedures"):
        limit, unit = float(fact["time_limit"]), fact["time_limit_unit"]
        due, due_unit = limit, "calendar_days" if unit == "day" else "working_days"
        if limit % 1:
            due, due_unit = limit * 8, "working_hours"
        rows.append(
            [
                fact["code"],
                fact["name_en"],
                fact["name_vi"],
                "lognormal",
                _WORK[fact["code"]][0],
                0.8,
                f"{due:g}",
                due_unit,
                fact["legal_basis"],
                fact["letter"],
            ]
        )
        # A limit that ends or begins within the year: the procedure is asked for only while its law
        # is in force.
        if fact["valid_from"] > "2026-01-01":
            shocks.append(["2025-12-01", _day_before(fact["valid_from"]), 0, fact["code"]])
        if fact["valid_to"] and fact["valid_to"] < "2026-12-31":
            shocks.append([_day_after(fact["valid_to"]), "2027-01-31", 0, fact["code"]])
    shocks.append(["2026-01-26", "2026-02-13", 1.15, ""])  # before Tết; invented
    write_csv(
        directory,
        "case_types",
        [
            "case_type",
            "name",
            "name_vi",
            "distribution",
            "service_minutes",
            "cv",
            "due",
            "due_unit",
            "law",
            "letter",
        ],
        rows,
    )
    write_csv(directory, "shocks", ["from_date", "to_date", "factor", "case_type"], shocks)
    hours = {7: 0.6, 8: 1.6, 9: 1.4, 10: 1.1, 11: 0.4, 13: 0.5, 14: 1.2, 15: 1.0, 16: 0.8, 17: 0.3}
    days = {"mon": 1.3, "tue": 1.1, "wed": 1.0, "thu": 0.9, "fri": 0.7}
    write_csv(
        directory,
        "week",
        ["weekday", "hour", "weight"],
        ([day, hour, round(a * b, 3)] for day, a in days.items() for hour, b in hours.items()),
    )


def _day_before(day: str) -> str:
    return str(np.datetime64(day) - 1)


def _day_after(day: str) -> str:
    return str(np.datetime64(day) + 1)


def _write_arrivals(directory: Path, teams: dict[str, dict[str, int]]) -> None:
    """Each counter gets work for 62 to 80 % of the time it is present; which unit is busier goes by
    the official codes, which begin in the centre.
    """
    loads = {
        unit: 0.62 + 0.18 * position / len(teams)
        for position, unit in enumerate(sorted(teams, reverse=True))
    }

    def rows() -> Iterator[list[object]]:
        for unit, sizes in teams.items():
            for team, codes in _PROCEDURES_OF_COUNTER.items():
                # Two laws of one procedure take turns, so the second adds nothing to the work at
                # hand.
                mean = sum(_WORK[code][0] * _WORK[code][1] for code in codes if code != "TTHC11b")
                minutes = sizes[team] * 480 * (1 - (16 + 1.2 * 3) / 250)
                cases = loads[unit] * minutes / mean
                yield from ([unit, code, round(cases * _WORK[code][1], 3)] for code in codes)

    write_csv(directory, "arrivals", ["unit", "case_type", "cases_per_day"], rows())


# Which team the holders come from, in turn: offices follow people, not the kind of work.
_HOLDER_TEAMS = (
    "counter2",
    "counter5",
    "counter3",
    "team4",
    "team2",
    "team1",
    "counter5",
    "team3",
    "team4",
    "team2",
)


def _write_offices(
    directory: Path, staff: dict[str, int], teams: dict[str, dict[str, int]]
) -> None:
    offices, activities = [], []
    for unit in teams:
        seen: dict[str, int] = {}
        for position, office in enumerate(offices_of(staff[unit])):
            seen[office.code] = seen.get(office.code, 0) + 1
            code = f"{unit}-{office.code}{seen[office.code]}"
            offices.append(
                [
                    code,
                    office.name,
                    f"{unit}-{_HOLDER_TEAMS[position]}",
                    office.release_hours,
                    office.duty_hours,
                ]
            )
            activities += [
                [f"{code}-{name}", code, *rest] for name, *rest in _ACTIVITIES.get(office.code, ())
            ]
    write_csv(
        directory,
        "offices",
        ["office", "name", "holder", "release_hours_per_month", "duty_hours_per_month"],
        offices,
    )
    write_csv(
        directory,
        "activities",
        [
            "activity",
            "office",
            "name",
            "from_date",
            "to_date",
            "hours",
            "every",
            "place",
            "travel_hours",
        ],
        activities,
    )


# Code, name, window, hours, how often, place, travel hours. Invented.
_ACTIVITIES: dict[str, tuple[tuple[object, ...], ...]] = {
    "secretary": (
        ("meeting", "Sinh hoạt đoàn viên", "2025-12-08", "2025-12-19", 4, "month", "desk", 0),
        ("volunteer", "Ngày tình nguyện", "2025-12-05", "2025-12-31", 6, "month", "away", 1),
        ("report", "Báo cáo quý", "2025-12-15", "2025-12-31", 8, "quarter", "desk", 0),
    ),
    "deputy": (("blood", "Hiến máu", "2026-03-01", "2026-03-31", 8, "quarter", "away", 1),),
    "women": (("circle", "Sinh hoạt chi hội", "2025-12-05", "2025-12-26", 3, "month", "desk", 0),),
    "external": (
        ("session", "Họp BCH Đoàn xã, phường", "2025-12-10", "2025-12-24", 3, "month", "away", 1),
    ),
}
