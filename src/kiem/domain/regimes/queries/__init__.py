"""What the rules say. The one door: whatever works out entitlements stays behind it."""

from kiem.domain.regimes.queries.catalogue import list_rules, rule
from kiem.domain.regimes.queries.limits import (
    age_limit,
    fewest_members,
    lowest_age_limit,
    most_offices,
    quorum,
)
from kiem.domain.regimes.queries.release import (
    Term,
    entitlement_parts,
    families_by_members,
    release_hours,
    release_rules,
    release_terms,
)
from kiem.domain.regimes.rules import (
    Entitlement,
    EntitlementPart,
    Letter,
    OfficeKey,
    Rule,
    Subject,
    Unit,
)

__all__ = [
    "Entitlement",
    "EntitlementPart",
    "Letter",
    "OfficeKey",
    "Rule",
    "Subject",
    "Term",
    "Unit",
    "age_limit",
    "entitlement_parts",
    "families_by_members",
    "fewest_members",
    "list_rules",
    "lowest_age_limit",
    "most_offices",
    "quorum",
    "release_hours",
    "release_rules",
    "release_terms",
    "rule",
]
