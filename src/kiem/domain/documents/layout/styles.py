"""The paragraph styles of official documents, in points and millimetres.

One table for both renderers. Sizes keep to the ranges of Decree 30/2020/ND-CP, Annex I; see
`docs/reference/documents.md` for which line of it each number answers.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
MARGIN_TOP_MM, MARGIN_BOTTOM_MM = 20.0, 20.0
MARGIN_LEFT_MM, MARGIN_RIGHT_MM = 30.0, 20.0
SINGLE_LINE = 1.15  # a single-spaced line of Times is so many times its size
PAGE_NUMBER_PT = 13.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks. `name_vi` is what a clerk sees in the list of styles of the DOCX.

    `line`: line spacing as a multiple of single. `level`: 0, or the rank of a heading.
    """

    key: str
    name_vi: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first_line_mm: float = 0.0
    left_mm: float = 0.0
    before_pt: float = 0.0
    after_pt: float = 0.0
    line: float = 1.0
    level: int = 0
    boxed: bool = False
    keep_with_next: bool = False


_LIST = (
    Style("parent", "VB Cơ quan chủ quản", 12, align="center"),
    Style("issuer", "VB Cơ quan ban hành", 12, bold=True, align="center"),
    Style("stars", "VB Dấu sao", 12, align="center"),
    Style("nation", "VB Quốc hiệu", 12, bold=True, align="center"),
    Style("motto", "VB Tiêu ngữ", 13, bold=True, align="center"),
    Style("organization", "VB Tên tổ chức", 13, bold=True, align="center"),
    Style("number", "VB Số ký hiệu", 13, align="center", before_pt=6),
    Style("about", "VB Về việc", 12, align="center", level=1),
    Style("urgency", "VB Độ khẩn", 13, bold=True, align="center", before_pt=6, boxed=True),
    Style("day", "VB Địa danh ngày", 13, italic=True, align="center", before_pt=6),
    Style("type", "VB Tên loại", 14, bold=True, align="center", before_pt=18, level=1,
          keep_with_next=True),
    Style("subject", "VB Trích yếu", 14, bold=True, align="center", before_pt=3,
          keep_with_next=True),
    Style("addressee_one", "VB Kính gửi", 14, align="center", before_pt=18, after_pt=6),
    Style("addressees", "VB Kính gửi nhiều nơi", 14, left_mm=25, before_pt=18,
          keep_with_next=True),
    Style("addressee", "VB Nơi được gửi", 14, left_mm=40),
    Style("authority", "VB Thẩm quyền", 14, bold=True, align="center", before_pt=14, after_pt=6,
          keep_with_next=True),
    Style("ground", "VB Căn cứ", 14, italic=True, align="justify", first_line_mm=12.7, after_pt=6,
          line=1.1),
    Style("decides", "VB Quyết định", 14, bold=True, align="center", before_pt=6, after_pt=6,
          keep_with_next=True),
    Style("body", "VB Nội dung", 14, align="justify", first_line_mm=12.7, after_pt=6, line=1.1),
    # The last paragraph goes with the signatures, lest they fill a page alone.
    Style("body_last", "VB Nội dung cuối", 14, align="justify", first_line_mm=12.7, after_pt=6,
          line=1.1, keep_with_next=True),
    Style("division", "VB Phần Chương", 14, bold=True, align="center", before_pt=8, level=2,
          keep_with_next=True),
    Style("division_title", "VB Tên phần chương", 14, bold=True, align="center", after_pt=6,
          keep_with_next=True),
    Style("heading1", "VB Mục 1", 14, bold=True, left_mm=12.7, before_pt=6, after_pt=6,
          level=2, keep_with_next=True),
    Style("heading2", "VB Mục 2", 14, bold=True, italic=True, left_mm=12.7, before_pt=3,
          after_pt=6, level=3, keep_with_next=True),
    Style("caption", "VB Tên bảng", 13, bold=True, align="center", before_pt=8, after_pt=4,
          keep_with_next=True),
    Style("head", "VB Đầu bảng", 12, bold=True, align="center"),
    Style("cell", "VB Ô bảng", 12),
    Style("cell_center", "VB Ô bảng giữa", 12, align="center"),
    Style("cell_right", "VB Ô bảng phải", 12, align="right"),
    Style("note", "VB Ghi chú bảng", 11, italic=True, before_pt=4, after_pt=6),
    Style("ending", "VB Kết thúc", 14, align="right", before_pt=4, keep_with_next=True),
    Style("recipients_head", "VB Nơi nhận", 12, bold=True, italic=True, before_pt=10),
    Style("recipient", "VB Nơi nhận dòng", 11),
    Style("signing", "VB Quyền hạn ký", 14, bold=True, align="center", before_pt=10),
    Style("signing_next", "VB Chức vụ ký", 14, bold=True, align="center"),
    Style("signed", "VB Họ tên ký", 14, bold=True, align="center", before_pt=68),
    Style("annex", "VB Phụ lục", 14, bold=True, align="center", level=1, keep_with_next=True),
    Style("annex_title", "VB Tên phụ lục", 14, bold=True, align="center", before_pt=2,
          keep_with_next=True),
    Style("annex_of", "VB Kèm theo", 13, italic=True, align="center", before_pt=2,
          keep_with_next=True),
    Style("gap", "VB Khoảng cách", 6),
)  # fmt: skip

STYLES: dict[str, Style] = {style.key: style for style in _LIST}
