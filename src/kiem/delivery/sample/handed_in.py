"""Two files the personnel department has handed in: one to be applied, one with mistakes."""

from __future__ import annotations

from kiem.delivery.sample.identities import Identities
from kiem.delivery.sample.units import CITY
from kiem.domain.imports.actions import check_file, submit_file
from kiem.platform.access import Grant, Permission, Viewer

_ARRIVALS = """Số hiệu;Họ và tên;Ngày sinh;Giới tính;Cấp bậc hàm;Ngày vào ngành
TN-0001;Phạm Thị Thu Trang;12/04/2001;Nữ;Trung sĩ;01/11/2025
TN-0002;Đỗ Quang Huy;30/09/2000;Nam;Trung sĩ;01/11/2025
TN-0003;Hoàng Minh Ngọc;05/01/2002;Nữ;Hạ sĩ;01/11/2025
"""
_MOVES = """Số hiệu;Mã tổ chức;Chức vụ;Từ ngày;Đến hết ngày
TN-0001;KHONG-CO;Cán bộ;01/11/2025;
KHONG-CO;HN;Cán bộ;31/11/2025;
TN-0003;HN;Trưởng phòng;1/11/25;
"""


def hand_in_files(seeder: Identities, personnel: int) -> None:
    """Hand both in for the account and check them; nothing of them is applied."""
    scope = f"unit:{seeder.organizations[CITY]}"
    actor = Viewer(
        name="Phòng Tổ chức cán bộ",
        user_id=personnel,
        grants=frozenset({Grant(Permission.CHANGE_REGISTER, scope)}),
    )
    for name, text in (("dieu-dong-thang-11.csv", _MOVES), ("tiep-nhan-thang-11.csv", _ARRIVALS)):
        import_id = submit_file(name=name, content=text.encode(), actor=actor)
        check_file(import_id=import_id, actor=actor)
