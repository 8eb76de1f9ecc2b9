"""Articles on organisations, committees and terms, and on the record itself."""

from __future__ import annotations

from kiem.domain.documents.layout.texts import long_day
from kiem.domain.documents.model import Article
from kiem.domain.documents.wording.names import comrades, last_day, seat_name, since
from kiem.domain.documents.wording.people_verbs import Phrase, Said, say_people
from kiem.domain.documents.wording.sayings import Placement, Saying

_FORMING = {
    "elected": "Công nhận kết quả bầu",
    "recognised": "Chuẩn y kết quả bầu",
    "designated": "Chỉ định",
}


def form_committee(number: int, saying: Saying) -> Said:
    """ "Chỉ định Ban Chấp hành lâm thời ..., nhiệm kỳ ..., gồm 05 đồng chí ..."."""
    verb = _FORMING.get(saying.mode, "Kiện toàn")
    provisional = " lâm thời" if saying.is_provisional else ""
    body = f"{saying.body_vi}{provisional} {saying.organization_vi}".strip()
    term = f", nhiệm kỳ {saying.term_vi}," if saying.term_vi else ","
    if len(saying.placements) == 1:
        ending = f", nhiệm kỳ {saying.term_vi}{since(saying)}" if saying.term_vi else since(saying)
        return say_people(number, saying, Phrase(verb, _takes, ending))
    return say_people(number, saying, Phrase(f"{verb} {body}{term} gồm", _takes, since(saying)))


def _takes(placement: Placement) -> str:
    return f"giữ chức vụ {seat_name(placement.to_seat)}" if placement.to_seat else ""


def open_term(number: int, saying: Saying) -> Said:
    until = f", đến hết {last_day(saying.until)}" if saying.until else ""
    day = f" bắt đầu từ {long_day(saying.on)}" if saying.on else ""
    text = f"Nhiệm kỳ {saying.term_vi} của {saying.organization_vi}{day}{until}."
    return Said(Article(number, text))


def close_term(number: int, saying: Saying) -> Said:
    term = f"nhiệm kỳ {saying.term_vi}" if saying.term_vi else "nhiệm kỳ"
    text = f"Kết thúc {term} của {saying.organization_vi}{_from(saying)}."
    return Said(Article(number, text))


def establish(number: int, saying: Saying) -> Said:
    under = f" trực thuộc {saying.higher_vi}" if saying.higher_vi else ""
    at = f", đặt tại {saying.host_vi}" if saying.host_vi else ""
    text = f"Thành lập {saying.organization_vi}{under}{at}{_from(saying)}."
    offices = f" Cơ cấu chức danh: {saying.detail_vi}." if saying.detail_vi else ""
    return Said(Article(number, text + offices))


def rename(number: int, saying: Saying) -> Said:
    text = f"Đổi tên {saying.organization_vi} thành {saying.becomes_vi}{_from(saying)}."
    return Said(Article(number, text))


def convert(number: int, saying: Saying) -> Said:
    text = f"Chuyển đổi mô hình {saying.organization_vi} thành {saying.becomes_vi}{_from(saying)}."
    return Said(Article(number, text))


def dissolve(number: int, saying: Saying) -> Said:
    heir = f"; bàn giao hồ sơ, tài liệu cho {saying.higher_vi}" if saying.higher_vi else ""
    return Said(Article(number, f"Giải thể {saying.organization_vi}{_from(saying)}{heir}."))


def correct(number: int, saying: Saying) -> Said:
    of = f" tại {saying.refers_to_vi}" if saying.refers_to_vi else ""
    whom = _whom(saying)
    what = f": {saying.detail_vi}" if saying.detail_vi else ""
    return Said(Article(number, f"Đính chính nội dung{whom}{of}{what}."))


def revoke(number: int, saying: Saying) -> Said:
    what = saying.refers_to_vi or saying.organization_vi
    why = f" vì {saying.detail_vi}" if saying.detail_vi else ""
    return Said(Article(number, f"Hủy bỏ {what}{why}{_from(saying)}."))


def _whom(saying: Saying) -> str:
    if not saying.placements:
        return ""
    if len(saying.placements) == 1:
        return f" về đồng chí {saying.placements[0].person.name}"
    return f" về {comrades(len(saying.placements))}"


def _from(saying: Saying) -> str:
    return f" kể từ {long_day(saying.on)}" if saying.on else ""
