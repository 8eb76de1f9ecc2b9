"""Every verb is drafted, issued, and taken back by a later decision."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.register.actions.articles import (
    VERBS,
    Appoint,
    Move,
    Relieve,
    Revoke,
    Transfer,
    read_article,
    to_payload,
)
from kiem.domain.register.actions.drafts import (
    add_article,
    change_draft,
    create_draft,
    discard_draft,
    issue_draft,
    replace_article,
)
from kiem.domain.register.models import Appointment, Article, Decision, DecisionDraft
from kiem.domain.register.queries.articles import facts_of_all
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import Conflict, DomainError, InvalidInput
from kiem.platform.kernel.sql import fetch
from tests.factories.decisions import (
    ARTICLES,
    DAY,
    Staffed,
    correction,
    draft,
    draft_of,
    issue,
    staff,
)
from tests.factories.register import START, Town

TABLES = (
    "organizationstate",
    "poststate",
    "personstate",
    "rankholding",
    "membership",
    "term",
    "appointment",
)


@pytest.fixture
def place(town: Town) -> Staffed:
    return staff(town)


def known_facts() -> dict[str, list[str]]:
    """Everything known today, without the rows' ids and the moments they were recorded."""
    return {
        table: sorted(
            str(row)
            for (row,) in fetch(
                f"""SELECT (to_jsonb(t) - 'id' - 'recorded')::text FROM register_{table} t
                    WHERE upper_inf(recorded)"""
            )
        )
        for table in TABLES
    }


def test_every_verb_has_an_article_here() -> None:
    assert set(ARTICLES) == set(VERBS) - {"grant_leave"}


@pytest.mark.parametrize("verb", ARTICLES)
def test_facts_point_to_the_article_that_made_or_ended_them(place: Staffed, verb: str) -> None:
    decision_id = issue_draft(draft_id=draft_of(place, verb), version=1, actor=SYSTEM)
    made, ended = 0, 0
    for table in TABLES:
        rows = fetch(
            f"""SELECT decision_id = %(id)s, article, ended_by_id = %(id)s, ended_article
                FROM register_{table}
                WHERE upper_inf(recorded) AND %(id)s IN (decision_id, ended_by_id)""",
            {"id": decision_id},
        )
        for is_made, article, is_ended, ended_article in rows:
            assert article == 1 if is_made else True
            assert ended_article == 1 if is_ended else True
            made += bool(is_made)
            ended += bool(is_ended)
    assert made + ended > 0 or verb == "revoke"
    (article,) = Article.objects.filter(draft__decision_id=decision_id)
    assert (article.verb, article.number) == (verb, 1)
    assert article.effects["opened"] or article.effects["closed"]
    assert [c for c in verify_register().checks if c.problems] == []


@pytest.mark.parametrize("verb", ARTICLES)
def test_revoking_brings_back_what_was_known_before(place: Staffed, verb: str) -> None:
    draft_id = draft_of(place, verb)
    before = known_facts()
    decision_id = issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    assert known_facts() != before
    revocation = correction(place, Revoke(decision_id))
    issue_draft(draft_id=revocation, version=1, actor=SYSTEM)
    assert known_facts() == before


@pytest.mark.parametrize("verb", ARTICLES)
def test_payload_survives_the_way_through_json(place: Staffed, verb: str) -> None:
    content = ARTICLES[verb](place)
    assert read_article(verb, to_payload(content)) == content


@pytest.mark.parametrize("verb", ARTICLES)
def test_facts_for_wording_name_everything(place: Staffed, verb: str) -> None:
    content = ARTICLES[verb](place)
    (facts,) = facts_of_all([content])
    assert (facts.verb, facts.number, facts.on) == (verb, 1, content.day)
    subjects = content.subjects()
    assert {line.person.id for line in facts.people} == set(subjects.people)
    for line in facts.people:
        assert line.person.full_name.startswith("Nguyễn Văn Người")
        for named in (line.from_post, line.to_post):
            assert named is None or (named.title_vi and named.organization.name_vi)
    if facts.organization is not None:
        assert facts.organization.name_vi


