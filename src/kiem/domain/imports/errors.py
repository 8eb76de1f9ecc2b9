"""What can be wrong with a file, one of its cells, or an import as a whole."""

from __future__ import annotations

from kiem.platform.kernel.errors import InvalidInput

FIELD = "file"


def not_a_table(name: str) -> InvalidInput:
    return InvalidInput(
        "imports.not_a_table",
        "{name} is neither an Excel workbook (.xlsx) nor a CSV file.",
        remedy="Open it in your spreadsheet program and save it as an Excel workbook (.xlsx).",
        field=FIELD,
        params={"name": name[:120]},
    )


def nothing_in_it(name: str) -> InvalidInput:
    return InvalidInput(
        "imports.nothing_in_it",
        "There is nothing in {name}.",
        remedy="Choose the file again; perhaps it was not saved yet.",
        field=FIELD,
        params={"name": name[:120]},
    )


def too_large(name: str, limit_bytes: int) -> InvalidInput:
    return InvalidInput(
        "imports.too_large",
        "{name} is larger than {limit_mb} MB.",
        remedy="Split it, or delete sheets and pictures that are not needed.",
        field=FIELD,
        params={"name": name[:120], "limit_mb": f"{limit_bytes / 1_048_576:g}"},
    )


def unreadable(name: str) -> InvalidInput:
    return InvalidInput(
        "imports.unreadable",
        "The workbook {name} cannot be read.",
        remedy="Open it in your spreadsheet program, save it under a new name, and choose that.",
        field=FIELD,
        params={"name": name[:120]},
    )


def too_many_sheets(name: str, limit: int) -> InvalidInput:
    return InvalidInput(
        "imports.too_many_sheets",
        "{name} has more than {limit} sheets.",
        remedy="Keep only the sheets to be read.",
        field=FIELD,
        params={"name": name[:120], "limit": limit},
    )


def too_many_rows(name: str, limit: int) -> InvalidInput:
    return InvalidInput(
        "imports.too_many_rows",
        "A sheet of {name} reaches further down than row {limit}.",
        remedy="Split the file. If its rows seem to end earlier, delete the empty rows below them.",
        field=FIELD,
        params={"name": name[:120], "limit": limit},
    )


def too_many_columns(name: str, limit: int) -> InvalidInput:
    return InvalidInput(
        "imports.too_many_columns",
        "A sheet of {name} has more than {limit} columns.",
        remedy="Delete the columns that are not needed, also empty ones far to the right.",
        field=FIELD,
        params={"name": name[:120], "limit": limit},
    )


def unknown_encoding(name: str, line: int) -> InvalidInput:
    return InvalidInput(
        "imports.unknown_encoding",
        "The letters in line {line} of {name} are in no encoding Kiem knows, perhaps TCVN3 or VNI.",
        remedy="Save it as 'CSV UTF-8' or as an Excel workbook, with a Unicode font.",
        field=FIELD,
        params={"name": name[:120], "line": line},
    )


def broken_line(name: str, line: int) -> InvalidInput:
    return InvalidInput(
        "imports.broken_line",
        "Line {line} of {name} cannot be split into cells; a quotation mark may be missing.",
        remedy="Look at the quotation marks there, or save it as an Excel workbook.",
        field=FIELD,
        params={"name": name[:120], "line": line},
    )


# code -> (message, remedy) of one cell; `{text}` is what stands in it.
CELL_TEXTS: dict[str, tuple[str, str]] = {
    "empty": ("A value is missing.", "Fill the cell in."),
    "formula": (
        "The cell holds a formula.",
        "Copy the column and paste it as values: only what is written counts.",
    ),
    "error": (
        "The cell shows an error of the spreadsheet.",
        "Mend the formula, then copy the column and paste it as values.",
    ),
    "merged": (
        "The cell is merged with others.",
        "Undo the merge and fill in every row.",
    ),
    "garbled": (
        "The letters of '{text}' are garbled.",
        "The text was read in a wrong encoding: type it again, or save the source as UTF-8.",
    ),
    "too_long": (
        "The text has {length} characters; {limit} are possible.",
        "Shorten it.",
    ),
    "not_a_day": (
        "'{text}' is no date.",
        "Write the day first: 05/03/2025, 2025-03-05 or 5 tháng 3 năm 2025.",
    ),
    "short_year": (
        "The year of '{text}' has two digits.",
        "Write all four: 05/03/2025.",
    ),
    "number_for_day": (
        "The number {text} stands where a date is wanted.",
        "Format the cell as a date, or write 05/03/2025.",
    ),
    "day_out_of_range": (
        "The date {text} lies outside what can be recorded.",
        "Check the year: possible are {first} to {last}.",
    ),
    "not_a_moment": (
        "'{text}' is no date with a time.",
        "Write it as 05/03/2025 08:30.",
    ),
    "not_a_number": ("'{text}' is no number.", "Write digits only, such as 12 or 7.5."),
    "number_out_of_range": (
        "{text} is not between {low} and {high}.",
        "Check the number.",
    ),
    "too_many_decimals": (
        "{text} has more than {decimals} decimals.",
        "Round it.",
    ),
    "not_a_choice": (
        "'{text}' is not one of the values of this column.",
        "Choose one of: {choices}.",
    ),
}
