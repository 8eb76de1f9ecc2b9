"""Who may sign for an issuer in its head's stead, and by whom a decision was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiem.domain.register.actions._reach import changeable_within, require_changed
from kiem.domain.register.models import DecisionDraft, IssuerProfile
from kiem.domain.register.queries.heads import HEADING_ROLES
from kiem.domain.register.queries.issuers import IssuerHeader, issuer_header
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch, holding
from kiem.time.interval import DateInterval


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who signs in the head's stead: by which post, and who of those who hold it."""

    post_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Signatory:
    """A post that signs in the head's stead, and somebody who holds it. `id` is the right's;
    `way`: deputy, order or authorisation. `person_id` None, names empty: nobody holds it."""

    id: int
    post_id: int
    way: str
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    person_id: int | None
    full_name: str
    rank_vi: str
    rank_en: str
    valid: DateInterval


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """What an issuer's profile said from `recorded_at` on."""

    header_family: str
    symbol: str
    place_vi: str
    signing_vi: str
    parent_body_vi: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How an organisation's decisions are headed and signed today, and how they were before."""

    header: IssuerHeader
    signatories: tuple[Signatory, ...]
    history: tuple[ProfileVersion, ...]


def chosen_in(draft: DecisionDraft) -> Chosen | None:
    """Who signs a draft in the head's stead; None: the head."""
    if draft.signatory_post_id is None or draft.signatory_id is None:
        return None
    return Chosen(draft.signatory_post_id, draft.signatory_id)


def speaks_for(*, viewer: Viewer, organization_id: int) -> bool:
    """Whether the viewer may issue decisions of the organisation today, and say how they look."""
    if not viewer.can(Permission.CHANGE_REGISTER):
        return False
    return bool(changeable_within(viewer, [organization_id], clock.today()))


def letterhead(*, viewer: Viewer, organization_id: int) -> Letterhead:
    """For whoever speaks for the organisation today. Raises NotFound for others."""
    viewer.require(Permission.CHANGE_REGISTER)
    today = clock.today()
    require_changed(viewer, [organization_id], today)
    header = issuer_header(organization_id=organization_id, on=today)
    history = IssuerProfile.objects.filter(organization_id=organization_id).order_by(
        "-recorded_at", "-pk"
    )
    return Letterhead(
        header,
        signatories(organization_id=organization_id, on=today),
        tuple(
            ProfileVersion(
                p.header_family, p.symbol, p.place_vi, p.signing_vi, p.parent_body_vi, p.recorded_at
            )
            for p in history
        ),
    )


@dataclass(frozen=True, slots=True)
class SigningPost:
    """A post that could sign; `is_own`: of the issuer itself."""

    id: int
    title_vi: str
    title_en: str
    organization_vi: str
    organization_en: str
    is_own: bool


def signing_posts(*, viewer: Viewer, organization_id: int) -> tuple[SigningPost, ...]:
    """Posts from which to choose a signatory: the issuer's own but its head's, and the heads of
    the bodies directly below. Raises NotFound for whoever does not speak for the issuer."""
    viewer.require(Permission.CHANGE_REGISTER)
    today = clock.today()
    require_changed(viewer, [organization_id], today)
    rows = fetch(
        f"""
        SELECT p.id, s.title_vi, s.title_en, o.name_vi, o.name_en,
            o.organization_id = %(organization)s
        FROM register_organizationstate o
        JOIN register_organization i ON i.id = o.organization_id
        JOIN register_organization issuer ON issuer.id = %(organization)s
        JOIN register_post p ON p.organization_id = o.organization_id
        JOIN register_poststate s ON s.post_id = p.id AND {holding("s", None)}
        WHERE {holding("o", None)} AND i.category = issuer.category
          AND CASE WHEN o.organization_id = %(organization)s
              THEN s.role_id <> ALL (%(roles)s)
              ELSE s.role_id = ANY (%(roles)s) AND %(organization)s = CASE issuer.category
                  WHEN 'unit' THEN o.parent_id ELSE o.higher_id END END
        ORDER BY 6 DESC, o.sort_key, s.title_vi, p.id
        """,
        {"organization": organization_id, "on": today, "roles": list(HEADING_ROLES)},
    )
    return tuple(SigningPost(*row) for row in rows)


def signatories(
    *,
    organization_id: int,
    on: date,
    known_at: datetime | None = None,
    chosen: Chosen | None = None,
) -> tuple[Signatory, ...]:
    """Who may sign on the day, deputies first; of an organisation whose scope is already checked.

    A post that several hold is there once for each. `chosen`: these only, that is at most one.
    """
    rows = fetch(
        f"""
        SELECT g.id, g.post_id, g.way, s.title_vi, s.title_en, o.name_vi, o.name_en,
            h.person_id, coalesce(h.full_name, ''), coalesce(h.rank_vi, ''),
            coalesce(h.rank_en, ''), lower(g.valid), upper(g.valid)
        FROM register_signingauthority g
        JOIN register_post p ON p.id = g.post_id
        JOIN register_poststate s ON s.post_id = g.post_id AND {holding("s", known_at)}
        JOIN register_organizationstate o ON o.organization_id = p.organization_id
            AND {holding("o", known_at)}
        LEFT JOIN LATERAL (
            SELECT a.person_id, a.is_provisional, ps.sort_key, ps.full_name,
                r.name_vi AS rank_vi, r.name_en AS rank_en
            FROM register_appointment a
            JOIN register_personstate ps ON ps.person_id = a.person_id
                AND {holding("ps", known_at)}
            LEFT JOIN register_rankholding rh ON rh.person_id = a.person_id
                AND {holding("rh", known_at)}
            LEFT JOIN register_rank r ON r.code = rh.rank_id
            WHERE a.post_id = g.post_id AND {holding("a", known_at)}) h ON true
        WHERE g.organization_id = %(organization)s AND {holding("g", known_at)}
          AND (%(post)s::bigint IS NULL OR (g.post_id, h.person_id) = (%(post)s, %(person)s))
        ORDER BY array_position(ARRAY['deputy', 'order', 'authorisation'], g.way::text),
            o.sort_key, s.title_vi, g.post_id, h.is_provisional, h.sort_key, h.person_id
        """,
        {
            "organization": organization_id,
            "on": on,
            "known_at": known_at,
            "post": chosen.post_id if chosen else None,
            "person": chosen.person_id if chosen else None,
        },
    )
    return tuple(Signatory(*(*row[:11], DateInterval(row[11], row[12]))) for row in rows)
