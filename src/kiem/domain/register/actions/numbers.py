"""Numbers of decisions: one series for each issuer and year, without gaps."""

from __future__ import annotations

from kiem.domain.register.actions._guards import guard_choice, guard_known, guard_text
from kiem.domain.register.actions._reach import require_changed
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.models import Decision, IssuerProfile, Organization
from kiem.domain.register.queries.issuers import IssuerHeader, issuer_header
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch


def next_number(issuer_id: int, year: int, header: IssuerHeader) -> str:
    """The next number of the series, taken for this transaction; others wait until it ends.

    A series begins after the highest number already recorded by hand or from a file, and passes
    over numbers that were.
    """
    (last,) = fetch(
        """
        INSERT INTO register_decisioncounter (issuer_id, year, last)
        VALUES (%(issuer)s, %(year)s, (
            SELECT coalesce(max(substring(number FROM '^[0-9]{1,9}')::int), 0)
            FROM register_decision
            WHERE issuer_id = %(issuer)s AND extract(year FROM signed_on) = %(year)s))
        ON CONFLICT (issuer_id, year) DO UPDATE SET last = register_decisioncounter.last
        RETURNING last
        """,
        {"issuer": issuer_id, "year": year},
    )[0]
    taken = set(
        Decision.objects.filter(issuer_id=issuer_id, signed_on__year=year).values_list(
            "number", flat=True
        )
    )
    number = last + 1
    while header.number_text(number) in taken:
        number += 1
    fetch(
        """UPDATE register_decisioncounter SET last = %(number)s
           WHERE issuer_id = %(issuer)s AND year = %(year)s RETURNING last""",
        {"issuer": issuer_id, "year": year, "number": number},
    )
    return header.number_text(number)


def set_issuer_profile(
    *,
    organization_id: int,
    header_family: str,
    symbol: str,
    place_vi: str,
    signing_vi: str,
    parent_body_vi: str = "",
    actor: Viewer,
) -> int:
    """Say how an organisation's decisions are headed, numbered and signed from now on.

    Earlier decisions keep the header they were recorded under.
    """
    guard_choice("header_family", header_family, IssuerProfile.HeaderFamily.values, 1)
    guard_text("symbol", symbol, 1)
    guard_text("place_vi", place_vi, 1)
    guard_text("signing_vi", signing_vi, 1)
    with register_transaction(actor) as change:
        guard_known(Organization, [organization_id], what="organisation", field="organization_id")
        require_changed(actor, [organization_id], clock.today())
        profile = IssuerProfile.objects.create(
            organization_id=organization_id,
            header_family=header_family,
            symbol=symbol.strip(),
            place_vi=place_vi.strip(),
            signing_vi=signing_vi.strip(),
            parent_body_vi=parent_body_vi.strip(),
            recorded_at=change.moment,
        )
        change.audit(
            "set_issuer_profile",
            subject=f"organization:{organization_id}",
            rows={"issuer_profile": [profile.pk]},
        )
    return profile.pk


def header_on_issue(issuer_id: int) -> IssuerHeader:
    """The header a decision of the issuer has when it is issued now."""
    return issuer_header(organization_id=issuer_id, on=clock.today())