def test_transfer_says_where_people_come_from(place: Staffed) -> None:
    (facts,) = facts_of_all([ARTICLES["transfer"](place)])
    first = facts.people[0]
    assert first.person.unit_vi == "Công an xã A"
    assert first.from_post is not None
    assert first.to_post is not None
    assert (first.from_post.organization.name_en, first.to_post.organization.name_en) == (
        "Commune Police A",
        "Commune Police B",
    )


def test_numbers_follow_the_issuers_own_series(place: Staffed) -> None:
    town = place.town
    ids = [
        issue(place, Relieve(town.people[0], town.secretary, DAY)),
        issue(place, Relieve(town.people[1], place.deputy, DAY)),
    ]
    assert [Decision.objects.get(pk=id_).number for id_ in ids] == ["01/QĐ-HN", "02/QĐ-HN"]
    youth = draft(place, ARTICLES["close_term"](place), kind="term", issuer=town.youth)
    youth_id = issue_draft(draft_id=youth, version=1, actor=SYSTEM)
    assert Decision.objects.get(pk=youth_id).number == "01-QĐ/ĐTN-HN"


def test_series_goes_on_after_numbers_recorded_by_hand(place: Staffed) -> None:
    from kiem.domain.register.actions import record_decision

    today = date(2025, 8, 8)
    record_decision(
        issuer_id=place.town.city,
        number="41/QĐ-TCCB",
        signed_on=today,
        kind="personnel",
        title_vi="Cũ",
        actor=SYSTEM,
    )
    draft_id = draft_of(place, "relieve")
    decision_id = issue_draft(draft_id=draft_id, version=1, signed_on=today, actor=SYSTEM)
    assert Decision.objects.get(pk=decision_id).number == "42/QĐ-HN"


def test_refused_decision_takes_no_number(place: Staffed) -> None:
    town = place.town
    impossible = draft(place, Relieve(town.people[5], town.chief, DAY))
    with pytest.raises(DomainError) as refused:
        issue_draft(draft_id=impossible, version=1, actor=SYSTEM)
    assert (refused.value.code, refused.value.field) == (
        "register.not_holding",
        "articles[1].post_id",
    )
    assert Decision.objects.count() == 1
    first = issue(place, Relieve(town.people[0], town.secretary, DAY))
    assert Decision.objects.get(pk=first).number == "01/QĐ-HN"


def test_issuing_again_returns_the_same_decision(place: Staffed) -> None:
    draft_id = draft_of(place, "appoint")
    first = issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    facts = known_facts()
    assert issue_draft(draft_id=draft_id, version=1, actor=SYSTEM) == first
    assert known_facts() == facts
    with pytest.raises(Conflict, match="issued meanwhile"):
        change_draft(draft_id=draft_id, version=1, title_vi="Khác", actor=SYSTEM)
    with pytest.raises(Conflict, match="issued meanwhile"):
        issue_draft(draft_id=draft_id, version=7, actor=SYSTEM)


def test_stale_version_is_refused_and_changes_nothing(place: Staffed) -> None:
    draft_id = draft_of(place, "appoint")
    assert change_draft(draft_id=draft_id, version=1, title_vi="Mới", actor=SYSTEM) == 2
    for act in (
        lambda: issue_draft(draft_id=draft_id, version=1, actor=SYSTEM),
        lambda: change_draft(draft_id=draft_id, version=1, title_vi="Cũ", actor=SYSTEM),
        lambda: discard_draft(draft_id=draft_id, version=1, actor=SYSTEM),
    ):
        with pytest.raises(Conflict) as stale:
            act()
        assert stale.value.code == "register.draft_changed"
    assert DecisionDraft.objects.get(pk=draft_id).title_vi == "Mới"
    assert Decision.objects.count() == 1


