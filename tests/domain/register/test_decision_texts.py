"""Who reads which names in a decision."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.register.actions.articles import Admit, Appoint, Move, Transfer
from kiem.domain.register.actions.drafts import issue_draft
from kiem.domain.register.queries.decision_texts import DecisionText, decision_text, draft_text
from kiem.domain.register.queries.drafts import decision_text as page_text
from kiem.domain.register.queries.drafts import draft_detail
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel.errors import Forbidden, NotFound
from tests.factories.decisions import ARTICLES, DAY, Staffed, draft, draft_of, issue, staff
from tests.factories.register import Town

READ = (Permission.VIEW_STRUCTURE, Permission.VIEW_OFFICES)
CHANGE = (*READ, Permission.CHANGE_REGISTER)


@pytest.fixture
def place(town: Town) -> Staffed:
    return staff(town)


def viewer(scope: str, *permissions: Permission) -> Viewer:
    return Viewer(name="tests", grants=frozenset(Grant(p, scope) for p in permissions or READ))


def names(text: DecisionText) -> list[str]:
    return [line.person.full_name[-1] for facts in text.articles for line in facts.people]


def test_issuers_own_side_reads_the_whole_text(place: Staffed) -> None:
    decision_id = issue(place, ARTICLES["transfer"](place))
    reader = viewer(f"unit:{place.town.city}", *CHANGE)
    text = decision_text(viewer=reader, decision_id=decision_id, on=DAY)
    assert names(text) == ["1", "2"]
    assert (text.hidden_people, text.is_draft, text.kind) == (0, False, "personnel")


def test_unit_reads_its_own_people_and_how_many_more(place: Staffed) -> None:
    town = place.town
    decision_id = issue(
        place,
        Appoint(town.people[4], town.other_officer, DAY),
        Transfer(DAY, (Move(town.people[0], town.other_officer),)),
        Appoint(town.people[5], town.chief, DAY),
    )
    before = viewer(f"unit:{town.unit}")
    after = viewer(f"unit:{town.other_unit}")
    assert names(decision_text(viewer=before, decision_id=decision_id, on=DAY)) == ["1", "6"]
    read = decision_text(viewer=after, decision_id=decision_id, on=DAY)
    assert (names(read), read.hidden_people) == (["5", "1"], 1)


def test_members_are_named_to_their_own_line_only(place: Staffed) -> None:
    town = place.town
    decision_id = issue_draft(
        draft_id=draft(
            place,
            Admit(place.lone, DAY, (town.people[3], town.people[4])),
            kind="membership",
            issuer=town.youth,
        ),
        version=1,
        actor=SYSTEM,
    )
    employer = viewer(f"unit:{town.city}", *READ, Permission.VIEW_MEMBERS)
    text = decision_text(viewer=employer, decision_id=decision_id, on=DAY)
    assert (names(text), text.hidden_people) == ([], 2)
    line = viewer(f"line:{town.youth}", *READ, Permission.VIEW_MEMBERS)
    assert names(decision_text(viewer=line, decision_id=decision_id, on=DAY)) == ["4", "5"]


def test_decision_out_of_scope_is_not_found(place: Staffed) -> None:
    decision_id = issue(place, Appoint(place.town.people[4], place.town.chief, DAY))
    stranger = viewer(f"unit:{place.town.other_unit}")
    with pytest.raises(NotFound):
        decision_text(viewer=stranger, decision_id=decision_id, on=DAY)


def test_recorded_decision_has_no_articles(place: Staffed) -> None:
    text = decision_text(viewer=SYSTEM, decision_id=place.town.decision, on=DAY)
    assert (text.articles, text.grounds, text.number) == ((), (), "01/QĐ")


def test_draft_is_read_by_whoever_speaks_for_its_issuer(place: Staffed) -> None:
    draft_id = draft_of(place, "transfer")
    speaker = viewer(f"unit:{place.town.city}", *CHANGE)
    text = draft_text(viewer=speaker, draft_id=draft_id)
    assert (names(text), text.number, text.signed_on) == (["1", "2"], "", None)
    with pytest.raises(NotFound):
        draft_text(viewer=viewer(f"unit:{place.town.unit}", *CHANGE), draft_id=draft_id)
    with pytest.raises(Forbidden):
        draft_text(viewer=viewer(f"unit:{place.town.city}"), draft_id=draft_id)


def test_draft_tells_no_name_its_reader_could_not_decide_about(place: Staffed) -> None:
    town = place.town
    stranger, own = town.people[3], town.people[0]
    draft_id = draft(
        place,
        Appoint(stranger, town.chief, DAY),
        Appoint(own, town.chief, DAY),
        issuer=town.unit,
    )
    reader = viewer(f"unit:{town.unit}", *CHANGE)
    text = draft_text(viewer=reader, draft_id=draft_id)
    told = [line.person.full_name for facts in text.articles for line in facts.people]
    assert told == [f"#{stranger}", "Nguyễn Văn Người 1"]
    detail = draft_detail(viewer=reader, draft_id=draft_id, on=DAY)
    assert detail.facts == text.articles


def test_changes_are_told_without_people_of_others(place: Staffed) -> None:
    town = place.town
    decision_id = issue(
        place,
        Appoint(town.people[4], town.chief, DAY),
        Appoint(town.people[5], town.other_officer, DAY),
    )
    own = viewer(f"unit:{town.unit}")
    text = page_text(viewer=own, decision_id=decision_id, on=DAY)
    assert [change.person[-1:] for change in text.changes] == ["5", ""]
    assert (len(text.articles[1].people), text.hidden_people) == (0, 1)
    issuers = viewer(f"unit:{town.city}", *CHANGE)
    text = page_text(viewer=issuers, decision_id=decision_id, on=DAY)
    assert [change.person[-1:] for change in text.changes] == ["5", "6"]
    assert text.hidden_people == 0


def test_text_keeps_the_names_of_its_day(place: Staffed) -> None:
    decision_id = issue(place, ARTICLES["rename"](place))
    text = decision_text(viewer=SYSTEM, decision_id=decision_id, on=date(2026, 1, 1))
    (facts,) = text.articles
    assert facts.organization is not None
    assert facts.becomes is not None
    assert (facts.organization.name_vi, facts.becomes.name_vi) == (
        "Công an xã A",
        "Công an phường Mới",
    )
