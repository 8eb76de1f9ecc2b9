"""Each operation of the plan that changes the register, as the action a user would take."""

from __future__ import annotations

from functools import singledispatch

from kiem.delivery.sample import plan
from kiem.delivery.sample.identities import ACTOR, Identities
from kiem.delivery.sample.plan import OrganizationPlan
from kiem.domain.register import actions as register


@singledispatch
def write_register(operation: object, book: Identities) -> None:
    """Do the operation on the step's day, by its decision. Raises TypeError for unknown ones."""
    raise TypeError(f"No action is known for {type(operation).__name__}.")


def new_organization(
    organization: OrganizationPlan, identity: int | None, book: Identities
) -> register.NewOrganization:
    return register.NewOrganization(
        category=organization.category,
        type=organization.type,
        code=organization.code,
        name_vi=organization.name_vi,
        name_en=organization.name_en,
        valid_from=book.day,
        parent_id=book.organization_or_none(organization.parent),
        higher_id=book.organization_or_none(organization.higher),
        latitude=organization.latitude,
        longitude=organization.longitude,
        identity_id=identity,
    )


@write_register.register
def _(operation: plan.Found, book: Identities) -> None:
    organizations = operation.organizations
    for category in dict.fromkeys(o.category for o in organizations):
        keys = [o.key for o in organizations if o.category == category]
        ids = register.create_identities(category=category, count=len(keys), actor=ACTOR)
        book.organizations.update(zip(keys, ids, strict=True))
    if organizations:
        register.found_organizations(
            decision_id=book.decision_id,
            organizations=[
                new_organization(o, book.organizations[o.key], book) for o in organizations
            ],
            actor=ACTOR,
        )
    book.rows += len(organizations)


@write_register.register
def _(operation: plan.CreatePosts, book: Identities) -> None:
    ids = register.create_posts(
        decision_id=book.decision_id,
        posts=[
            register.NewPost(
                organization_id=book.organizations[post.organization],
                kind=post.kind,
                role=post.role,
                title_vi=post.title_vi,
                title_en=post.title_en,
                valid_from=book.day,
                team=post.team,
                seats=post.seats,
                is_mandatory=post.is_mandatory,
            )
            for post in operation.posts
        ],
        actor=ACTOR,
    )
    book.posts.update(zip((post.key for post in operation.posts), ids, strict=True))
    book.rows += len(ids)


@write_register.register
def _(operation: plan.Recruit, book: Identities) -> None:
    ids = register.register_people(
        decision_id=book.decision_id,
        people=[
            register.NewPerson(
                staff_number=person.staff_number,
                family_name=person.name.family,
                middle_name=person.name.middle,
                given_name=person.name.given,
                birth_date=person.birth_date,
                sex=person.sex,
                valid_from=book.day,
                rank=person.rank,
            )
            for person in operation.people
        ],
        actor=ACTOR,
    )
    book.people.update(zip((p.number for p in operation.people), ids, strict=True))
    book.rows += len(ids)


@write_register.register
def _(operation: plan.Appoint, book: Identities) -> None:
    ids = register.appoint(
        decision_id=book.decision_id,
        appointments=[
            register.NewAppointment(
                person_id=book.people[seat.person],
                post_id=book.posts[seat.post],
                valid_from=book.day,
                mode=seat.mode,
                share_percent=100 if _is_line(seat.post) else 0,
                is_provisional=seat.is_provisional,
            )
            for seat in operation.seats
        ],
        actor=ACTOR,
    )
    for seat, appointment_id in zip(operation.seats, ids, strict=True):
        book.appointments[seat.person, seat.post] = appointment_id
    book.rows += len(ids)


