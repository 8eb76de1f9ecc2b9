"""Reads one table, CSV or Parquet, into arrays, and says everything that is wrong with it.

CSV is UTF-8 (with or without the mark Excel writes), comma-separated, one header row. A table is
looked at before it is read: one with too many rows is refused after counting lines up to the limit,
or from the footer of a Parquet file, so that a wrong file of many gigabytes costs no memory.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from kiem.engine.study.convert import convert_column
from kiem.engine.study.findings import Findings
from kiem.engine.study.schema import Column, Table

Array = npt.NDArray[np.generic]

_CHUNK_BYTES = 1 << 20
_FOREIGN_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "compressed with gzip",
}

_UNIT_WORDS = {"second", "seconds", "minute", "minutes", "min", "hour", "hours", "h", "day", "days"}
_UNIT_WORDS |= {"week", "weeks", "month", "months", "year", "years", "per"}
_UNIT_WORDS |= {"percent", "pct", "share", "working", "calendar"}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, column by column, in the order of the file.

    columns: text as object arrays of str (missing: ""), numbers as float64 (missing: the default,
    or NaN), integers as int64, dates as datetime64[D] and moments as datetime64[s] (missing: NaT).
    """

    file: str
    first_row: int
    columns: Mapping[str, Array]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def __getitem__(self, column: str) -> Array:
        return self.columns[column]

    def texts(self, column: str) -> list[str]:
        """A column of codes, texts or choices."""
        return list(self.columns[column])

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        return self.columns[column].astype(np.float64)

    def integers(self, column: str) -> npt.NDArray[np.int64]:
        return self.columns[column].astype(np.int64)

    def dates(self, column: str) -> npt.NDArray[np.datetime64]:
        """A column of dates, or the days of a column of moments."""
        return self.columns[column].astype("datetime64[D]")

    def row(self, index: int) -> int:
        """The row number a person sees for an index: the header of a CSV file is row 1."""
        return self.first_row + int(index)


def empty_rows(table: Table) -> Rows:
    """A table that is not there: no rows, every column with its type."""
    silent = Findings()
    columns = {
        column.name: convert_column(pl.Series([], dtype=pl.String), column, "", 2, silent)
        for column in table.columns
    }
    return Rows(f"{table.name}.csv", 2, columns)


def find_table(directory: Path, table: Table, findings: Findings) -> Path | None:
    """The file of a table, or None after saying why there is none."""
    found = [
        p for p in (directory / f"{table.name}.{end}" for end in ("csv", "parquet")) if p.is_file()
    ]
    if len(found) == 2:
        findings.error(
            found[0].name,
            f"there is a {found[1].name} beside it, and only one of them can be the table",
            "Remove one of the two files",
        )
        return None
    return found[0] if found else None


def read_table(path: Path, table: Table, findings: Findings) -> Rows | None:
    """Read a table. Errors go to `findings`; None if nothing could be read at all."""
    if path.suffix == ".parquet":
        frame, first_row = _read_parquet(path, table, findings), 1
    else:
        frame, first_row = _read_csv(path, table, findings), 2
    if frame is None:
        return None
    if frame.height == 0:
        findings.error(
            path.name,
            "the table has no rows",
            "Add the rows" if table.required else "Add the rows, or remove the file",
        )
        return None
    _check_header(frame.columns, path.name, table, findings)
    columns: dict[str, Array] = {}
    for column in table.columns:
        if column.name in frame.columns:
            series = frame[column.name]
        else:
            series = pl.Series([None] * frame.height, dtype=pl.String)
            if column.required:
                continue  # already told by the header check, once and not per row
        columns[column.name] = convert_column(series, column, path.name, first_row, findings)
    if any(column.name not in columns for column in table.columns):
        return None
    rows = Rows(path.name, first_row, columns)
    _check_keys(rows, table, findings)
    return rows


def _too_long(path: Path, table: Table, findings: Findings) -> None:
    findings.error(
        path.name,
        f"the table has more than {table.max_rows:,} rows, the most it may have",
        "Use a sample, a shorter period, or rates instead of single cases; the file was not read",
    )


def _read_parquet(path: Path, table: Table, findings: Findings) -> pl.DataFrame | None:
    try:
        height = pl.scan_parquet(path).select(pl.len()).collect().item()
        if height > table.max_rows:
            _too_long(path, table, findings)
            return None
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as problem:
        findings.error(
            path.name,
            f"this is not a Parquet file that can be read ({str(problem).splitlines()[0]})",
            "Write it again, or use CSV",
        )
        return None


