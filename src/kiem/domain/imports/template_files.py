"""Workbooks to fill in: heads in the reader's language, drop-down lists, a guide beside them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from kiem.domain.imports import errors
from kiem.domain.imports.columns import Column, Sort
from kiem.domain.imports.kinds import KINDS, Kind
from kiem.domain.ledger.queries.superiors import confirmed_within
from kiem.domain.register.actions import changeable_within
from kiem.domain.register.queries.matching import names_of_organizations
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock

LAST_ROW = 2_000  # as far as formats and lists reach
_CODES_AT_MOST = 5_000
_LISTS = {"vi": "Danh mục", "en": "Lists"}
_GUIDE = {"vi": "Hướng dẫn", "en": "Guide"}
_GUIDE_HEADS = {
    "vi": ("Trang tính", "Cột", "Bắt buộc", "Cách ghi"),
    "en": ("Sheet", "Column", "Required", "How to fill it in"),
}
_NEEDED = {"vi": "có", "en": "yes"}
_WRONG = {
    "vi": ("Giá trị không đúng", "Hãy chọn trong danh sách."),
    "en": ("Not a value of this column", "Choose from the list."),
}


def write_template(*, kinds: Sequence[str], language: str, viewer: Viewer) -> bytes:
    """A workbook with a sheet for each kind. `language`: `vi` or `en`.

    Lists of organisations hold those the viewer may change today, or log hours for. Raises
    NotFound for a kind the viewer may not import.
    """
    chosen = [KINDS[code] for code in kinds]
    for kind in chosen:
        if not kind.allows(viewer):
            raise errors.not_for_you(kind.title_vi if language == "vi" else kind.title_en)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    writer = _Writer(book, language, viewer)
    for kind in chosen:
        writer.sheet(kind)
    writer.guide(chosen)
    writer.lists.hide()
    book.close()
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: Any, language: str, viewer: Viewer) -> None:
        self._book = book
        self._language = language
        self._viewer = viewer
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._needed = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#F3E7CF"}
        )
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self._sheets: list[tuple[Kind, Any]] = []
        self._lists_used = 0
        self.lists: Any = None

    def sheet(self, kind: Kind) -> None:
        """The heads, with formats and lists down to LAST_ROW."""
        sheet = self._book.add_worksheet(kind.title_vi if self._is_vi else kind.title_en)
        sheet.freeze_panes(1, 1)
        self._sheets.append((kind, sheet))
        for number, column in enumerate(kind.columns):
            title = (column.vi if self._is_vi else column.en) + ("*" if column.is_required else "")
            sheet.write_string(0, number, title, self._needed if column.is_required else self._head)
            sheet.write_comment(0, number, column.hint_vi if self._is_vi else column.hint_en)
            sheet.set_column(number, number, max(12, min(len(title) + 4, 30)), self._format(column))

    def guide(self, kinds: Sequence[Kind]) -> None:
        """What each column is; then the lists, since a hidden sheet must not come first."""
        guide = self._book.add_worksheet(_GUIDE[self._language])
        guide.write_row(0, 0, _GUIDE_HEADS[self._language], self._head)
        row = 1
        for kind in kinds:
            for column in kind.columns:
                guide.write_string(row, 0, kind.title_vi if self._is_vi else kind.title_en)
                guide.write_string(row, 1, column.vi if self._is_vi else column.en)
                guide.write_string(row, 2, _NEEDED[self._language] if column.is_required else "")
                guide.write_string(row, 3, column.hint_vi if self._is_vi else column.hint_en)
                row += 1
        guide.set_column(0, 2, 20)
        guide.set_column(3, 3, 80)
        self.lists = self._book.add_worksheet(_LISTS[self._language])
        for kind, sheet in self._sheets:
            for number, column in enumerate(kind.columns):
                self._validate(sheet, number, column)

    @property
    def _is_vi(self) -> bool:
        return self._language == "vi"

    def _format(self, column: Column) -> Any:
        formats = {Sort.CODE: self._text, Sort.DAY: self._day, Sort.MOMENT: self._moment}
        return formats.get(column.sort)

    def _validate(self, sheet: Any, number: int, column: Column) -> None:
        offered = self._offered(column)
        if not offered:
            return
        for row, text in enumerate(offered):
            self.lists.write_string(row, self._lists_used, text)
        letter = xlsxwriter.utility.xl_col_to_name(self._lists_used)
        self._lists_used += 1
        title, message = _WRONG[self._language]
        source = f"='{_LISTS[self._language]}'!${letter}$1:${letter}${len(offered)}"
        sheet.data_validation(
            1, number, LAST_ROW, number,
            {
                "validate": "list", "source": source, "ignore_blank": True,
                "error_title": title, "error_message": message,
                # codes outside the list may be right on another day
                "error_type": "stop" if column.sort is Sort.CHOICE else "warning",
            },
        )  # fmt: skip

    def _offered(self, column: Column) -> list[str]:
        if column.sort is Sort.CHOICE and column.choices is not None:
            return [c.vi if self._is_vi else c.en for c in column.choices()]
        if column.sort is Sort.YES:
            return ["x"]
        if column.key == "organization":
            return self._codes()
        return []

    def _codes(self) -> list[str]:
        today = clock.today()
        found = names_of_organizations(None, today, ("unit", "member", "party", "external"))
        every = [entry.id for entry in found]
        mine: frozenset[int] = frozenset()
        if self._viewer.can(Permission.CHANGE_REGISTER):
            mine |= changeable_within(self._viewer, every, today)
        if self._viewer.can(Permission.CONFIRM_TIME):
            mine |= confirmed_within(self._viewer, every)
        return sorted(entry.code for entry in found if entry.id in mine)[:_CODES_AT_MOST]
