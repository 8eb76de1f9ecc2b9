"""The map of units: classes, inset, links."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from kiem.delivery.web.citymap import LINKED_AT_MOST, MapUnit, build_map, class_of, place_name


def unit(number: int, longitude: float, latitude: float, strained: int = 0) -> MapUnit:
    return MapUnit(
        number, f"Công an xã {number}", latitude, longitude, 80, 8, strained, f"/units/{number}/"
    )


def crowded(count: int) -> list[MapUnit]:
    """Half in a small circle, half on a wide one."""
    placed = []
    for i in range(count):
        radius, angle = (0.02 if i % 2 else 0.4), 2 * math.pi * i / count
        placed.append(unit(i, 105.8 + radius * math.cos(angle), 21 + radius * math.sin(angle)))
    return placed


def links(svg: str) -> set[str]:
    ElementTree.fromstring(svg)  # noqa: S314 - our own text; raises unless well-formed
    return set(re.findall(r'<a href="([^"]+)"', svg))


@pytest.mark.parametrize(
    ("share", "kind"), [(0, 0), (0.05, 1), (0.10, 1), (0.2, 2), (0.5, 3), (0.51, 4), (1, 4)]
)
def test_class_grows_with_the_strained_share(share: float, kind: int) -> None:
    assert class_of(share) == kind


def test_every_unit_is_a_link_in_exactly_one_drawing() -> None:
    units = crowded(60)
    drawn = build_map(units)
    assert drawn is not None
    assert drawn.inset is not None
    main, inset = links(drawn.main), links(drawn.inset)
    assert main & inset == set()
    assert main | inset == {u.href for u in units}


def test_few_units_need_no_inset() -> None:
    drawn = build_map(crowded(10))
    assert drawn is not None
    assert drawn.inset is None


def test_one_unit_is_drawn() -> None:
    drawn = build_map([unit(1, 105.8, 21.0)])
    assert drawn is not None
    assert links(drawn.main) == {"/units/1/"}


def test_no_unit_with_coordinates_is_no_map() -> None:
    assert build_map([]) is None


def test_a_nation_is_dots_without_links() -> None:
    drawn = build_map(crowded(LINKED_AT_MOST + 2))
    assert drawn is not None
    assert links(drawn.main) == set()
    assert len(drawn.main) < 20_000


def test_place_name_drops_what_every_unit_is_called() -> None:
    assert place_name("Công an phường Hoàn Kiếm") == "Hoàn Kiếm"
    assert place_name("Công an xã Ba Vì") == "Ba Vì"
    assert place_name("Ba Vì Commune Police") == "Ba Vì"
    assert place_name("Hà Đông Urban District Police") == "Hà Đông"
