"""Rules that a form of tasks offers: bodies of a type, and all units of a level."""

from __future__ import annotations

from django.utils import translation

from kiem.delivery.web.assemblyforms import group_choices
from kiem.domain.assembly.queries import TargetGroup

WARDS = TargetGroup("ward_police", "Công an phường", "Ward Police", 51, "commune")
COMMUNES = TargetGroup("commune_police", "Công an xã", "Commune Police", 75, "commune")
BRANCHES = TargetGroup("youth_branch", "Chi đoàn", "Youth branch", 126, "")


def test_level_is_offered_where_it_has_several_types() -> None:
    with translation.override("en"):
        assert group_choices([WARDS, COMMUNES, BRANCHES]) == [
            ("commune", "Every commune-level unit: all 126"),
            ("ward_police", "Ward Police: all 51"),
            ("commune_police", "Commune Police: all 75"),
            ("youth_branch", "Youth branch: all 126"),
        ]
        assert [value for value, _ in group_choices([WARDS, BRANCHES])] == [
            "ward_police", "youth_branch",
        ]  # fmt: skip
