"""Good models: published with pinned figures, adopted by others, recommended with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiem.domain.assembly import queries
from kiem.domain.assembly.actions import (
    Compared,
    ModelPlan,
    adopt_model,
    correct_model,
    publish_model,
    record_adoption_result,
)
from kiem.domain.ledger.queries import explain_figure
from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.domain.assembly.conftest import Hall

MARCH, MAY = date(2025, 3, 5), date(2025, 5, 6)
PLAN = ModelPlan(
    title_vi="Tổ kỹ năng số",
    title_en="Digital skills team",
    description_vi="Sáu đoàn viên hướng dẫn dịch vụ công trực tuyến",
    evidence_vi="Sổ theo dõi 3 tháng",
)


def publish(hall: Hall, **values: object) -> int:
    given = {"organization_id": hall.places.youth_a, "plan": PLAN, **values}
    return publish_model(**given, actor=hall.viewers["youth"])  # type: ignore[arg-type]  # own keys


def detail(model_id: int, **asked: object) -> queries.ModelDetail:
    return queries.model_detail(
        viewer=SYSTEM,
        model_id=model_id,
        **{"on": clock.today(), **asked},  # type: ignore[arg-type]  # on and known_at
    )


def test_model_keeps_its_figures_before_and_after(hall: Hall) -> None:
    """Ánh leaves her office back-dated: today's figures change, the pinned ones do not."""
    model_id = publish(hall, figures=[Compared("dual_holders", MARCH, MAY)])
    anh = person_detail(viewer=SYSTEM, person_id=hall.places.people["Ánh"], on=MAY)
    (office,) = [a for a in anh.posts if a.post_id == hall.places.secretary_a]
    end_appointments(
        decision_id=hall.places.decision,
        ends=[AppointmentEnd(office.id, date(2025, 4, 1))],
        actor=SYSTEM,
    )
    (figure,) = detail(model_id).figures
    unit = f"unit:{hall.places.a}"
    now = explain_figure(viewer=SYSTEM, subject=unit, figure="dual_holders", on=MAY)
    then = explain_figure(
        viewer=SYSTEM, subject=unit, figure="dual_holders", on=MAY, known_at=figure.known_at
    )
    assert (figure.value_before, figure.value_after) == (2, 2)
    assert (then.value, now.value) == (2, 1)
    profile = detail(model_id).profile
    assert (profile.staff, profile.dual_share) == (3, round(2 / 3, 4))


def test_months_in_the_wrong_order_are_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refused:
        publish(hall, figures=[Compared("dual_holders", MAY, MARCH)])
    assert refused.value.code == "assembly.after_not_later"
    assert queries.list_models(viewer=SYSTEM, on=clock.today()) == ()


def test_models_are_found_by_words_without_accents(hall: Hall) -> None:
    model_id = publish(hall)

    def found(words: str) -> list[int]:
        rows = queries.list_models(viewer=SYSTEM, on=clock.today(), search=words)
        return [row.id for row in rows]

    assert found("truc tuyen KY NANG") == [model_id]
    assert found("digital") == [model_id]
    assert found("kỹ năng hiến máu") == []
    assert found("100%_") == []


def test_corrected_words_replace_the_earlier_ones(hall: Hall) -> None:
    model_id = publish(hall)
    moment = clock.now()
    plan = ModelPlan(title_vi="Tổ số", description_vi="Tám đoàn viên", evidence_vi="Sổ")
    with pytest.raises(NotFound):
        correct_model(model_id=model_id, plan=plan, actor=hall.viewers["women"])
    correct_model(model_id=model_id, plan=plan, actor=hall.viewers["youth"])
    assert detail(model_id).model.title_vi == "Tổ số"
    assert detail(model_id, known_at=moment).model.title_vi == "Tổ kỹ năng số"


def test_model_is_adopted_once_and_its_last_result_counts(hall: Hall) -> None:
    model_id, women = publish(hall), hall.viewers["women"]
    adoption = adopt_model(
        model_id=model_id,
        organization_id=hall.places.women_b,
        adopted_on=clock.today(),
        note_vi="Bốn hội viên",
        actor=women,
    )
    for code, values in (
        ("assembly.model_adopted_already", {"organization_id": hall.places.women_b}),
        ("assembly.own_model", {"organization_id": hall.places.youth_a}),
    ):
        with pytest.raises((Conflict, InvalidInput)) as refused:
            adopt_model(model_id=model_id, adopted_on=clock.today(), actor=SYSTEM, **values)
        assert refused.value.code == code
    for outcome in ("partly", "works"):
        record_adoption_result(
            adoption_id=adoption, outcome=outcome, text_vi="Hồ sơ nhanh hơn", actor=women
        )
    with pytest.raises(NotFound):  # another body's adoption
        record_adoption_result(
            adoption_id=adoption, outcome="failed", text_vi="Không", actor=hall.viewers["youth"]
        )
    found = detail(model_id)
    assert [(a.outcome, a.result_vi) for a in found.adoptions] == [("works", "Hồ sơ nhanh hơn")]
    assert (found.model.adoptions, found.model.works) == (1, 1)


def test_adoption_in_the_future_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refused:
        adopt_model(
            model_id=publish(hall),
            organization_id=hall.places.women_b,
            adopted_on=clock.today() + timedelta(days=1),
            actor=hall.viewers["women"],
        )
    assert refused.value.code == "assembly.not_yet"


def test_model_is_recommended_to_units_without_it_with_the_reason(hall: Hall) -> None:
    model_id = publish(hall)

    def recommended() -> list[int]:
        rows = queries.recommended_units(viewer=SYSTEM, model_id=model_id, on=clock.today())
        return [row.unit.id for row in rows]

    (row,) = queries.models_for(viewer=SYSTEM, unit_id=hall.places.b, on=clock.today())
    assert recommended() == [hall.places.b]
    assert row.like.id == hall.places.a
    closeness = {part.feature: (part.here, part.there) for part in row.likeness.parts}
    assert closeness["staff"] == (2, 3)
    assert closeness["dual_share"] == (0.5, round(2 / 3, 4))
    assert queries.models_for(viewer=SYSTEM, unit_id=hall.places.a, on=clock.today()) == ()
    adopt_model(
        model_id=model_id,
        organization_id=hall.places.women_b,
        adopted_on=clock.today(),
        actor=SYSTEM,
    )
    assert recommended() == []


def test_recommendations_stay_in_the_readers_scope(hall: Hall) -> None:
    model_id = publish(hall)
    youth = queries.recommended_units(
        viewer=hall.viewers["youth"], model_id=model_id, on=clock.today()
    )
    women = queries.recommended_units(
        viewer=hall.viewers["women"], model_id=model_id, on=clock.today()
    )
    assert [row.unit.id for row in youth] == []
    assert [row.unit.id for row in women] == [hall.places.b]


@pytest.mark.parametrize("persona", ["administrator", "nobody"])
def test_models_are_for_those_who_see_assemblies(hall: Hall, persona: str) -> None:
    with pytest.raises(Forbidden):
        queries.list_models(viewer=hall.viewers[persona], on=clock.today())
