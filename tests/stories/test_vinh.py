"""Vinh: is the model right? A city police of May 2020, from what was said to what became of it.

The sample `kiem demo --sample vinh` makes, asked what a visitor would ask of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiem.delivery.sample import codes
from kiem.delivery.sample.vinh.bodies import CITY, COMMUNES, PARTY, UNION, WARDS, WOMEN, YOUTH
from kiem.delivery.sample.vinh.changes import ASSIGNED, WEAKENED
from kiem.delivery.sample.vinh.reviews import FOLLOW_UP, YEAR_END
from kiem.delivery.sample.vinh.session import HELD
from kiem.domain.assembly import queries
from kiem.domain.assembly.queries import EventDetail, Progress
from kiem.domain.assembly.queries.verify import verify_assembly
from kiem.domain.documents.queries.sessions import notice_document
from kiem.domain.documents.render import render_pdf
from kiem.domain.ledger.queries import explain_figure, list_findings, load_picture
from kiem.domain.ledger.queries.verify import verify_ledger
from kiem.domain.register.queries.decisions import list_decisions
from kiem.domain.register.queries.organizations import organization_detail
from kiem.domain.register.queries.people import person_detail
from kiem.domain.register.queries.units import UnitRow, list_units
from kiem.domain.register.queries.verify import verify_register
from kiem.domain.surveys.queries import rollup
from kiem.domain.surveys.queries.verify import verify_surveys
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.personas import list_personas
from kiem.platform.audit import verify_chain
from kiem.platform.files import verify_files
from tests.domain.documents.reading import pages_of
from tests.stories.conftest import Vinh

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "from-a-question-to-a-result.md"
BEFORE = date(2020, 3, 31)
END = date(2021, 1, 31)


def committee(vinh: Vinh, unit: str, day: date) -> int:
    """How many seats of a unit's youth committee are held; 0 where there is no branch."""
    chapter = vinh.ids.organizations[f"youth:{unit}"]
    detail = organization_detail(organization_id=chapter, viewer=SYSTEM, on=day)
    return sum(len(post.holders) for post in detail.posts)


def communes(vinh: Vinh, day: date) -> list[UnitRow]:
    keys = {named(vinh, commune) for commune in COMMUNES}
    return [row for row in list_units(viewer=SYSTEM, on=day, limit=None) if row.id in keys]


def session(vinh: Vinh, day: date, key: str = "session") -> EventDetail:
    return queries.event_detail(viewer=SYSTEM, event_id=vinh.ids.events[key], on=day)


def named(vinh: Vinh, key: str) -> int:
    return vinh.ids.organizations[key]


# Who they are


def test_city_has_25_units_of_which_nine_are_communes(vinh: Vinh) -> None:
    units = list_units(viewer=SYSTEM, on=HELD, kind="commune", limit=None)
    assert len(units) == 25
    assert sum(unit.name_vi.startswith("Công an xã ") for unit in units) == 9


def test_each_line_has_a_higher_body_of_its_own(vinh: Vinh) -> None:
    rows = [
        organization_detail(organization_id=named(vinh, line), viewer=SYSTEM, on=HELD).organization
        for line in (YOUTH, WOMEN, UNION)
    ]
    assert [row.higher_name_vi for row in rows] == [
        "Đoàn Thanh niên cấp trên (mẫu)",
        "Hội Phụ nữ cấp trên (mẫu)",
        "Công đoàn cấp trên (mẫu)",
    ]


def test_chief_of_the_city_is_party_secretary_as_well(vinh: Vinh) -> None:
    (chief,) = vinh.tale.world.holders[f"{CITY}#chief"]
    held = person_detail(viewer=SYSTEM, person_id=vinh.ids.people[chief], on=HELD).posts
    assert {post.post_id for post in held} == {
        vinh.ids.posts[f"{CITY}#chief"],
        vinh.ids.posts[f"{PARTY}#{codes.PARTY_SECRETARY}"],
    }


# 9 of 9


