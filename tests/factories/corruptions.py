"""What can happen to a workbook on its way: bytes, parts and cells spoilt."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

from hypothesis import HealthCheck
from hypothesis import strategies as st

from tests.domain.imports.workbooks import rewritten

# Each of these has broken some reader of workbooks, or is what a hostile sender would try.
SNIPPETS = (
    b'<c r="XFD1048576"><v>1</v></c>', b'<c r="A1"><f>1+1</f><v>2</v></c>', b"<c><v>5</v></c>",
    b'<c r="B2" t="e"><v>#REF!</v></c>', b'<c r="B2" t="s"><v>999999</v></c>',
    b'<c r="B2" t="n"><v>1e999</v></c>', b'<c r="B2" t="n"><v>NaN</v></c>',
    b'<c r="B2" t="d"><v>2025-99-99</v></c>', b'<c r="G2" s="1"><v>-700000</v></c>',
    b'<c r="G2" s="1"><v>9999999999</v></c>', b'<row r="0">', b'<row r="99999999">',
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B3:B2"/>', b'<dimension ref="A1:ZZ9"/>',
    b"<!DOCTYPE x>", b'<!ENTITY a "b">', b"&lol;", b"&#0;", b"\x00", b"\xff\xfe", b"]]>", b"</v>",
    b"</sheetData>", b"</row>", b"<c r='", b'"', b"\xf0\x9f\x92\xa3", b"=cmd|'/c calc'!A1",
)  # fmt: skip
VALUES = (
    None, "", " ", "0", "-1", "1e5", "=1+1", "+84", "@x", "\t", "x" * 300, "Nguyá»…n", "\u202e",
    "A\u0301",
    0.0, -1.5, 1e300, 45721.0, True, False, date(1900, 1, 2), date(2999, 12, 31), time(23, 59),
    datetime(2025, 3, 1, 8, 0),  # noqa: DTZ001 - a spreadsheet's moments have no zone
    "31/02/2025", "01/03/25", "99999", "00001", "A", "A-Y", "#1", "nam", "Đại tướng",
)  # fmt: skip
WAYS = ("part", "part", "sheet", "archive", "cut")
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """One to three changes somewhere in the bytes."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.sampled_from((0, 1, 2, 20, 300)))
        new = draw(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=4)))
        data = data[:at] + new + data[at + gone :]
    return data


def spoilt_workbook(draw: st.DrawFn, good: bytes, way: str) -> bytes:
    """A good workbook spoilt in one of `WAYS`: the archive, its end, one of its parts or sheets."""
    if way == "archive":
        return spoilt(draw, good)
    if way == "cut":
        return good[: draw(st.integers(0, len(good) - 1))]
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        names = [name for name in archive.namelist() if way == "part" or "sheet" in name]
    name = draw(st.sampled_from(names))
    return rewritten(good, name, lambda data: spoilt(draw, data))