def _read_csv(path: Path, table: Table, findings: Findings) -> pl.DataFrame | None:
    if not _looks_like_csv(path, table, findings):
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except UnicodeDecodeError:
        _wrong_encoding(path, findings)
        return None
    if not _header_is_clean(header, path, findings):
        return None
    try:
        frame = pl.read_csv(
            path,
            has_header=False,
            skip_rows=1,
            new_columns=header,
            infer_schema=False,
            schema=dict.fromkeys(header, pl.String),
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame({name: pl.Series([], dtype=pl.String) for name in header})
    except pl.exceptions.ComputeError:
        _find_broken_row(path, len(header), findings)
        return None
    return frame


def _looks_like_csv(path: Path, table: Table, findings: Findings) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
        for mark, what in _FOREIGN_MARKS.items():
            if start.startswith(mark):
                findings.error(
                    path.name,
                    f"this is not CSV but {what}",
                    "Save it as CSV UTF-8, comma separated",
                )
                return False
        lines = start.count(b"\n")
        while chunk := file.read(_CHUNK_BYTES):
            if b"\x00" in chunk:
                findings.error(
                    path.name,
                    "the file holds zero bytes, so it is not text",
                    "Save it as CSV UTF-8",
                )
                return False
            lines += chunk.count(b"\n")
            if lines > table.max_rows + 1:
                _too_long(path, table, findings)
                return False
    if not start:
        findings.error(path.name, "the file is empty", "Write a header row and the rows")
        return False
    return True


def _wrong_encoding(path: Path, findings: Findings) -> None:
    row = 0
    with path.open("rb") as file:
        for line in file:
            row += 1
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                break
    findings.error(
        path.name, "the text is not UTF-8", "Save it again as CSV UTF-8, comma separated", row=row
    )


def _header_is_clean(header: list[str], path: Path, findings: Findings) -> bool:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        sign = "semicolons" if ";" in header[0] else "tabs"
        findings.error(
            path.name, f"the columns are separated by {sign}", "Separate them by commas", row=1
        )
        return False
    clean = True
    for name in sorted({name for name in header if header.count(name) > 1}):
        findings.error(
            path.name,
            f"the column {name!r} appears twice",
            "Remove or rename one",
            row=1,
            column=name,
        )
        clean = False
    return clean


def _find_broken_row(path: Path, width: int, findings: Findings) -> None:
    """polars found a broken row but does not say which; look again, slowly."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row, fields in enumerate(csv.reader(file, strict=True), start=1):
                if len(fields) > width:
                    findings.error(
                        path.name,
                        f"the row has {len(fields)} fields, the header has {width}",
                        "Put text that holds a comma in double quotes; write 1.5, not 1,5",
                        row=row,
                    )
                    return
            row += 1
    except UnicodeDecodeError:
        _wrong_encoding(path, findings)
        return
    except csv.Error:
        row += 1
    findings.error(
        path.name,
        "a double quote is opened and not closed, or stands inside a field",
        "Close it, and write a quote inside a quoted field twice",
        row=row,
    )


def _check_header(names: list[str], file: str, table: Table, findings: Findings) -> None:
    known = {column.name: column for column in table.columns}
    for name in names:
        if name not in known:
            alike = _same_quantity(name, table)
            findings.error(
                file,
                f"there is no column {name!r}",
                f"Give it in {alike.unit} as {alike.name!r}"
                if alike
                else f"Remove it or rename it; the columns are {', '.join(known)}",
                row=1,
                column=name,
            )
    for column in table.columns:
        if column.required and column.name not in names:
            findings.error(
                file, f"the column {column.name!r} is missing", "Add it", row=1, column=column.name
            )


def _same_quantity(name: str, table: Table) -> Column | None:
    """The column that means the same in another unit: `service_hours` for `service_minutes`."""
    words = name.lower().split("_")
    stem = [word for word in words if word not in _UNIT_WORDS]
    if len(stem) == len(words):
        return None
    for column in table.columns:
        if column.unit and [w for w in column.name.split("_") if w not in _UNIT_WORDS] == stem:
            return column
    return None


def _check_keys(rows: Rows, table: Table, findings: Findings) -> None:
    if not table.key:
        return
    frame = pl.DataFrame({name: rows[name].tolist() for name in table.key})
    doubled = frame.with_row_index("at").with_columns(
        first=pl.col("at").min().over(table.key), size=pl.len().over(table.key)
    )
    for at, first in (
        doubled.filter(pl.col("at") > pl.col("first")).select("at", "first").iter_rows()
    ):
        values = ", ".join(f"{name} {rows[name][at]}" for name in table.key)
        findings.error(
            rows.file,
            f"{values} is already in row {rows.row(first)}",
            "Keep one of the rows",
            row=rows.row(at),
            column=table.key[0],
        )