def test_articles_are_added_replaced_and_removed_without_gaps(place: Staffed) -> None:
    town = place.town
    draft_id = draft(place)
    relieve = Relieve(town.people[0], town.secretary, DAY)
    appoint = Appoint(town.people[2], town.secretary, DAY)
    version = add_article(draft_id=draft_id, version=1, content=relieve, actor=SYSTEM)
    version = add_article(draft_id=draft_id, version=version, content=appoint, actor=SYSTEM)
    version = replace_article(
        draft_id=draft_id, version=version, number=1, content=appoint, actor=SYSTEM
    )
    version = replace_article(
        draft_id=draft_id, version=version, number=2, content=None, actor=SYSTEM
    )
    articles = Article.objects.filter(draft_id=draft_id)
    assert [(a.number, a.verb) for a in articles] == [(1, "appoint")]
    with pytest.raises(DomainError, match="no article 2"):
        replace_article(draft_id=draft_id, version=version, number=2, content=None, actor=SYSTEM)


def test_discarded_draft_is_never_issued(place: Staffed) -> None:
    draft_id = draft_of(place, "appoint")
    discard_draft(draft_id=draft_id, version=1, actor=SYSTEM)
    with pytest.raises(Conflict, match="given up"):
        issue_draft(draft_id=draft_id, version=2, actor=SYSTEM)


def test_empty_draft_and_correction_without_reason_are_not_issued(place: Staffed) -> None:
    with pytest.raises(DomainError, match="no article"):
        issue_draft(draft_id=draft(place), version=1, actor=SYSTEM)
    unreasoned = draft(place, ARTICLES["correct"](place), kind="correction")
    with pytest.raises(DomainError, match="needs a reason"):
        issue_draft(draft_id=unreasoned, version=1, actor=SYSTEM)


@pytest.mark.parametrize(("verb", "kind"), [("correct", "personnel"), ("appoint", "correction")])
def test_corrections_stand_alone(place: Staffed, verb: str, kind: str) -> None:
    with pytest.raises(DomainError) as refused:
        draft(place, ARTICLES[verb](place), kind=kind, reason="Thử")
    assert (refused.value.code, refused.value.field) == (
        "register.verb_of_other_kind",
        "articles[1].verb",
    )


def test_nothing_is_signed_tomorrow(place: Staffed) -> None:
    with pytest.raises(DomainError, match="cannot be recorded before"):
        issue_draft(
            draft_id=draft_of(place, "appoint"),
            version=1,
            signed_on=date(2149, 1, 1),
            actor=SYSTEM,
        )


def test_decision_others_build_on_is_not_revoked(place: Staffed) -> None:
    town = place.town
    first = issue(place, ARTICLES["transfer"](place))
    issue(place, Transfer(date(2025, 7, 1), (Move(town.people[0], town.officer),)))
    with pytest.raises(Conflict) as refused:
        issue_draft(draft_id=correction(place, Revoke(first)), version=1, actor=SYSTEM)
    assert refused.value.code == "register.built_upon"
    assert refused.value.params["decisions"] == "02/QĐ-HN"


def test_decision_whose_place_is_taken_is_not_revoked(place: Staffed) -> None:
    """What it ended cannot go on: somebody else sits there now."""
    town = place.town
    first = issue(place, Relieve(town.people[0], town.secretary, DAY))
    issue(place, Appoint(town.people[2], town.secretary, DAY))
    with pytest.raises(Conflict) as refused:
        issue_draft(draft_id=correction(place, Revoke(first)), version=1, actor=SYSTEM)
    assert refused.value.code == "register.seat_taken"


def test_recorded_decision_without_articles_is_not_revoked(place: Staffed) -> None:
    with pytest.raises(DomainError, match="without articles"):
        issue_draft(
            draft_id=correction(place, Revoke(place.town.decision)), version=1, actor=SYSTEM
        )


