"""What is wrong with a study, said so that its author can mend it in one go.

StudyError
├── StudyInvalidError      the files do not describe a study; carries every finding
├── StudyInterruptedError  stopped by the user; what was done is kept and can be resumed
├── UnknownModelError      a model was asked for that the study does not have
├── OutputBusyError        another run is writing to the same folder
├── ExampleError           no such example, or no empty folder for it
└── EngineMissingError     a package of the engine extra is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the study; a warning is said first, and the study runs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, what, and what to do.

    `row` counts as a spreadsheet does: the header is row 1. It is None when the finding is about
    the whole file. `column` is the column of a table or the dotted name of a setting in
    `study.toml`. `vietnamese`: what and remedy of a warning, which the Vietnamese report repeats.
    """

    severity: Severity
    file: str
    row: int | None
    column: str | None
    what: str
    remedy: str
    vietnamese: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        return f"{self.severity}: {place}: {self.what}. {self.remedy}."


class Findings:
    """Collects findings while the files are read, so that all are told at once.

    A table with the same mistake in each of a million rows would bury every other finding: after
    `per_column` findings of one column, the rest are counted and told in one line.
    """

    def __init__(self, per_column: int = 20) -> None:
        self._per_column = per_column
        self._kept: list[Finding] = []
        self._count: dict[tuple[str, str | None, Severity], int] = {}

    def error(
        self,
        file: str,
        what: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self._add(Finding(Severity.ERROR, file, row, column, what, remedy))

    def warning(
        self,
        file: str,
        what: str,
        remedy: str,
        *,
        vietnamese: tuple[str, str],
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self._add(Finding(Severity.WARNING, file, row, column, what, remedy, vietnamese))

    def _add(self, finding: Finding) -> None:
        key = (finding.file, finding.column, finding.severity)
        self._count[key] = self._count.get(key, 0) + 1
        if self._count[key] <= self._per_column:
            self._kept.append(finding)

    def has_errors(self) -> bool:
        return any(severity is Severity.ERROR for _, _, severity in self._count)

    def has_errors_in(self, file: str) -> bool:
        return any(name == file and severity is Severity.ERROR for name, _, severity in self._count)

    def all(self) -> tuple[Finding, ...]:
        """Errors before warnings, then by file and row."""
        rest = [
            Finding(
                severity,
                file,
                None,
                column,
                f"{count - self._per_column} more findings in this column are not listed",
                "Mend those above first, the cause is often the same",
                (
                    f"còn {count - self._per_column} cảnh báo khác ở cột này không liệt kê",
                    "Xử lý các cảnh báo trên trước, nguyên nhân thường giống nhau",
                ),
            )
            for (file, column, severity), count in self._count.items()
            if count > self._per_column
        ]
        return tuple(
            sorted(
                [*self._kept, *rest],
                key=lambda f: (f.severity is Severity.WARNING, f.file, f.row or 0, f.column or ""),
            )
        )


class StudyError(Exception):
    """Base of everything this package raises on purpose."""


class StudyInvalidError(StudyError):
    """The files do not describe a study. `findings` holds every error and warning found."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = sum(f.severity is Severity.ERROR for f in self.findings)
        count = "1 error" if errors == 1 else f"{errors} errors"
        super().__init__("\n".join([f"the study has {count}:", *map(str, self.findings)]))


class StudyInterruptedError(StudyError):
    """The run was stopped. What was finished is kept; the same command goes on from there."""


class UnknownModelError(StudyError):
    """A model was asked for that the study does not have."""


class OutputBusyError(StudyError):
    """Another run is writing to the same folder."""


class ExampleError(StudyError):
    """The example cannot be written where it was asked for."""


class EngineMissingError(StudyError):
    """A package the simulator needs is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"the simulator needs the package {package}, which is not installed; "
            "install the engine with: pip install 'kiem[engine]'"
        )
