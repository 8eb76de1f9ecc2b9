"""Grounds that decisions of a kind usually give: offered to whoever drafts, changed by hand.

Only acts by name and year, whose place in such a decision is common knowledge; no article of a law
is cited that nobody looked up (letter M, `docs/reference/documents.md`).
"""

from __future__ import annotations

from kiem.domain.documents.model import HeaderFamily

_STATE = ("Căn cứ Luật Công an nhân dân ngày 20 tháng 11 năm 2018",)
_YOUTH = (
    "Căn cứ Điều lệ Đoàn TNCS Hồ Chí Minh",
    "Căn cứ Quy chế làm việc của Ban Chấp hành",
)
_PARTY = (
    "Căn cứ Điều lệ Đảng Cộng sản Việt Nam",
    "Căn cứ Quy chế làm việc của Ban Chấp hành",
)
_BASES = {
    HeaderFamily.STATE: _STATE,
    HeaderFamily.YOUTH_UNION: _YOUTH,
    HeaderFamily.PARTY: _PARTY,
}
_BY_KIND = {
    "personnel": "Xét yêu cầu nhiệm vụ và phẩm chất, năng lực cán bộ",
    "organization": "Xét nhu cầu sắp xếp tổ chức",
    "term": "Căn cứ kết quả đại hội",
    "membership": "Xét đề nghị của cấp cơ sở",
    "correction": "Xét kết quả kiểm tra hồ sơ",
}


def usual_grounds(family: HeaderFamily, kind: str) -> tuple[str, ...]:
    """In their order, without closing signs; `kind` is the decision's."""
    by_kind = _BY_KIND.get(kind)
    return (*_BASES[family], *((by_kind,) if by_kind else ()))
