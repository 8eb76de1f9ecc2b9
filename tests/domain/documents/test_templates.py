"""Documents by kind: decisions, nominations, what sessions leave behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiem.domain.documents.model import HeaderFamily, OfficialDocument, Signature
from kiem.domain.documents.render import render_pdf
from kiem.domain.documents.templates.congresses import Ballot, congress_record, percent
from kiem.domain.documents.templates.decisions import (
    about,
    authority_of,
    decision,
    extract_of_articles,
    extract_of_record,
    nomination_letter,
)
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.sessions import (
    Attendance,
    Contribution,
    Proposal,
    Session,
    Task,
    conclusions_notice,
    session_minutes,
)
from kiem.domain.documents.wording.grounds import usual_grounds
from kiem.domain.documents.wording.sayings import Named, Placement, Saying, Seat
from tests.domain.documents.papers import CITY
from tests.domain.documents.reading import pages_of

PAPER = Paper(CITY, "05/QĐ-CAHN", "Hà Nội", date(2026, 2, 3), signature=Signature("Giám đốc", "A"))
MEETING = Session(
    name_vi="hội nghị sơ kết công tác quý I",
    begins_at=datetime(2026, 4, 2, 8, 5),  # noqa: DTZ001 - the clock on the wall, as minutes say it
    ends_at=datetime(2026, 4, 2, 11, 30),  # noqa: DTZ001 - as above
    venue_vi="Hội trường Công an thành phố",
    chair_vi="Thiếu tướng Trần Văn Bình",
    secretary_vi="Đại úy Lê Thị Cúc",
    attendance=Attendance(130, 126, "Vắng 04 đồng chí có lý do"),
)
ANH = Named("Nguyễn Thị Ánh", "Thiếu tá")


def _text(document: OfficialDocument) -> str:
    return " ".join(pages_of(render_pdf(document)))


def test_subject_of_a_decision_says_what_it_is_about() -> None:
    assert about("Điều động 9 đồng chí.") == "Về việc điều động 9 đồng chí"
    assert about("Về việc khen thưởng") == "Về việc khen thưởng"
    assert about("") == ""


@pytest.mark.parametrize(
    ("family", "organization", "title", "signing", "authority"),
    [
        ("state", "Công an thành phố", "Giám đốc", "GIÁM ĐỐC", "Giám đốc Công an thành phố"),
        ("state", "Công an thành phố", "", "GIÁM ĐỐC", "GIÁM ĐỐC Công an thành phố"),
        ("state", "Công an xã A", "Trưởng Công an", "THỦ TRƯỞNG", "Trưởng Công an xã A"),
        ("state", "Hội phụ nữ", "Chủ tịch", "TM. BAN THƯỜNG VỤ", "BAN THƯỜNG VỤ Hội phụ nữ"),
        ("youth_union", "Đoàn xã", "Bí thư", "TM. BAN CHẤP HÀNH", "BAN CHẤP HÀNH Đoàn xã"),
        ("state", "Hội đồng A", "Chủ tịch", "TM. HỘI ĐỒNG", "HỘI ĐỒNG A"),
        ("party", "Đảng ủy", "Bí thư", "", "Đảng ủy"),
    ],
)
def test_authority_is_the_head_or_the_collective(
    family: str, organization: str, title: str, signing: str, authority: str
) -> None:
    assert authority_of(HeaderFamily(family), organization, title, signing) == authority


def test_decision_reads_as_one_document() -> None:
    saying = Saying(
        "transfer",
        date(2026, 3, 1),
        placements=(Placement(ANH, to_seat=Seat("Cán bộ", "Công an phường Ba Đình")),) * 9,
    )
    text = _text(
        decision(
            PAPER,
            title_vi="Điều động 09 đồng chí",
            authority_vi="Giám đốc Công an thành phố Hà Nội",
            grounds=usual_grounds(HeaderFamily.STATE, "personnel"),
            sayings=(saying,),
        )
    )
    assert "Về việc điều động 09 đồng chí" in text
    assert "Căn cứ Luật Công an nhân dân ngày 20 tháng 11 năm 2018; Xét yêu cầu" in text
    assert "Điều 1. Điều động 09 đồng chí có tên trong danh sách kèm theo" in text
    assert "thi hành Quyết định này./." in text
    assert "DANH SÁCH 09 ĐỒNG CHÍ THEO ĐIỀU 1" in text
    assert "9 Nguyễn Thị Ánh Thiếu tá Cán bộ Công an phường Ba Đình" in text


def test_extract_says_that_it_is_not_the_text() -> None:
    text = _text(extract_of_record(PAPER, title_vi="Thành lập 126 đơn vị", lines=("126 tổ chức",)))
    assert "TRÍCH LỤC QUYẾT ĐỊNH Về việc thành lập 126 đơn vị" in text
    assert "toàn văn do nơi ban hành lưu giữ./." in text
    assert "QUYẾT ĐỊNH:" not in text


def test_extract_of_articles_says_how_many_more_there_are() -> None:
    seat = Seat("Cán bộ", "Công an phường Ba Đình")
    sayings = (
        Saying("appoint"),
        Saying("appoint", placements=(Placement(ANH, to_seat=seat),)),
        Saying("dissolve", organization_vi="Chi đoàn 3"),
    )
    text = _text(extract_of_articles(PAPER, title_vi="Bổ nhiệm", sayings=sayings, hidden_people=8))
    assert "Điều 1" not in text
    assert "Điều 2. Bổ nhiệm đồng chí Nguyễn Thị Ánh" in text
    assert "Điều 3. Giải thể Chi đoàn 3." in text
    assert "Quyết định còn nêu 08 đồng chí khác./." in text
    assert "GIÁM ĐỐC" not in text


@pytest.mark.parametrize(("count", "is_list"), [(1, False), (5, False), (6, True), (126, True)])
def test_nomination_letter_names_few_and_lists_many(count: int, is_list: bool) -> None:
    placements = (Placement(ANH, to_seat=Seat("Ủy viên", "Đoàn phường Ba Đình")),) * count
    letter = nomination_letter(
        PAPER,
        addressee_vi="Ban Thường vụ Đoàn phường Ba Đình",
        body_vi="Ban Chấp hành Đoàn phường Ba Đình",
        term_vi="2025-2030",
        placements=placements,
    )
    text = _text(letter)
    assert "Kính gửi: Ban Thường vụ Đoàn phường Ba Đình" in text
    assert f"giới thiệu {count:02d} đồng chí tham gia Ban Chấp hành" in text
    assert ("theo danh sách kèm theo" in text) == is_list
    assert text.count("Nguyễn Thị Ánh") == count


def test_notice_gives_conclusions_and_tasks() -> None:
    tasks = [Task("Báo cáo tháng", "126 đơn vị", "05/5/2026", "Báo cáo")]
    text = _text(conclusions_notice(PAPER, MEETING, ["Giữ vững kết quả."], tasks))
    assert "THÔNG BÁO Kết luận tại hội nghị sơ kết công tác quý I" in text
    assert "Tham dự có 126 đại biểu" in text
    assert "1. Giữ vững kết quả." in text
    assert "1 Báo cáo tháng 126 đơn vị 05/5/2026 Báo cáo" in text


def test_notice_puts_many_tasks_into_an_annex() -> None:
    tasks = [Task(f"Việc {number}", "Đơn vị", "05/5/2026") for number in range(126)]
    notice = conclusions_notice(PAPER, MEETING, ["Một."], tasks)
    assert len(notice.annexes) == 1
    assert notice.recipients == ()
    assert "Giao 126 nhiệm vụ theo Phụ lục kèm theo./." in _text(notice)


@pytest.mark.parametrize(
    ("count", "recipients"),
    [
        (2, ("Đơn vị 0 (để thực hiện)", "Đơn vị 1 (để thực hiện)")),
        (126, ("Như Phụ lục II (để thực hiện)",)),
    ],
)
def test_notice_goes_to_the_bodies_that_are_to_act(count: int, recipients: tuple[str, ...]) -> None:
    bodies = [f"Đơn vị {number}" for number in range(count)]
    tasks = [Task("Rà soát", body, "05/5/2026") for body in bodies]
    notice = conclusions_notice(PAPER, MEETING, ["Một."], tasks, bodies)
    assert notice.recipients == recipients
    text = _text(notice)
    assert ("DANH SÁCH NƠI NHẬN ĐỂ THỰC HIỆN" in text) == (count == 126)
    assert ("Giao 126 nhiệm vụ theo Phụ lục I kèm theo./." in text) == (count == 126)


def test_minutes_say_when_where_who_and_are_signed_by_two() -> None:
    said = [Contribution("Đồng chí Ánh", "Đề nghị tăng giờ.")]
    text = _text(session_minutes(PAPER, MEETING, ["Báo cáo kết quả"], said, ["Nhất trí."]))
    assert "Thời gian: 08 giờ 05, ngày 02 tháng 4 năm 2026." in text
    assert "Có mặt: 126/130 đại biểu. Vắng 04 đồng chí có lý do." in text
    assert "1. Đồng chí Ánh: Đề nghị tăng giờ." in text
    assert "Hội nghị sơ kết công tác quý I kết thúc lúc 11 giờ 30 cùng ngày." in text
    assert "THƯ KÝ Đại úy Lê Thị Cúc CHỦ TRÌ Thiếu tướng Trần Văn Bình" in text


def test_minutes_say_proposals_with_verdicts_and_commitments() -> None:
    said = [Contribution("Đồng chí Ánh", "", ("Tình hình: Đông.", "Khó khăn (chủ quan): Ngại."))]
    text = _text(
        session_minutes(
            PAPER,
            MEETING,
            [],
            said,
            words=["Toàn thể thảo luận sôi nổi."],
            proposals=[Proposal("Tăng giờ", "Chi đoàn 1", "Không chấp nhận. Lý do: Thiếu người")],
            commitments=[Task("Mở lớp", "Chi đoàn 1", "05/5/2026")],
        )
    )
    assert "II. NỘI DUNG Toàn thể thảo luận sôi nổi. III. Ý KIẾN PHÁT BIỂU" in text
    assert "1. Đồng chí Ánh - Tình hình: Đông. - Khó khăn (chủ quan): Ngại." in text
    assert "1 Tăng giờ Chi đoàn 1 Không chấp nhận. Lý do: Thiếu người" in text
    assert "V. CAM KẾT STT" in text
    assert "1 Mở lớp Chi đoàn 1 05/5/2026" in text


def test_minutes_without_an_end_still_end_in_a_sentence() -> None:
    text = _text(session_minutes(PAPER, replace(MEETING, ends_at=None), ["Một"], []))
    assert "Biên bản hội nghị sơ kết công tác quý I được lập theo những nội dung" in text


def test_minutes_are_approved_where_that_is_recorded() -> None:
    session = replace(MEETING, approved_on=date(2026, 4, 6), approved_by_vi="đồng chí Ánh")
    text = _text(session_minutes(PAPER, session, ["Một"], []))
    assert "Biên bản đã được đồng chí Ánh duyệt ngày 06 tháng 4 năm 2026./." in text


def test_draft_of_minutes_does_not_say_they_passed() -> None:
    draft = session_minutes(PAPER, replace(MEETING, is_draft=True), ["Một"], [])
    text = _text(draft)
    assert draft.is_draft
    assert "dự thảo biên bản này chưa được thông qua./." in text
    assert "Chưa ghi nhận ý kiến phát biểu." in text


def test_record_without_a_named_chair_leaves_room_for_the_name() -> None:
    session = replace(MEETING, chair_vi="", chair_body_vi="đại diện Chi đoàn 1")
    minutes = session_minutes(PAPER, session, [], [])
    assert "Chủ trì: đại diện Chi đoàn 1." in _text(minutes)
    assert [each.name for each in minutes.signatures] == ["Đại úy Lê Thị Cúc", ""]


def test_notice_without_conclusions_is_a_draft() -> None:
    nobody = replace(MEETING, attendance=Attendance(0, 0, of_bodies=True))
    notice = conclusions_notice(PAPER, nobody, [])
    assert notice.is_draft
    assert "quý I. Chưa ghi nhận kết luận nào của người chủ trì./." in _text(notice)


def test_minutes_without_contributions_say_so() -> None:
    assert "Không có ý kiến phát biểu." in _text(session_minutes(PAPER, MEETING, ["Một"], []))


def test_congress_record_gives_ballots_in_counts() -> None:
    ballot = Ballot(
        about_vi="Bầu Ban Chấp hành",
        issued=120,
        collected=119,
        valid=118,
        invalid=1,
        candidates=(("Nguyễn Thị Ánh", 100), ("Trần Văn Bình", 59)),
        elected=("Nguyễn Thị Ánh",),
        base=118,
        base_vi="số phiếu hợp lệ",
    )
    text = _text(congress_record(PAPER, MEETING, ["Bầu cử"], [ballot], ["Thông qua."]))
    assert "phát ra: 120; số phiếu thu vào: 119; hợp lệ: 118; không hợp lệ: 1." in text
    assert "1 Nguyễn Thị Ánh 100 84,75 Trúng cử 2 Trần Văn Bình 59 50,00" in text
    assert "Tỷ lệ tính trên số phiếu hợp lệ." in text


def test_congress_record_names_its_boards_and_the_elected() -> None:
    session = replace(
        MEETING,
        attendance=Attendance(24, 23, who_vi="đại biểu được triệu tập"),
        boards=(
            ("Ban Kiểm phiếu", ("Lê Thị Cúc (phụ trách)", "Phạm Văn Dũng")),
            ("Đoàn Thư ký", ()),
        ),
    )
    elected = [
        ("Ban Chấp hành", ["Nguyễn Thị Ánh (Đội 1)", "Trần Văn Bình"]),
        ("Bí thư", ["Lê Thị Cúc"]),
    ]
    text = _text(congress_record(PAPER, session, [], [], elected=elected))
    assert "Có mặt: 23/24 đại biểu được triệu tập." in text
    assert "Ban Kiểm phiếu: Lê Thị Cúc (phụ trách), Phạm Văn Dũng." in text
    assert "Đoàn Thư ký" not in text
    assert "Ban Chấp hành gồm 02 đồng chí: - Nguyễn Thị Ánh (Đội 1); - Trần Văn Bình." in text
    assert "Bí thư: đồng chí Lê Thị Cúc." in text


def test_percent_of_nothing_is_a_dash() -> None:
    assert (percent(1, 3), percent(0, 0)) == ("33,33", "-")