@write_register.register
def _(operation: plan.Vacate, book: Identities) -> None:
    register.end_appointments(
        decision_id=book.decision_id,
        ends=[
            register.AppointmentEnd(book.appointments.pop(seat), book.day)
            for seat in operation.seats
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.seats)


@write_register.register
def _(operation: plan.Move, book: Identities) -> None:
    register.transfer(
        decision_id=book.decision_id,
        moves=[
            register.Transfer(book.people[person], book.posts[origin], book.posts[target], book.day)
            for person, origin, target in operation.moves
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.moves)


@write_register.register
def _(operation: plan.Retire, book: Identities) -> None:
    register.end_service(
        decision_id=book.decision_id,
        people=[register.ServiceEnd(book.people[person], book.day) for person in operation.people],
        actor=ACTOR,
    )
    book.rows += len(operation.people)


@write_register.register
def _(operation: plan.Change, book: Identities) -> None:
    register.change_organizations(
        decision_id=book.decision_id,
        changes=[
            register.OrganizationChange(
                book.organizations[organization.key],
                book.day,
                type=organization.type,
                code=organization.code,
                name_vi=organization.name_vi,
                name_en=organization.name_en,
                parent_id=book.organization_or_none(organization.parent),
                higher_id=book.organization_or_none(organization.higher),
            )
            for organization in operation.organizations
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.organizations)


@write_register.register
def _(operation: plan.EndOrganizations, book: Identities) -> None:
    register.end_organizations(
        decision_id=book.decision_id,
        ends=[
            register.OrganizationEnd(book.organizations[key], book.day) for key in operation.keys
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.keys)


@write_register.register
def _(operation: plan.Reorganize, book: Identities) -> None:
    organizations, people = book.organizations, book.people
    register.apply_change_event(
        decision_id=book.decision_id,
        kind=operation.kind,
        effective_on=book.day,
        title_vi=operation.title_vi,
        title_en=operation.title_en,
        links=[
            register.Link(
                organizations[link.original],
                book.organization_or_none(link.result),
                link.is_principal,
            )
            for link in operation.links
        ],
        placements=[
            register.Placement(people[person], book.posts[post])
            for person, post in operation.placements
        ],
        chapters=[_chapter_link(chapter, book) for chapter in operation.chapters],
        members=[
            register.MemberMove(people[person], organizations[origin], organizations[target])
            for person, origin, target in operation.members
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.placements) + len(operation.members) + len(operation.links)


def _chapter_link(chapter: plan.ChapterPlan, book: Identities) -> register.ChapterLink:
    original = book.organizations[chapter.original]
    kept = chapter.kept
    if kept is None:
        return register.ChapterLink(original, book.organization_or_none(chapter.result))
    return register.ChapterLink(
        original,
        original,
        type=kept.type,
        code=kept.code,
        name_vi=kept.name_vi,
        name_en=kept.name_en,
        parent_id=book.organization_or_none(kept.parent),
        higher_id=book.organization_or_none(kept.higher),
    )


@write_register.register
def _(operation: plan.Admit, book: Identities) -> None:
    register.admit_members(
        decision_id=book.decision_id,
        members=[
            register.NewMembership(book.people[person], book.organizations[organization], book.day)
            for person, organization in operation.memberships
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.memberships)


@write_register.register
def _(operation: plan.Dismiss, book: Identities) -> None:
    register.end_memberships(
        decision_id=book.decision_id,
        ends=[
            register.MembershipEnd(book.people[person], book.organizations[organization], book.day)
            for person, organization in operation.memberships
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.memberships)


@write_register.register
def _(operation: plan.Promote, book: Identities) -> None:
    register.set_ranks(
        decision_id=book.decision_id,
        ranks=[
            register.NewRank(book.people[person], rank, book.day)
            for person, rank in operation.ranks
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.ranks)


@write_register.register
def _(operation: plan.OpenTerms, book: Identities) -> None:
    register.open_terms(
        decision_id=book.decision_id,
        terms=[
            register.NewTerm(
                book.organizations[term.organization],
                term.label,
                book.day,
                term.planned_from,
                term.planned_until,
            )
            for term in operation.terms
        ],
        actor=ACTOR,
    )
    book.rows += len(operation.terms)


def _is_line(post: str) -> bool:
    """Posts of units are line posts; those of chapters, cells and outside bodies are not."""
    family = post.partition(":")[0].partition("#")[0]
    return family not in ("youth", "women", "union", "party", "outside")