def test_transfers_to_nine_communes_leave_nine_committees_unable_to_decide(vinh: Vinh) -> None:
    assert [committee(vinh, ward, BEFORE) for ward in WARDS] == [3] * 16
    assert [committee(vinh, ward, ASSIGNED) for ward in WARDS] == [1] * 9 + [3] * 7
    assert [unit.staff for unit in communes(vinh, BEFORE)] == [0] * 9
    assert [unit.staff for unit in communes(vinh, ASSIGNED)] == [6] * 9


def test_nine_broken_quorums_are_found_and_one_says_who_left_by_which_decision(
    vinh: Vinh,
) -> None:
    def weak(day: date) -> set[int]:
        found = list_findings(viewer=SYSTEM, on=day, code="committee_below_quorum", limit=99)
        return {f.organization.id for f in found.rows if f.organization is not None}

    assert weak(BEFORE) == set()
    assert weak(HELD) == {named(vinh, f"youth:{ward}") for ward in WEAKENED}
    assert weak(END) == {named(vinh, f"youth:{ward}") for ward in WEAKENED[7:]}
    one = f"organization:{named(vinh, f'youth:{WEAKENED[0]}')}"
    told = explain_figure(viewer=SYSTEM, subject=one, figure="seats_held", on=HELD)
    assert [(record.kind, record.until) for record in told.records] == [
        ("appointment", None),
        ("left", ASSIGNED),
        ("left", ASSIGNED),
    ]
    (transfer,) = {record.decision_id for record in told.records[1:]}
    titles = {
        row.decision.id: row.decision.title_en for row in list_decisions(viewer=SYSTEM, on=END)
    }
    assert titles[transfer].startswith("Assign regular officers to 9 of 9 communes")


def test_whoever_is_left_alone_in_an_office_is_overloaded(vinh: Vinh) -> None:
    def overloaded(day: date) -> int:
        picture = load_picture(viewer=SYSTEM, on=day, kind="commune")
        weakened = {named(vinh, ward) for ward in WEAKENED}
        return sum(unit.overloaded for unit in picture.units if unit.unit_id in weakened)

    assert overloaded(date(2020, 2, 15)) == 0
    assert overloaded(date(2020, 6, 15)) >= 5


# What was asked


def test_survey_asks_73_bodies_and_adds_up_by_type(vinh: Vinh) -> None:
    found = rollup(viewer=SYSTEM, survey_id=vinh.ids.surveys["survey"], on=HELD, by="type")
    assert (found.asked, found.sheets) == (73, 72)
    assert {group.key: (group.asked, group.sheets) for group in found.groups} == {
        "ward_police": (16, 15),
        "commune_police": (9, 9),
        "youth_branch": (16, 16),
        "women_branch": (16, 16),
        "trade_union_group": (16, 16),
    }
    results = {result.question.key: result for result in found.results}
    committees = {key: part.counts for key, part in results["committee"].groups.items()}
    assert committees["youth_branch"] == {1: 7, 2: 9}
    assert committees["ward_police"] == {1: 6, 2: 9}
    assert committees["commune_police"] == {3: 9}
    hours = [results["hours"].groups[unit] for unit in ("ward_police", "commune_police")]
    # Prefilled, and one unit says otherwise.
    assert [(group.answered, group.changed) for group in hours] == [(15, 1), (9, 0)]


def test_weight_in_the_classification_is_quoted_as_the_survey_gives_it(vinh: Vinh) -> None:
    found = rollup(viewer=SYSTEM, survey_id=vinh.ids.surveys["survey"], on=HELD)
    weight = next(r.everybody for r in found.results if r.question.key == "weight")
    assert weight.mean is not None
    women = next(
        said for said in session(vinh, HELD).contributions if said.body.id == named(vinh, WOMEN)
    )
    assert f"weighs {weight.mean:.1f} % in the yearly classification" in women.difficulty_en


# What was said