def test_transfer_leaves_what_the_unit_hosts_and_nothing_beyond(place: Staffed) -> None:
    town = place.town
    issue(place, Transfer(DAY, (Move(town.people[0], town.other_officer),)))
    held = Appointment.objects.known().filter(person_id=town.people[0])
    assert {(a.post_id, a.valid.upper) for a in held} == {
        (town.officer, DAY),
        (town.secretary, DAY),
        (town.other_officer, None),
    }
    within = issue(place, Transfer(DAY, (Move(town.people[1], town.chief),)))
    assert Appointment.objects.known().get(post_id=place.deputy).valid.upper is None
    assert Decision.objects.get(pk=within).number == "02/QĐ-HN"


def test_secondment_keeps_the_home_post_and_ends_by_itself(place: Staffed) -> None:
    town = place.town
    issue(place, ARTICLES["second"](place))
    back = date(2025, 12, 1)
    stays = Appointment.objects.known().filter(person_id=town.people[2])
    assert {(a.post_id, a.valid.lower, a.valid.upper, a.share_percent) for a in stays} == {
        (town.officer, START, DAY, 100),
        (town.officer, DAY, back, 0),
        (town.other_officer, DAY, back, 100),
        (town.officer, back, None, 100),
    }


@pytest.mark.parametrize(
    ("verb", "payload", "field"),
    [
        ("appoint", {"person_id": 1, "on": "2025-06-01"}, "post_id"),
        ("appoint", {"person_id": "x", "post_id": 1, "on": "2025-06-01"}, "person_id"),
        ("appoint", {"person_id": True, "post_id": 1, "on": "2025-06-01"}, "person_id"),
        ("appoint", {"person_id": 2**70, "post_id": 1, "on": "2025-06-01"}, "person_id"),
        ("appoint", {"person_id": 1, "post_id": 1, "on": "1. Juni"}, "on"),
        (
            "appoint",
            {"person_id": 1, "post_id": 1, "on": "2025-06-01", "share_percent": "NaN"},
            "share_percent",
        ),
        ("transfer", {"on": "2025-06-01", "moves": [{"person_id": 1}]}, "moves[0].to_post_id"),
        ("transfer", {"on": "2025-06-01", "moves": {"person_id": 1}}, "moves"),
        ("rename", {"colour": "red"}, "colour"),
        ("appoint", [1], "payload"),
        ("abolish", {}, "verb"),
    ],
)
def test_wrong_payload_is_refused_by_name_of_its_field(
    verb: str, payload: object, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(verb, payload)
    assert refused.value.field == field


def test_nobody_changes_what_has_been_issued(place: Staffed) -> None:
    from django.db import IntegrityError, transaction

    decision_id = issue(place, ARTICLES["relieve"](place))
    issued = DecisionDraft.objects.get(decision_id=decision_id)
    for spoil in (
        lambda: DecisionDraft.objects.filter(pk=issued.pk).update(title_vi="x"),
        lambda: Article.objects.filter(draft=issued).update(verb="x"),
        lambda: Article.objects.filter(draft=issued).delete(),
        lambda: Article.objects.create(draft=issued, number=9, verb="x", payload={}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_title_and_grounds_are_kept_in_order(place: Staffed) -> None:
    draft_id = create_draft(
        issuer_id=place.town.city,
        kind="personnel",
        title_vi=" Về việc điều động ",
        effective_on=DAY,
        grounds=["Căn cứ Luật", " ", "Xét đề nghị"],
        actor=SYSTEM,
    )
    kept = DecisionDraft.objects.get(pk=draft_id)
    assert (kept.title_vi, kept.grounds) == ("Về việc điều động", ["Căn cứ Luật", "Xét đề nghị"])


def test_those_concerned_find_it_in_their_inbox(place: Staffed) -> None:
    from kiem.platform.access import Viewer
    from kiem.platform.notices import inbox

    decision_id = issue(place, ARTICLES["transfer"](place))

    def received(person_id: int) -> list[tuple[str, str]]:
        rows = inbox(viewer=Viewer(name="x", user_id=person_id, person_id=person_id))
        return [(row.code, row.link) for row in rows]

    told = [("register.decision_concerns_you", f"/decisions/{decision_id}/")]
    assert [received(person_id) for person_id in place.town.people[:3]] == [told, told, []]
