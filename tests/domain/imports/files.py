"""Files that say something about the town, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kiem.domain.imports.actions import apply_file, check_file, submit_file
from kiem.domain.imports.queries import ImportRow, read_import
from kiem.domain.imports.reporting import Report
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel.sql import fetch
from tests.domain.imports.workbooks import workbook

PEOPLE = ["Số hiệu*", "Họ và tên", "Ngày sinh", "Giới tính*", "Cấp bậc hàm", "Ngày phong hàm",
          "Ngày vào ngành*"]  # fmt: skip
APPOINTMENTS = ["Số hiệu*", "Mã tổ chức*", "Chức vụ*", "Từ ngày*", "Đến hết ngày", "Tỷ lệ"]
MEMBERS = ["Staff number", "Organisation code", "Admitted on", "Last day"]
ACTIVITIES = ["Mã tổ chức", "Loại hoạt động", "Tên hoạt động", "Bắt đầu", "Kết thúc", "Số giờ",
              "Người tham gia"]  # fmt: skip
HOURS = ["Số hiệu", "Ngày", "Vai trò", "Loại việc", "Số giờ"]

BORN, ENTERED, DAY = date(1995, 5, 5), date(2025, 2, 1), date(2025, 3, 1)

# Everything an import may write to; nothing else may change either, but this is what could.
TABLES = (
    "register_decision", "register_person", "register_personstate", "register_rankholding",
    "register_appointment", "register_membership", "ledger_activity", "ledger_participation",
    "ledger_timeentry",
)  # fmt: skip


def person(number: str, name: str, **changes: Any) -> list[Any]:
    """A row of PEOPLE."""
    given = {"born": BORN, "sex": "nam", "rank": None, "rank_from": None, "entered": ENTERED}
    return [number, name, *(given | changes).values()]


def book(*sheets: tuple[str, Sequence[str], Iterable[Sequence[Any]]]) -> bytes:
    return workbook(*((title, [heads, *rows]) for title, heads, rows in sheets))


def submitted(content: bytes, *, actor: Viewer = SYSTEM, name: str = "a.xlsx") -> int:
    return submit_file(name=name, content=content, actor=actor)


def checked(content: bytes, *, actor: Viewer = SYSTEM) -> Report:
    return check_file(import_id=submitted(content, actor=actor), actor=actor)


def applied(content: bytes, *, actor: Viewer = SYSTEM) -> tuple[Report, ImportRow]:
    import_id = submitted(content, actor=actor)
    report = apply_file(import_id=import_id, actor=actor)
    return report, read_import(import_id=import_id, viewer=actor)


def told(report: Report) -> list[tuple[str, str]]:
    """Where and what is wrong."""
    return [(f"{e.sheet}!{e.address}", e.code.partition(".")[2]) for e in report.errors]


def sums(report: Report) -> list[tuple[str, int, int, int]]:
    return [(p.kind, p.new, p.change, p.equal) for p in report.parts]


def contents() -> list[tuple[Any, ...]]:
    """Every row of every table of register and ledger: to see that nothing changed."""
    return [
        (table, *row)
        for table in TABLES
        for row in fetch(f"SELECT t::text FROM {table} t ORDER BY 1")
    ]