def test_figures_stay_as_they_were_said_and_newer_knowledge_is_told(vinh: Vinh) -> None:
    said = session(vinh, END).contributions
    youth = next(c for c in said if c.body.id == named(vinh, YOUTH))
    assert [(c.figure, c.value) for c in youth.citations[:2]] == [
        ("dual_holders", 5),
        ("dual_holders", 3),
    ]
    assert [(c.figure, c.on, c.value) for c in youth.citations[3:]] == [
        ("committees_below_quorum", date(2020, 2, 15), 0),
        ("committees_below_quorum", HELD, 9),
    ]
    ward = next(c for c in said if c.body.id == named(vinh, f"youth:{WARDS[0]}"))
    assert [(c.figure, c.value) for c in ward.citations[4:]] == [
        ("seats_held", 1),
        ("seats_needed", 2),
    ]
    figures = queries.figures_then_and_now(
        viewer=SYSTEM, event_id=vinh.ids.events["session"], on=END
    )
    changed = {(f.cited.figure, f.cited.on) for f in figures if f.has_changed}
    assert changed == {("office_hours", HELD)}  # of the month that was running then


def test_proposals_have_been_judged_with_reasons_and_one_is_open(vinh: Vinh) -> None:
    put = session(vinh, END).proposals
    assert [p.status for p in put] == ["accepted", "accepted", "deferred", "rejected", "open"]
    assert [bool(p.reason) for p in put] == [True, True, True, True, False]


def test_effects_of_two_proposals_are_computed(vinh: Vinh) -> None:
    put = session(vinh, END).proposals
    ranks, full_time = put[2].effects[0], put[3].effects[0]
    assert (ranks.kind, ranks.parameters["role"]) == ("standing", "deputy_team_leader")
    assert ranks.result["people"] > ranks.result["raised"] > 0
    assert (full_time.kind, full_time.result["offices"], full_time.result["now"]) == (
        "release",
        17,
        0,
    )


def test_chair_is_the_chief_and_three_questions_are_on_the_agenda(vinh: Vinh) -> None:
    detail = session(vinh, HELD)
    (chief,) = vinh.tale.world.holders[f"{CITY}#chief"]
    assert detail.chair_name == vinh.tale.world.people[chief].name.full
    assert [vi.startswith("Câu hỏi") for _n, vi, _en in detail.agenda].count(True) == 3


