"""From the facts of an article to what the wording says."""

from __future__ import annotations

from kiem.domain.documents.layout.texts import long_day
from kiem.domain.documents.wording.names import seat_name
from kiem.domain.documents.wording.sayings import Named, Placement, Saying, Seat
from kiem.domain.register.queries import catalogue
from kiem.domain.register.queries.articles import ArticleFacts, OfficeFacts, PersonLine
from kiem.domain.register.queries.decisions import DecisionRef
from kiem.domain.register.queries.naming import PersonFacts, PostFacts

_LEAVES = {
    "annual": "nghỉ phép năm",
    "sick": "nghỉ ốm",
    "maternity": "nghỉ thai sản",
    "study": "đi học",
}
_WITHOUT_COMMITTEE = ("works_council",)  # the organisation is the committee


def saying_of(facts: ArticleFacts) -> Saying:
    """Names, posts and days of an article, in the words of its verb."""
    organization, becomes = facts.organization, facts.becomes
    subject = organization or becomes
    return Saying(
        verb=facts.verb,
        on=facts.on,
        until=facts.planned_until or facts.until,
        placements=_placements(facts),
        organization_vi=subject.name_vi if subject else "",
        host_vi=becomes.host_vi if becomes else "",
        higher_vi=becomes.higher_vi if becomes else "",
        becomes_vi=_becoming(facts),
        body_vi=_body(facts),
        term_vi=facts.term_label,
        mode=facts.how,
        detail_vi=_detail(facts),
        refers_to_vi=named_decision(facts.revoked) if facts.revoked else "",
        is_provisional=facts.verb == "appoint" and any(p.is_provisional for p in facts.people),
    )


def placement_of(line: PersonLine) -> Placement:
    """A person with the posts left and taken."""
    return Placement(
        person=person_of(line.person),
        from_seat=seat_of(line.from_post) if line.from_post else None,
        to_seat=seat_of(line.to_post) if line.to_post else None,
    )


def person_of(person: PersonFacts) -> Named:
    """Rank and line post as they were the day before."""
    seat = None
    if person.line_title_vi:
        seat = Seat(person.line_title_vi, person.unit_vi, is_in_team=bool(person.team))
    return Named(person.full_name, person.rank_vi, seat)


def seat_of(post: PostFacts) -> Seat:
    return Seat(post.title_vi, post.organization.name_vi, is_in_team=bool(post.team))


def named_decision(decision: DecisionRef) -> str:
    """ "Quyết định số 05/QĐ-CAHN ngày 03 tháng 02 năm 2026"."""
    return f"Quyết định số {decision.number} {long_day(decision.signed_on)}"


def _placements(facts: ArticleFacts) -> tuple[Placement, ...]:
    if facts.verb == "correct":
        return (Placement(person_of(facts.wrong.person)),) if facts.wrong else ()
    return tuple(placement_of(line) for line in facts.people)


def _becoming(facts: ArticleFacts) -> str:
    before, after = facts.organization, facts.becomes
    if after is None or before is None:
        return ""
    if facts.verb == "rename":
        return after.name_vi
    renamed = f", lấy tên là {after.name_vi}" if after.name_vi != before.name_vi else ""
    return f"{after.type_vi}{renamed}"


def _body(facts: ArticleFacts) -> str:
    if facts.verb != "form_committee" or facts.organization is None:
        return ""
    return "" if facts.organization.family in _WITHOUT_COMMITTEE else "Ban Chấp hành"


def _detail(facts: ArticleFacts) -> str:
    match facts.verb:
        case "grant_leave":
            return _LEAVES.get(facts.leave_kind, "nghỉ")
        case "establish":
            return ", ".join(_office(office) for office in facts.offices)
        case "correct":
            return _correction(facts)
    return ""


def _office(office: OfficeFacts) -> str:
    title = office.title_vi or catalogue.roles()[office.role].name_vi
    return f"{office.seats:02d} {title}"


def _correction(facts: ArticleFacts) -> str:
    """What was recorded, and what holds instead."""
    if facts.wrong is None:
        return ""
    was = f"đã ghi {_holding(facts.wrong, facts)}"
    if not facts.people:
        return f"{was}; nay hủy nội dung này"
    right = facts.people[0]
    who = ""
    if right.person.id != facts.wrong.person.id:
        who = f"đồng chí {right.person.full_name} "
    return f"{was}; nay ghi đúng là {who}{_holding(right, facts)}"


def _holding(line: PersonLine, facts: ArticleFacts) -> str:
    start = facts.wrong_on if line is facts.wrong else facts.on
    seat = seat_name(seat_of(line.to_post)) if line.to_post else ""
    return f"giữ chức vụ {seat}" + (f" kể từ {long_day(start)}" if start else "")
