"""What a proposal would change, computed and pinned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import Assumption, compute_effect, propose
from kiem.domain.ledger.queries import explain_figure, offices_held
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput, NotFound
from tests.domain.assembly.conftest import Hall

MAY = date(2025, 5, 6)


@pytest.fixture
def proposal(hall: Hall) -> int:
    return propose(
        event_id=hall.event,
        organization_id=hall.places.youth_a,
        text_vi="Tăng giờ miễn giảm",
        actor=hall.viewers["youth"],
    )


def effects(hall: Hall) -> tuple[queries.EffectRow, ...]:
    (put,) = queries.event_detail(viewer=SYSTEM, event_id=hall.event, on=clock.today()).proposals
    return put.effects


def test_release_effect_counts_people_and_hours(hall: Hall, proposal: int) -> None:
    held = [o for o in offices_held(viewer=SYSTEM, on=MAY) if o.family == "youth"]
    assumption = Assumption("release", MAY, family="youth", percent=Decimal("10"))
    compute_effect(proposal_id=proposal, assumption=assumption, actor=SYSTEM)
    (effect,) = effects(hall)
    # Every office was held all month: a tenth of what its holder has available.
    assert all(office.days_held == office.month_days for office in held)
    assert effect.result["proposed"] == sum(round(office.available / 10) for office in held)
    assert effect.result["now"] == sum(office.release for office in held)
    assert effect.result["people"] == len({office.person_id for office in held}) > 0
    assert sum(group["offices"] for group in effect.result["groups"]) == len(held)


def test_release_as_it_is_today_is_the_figure_of_the_load_picture(hall: Hall) -> None:
    total = sum(office.release for office in offices_held(viewer=SYSTEM, on=MAY)) / 100
    figure = explain_figure(viewer=SYSTEM, subject="all", figure="release_hours", on=MAY)
    assert total == pytest.approx(figure.value)


def test_effect_stays_as_it_was_computed(hall: Hall, proposal: int) -> None:
    assumption = Assumption("release", MAY, percent=Decimal("10"))
    compute_effect(proposal_id=proposal, assumption=assumption, actor=SYSTEM)
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=MAY)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, date(2025, 2, 1))],
        actor=SYSTEM,
    )
    compute_effect(proposal_id=proposal, assumption=assumption, actor=SYSTEM)
    newest, first = effects(hall)
    assert newest.result["offices"] == first.result["offices"] - 1


def test_standing_effect_counts_who_is_raised(hall: Hall, proposal: int) -> None:
    """Ánh, a chief, heads the youth of A; two officers head a women's branch and a council."""
    assumption = Assumption("standing", MAY, role="deputy_team_leader")
    compute_effect(proposal_id=proposal, assumption=assumption, actor=SYSTEM)
    (effect,) = effects(hall)
    counts = {name: effect.result[name] for name in ("people", "already", "raised", "outside")}
    assert counts == {"people": 3, "already": 1, "raised": 2, "outside": 0}
    youth = Assumption("standing", MAY, family="youth", role="deputy_team_leader")
    compute_effect(proposal_id=proposal, assumption=youth, actor=SYSTEM)
    assert effects(hall)[0].result["groups"] == [
        {"type": "youth_grassroots", "people": 1, "raised": 0}
    ]


def test_effect_is_of_the_actors_scope(hall: Hall, proposal: int) -> None:
    assumption = Assumption("release", MAY, percent=Decimal("10"))
    compute_effect(proposal_id=proposal, assumption=assumption, actor=hall.viewers["commander"])
    compute_effect(proposal_id=proposal, assumption=assumption, actor=SYSTEM)
    everything, of_a = effects(hall)
    assert 0 < of_a.result["offices"] < everything.result["offices"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "happiness"}, "assembly.choice_unknown"),
        ({"family": "nobody"}, "assembly.choice_unknown"),
        ({"role": "king"}, "assembly.choice_unknown"),
        ({"kind": "standing", "role": ""}, "assembly.choice_unknown"),
        ({"percent": Decimal("101")}, "assembly.percent_impossible"),
        ({"on": date(1995, 1, 1)}, "assembly.nobody_concerned"),
    ],
)
def test_impossible_assumption_is_refused(
    hall: Hall, proposal: int, values: dict[str, object], code: str
) -> None:
    given = {"kind": "release", "on": MAY, "percent": Decimal("10"), **values}
    with pytest.raises(InvalidInput) as refused:
        compute_effect(
            proposal_id=proposal,
            assumption=Assumption(**given),  # type: ignore[arg-type]  # wrong on purpose
            actor=SYSTEM,
        )
    assert refused.value.code == code
    assert effects(hall) == ()


def test_effect_of_a_proposal_out_of_scope_is_not_computed(hall: Hall, proposal: int) -> None:
    assumption = Assumption("release", MAY, percent=Decimal("10"))
    with pytest.raises(NotFound):
        compute_effect(proposal_id=proposal, assumption=assumption, actor=hall.viewers["women"])