def test_notice_of_conclusions_is_on_the_paper_of_the_city_police(vinh: Vinh) -> None:
    notice = notice_document(viewer=SYSTEM, event_id=vinh.ids.events["session"], on=HELD)
    text = " ".join(" ".join(pages_of(render_pdf(notice))).split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "1. Mô hình kiêm nhiệm là đúng và tiếp tục" in text
    assert "/TB-CATPV" in text


# What became of it


@pytest.mark.parametrize(
    ("day", "progress"),
    [
        (HELD, Progress(total=38)),  # before three of them were handed on
        (date(2020, 7, 31), Progress(total=69, done=26, unproved=1)),
        (FOLLOW_UP, Progress(total=69, done=54, late=4, unproved=2)),
        (END, Progress(total=69, done=63, late=4, unproved=2)),
    ],
)
def test_board_of_a_day_says_what_is_done_late_or_without_evidence(
    vinh: Vinh, day: date, progress: Progress
) -> None:
    detail = session(vinh, day)
    assert detail.event.progress == progress
    assert len(detail.conclusions) == 6


def test_what_was_accepted_is_so_in_the_register_too(vinh: Vinh) -> None:
    assert [committee(vinh, ward, date(2020, 8, 1)) for ward in WEAKENED] == [3] * 7 + [1] * 2
    assert [committee(vinh, commune, date(2020, 9, 1)) for commune in COMMUNES[:7]] == [3] * 7
    assert [committee(vinh, commune, date(2020, 12, 1)) for commune in COMMUNES[7:]] == [3] * 2


@pytest.mark.parametrize(
    ("key", "day", "open_tasks", "latest_days"),
    [("follow-up", FOLLOW_UP, 13, 31), ("review", YEAR_END, 6, 150)],
)
def test_next_session_starts_with_what_is_open(
    vinh: Vinh, key: str, day: date, open_tasks: int, latest_days: int
) -> None:
    carried = session(vinh, day, key).carried_over
    assert (len(carried), max(task.days_late for task in carried)) == (open_tasks, latest_days)


def test_task_leads_back_to_who_said_what(vinh: Vinh) -> None:
    task = vinh.ids.tasks[f"candidates:youth:{WEAKENED[8]}"]
    chain = queries.task_detail(viewer=SYSTEM, task_id=task, on=END)
    assert chain.task.days_late == 184
    assert [above.id for above in chain.above] == [vinh.ids.tasks["refill"]]
    assert chain.conclusion is not None
    assert chain.conclusion.number == 1
    assert chain.proposal is not None
    assert chain.proposal.text_en == "Keep concurrent posts at the grassroots"
    assert [said.body.id for said in chain.said] == [named(vinh, YOUTH)]


def test_every_task_of_a_conclusion_leads_back_to_who_said_what(vinh: Vinh) -> None:
    tasks = [
        each
        for key in ("session", "follow-up", "review")
        for each in queries.list_tasks(viewer=SYSTEM, event_id=vinh.ids.events[key], on=END).rows
        if each.conclusion_number is not None
    ]
    assert len(tasks) > 30
    nobody = [
        each.id
        for each in tasks
        if not queries.task_detail(viewer=SYSTEM, task_id=each.id, on=END).said
    ]
    assert nobody == []


def test_conclusion_leads_to_its_evidence(vinh: Vinh) -> None:
    tasks = queries.list_tasks(
        viewer=SYSTEM, event_id=vinh.ids.events["session"], conclusion_number=4, on=END
    ).rows
    assert {task.status for task in tasks} == {"done"}
    own = vinh.ids.tasks[f"regulations:{YOUTH}"]
    steps = queries.task_detail(viewer=SYSTEM, task_id=own, on=END).steps
    assert [(step.kind, len(step.file_ids)) for step in steps] == [("report", 1), ("accept", 0)]


# Is it right?


def test_walk_of_the_tutorial_says_what_there_is(vinh: Vinh) -> None:
    words = " ".join(PAGE.read_text("utf-8").split())
    detail = session(vinh, END)
    progress = detail.event.progress
    said = f"{progress.done} of {progress.total} tasks done, {progress.late} late"
    assert f"{said} and {progress.unproved} that wait" in words
    titles = {event.title_en for event in queries.list_events(viewer=SYSTEM, on=END)}
    for title in ("Working session on how the three organisations work", "Review of the year"):
        assert f"*{title}*" in words
        assert f"{title} (sample data)" in titles
    late = queries.task_detail(viewer=SYSTEM, task_id=vinh.ids.tasks["refill"], on=END).task
    assert f"*{late.text_en}* is late because one of nine branches" in words
    rows = list_decisions(viewer=SYSTEM, on=END)
    assigned = next(row for row in rows if row.decision.title_en.startswith("Assign regular"))
    assert assigned.articles == 1
    assert "*Assign regular officers to 9 of 9 communes*: one article, 54 people" in words
    assert sum(unit.staff for unit in communes(vinh, ASSIGNED)) == 54


def test_six_invented_accounts_can_be_entered(vinh: Vinh) -> None:
    assert [persona.roles for persona in list_personas()] == [
        ("personnel",),
        ("youth_officer",),
        ("youth_officer",),
        ("unit_commander",),
        ("dual_holder",),
        ("auditor",),
    ]


def test_every_invariant_holds(vinh: Vinh) -> None:
    checks = [*verify_register().checks, *verify_ledger(), *verify_assembly(), *verify_surveys()]
    assert [check.name for check in checks if check.problems] == []
    assert verify_chain().first_broken is None
    assert verify_files().altered == ()
