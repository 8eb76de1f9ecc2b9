"""Documents to lay out in tests: one of each kind and family, with invented people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiem.domain.documents.model import (
    Alignment,
    Article,
    Clause,
    Column,
    DocumentKind,
    HeaderFamily,
    IssuerHeader,
    OfficialDocument,
    Paragraph,
    ReportDocument,
    ReportSection,
    Signature,
    Span,
    Table,
)

CITY = IssuerHeader(HeaderFamily.STATE, "Công an thành phố Hà Nội", "Bộ Công an")
YOUTH = IssuerHeader(
    HeaderFamily.YOUTH_UNION, "Ban Chấp hành Đoàn Công an thành phố", "Thành đoàn Hà Nội"
)
PARTY = IssuerHeader(HeaderFamily.PARTY, "Đảng ủy Công an thành phố", "Đảng bộ thành phố Hà Nội")
DECISION = OfficialDocument(
    kind=DocumentKind.DECISION,
    header=CITY,
    subject_vi="Về việc điều động cán bộ",
    number="05/QĐ-CAHN",
    place_vi="Hà Nội",
    signed_on=date(2026, 2, 3),
    authority_vi="Giám đốc Công an thành phố Hà Nội",
    grounds=("Căn cứ Luật Công an nhân dân năm 2018;", "Theo đề nghị của Trưởng phòng PX01"),
    blocks=(
        Article(
            1,
            (
                Span("Điều động đồng chí "),
                Span("Nguyễn Thị Ánh Nguyệt", bold=True),
                Span(" kể từ ngày 15 tháng 02 năm 2026."),
            ),
        ),
        Article(
            2,
            "Miễn nhiệm các chức vụ:",
            (Clause("Bí thư Đoàn cơ sở;", ("nhiệm kỳ cũ;", "nhiệm kỳ mới;")), Clause("Ủy viên.")),
        ),
        Article(3, "Các đơn vị chịu trách nhiệm thi hành Quyết định này."),
    ),
    signatures=(Signature("Phó Giám đốc", "Trần Văn Bình", "KT. Giám đốc", "Đại tá"),),
    recipients=("Như Điều 3", "Đảng ủy (để báo cáo)"),
)
LETTER = replace(
    DECISION,
    kind=DocumentKind.LETTER,
    number="88/CAHN-PX01",
    subject_vi="giới thiệu nhân sự",
    addressees=("Ban Thường vụ Đoàn phường Ba Đình",),
    grounds=(),
    blocks=(Paragraph("Đề nghị quý cơ quan xem xét."),),
)


def table_of(rows: int) -> Table:
    """A table with `rows` rows, one of them linked to its record, and a total."""
    return Table(
        columns=(
            Column("STT", 1, Alignment.CENTER),
            Column("Họ và tên", 5),
            Column("Giờ công tác", 2, Alignment.RIGHT),
        ),
        rows=tuple(
            (str(number), f"Nguyễn Thị Ánh {number}", (Span("160,5", link="https://kiem.test/7"),))
            for number in range(1, rows + 1)
        ),
        caption="Bảng 1. Giờ công",
        total=("", "Cộng", f"{rows}"),
    )


def report_of(rows: int) -> ReportDocument:
    """A report with one table of `rows` rows."""
    return ReportDocument(
        header=CITY,
        subject_vi="Kết quả công tác tháng 10 năm 2026",
        sections=(ReportSection("I. SỐ LIỆU", ("Có 126 đơn vị.",), (table_of(rows),)),),
        number="45/BC-CAHN",
        place_vi="Hà Nội",
        signed_on=date(2026, 11, 12),
        signature=Signature("Trưởng phòng", "Phạm Văn Em"),
    )
