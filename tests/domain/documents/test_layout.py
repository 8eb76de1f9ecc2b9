"""Where things stand: the order of each kind and family, numbering, end mark, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiem.domain.documents.layout import lay_out
from kiem.domain.documents.layout.blocks import Grid, Line, Pair
from kiem.domain.documents.layout.styles import STYLES
from kiem.domain.documents.model import (
    Annex,
    Article,
    Column,
    Division,
    DocumentKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    Urgency,
)
from tests.domain.documents.papers import CITY, DECISION, LETTER, PARTY, YOUTH, report_of, table_of


def _text(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def _lines(document: OfficialDocument) -> list[tuple[str, str]]:
    """(style, text) of every line of the first section, pairs from left to right."""
    found: list[tuple[str, str]] = []
    for block in lay_out(document).sections[0].blocks:
        lines: list[Line] = []
        if isinstance(block, Line):
            lines = [block]
        elif isinstance(block, Pair):
            lines = [line for row in block.rows for column in row for line in column]
        found += [(line.style, _text(line)) for line in lines if _text(line)]
    return found


def _styled(document: OfficialDocument, style: str) -> list[str]:
    return [text for key, text in _lines(document) if key == style]


def test_state_letterhead_names_the_nation_on_the_right() -> None:
    pair = lay_out(DECISION).sections[0].blocks[0]
    assert isinstance(pair, Pair)
    (issuer, emblem), (number, day) = pair.rows
    assert [_text(line) for line in issuer] == ["BỘ CÔNG AN", "CÔNG AN THÀNH PHỐ HÀ NỘI"]
    assert [_text(line) for line in emblem] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert [_text(line) for line in number] == ["Số: 05/QĐ-CAHN"]
    assert [_text(line) for line in day] == ["Hà Nội, ngày 03 tháng 02 năm 2026"]
    assert [line.rule_mm > 0 for line in (*issuer, *emblem)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("header", "number", "stars", "emblem", "label"),
    [
        (YOUTH, "12-QĐ/ĐTN", "***", "ĐOÀN TNCS HỒ CHÍ MINH", "Số: 12-QĐ/ĐTN"),
        (PARTY, "07-QĐ/ĐU", "*", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 07-QĐ/ĐU"),
    ],
)
def test_other_families_have_their_own_emblem_and_stars(
    header: object, number: str, stars: str, emblem: str, label: str
) -> None:
    lines = _lines(replace(DECISION, header=header, number=number))
    assert ("stars", stars) in lines
    assert ("organization", emblem) in lines
    assert ("number", label) in lines
    assert not any("CỘNG HÒA" in text for _, text in lines)


def test_decision_order_is_authority_grounds_articles() -> None:
    styles = [style for style, _ in _lines(DECISION)]
    assert styles[6:12] == ["type", "subject", "authority", "ground", "ground", "decides"]
    assert _styled(DECISION, "ground") == [
        "Căn cứ Luật Công an nhân dân năm 2018;",
        "Theo đề nghị của Trưởng phòng PX01.",
    ]


def test_party_decision_gives_its_grounds_before_who_decides() -> None:
    styles = [style for style, _ in _lines(replace(DECISION, header=PARTY))]
    assert styles.index("ground") < styles.index("authority") < styles.index("decides")


def test_articles_clauses_and_points_are_numbered() -> None:
    assert _styled(DECISION, "body") + _styled(DECISION, "body_last") == [
        "Điều 1. Điều động đồng chí Nguyễn Thị Ánh Nguyệt kể từ ngày 15 tháng 02 năm 2026.",
        "Điều 2. Miễn nhiệm các chức vụ:",
        "1. Bí thư Đoàn cơ sở;",
        "a) nhiệm kỳ cũ;",
        "b) nhiệm kỳ mới;",
        "2. Ủy viên.",
        "Điều 3. Các đơn vị chịu trách nhiệm thi hành Quyết định này./.",
    ]


def test_signatures_never_fill_a_page_alone() -> None:
    """The last paragraph goes with them; without signatures it is a paragraph like others."""
    assert STYLES["body_last"].keep_with_next
    assert STYLES["ending"].keep_with_next
    assert len(_styled(DECISION, "body_last")) == 1
    assert _styled(replace(DECISION, signatures=()), "body_last") == []


def test_end_mark_stands_alone_after_a_table() -> None:
    document = replace(DECISION, blocks=(table_of(2),))
    assert _styled(document, "ending") == ["./."]
    assert _styled(replace(DECISION, blocks=()), "ending") == ["./."]


def test_letter_has_no_type_but_its_matter_under_the_number() -> None:
    lines = _lines(replace(LETTER, urgency=Urgency.EXPRESS))
    assert ("about", "V/v giới thiệu nhân sự") in lines
    assert ("urgency", "HỎA TỐC") in lines
    assert ("addressee_one", "Kính gửi: Ban Thường vụ Đoàn phường Ba Đình") in lines
    assert not {"type", "subject", "decides"} & {style for style, _ in lines}


def test_letter_to_many_lists_them() -> None:
    document = replace(LETTER, addressees=("Đoàn phường A", "Đoàn phường B"))
    assert _styled(document, "addressee") == ["- Đoàn phường A;", "- Đoàn phường B."]


def test_draft_leaves_room_for_number_and_day() -> None:
    document = replace(DECISION, number="/QĐ-CAHN", signed_on=None, is_draft=True)
    assert _styled(document, "number") == ["Số: " + "\u00a0" * 8 + "/QĐ-CAHN"]
    assert _styled(document, "day") == ["Hà Nội, ngày ... tháng ... năm ..."]
    assert lay_out(document).watermark == "DỰ THẢO"
    assert lay_out(DECISION).watermark == ""


def test_signature_prints_rank_before_the_name() -> None:
    assert _styled(DECISION, "signing") == ["KT. GIÁM ĐỐC"]
    assert _styled(DECISION, "signing_next") == ["PHÓ GIÁM ĐỐC"]
    assert _styled(DECISION, "signed") == ["Đại tá Trần Văn Bình"]


def test_recipients_end_with_the_keeper() -> None:
    assert _styled(DECISION, "recipient") == [
        "- Như Điều 3;",
        "- Đảng ủy (để báo cáo);",
        "- Lưu: VT.",
    ]


def test_many_recipients_run_on_below_the_signature() -> None:
    document = replace(DECISION, recipients=tuple(f"Đơn vị {n}" for n in range(400)))
    blocks = lay_out(document).sections[0].blocks
    pair = next(block for block in reversed(blocks) if isinstance(block, Pair))
    below = blocks[blocks.index(pair) + 1 :]
    assert len(pair.rows[0][0]) == 13
    assert len(below) == 401 - 12
    assert len(_styled(document, "recipient")) == 401


def test_minutes_are_signed_by_two() -> None:
    minutes = replace(
        DECISION,
        kind=DocumentKind.MINUTES,
        recipients=(),
        signatures=(Signature("Thư ký", "An"), Signature("Chủ trì", "Bình")),
    )
    assert _styled(minutes, "signing") == ["THƯ KÝ", "CHỦ TRÌ"]
    assert _styled(minutes, "recipient") == []
    assert _styled(minutes, "type") == ["BIÊN BẢN"]


def test_divisions_have_roman_and_arabic_numbers() -> None:
    blocks = (
        Division("Chương", 2, "Tổ chức"),
        Division("Mục", 3, "Nhân sự"),
        Article(1, "Nội dung."),
    )
    document = replace(DECISION, blocks=blocks)
    assert _styled(document, "division") == ["Chương II", "Mục 3"]
    assert _styled(document, "division_title") == ["TỔ CHỨC", "NHÂN SỰ"]


def test_annexes_are_numbered_only_when_there_are_more() -> None:
    one = Annex("Danh sách", (table_of(1),))
    header = replace(CITY, issuer_vi="Đảng ủy")
    sections = lay_out(replace(DECISION, header=header, annexes=(one,))).sections
    heads = [_text(block) for block in sections[1].blocks[:3] if isinstance(block, Line)]
    assert heads == [
        "Phụ lục",
        "DANH SÁCH",
        "(Kèm theo Quyết định số 05/QĐ-CAHN ngày 03 tháng 02 năm 2026 của Đảng ủy)",
    ]
    wide = replace(one, is_landscape=True)
    sections = lay_out(replace(DECISION, annexes=(one, wide))).sections
    assert [_text(s.blocks[0]) for s in sections[1:] if isinstance(s.blocks[0], Line)] == [
        "Phụ lục I",
        "Phụ lục II",
    ]
    assert [section.is_landscape for section in sections] == [False, False, True]


def test_headings_leave_no_rank_out() -> None:
    document = replace(LETTER, subject_vi="", blocks=(Heading("1. Một", 2), Heading("I. Hai", 1)))
    ranks = [
        block.level
        for block in lay_out(document).sections[0].blocks
        if isinstance(block, Line) and block.level
    ]
    assert ranks == [1, 2]


def test_table_with_a_short_row_is_refused() -> None:
    table = Table((Column("A"), Column("B")), (("chỉ một ô",),))
    with pytest.raises(ValueError, match="A row has 1 cells, its table 2 columns"):
        lay_out(replace(DECISION, blocks=(table,)))


def test_report_keeps_links_of_figures_and_drops_others() -> None:
    grid = next(
        b for b in lay_out(report_of(1).as_document()).sections[0].blocks if isinstance(b, Grid)
    )
    assert [span.link for cell in grid.rows[0] for span in cell] == ["", "", "https://kiem.test/7"]
    assert sum(grid.shares) == pytest.approx(1)


def test_every_size_is_within_the_decree() -> None:
    """Decree 30/2020/ND-CP, Annex I: the range of sizes of each element."""
    ranges = {
        "parent": (12, 13), "issuer": (12, 13), "nation": (12, 13), "motto": (13, 14),
        "number": (13, 13), "day": (13, 14), "type": (13, 14), "subject": (13, 14),
        "about": (12, 13), "body": (13, 14), "signing": (13, 14), "signed": (13, 14),
        "recipients_head": (12, 12), "recipient": (11, 11), "annex": (14, 14),
    }  # fmt: skip
    for key, (least, most) in ranges.items():
        assert least <= STYLES[key].size_pt <= most, key
    assert 10 <= STYLES["body"].first_line_mm <= 12.7
    assert 1.0 <= STYLES["body"].line <= 1.5
    assert STYLES["body"].after_pt >= 6


def test_unsigned_state_document_of_an_issuer_without_parent() -> None:
    document = OfficialDocument(
        kind=DocumentKind.NOTICE,
        header=replace(CITY, parent_vi=""),
        subject_vi="Kết luận",
        blocks=(Paragraph("Hết."),),
        signed_on=date(2026, 10, 1),
    )
    lines = _lines(document)
    assert ("parent", "") not in lines
    assert ("day", "Ngày 01 tháng 10 năm 2026") in lines
    assert ("recipient", "- Lưu: VT.") in lines
