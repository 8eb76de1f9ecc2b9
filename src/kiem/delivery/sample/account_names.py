"""What the samples' accounts are called in English: they are named by what they do, in Vietnamese.

Apart from the plans, so that a page can name an account without the sample being imported.
"""

from __future__ import annotations

ENGLISH = {
    "Thường trực Đoàn Thanh niên Công an thành phố": "City Police Youth Union, standing office",
    "Trưởng Công an đơn vị": "Chief of a police unit",
    "Phòng Tổ chức cán bộ": "Personnel department",
    "Cán bộ kiêm nhiệm": "Holder of two posts",
    "Kiểm tra, giám sát": "Inspection and supervision",
    "Đội Tổng hợp, giúp việc chủ trì": "General team, assisting the chair",
    "Thường trực Đoàn Thanh niên": "Youth Union, standing office",
    "Thường trực Hội Phụ nữ": "Women's Union, standing office",
    "Trưởng Công an phường": "Chief of a ward police",
    "Bí thư Chi đoàn phường": "Secretary of a ward's youth branch",
    "Tổ giúp việc Ban Chỉ đạo khảo sát": "Support team of the survey's steering committee",
}


def english_name(name: str) -> str:
    """The English name of a sample's account; any other account's own name."""
    return ENGLISH.get(name, name)
