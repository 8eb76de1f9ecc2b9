"""Rights in words."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override
from tests.factories.register import START
from tests.factories.two_sides import TwoSides, build_two_sides

from kiem.delivery.web.rights import PERMISSION_NAMES, rights_of
from kiem.platform.access import Permission, viewer_for
from kiem.platform.access.roles import ROLES


@pytest.fixture
def sides(db: None) -> TwoSides:
    return build_two_sides()


def test_every_permission_a_role_can_carry_has_words() -> None:
    assert set().union(*ROLES.values()) <= PERMISSION_NAMES.keys()


@pytest.mark.parametrize(
    ("persona", "role", "scope"),
    [
        ("commander", "unit_commander", "Commune Police A"),
        ("personnel", "personnel", "Commune Police HN"),
        ("youth", "youth_officer", "Commune Police HN-Y"),
        ("administrator", "administrator", "Everything"),
    ],
)
def test_scope_is_shown_by_its_name(persona: str, role: str, scope: str, sides: TwoSides) -> None:
    user = get_user_model()._default_manager.get(pk=sides.accounts[persona])
    with override("en"):
        (shown,) = rights_of(viewer_for(user, on=START), START)
    assert (shown.scope, len(shown.permissions)) == (scope, len(ROLES[role]))


def test_account_without_rights_has_none(sides: TwoSides) -> None:
    user = get_user_model()._default_manager.get(pk=sides.accounts["nobody"])
    viewer = viewer_for(user, on=START)
    assert rights_of(viewer, START) == []
    assert viewer.can(Permission.SIGNED_IN)
