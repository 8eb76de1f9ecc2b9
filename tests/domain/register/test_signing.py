"""Who may sign for an issuer in its head's stead: given, ended, held to on issuing."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.register.actions import NewAppointment, appoint, create_posts
from kiem.domain.register.actions.drafts import change_draft, create_draft, issue_draft
from kiem.domain.register.actions.numbers import set_issuer_profile
from kiem.domain.register.actions.signing import authorise_signatory, end_signatory
from kiem.domain.register.models import Decision, DecisionDraft, SigningAuthority
from kiem.domain.register.queries.signing import (
    Chosen,
    chosen_in,
    letterhead,
    signatories,
    signing_posts,
    speaks_for,
)
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.access.viewer import Grant
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError, NotFound
from kiem.time.interval import DateInterval
from tests.factories.decisions import ARTICLES, DAY, Staffed, staff
from tests.factories.register import START, Town, post

LATER = date(2025, 6, 1)


@pytest.fixture
def place(town: Town) -> Staffed:
    return staff(town)


def deputy_director(town: Town, *, held_by: int | None = None, seats: int = 1) -> int:
    (made,) = create_posts(
        decision_id=town.decision,
        posts=[post(town.city, role="deputy_director", title_vi="Phó Giám đốc", seats=seats)],
        actor=SYSTEM,
    )
    if held_by is not None:
        appoint(
            decision_id=town.decision,
            appointments=[NewAppointment(held_by, made, START, "appointed", 100)],
            actor=SYSTEM,
        )
    return made


def authorise(town: Town, post_id: int, way: str = "deputy", since: date = START) -> int:
    return authorise_signatory(
        organization_id=town.city, post_id=post_id, way=way, valid_from=since, actor=SYSTEM
    )


def refused_as(code: str) -> object:
    return pytest.raises(DomainError, check=lambda error: error.code == f"register.{code}")


def test_right_to_sign_is_of_the_post_and_has_an_end(place: Staffed) -> None:
    town = place.town
    post_id = deputy_director(town, held_by=town.people[4])
    authority = authorise(town, post_id)
    (found,) = signatories(organization_id=town.city, on=LATER)
    assert (found.way, found.title_vi, found.full_name) == (
        "deputy", "Phó Giám đốc", "Nguyễn Văn Người 5",
    )  # fmt: skip
    end_signatory(authority_id=authority, ends_on=LATER, actor=SYSTEM)
    assert signatories(organization_id=town.city, on=LATER) == ()
    (before,) = signatories(organization_id=town.city, on=date(2025, 5, 31))
    assert before.valid == DateInterval(START, LATER)
    authorise(town, post_id, since=LATER)
    assert SigningAuthority.objects.known().count() == 2
    assert verify_register().is_sound


def test_post_may_sign_once_only(place: Staffed) -> None:
    post_id = deputy_director(place.town)
    authorise(place.town, post_id, since=LATER)
    with refused_as("signs_already"):
        authorise(place.town, post_id)


def test_who_does_not_stand_under_the_issuer_does_not_sign(place: Staffed) -> None:
    town = place.town
    with refused_as("deputy_of_another"):
        authorise(town, town.chief)
    authorise(town, town.chief, "order")
    with refused_as("head_signs_anyway"):
        authorise_signatory(
            organization_id=town.unit, post_id=town.chief, way="order", valid_from=START,
            actor=SYSTEM,
        )  # fmt: skip
    with refused_as("signatory_not_below"):
        authorise_signatory(
            organization_id=town.unit, post_id=town.other_officer, way="order", valid_from=START,
            actor=SYSTEM,
        )  # fmt: skip
    with refused_as("unknown_choice"):
        authorise(town, town.officer, "proxy")
    for unknown in (999_999, place.seat):
        with pytest.raises(DomainError):
            authorise(town, unknown)
    assert SigningAuthority.objects.count() == 1


def test_draft_is_signed_only_by_who_may(place: Staffed) -> None:
    town = place.town
    post_id = deputy_director(town)
    with refused_as("signatory_without_right"):
        _draft(place, post_id)
    authorise(town, post_id)
    with refused_as("signatory_without_right"):
        _draft(place, post_id)  # nobody holds the post
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(town.people[4], post_id, START, "appointed", 100)],
        actor=SYSTEM,
    )
    with refused_as("signatory_without_right"):
        _draft(place, post_id, person=5)
    draft_id = _draft(place, post_id)
    decision_id = issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    assert chosen_in(DecisionDraft.objects.get(decision_id=decision_id)) == Chosen(
        post_id, town.people[4]
    )


def test_each_holder_of_a_post_may_sign(place: Staffed) -> None:
    town = place.town
    post_id = deputy_director(town, held_by=town.people[4], seats=2)
    authorise(town, post_id)
    appoint(
        decision_id=town.decision,
        appointments=[NewAppointment(town.people[5], post_id, START, "appointed", 100)],
        actor=SYSTEM,
    )
    found = signatories(organization_id=town.city, on=LATER)
    assert [each.person_id for each in found] == [town.people[4], town.people[5]]
    chosen = Chosen(post_id, town.people[5])
    (one,) = signatories(organization_id=town.city, on=LATER, chosen=chosen)
    assert one.full_name == "Nguyễn Văn Người 6"


def test_right_that_ended_meanwhile_signs_nothing(place: Staffed) -> None:
    town = place.town
    post_id = deputy_director(town, held_by=town.people[4])
    authority = authorise(town, post_id)
    draft_id = _draft(place, post_id)
    end_signatory(authority_id=authority, ends_on=clock.today(), actor=SYSTEM)
    count = Decision.objects.count()
    with refused_as("signatory_without_right"):
        issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    assert Decision.objects.count() == count
    version = change_draft(draft_id=draft_id, version=1, signatory=None, actor=SYSTEM)
    issue_draft(draft_id=draft_id, version=version, actor=SYSTEM)


def _draft(place: Staffed, post_id: int, person: int = 4) -> int:
    return create_draft(
        issuer_id=place.town.city,
        kind="organization",
        title_vi="Đổi tên",
        effective_on=DAY,
        signatory=Chosen(post_id, place.town.people[person]),
        articles=[ARTICLES["rename"](place)],
        actor=SYSTEM,
    )


def test_letterhead_is_shown_and_changed_by_who_speaks_for_the_issuer(place: Staffed) -> None:
    town = place.town
    officer = Viewer(
        "cán bộ", grants=(Grant(Permission.CHANGE_REGISTER, f"line:{town.youth}"),), user_id=1
    )
    assert speaks_for(viewer=officer, organization_id=town.youth)
    assert not speaks_for(viewer=officer, organization_id=town.city)
    assert letterhead(viewer=officer, organization_id=town.youth).header.is_default
    set_issuer_profile(
        organization_id=town.youth, header_family="youth_union", symbol="ĐTN-CAHN",
        place_vi="Hà Nội", signing_vi="TM. BAN THƯỜNG VỤ", actor=officer,
    )  # fmt: skip
    said = letterhead(viewer=officer, organization_id=town.youth)
    assert (said.header.symbol, said.header.is_default) == ("ĐTN-CAHN", False)
    assert [version.symbol for version in said.history] == ["ĐTN-CAHN"]
    for act in (
        lambda: letterhead(viewer=officer, organization_id=town.city),
        lambda: signing_posts(viewer=officer, organization_id=town.city),
        lambda: authorise_signatory(
            organization_id=town.city, post_id=town.chief, way="order", valid_from=START,
            actor=officer,
        ),
        lambda: end_signatory(
            authority_id=authorise(town, town.chief, "order"), ends_on=LATER, actor=officer
        ),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()


def test_posts_to_choose_are_ones_own_and_the_heads_below(place: Staffed) -> None:
    town = place.town
    own = deputy_director(town)
    posts = signing_posts(viewer=SYSTEM, organization_id=town.city)
    assert [(found.id, found.is_own) for found in posts] == [(own, True), (town.chief, False)]
    posts = signing_posts(viewer=SYSTEM, organization_id=town.youth)
    assert [found.id for found in posts] == [town.secretary]
