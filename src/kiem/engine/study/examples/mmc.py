"""The smallest queueing study: one counter, exponential everything, a formula to compare with.

Four people, 8 cases an hour, 24 minutes each on average: offered load 80 %. The formula of Erlang
gives the mean wait, and the tutorial compares it with what comes out. The second model adds a
person.
"""

from __future__ import annotations

from pathlib import Path

from kiem.engine.study.examples.files import write_csv

_SETTINGS = """\
[study]
title = "One counter"
title_vi = "Một quầy tiếp nhận"
note = "Four people, 8 cases an hour, 24 minutes each on average. \
The formula of Erlang says 17.9 minutes of waiting."
note_vi = "Bốn người, mỗi giờ 8 hồ sơ, mỗi hồ sơ trung bình 24 phút. \
Theo công thức Erlang, thời gian chờ là 17,9 phút."
invented = true

[time]
start = 2026-01-05
end = 2026-12-31
warm_up_days = 28
drain_days = 14
weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
hours = ["00:00-24:00"]

[run]
replications = 20
seed = 1

[[models]]
name = "four"
title = "Four people"
title_vi = "Bốn người"

[[models]]
name = "five"
title = "Five people"
title_vi = "Năm người"
extra_staff = [{ staff_profile = "clerk", count = 1 }]
"""


def write_mmc(directory: Path) -> None:
    """Write the study into an existing folder."""
    (directory / "study.toml").write_text(_SETTINGS, encoding="utf-8")
    write_csv(directory, "units", ["unit", "name"], [["counter", "Counter"]])
    write_csv(directory, "staff_profiles", ["staff_profile", "name"], [["clerk", "Clerk"]])
    write_csv(
        directory,
        "staff",
        ["staff", "unit", "staff_profile", "count"],
        [["clerks", "counter", "clerk", 4]],
    )
    write_csv(directory, "skills", ["staff_profile", "case_type"], [["clerk", "case"]])
    write_csv(
        directory,
        "case_types",
        ["case_type", "name", "name_vi", "distribution", "service_minutes", "due", "due_unit"],
        [["case", "Case", "Hồ sơ", "exponential", 24, 2, "working_hours"]],
    )
    write_csv(
        directory, "arrivals", ["unit", "case_type", "cases_per_day"], [["counter", "case", 192]]
    )
