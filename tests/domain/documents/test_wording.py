"""The sentence of each verb, letter for letter (`tests/cases/decision_wording.yaml`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from kiem.domain.documents.model import Article, Text
from kiem.domain.documents.wording.names import seat_name
from kiem.domain.documents.wording.sayings import Named, Placement, Saying, Seat
from kiem.domain.documents.wording.verbs import VERBS, closing_article, say

DAY = date(2026, 2, 15)
HOAN_KIEM = "Công an phường Hoàn Kiếm"
BA_DINH = "Công an phường Ba Đình"
OFFICER = Seat("Cán bộ Tổ 2", HOAN_KIEM, is_in_team=True)
DEPUTY = Seat("Phó Trưởng Công an", BA_DINH)
SECRETARY = Seat("Bí thư", f"Đoàn Thanh niên {HOAN_KIEM}")
ANH = Named("Nguyễn Thị Ánh", "Thiếu tá", OFFICER)
BINH = Named("Trần Văn Bình", "Đại úy", OFFICER)


def plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(span.text for span in text)


def sentence(verb: str, **fields: object) -> str:
    article = VERBS[verb](1, Saying(verb, **fields)).article  # type: ignore[arg-type]  # as given
    return plain(article.text)


@pytest.mark.parametrize(
    ("title", "organization", "in_team", "named"),
    [
        ("Phó Trưởng Công an", BA_DINH, False, "Phó Trưởng Công an phường Ba Đình"),
        ("Trưởng phòng", "Phòng Hậu cần", False, "Trưởng phòng Hậu cần"),
        ("Cán bộ Tổ 2", BA_DINH, True, "Cán bộ Tổ 2, Công an phường Ba Đình"),
        ("Bí thư", "Đoàn cơ sở", False, "Bí thư Đoàn cơ sở"),
        ("Bí thư Chi bộ", "Chi bộ Phòng 1", False, "Bí thư Chi bộ Phòng 1"),
    ],
)
def test_seat_says_no_word_twice(title: str, organization: str, in_team: bool, named: str) -> None:
    assert seat_name(Seat(title, organization, in_team)) == named


SENTENCES = yaml.safe_load((Path(__file__).parents[2] / "cases/decision_wording.yaml").read_text())
FIELDS: dict[str, dict[str, object]] = {
    "appoint": {"on": DAY, "placements": (Placement(ANH, to_seat=DEPUTY),)},
    "relieve": {"on": DAY, "placements": (Placement(ANH, from_seat=SECRETARY),)},
    "transfer": {"on": DAY, "placements": (Placement(ANH, OFFICER, DEPUTY),)},
    "second": {
        "on": DAY,
        "until": date(2026, 9, 1),
        "placements": (Placement(ANH, OFFICER, Seat("Cán bộ Tổ 1", BA_DINH, True)),),
    },
    "admit": {"on": DAY, "placements": (Placement(ANH),), "organization_vi": "Chi đoàn 1"},
    "release": {"on": DAY, "placements": (Placement(ANH),), "organization_vi": "Chi đoàn 1"},
    "grant_leave": {
        "on": DAY,
        "until": date(2026, 3, 1),
        "placements": (Placement(ANH),),
        "detail_vi": "nghỉ phép năm",
    },
    "nominate": {
        "on": DAY,
        "placements": (Placement(ANH, to_seat=Seat("Ủy viên", "Đoàn phường Ba Đình")),),
        "organization_vi": "Đoàn phường Ba Đình",
        "term_vi": "2025-2030",
    },
    "open_term": {
        "on": DAY,
        "until": date(2031, 2, 15),
        "organization_vi": "Đoàn cơ sở",
        "term_vi": "2026-2031",
    },
    "close_term": {"on": DAY, "organization_vi": "Đoàn cơ sở", "term_vi": "2022-2027"},
    "establish": {
        "on": DAY,
        "organization_vi": "Chi đoàn 3",
        "higher_vi": "Đoàn Thanh niên",
        "host_vi": BA_DINH,
    },
    "rename": {"on": DAY, "organization_vi": "Chi đoàn 3", "becomes_vi": "Chi đoàn Tuần tra"},
    "convert": {"on": DAY, "organization_vi": "Chi đoàn 3", "becomes_vi": "Đoàn cơ sở"},
    "dissolve": {"on": DAY, "organization_vi": "Chi đoàn 3"},
    "correct": {
        "placements": (Placement(ANH),),
        "refers_to_vi": "Quyết định số 05/QĐ-CAHN",
        "detail_vi": "ngày bổ nhiệm là ngày 01 tháng 3 năm 2026",
    },
    "revoke": {"refers_to_vi": "Quyết định số 05/QĐ-CAHN"},
    "form_committee": {
        "on": DAY,
        "mode": "designated",
        "placements": (Placement(ANH, to_seat=SECRETARY), Placement(BINH, to_seat=SECRETARY)),
        "body_vi": "Ban Chấp hành",
        "organization_vi": "Đoàn cơ sở",
        "term_vi": "2026-2031",
    },
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_verb_reads_as_an_official_sentence(verb: str) -> None:
    assert sentence(verb, **FIELDS[verb]) == SENTENCES[verb]


def test_person_without_rank_or_post_is_only_named() -> None:
    placement = Placement(Named("Lê Cúc"), to_seat=DEPUTY)
    text = sentence("appoint", placements=(placement,), is_provisional=True)
    assert text == "Tạm giao đồng chí Lê Cúc, giữ chức vụ Phó Trưởng Công an phường Ba Đình."


def test_few_people_are_clauses_and_many_a_list() -> None:
    few = VERBS["transfer"](
        2, Saying("transfer", DAY, placements=(Placement(ANH, OFFICER, DEPUTY),) * 3)
    )
    assert [plain(clause.text)[-16:] for clause in few.article.clauses] == [
        " phường Ba Đình;",
        " phường Ba Đình;",
        " phường Ba Đình.",
    ]
    assert few.annex is None
    many = VERBS["transfer"](
        2, Saying("transfer", DAY, placements=(Placement(ANH, OFFICER, DEPUTY),) * 9)
    )
    assert plain(many.article.text) == (
        "Điều động 09 đồng chí có tên trong danh sách kèm theo kể từ ngày 15 tháng 02 năm 2026."
    )
    assert many.annex is not None
    (table,) = many.annex.blocks
    assert [column.head for column in table.columns] == [
        "STT",
        "Họ và tên",
        "Cấp bậc",
        "Chức vụ, đơn vị hiện nay",
        "Chức vụ, đơn vị mới",
    ]
    assert len(table.rows) == 9


def test_list_leaves_out_columns_nobody_fills() -> None:
    said = VERBS["admit"](1, Saying("admit", placements=(Placement(Named("Lê Cúc")),) * 6))
    assert said.annex is not None
    (table,) = said.annex.blocks
    assert [column.head for column in table.columns] == ["STT", "Họ và tên"]
    assert table.rows[5] == ("6", "Lê Cúc")


def test_articles_are_numbered_and_closed_by_who_carries_them_out() -> None:
    sayings = (
        Saying("dissolve", DAY, organization_vi="Chi đoàn 3"),
        Saying("appoint", DAY, placements=(Placement(ANH, to_seat=DEPUTY),)),
        Saying("appoint", DAY, placements=(Placement(BINH, to_seat=DEPUTY),)),
    )
    told, annexes = say(sayings)
    assert [article.number for article in told] == [1, 2, 3]
    assert annexes == ()
    assert closing_article(4, sayings) == Article(
        4,
        "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị, tổ chức có liên quan và"
        " các đồng chí có tên tại Điều 2 và 3 chịu trách nhiệm thi hành Quyết định này.",
    )
