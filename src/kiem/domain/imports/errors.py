"""What can be wrong with a file, one of its cells, or an import as a whole."""

from __future__ import annotations

from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput, NotFound

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

# code -> (message, remedy) of one row, by what register and ledger know.
ROW_TEXTS: dict[str, tuple[str, str]] = {
    "given_twice": (
        "The same stands in row {first} already.",
        "Keep one of the two rows.",
    ),
    "unknown_person": (
        "There is nobody with the staff number {text} whom you may change.",
        "Check the number; import people before what they hold.",
    ),
    "staff_number_taken": (
        "The staff number {text} belongs to somebody else.",
        "Check the number; everyone has a number of their own.",
    ),
    "unknown_organization": (
        "There is no organisation with the code {text} on {day} that you may change.",
        "Check the code and the date.",
    ),
    "unknown_post": (
        "The organisation has no post '{text}' on {day}.",
        "Write the title as the organisation's page shows it: {choices}.",
    ),
    "several_posts": (
        "The organisation has {count} posts '{text}' on {day}.",
        "Name the team as well, or the number of the post as its page shows it.",
    ),
    "details_differ": (
        "The record says {known}, the file {text}.",
        "Make them equal. What is recorded wrongly is corrected by a decision of its own.",
    ),
    "rank_needs_a_day": (
        "The rank changes from {known}, but the day it changes is missing.",
        "Fill in the column 'Rank since'.",
    ),
    "rank_before_known": (
        "The rank {known} is recorded from {day} on, which is not before this one.",
        "Give a later day. What is recorded wrongly is corrected by a decision of its own.",
    ),
    "left_service": (
        "The person left service on {day}.",
        "Give a new staff number for a new time of service.",
    ),
    "ends_before_start": (
        "The last day lies before the first.",
        "Check both days.",
    ),
    "holds_already": (
        "The person has held this since {day}.",
        "Give that day, or end what runs first.",
    ),
    "ended_already": (
        "What runs since {day} ends on {known} already.",
        "Give that day. What is recorded wrongly is corrected by a decision of its own.",
    ),
    "full_name_missing": (
        "The name is missing.",
        "Fill in the full name, or family name and given name.",
    ),
    "no_post_that_day": (
        "On {day} the person holds no such post for which you log hours.",
        "Check role, organisation and day.",
    ),
    "several_posts_held": (
        "On {day} the person holds {count} such posts.",
        "Name the organisation of the post.",
    ),
    "unknown_participants": (
        "These staff numbers are nobody's: {numbers}.",
        "Separate staff numbers by commas.",
    ),
    "participant_without_post": (
        "On {day} these hold no post: {numbers}.",
        "Check the day, or leave them out.",
    ),
    "too_much_refused": (
        "More rows are refused than can be told one by one.",
        "Mend the rows named so far and check the file again.",
    ),
}


def not_understood(name: str) -> InvalidInput:
    return InvalidInput(
        "imports.not_understood",
        "No sheet of {name} is understood yet.",
        remedy="Say what its columns are, or start from a template.",
        field=FIELD,
        params={"name": name[:120]},
    )


def unknown_import(import_id: int) -> NotFound:
    return NotFound(
        "imports.unknown_import",
        "There is no import {import_id} of yours.",
        remedy="See the list of your imports.",
        params={"import_id": import_id},
    )


def not_for_you(title: str) -> NotFound:
    return NotFound(
        "imports.not_for_you",
        "There is no template of yours for {title}: you could not import it.",
        remedy="Take one of the templates on the page of imports.",
        field="kinds",
        params={"title": title},
    )


def not_open(name: str) -> Conflict:
    return Conflict(
        "imports.not_open",
        "{name} has been applied or discarded already.",
        remedy="Hand the file in again; what is there already is not imported twice.",
        params={"name": name[:120]},
    )


def unknown_kind(kind: str, known: str) -> InvalidInput:
    return InvalidInput(
        "imports.unknown_kind",
        "'{kind}' is nothing that can be imported.",
        remedy="Choose one of: {known}.",
        field="kind",
        params={"kind": kind[:40], "known": known},
    )


def unknown_sheet(sheet: str) -> InvalidInput:
    return InvalidInput(
        "imports.unknown_sheet",
        "The file has no sheet '{sheet}' with such columns.",
        remedy="Reload the page: the file may have been handed in again.",
        field="sheet",
        params={"sheet": sheet[:60]},
    )


def no_issuer() -> DomainError:
    return DomainError(
        "imports.no_issuer",
        "You speak for no organisation in whose name this could be decided.",
        remedy="Ask whoever administers accounts in your organisation.",
    )
