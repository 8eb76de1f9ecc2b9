"""Loads a study: all its files, all their mistakes at once, and what its data are known by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiem.engine.study.check import check_study
from kiem.engine.study.findings import Finding, Findings, StudyInvalidError
from kiem.engine.study.load import check_loads
from kiem.engine.study.reading import Rows, empty_rows, find_table, read_table
from kiem.engine.study.settings import FILE, Settings, read_settings
from kiem.engine.study.tables import TABLES


@dataclass(frozen=True, slots=True)
class Study:
    """A study that can be simulated.

    tables: every table of the schema by name; one whose file is not there has no rows. warnings:
    what its author should know before reading results. digest: SHA-256 over the files, in
    hexadecimal: two studies with the same digest give the same results.
    """

    settings: Settings
    tables: Mapping[str, Rows]
    warnings: tuple[Finding, ...]
    digest: str

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]


def load_study(directory: Path) -> Study:
    """Read and check the study in a folder.

    Raises StudyInvalidError with every finding if any is an error.
    """
    findings = Findings()
    settings = read_settings(directory / FILE, findings)
    tables: dict[str, Rows] = {}
    digest = hashlib.sha256()
    if (directory / FILE).is_file():
        _add_to(digest, directory / FILE)
    complete = settings is not None
    for table in TABLES:
        path = find_table(directory, table, findings)
        if path is None:
            if table.required and not findings.has_errors_in(f"{table.name}.csv"):
                findings.error(
                    f"{table.name}.csv",
                    "the file is missing",
                    f"Add it: {table.meaning[0].lower()}{table.meaning[1:-1]}",
                )
            complete = complete and not table.required
            tables[table.name] = empty_rows(table)
            continue
        rows = read_table(path, table, findings)
        complete = complete and rows is not None
        tables[table.name] = rows if rows is not None else empty_rows(table)
        if rows is not None:
            _add_to(digest, path)
    _find_strangers(directory, findings)
    if settings is not None and complete:
        check_study(settings, tables, findings)
        if not findings.has_errors():
            check_loads(settings, tables, findings)
    if settings is None or findings.has_errors():
        raise StudyInvalidError(findings.all())
    return Study(settings, tables, findings.all(), digest.hexdigest())


def _add_to(digest: hashlib._Hash, path: Path) -> None:
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").digest()
    digest.update(path.name.encode() + b"\0" + content)


def _find_strangers(directory: Path, findings: Findings) -> None:
    """A table with a mistyped name would otherwise be left out in silence."""
    known = {table.name for table in TABLES}
    if directory.is_dir():
        for path in sorted(directory.iterdir()):
            if path.suffix in (".csv", ".parquet", ".tsv", ".xlsx") and path.stem not in known:
                findings.warning(
                    path.name,
                    "the file is not part of a study and is not read",
                    f"Rename it if it is meant to be one of {', '.join(sorted(known))}",
                    vietnamese=(
                        "tệp này không thuộc nghiên cứu và không được đọc",
                        f"Đổi tên nếu đó là một trong các bảng {', '.join(sorted(known))}",
                    ),
                )
