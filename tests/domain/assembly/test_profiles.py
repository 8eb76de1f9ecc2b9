"""How alike two units are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiem.domain.assembly.profiles import SCALES, Profile, likeness, profile_from

HERE = Profile(88, 0.40, 0.15, 0.10, 1.00)
shares = st.floats(0, 1)
profiles = st.builds(
    Profile, st.integers(0, 2_000), shares, shares, shares, st.none() | st.floats(0, 5)
)


def test_unit_is_wholly_like_itself() -> None:
    assert likeness(HERE, HERE).percent == 100


def test_each_feature_counts_on_its_own_scale() -> None:
    """Twice the staff, and half of each other scale: one feature at 0, four at one half."""
    there = Profile(176, 0.525, 0.225, 0.15, 1.125)
    found = likeness(HERE, there)
    assert {part.feature: part.closeness for part in found.parts} == {
        "staff": 0.0,
        "young_share": 0.5,
        "women_share": 0.5,
        "dual_share": 0.5,
        "load": 0.5,
    }
    assert found.percent == 40


def test_unknown_load_is_left_out() -> None:
    found = likeness(HERE, Profile(88, 0.40, 0.15, 0.10, None))
    assert (found.percent, len(found.parts)) == (100, 4)


@given(profiles, profiles)
def test_likeness_is_the_same_both_ways_and_between_0_and_100(a: Profile, b: Profile) -> None:
    assert likeness(a, b).percent == likeness(b, a).percent
    assert 0 <= likeness(a, b).percent <= 100


@given(profiles)
def test_profile_comes_back_as_it_was_pinned(profile: Profile) -> None:
    assert profile_from(profile.as_json()) == profile
    assert set(profile.as_json()) == set(SCALES)
