"""From tables to the engine's terms: each table where it belongs, in its unit of measure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.engine.study.conftest import TABLES, changed, write_study

from kiem.engine.simulation.inputs import (
    ActivityPlace,
    Discipline,
    DistributionKind,
    DueUnit,
    OfficeMode,
    Place,
)
from kiem.engine.study.build import Built, build
from kiem.engine.study.build_models import neighbour_clusters
from kiem.engine.study.load import offered_loads, offered_work
from kiem.engine.study.study import Study, load_study

DAY = 1440.0


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_study(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def built(study: Study) -> Built:
    return build(study.settings, study.tables)


def test_horizon_is_warm_up_period_and_drain(built: Built) -> None:
    horizon = built.horizon
    assert (horizon.warm_up_days, horizon.measured_days, horizon.drain_days) == (7, 28, 7)


def test_calendar_is_closed_at_weekends_and_on_holidays(built: Built) -> None:
    calendar = built.organisation.units.calendars[0]
    assert calendar.first_weekday == 0  # 23 February 2026 is a Monday
    open_on = np.unique(calendar.open_start // DAY).astype(int).tolist()
    assert 25 not in open_on  # 20 March, the holiday
    assert open_on == [d for d in range(42) if d % 7 < 5 and d != 25]
    assert calendar.open_start[:2].tolist() == [480.0, 780.0]


def test_types_have_their_stages_routes_and_limits(built: Built) -> None:
    form, visit = built.demand.types
    assert (form.due, form.due_unit, form.priority) == (1.0, DueUnit.WORKING_DAYS, 1)
    assert (visit.due, visit.due_unit) == (8.0, DueUnit.WORKING_HOURS)
    assert form.stages[0].time.kind is DistributionKind.LOGNORMAL
    first, outside, last = visit.stages
    assert first.next_chances.tolist() == [0.0, 0.9, 0.0]
    assert (outside.place, outside.stops_clock) == (Place.OUTSIDE, True)
    assert outside.next_chances.tolist() == [0.0, 0.0, 1.0]
    assert last.next_chances.tolist() == [0.2, 0.0, 0.0]
    assert last.time.values.tolist() == [10.0, 15.0, 30.0]


def test_people_are_one_each_with_the_skills_of_their_profile(built: Built) -> None:
    staff = built.organisation.staff
    assert staff.unit.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    form, visit = (t.stages[0].skill for t in built.demand.types)
    both = (1 << form) | (1 << visit)
    last = 1 << built.demand.types[1].stages[2].skill
    assert [int(word) for word in staff.skills] == (
        [1 << form] * 3 + [both | last] * 2 + [1 << form] * 2 + [both | last] * 2
    )


def test_part_time_is_a_fifth_of_the_working_days_off_and_paid_less(built: Built) -> None:
    staff = built.organisation.staff
    days = [staff.absent_start[staff.absent_staff == person] // DAY for person in (5, 6)]
    assert {len(d) for d in days} <= {5, 6}  # of 29 open days
    assert days[0].tolist() != days[1].tolist()
    assert staff.cost_per_hour[5] == pytest.approx(8.0)


def test_known_leave_is_whole_days_of_that_person(built: Built) -> None:
    staff = built.organisation.staff
    mine = staff.absent_staff == 7  # ann; 10 to 12 March are days 15 to 17
    assert staff.absent_start[mine].tolist() == [15 * DAY]
    assert staff.absent_end[mine].tolist() == [18 * DAY]


def test_offices_of_one_row_go_to_different_people(built: Built) -> None:
    offices = built.organisation.offices
    assert offices.holder.tolist() == [0, 1, 8]
    assert offices.release_hours_per_month.tolist() == [30.0, np.inf, 20.0]
    assert offices.slot_weekday.tolist() == [2, 1, 2]
    assert offices.slot_minute.tolist() == [810.0, 480.0, 480.0]


def test_activities_recur_until_the_study_ends(built: Built) -> None:
    activities = built.organisation.activities
    weekly = activities.office == 0
    assert (activities.start[weekly] / DAY).tolist() == [7.0, 14.0, 21.0, 28.0, 35.0]
    assert (activities.deadline[weekly] / DAY).tolist() == [12.0, 19.0, 26.0, 33.0, 40.0]
    trip = int(np.flatnonzero(~weekly)[0])
    assert activities.place[trip] == ActivityPlace.AWAY
    assert (activities.length_minutes[trip], activities.travel_minutes[trip]) == (240.0, 60.0)


def test_monthly_activities_keep_to_the_ends_of_months(tmp_path: Path) -> None:
    toml = (
        TABLES["study.toml"].replace("2026-03-29", "2026-06-30").replace("2026-03-02", "2026-01-05")
    )
    activities = changed(
        "activities", "2026-03-10,2026-03-20,4,once", "2026-01-15,2026-01-31,4,month"
    )
    study = load_study(write_study(tmp_path / "s", toml=toml, activities=activities))
    built = build(study.settings, study.tables)
    found = built.organisation.activities
    mine = found.office == 2
    first = np.datetime64(study.settings.first_day)
    ends = [str(first + np.timedelta64(int(end / DAY) - 1, "D")) for end in found.deadline[mine]]
    assert ends == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
    ]


def test_arrivals_follow_week_shocks_and_growth(study: Study, built: Built) -> None:
    rates = built.demand.rates
    assert rates is not None
    assert rates.cases_per_day.tolist() == [[40.0, 4.0], [20.0, 2.0]]
    assert rates.profile_of.tolist() == [1, 0]
    assert rates.profiles[0, 0, 8] == 2.0
    assert rates.profiles[0].sum() == 3.0
    assert rates.profiles[1, 2, 14] == 1.0
    factor = rates.day_factors[rates.series_of]  # units, types, days
    assert factor[0, 0, 13:20].tolist() == [1.0, 1.5, 1.5, 1.5, 1.5, 1.5, 1.0]
    assert factor[1, 0, 21] == 0.5
    assert factor[0, 1, 21] == 1.0


def test_growth_is_continuous_from_the_start(tmp_path: Path) -> None:
    toml = changed("toml", "handover_hours = 4.0", "growth_per_year = 0.10")
    study = load_study(write_study(tmp_path / "s", toml=toml, shocks=None))
    rates = build(study.settings, study.tables).demand.rates
    assert rates is not None
    assert rates.day_factors[0, 7] == pytest.approx(1.0)
    assert rates.day_factors[0, 0] == pytest.approx(1.1 ** (-7 / 365.25))


def test_given_cases_arrive_at_their_minute(built: Built) -> None:
    given = built.demand.given
    assert given is not None
    assert given.minute.tolist() == [8 * DAY + 555.0, 9 * DAY + 600.5]
    assert given.unit.tolist() == [0, 1]
    assert given.work_minutes is not None
    assert given.work_minutes[0] == 25.0
    assert np.isnan(given.work_minutes[1])


def test_full_time_officer_takes_over_the_offices_of_the_unit(built: Built) -> None:
    organisation = built.models[1].apply(built.organisation)
    assert organisation.full_time.tolist() == [0, 8]
    assert organisation.offices.holder.tolist() == [0, 0, 8]


def test_pooling_training_and_extra_staff(study: Study, built: Built) -> None:
    model = built.models[2]
    organisation = model.apply(built.organisation)
    assert organisation.rules.pooled
    assert organisation.units.cluster.tolist() == [0, 0]
    assert organisation.staff.unit.tolist()[9:] == [0]
    all_skills = int(organisation.staff.skills[3])
    assert {int(word) for word in organisation.staff.skills} == {all_skills}


def test_rules_are_those_of_the_study_and_the_model(tmp_path: Path) -> None:
    toml = changed("toml", 'offices = "per_unit"', 'discipline = "slack"\nactivities = "fixed"')
    offices = changed("offices", "O2,Member,U1d,,2", "O2,Member,U1d,4,2")
    study = load_study(write_study(tmp_path / "s", toml=toml, offices=offices))
    now, other, _ = build(study.settings, study.tables).models
    assert now.rules is not None
    assert other.rules is not None
    assert now.rules.discipline is Discipline.FCFS
    assert int(now.rules.office_mode) == OfficeMode.INTERLEAVED
    assert other.rules.discipline is Discipline.SLACK
    assert int(other.rules.office_mode) == OfficeMode.FIXED
    assert now.rules.handover_after_minutes == 240.0


def test_by_profile_gives_officers_to_some_units_only(tmp_path: Path) -> None:
    toml = changed("toml", 'offices = "per_unit"', 'by_profile = { village = "per_unit" }')
    study = load_study(write_study(tmp_path / "s", toml=toml))
    model = build(study.settings, study.tables).models[1]
    assert model.officer_group is not None
    assert model.officer_group.tolist() == [-1, 1]


def test_officer_of_a_cluster_serves_all_its_units(tmp_path: Path) -> None:
    toml = changed("toml", 'offices = "per_unit"', 'offices = "per_cluster"\nofficer = "hired"')
    study = load_study(write_study(tmp_path / "s", toml=toml))
    built = build(study.settings, study.tables)
    organisation = built.models[1].apply(built.organisation)
    assert organisation.offices.holder.tolist() == [9, 9, 9]
    assert organisation.full_time.tolist() == [9]


def test_neighbours_form_clusters_from_the_outside_in() -> None:
    latitude = np.array([21.0, 21.0, 21.0, 21.0, 21.0])
    longitude = np.array([105.0, 105.1, 105.9, 106.0, 105.5])
    assert neighbour_clusters(latitude, longitude, 2).tolist() == [0, 0, 1, 1, 2]
    assert np.bincount(neighbour_clusters(latitude, longitude, 3)).tolist() == [3, 2]


def test_offered_work_counts_returns_and_shocks(study: Study, built: Built) -> None:
    need = offered_work(built, study.settings, study.tables)
    form, visit, last = (built.demand.types[k].stages[s].skill for k, s in ((0, 0), (1, 0), (1, 2)))
    # Form: five days in nineteen at one and a half, of 20 minutes; two given cases in 29 days.
    assert need.work[0, form] == pytest.approx((40 * (14 + 5 * 1.5) / 19 + 1 / 29) * 20)
    # A visit comes back with chance 0.9 * 0.2: 1 / 0.82 first stages, 0.9 / 0.82 last ones.
    assert visit == last  # the same profiles serve both, so they share a skill
    assert need.work[0, visit] == pytest.approx(4 / 0.82 * 60 + 4 * 0.9 / 0.82 * 55 / 3)


def test_offered_load_is_that_of_the_tightest_group(study: Study, built: Built) -> None:
    """All-rounders alone can do visits; with the desk they share the forms."""
    need = offered_work(built, study.settings, study.tables)
    loads = offered_loads(built.organisation, need.work, study.settings, study.tables)
    form, visit = (t.stages[0].skill for t in built.demand.types)
    minutes = 480.0 * (1 - 18 / 250)
    alone = need.work[0, visit] / (2 * minutes)
    together = (need.work[0, visit] + need.work[0, form]) / (5 * minutes)
    assert loads["unit", 0] == pytest.approx(max(alone, together))
