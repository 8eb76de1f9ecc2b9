"""Findings as a list: filtered, in order, a page at a time, with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.ledger.errors import finding_unknown
from kiem.domain.ledger.queries.finding_texts import (
    ORDER,
    SEVERITY_ORDER,
    TEXTS,
    FindingText,
    Severity,
)
from kiem.domain.ledger.queries.findings import listed_findings
from kiem.domain.ledger.queries.picture import gather_units
from kiem.domain.ledger.queries.raw_findings import Raw
from kiem.domain.ledger.queries.units import UnitFacts, visible_units
from kiem.platform.access import Permission, Viewer
from kiem.platform.kernel.sql import fetch, holding

Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedRef:
    """Something a finding points to, with its name in both languages."""

    id: int
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`text` holds title, evidence and remedy as English source sentences; `params` fill their
    fields. They are translated where they are shown."""

    code: str
    text: FindingText
    params: Mapping[str, Any]
    unit: NamedRef
    unit_code: str
    person: NamedRef | None
    organization: NamedRef | None
    post: NamedRef | None

    @property
    def severity(self) -> Severity:
        return self.text.severity

    @property
    def title(self) -> str:
        return self.text.title

    @property
    def evidence(self) -> str:
        return self.text.evidence

    @property
    def remedy(self) -> str:
        return self.text.remedy


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """A page of findings. `after`: pass it to get the next page; None on the last one. `total`,
    `by_code`, `by_severity` count what the filters let through, on all pages."""

    rows: tuple[Finding, ...]
    after: Position | None
    total: int
    by_code: Mapping[str, int]
    by_severity: Mapping[Severity, int]


def list_findings(
    *,
    viewer: Viewer,
    on: date,
    known_at: datetime | None = None,
    severity: str | None = None,
    code: str | None = None,
    kind: str | None = None,
    unit_id: int | None = None,
    person_id: int | None = None,
    after: Position | None = None,
    limit: int = 50,
) -> FindingsPage:
    """Findings of the viewer's units on a day: most severe first, then by finding, unit, person.

    `kind` and `unit_id` narrow the units as in `load_picture`. Raises InvalidInput for an unknown
    severity or code.
    """
    viewer.require(Permission.VIEW_LOAD)
    if severity is not None and severity not in set(Severity):
        raise finding_unknown("severity", severity, [s.value for s in Severity])
    if code is not None and code not in TEXTS:
        raise finding_unknown("code", code, sorted(TEXTS))
    visible = visible_units(viewer=viewer, on=on, known_at=known_at, kind=kind, unit_id=unit_id)
    gathered, _ = gather_units(visible, on, known_at)
    units = {facts.unit_id: (place, facts) for place, facts in enumerate(visible.units)}
    chosen = [
        finding
        for finding in listed_findings(viewer, visible, gathered, on, known_at)
        if (code is None or finding.code == code)
        and (severity is None or TEXTS[finding.code].severity == severity)
        and (person_id is None or finding.person_id == person_id)
    ]
    placed = sorted(((_position(finding, units), index) for index, finding in enumerate(chosen)))
    following = [entry for entry in placed if after is None or entry[0] > tuple(after)]
    page = following[:limit]
    rows = _named([chosen[index] for _, index in page], units, on, known_at)
    return FindingsPage(
        rows=rows,
        after=page[-1][0] if len(following) > limit else None,
        total=len(chosen),
        by_code=dict(Counter(finding.code for finding in chosen)),
        by_severity=dict(Counter(TEXTS[finding.code].severity for finding in chosen)),
    )


def _position(finding: Raw, units: Mapping[int, tuple[int, UnitFacts]]) -> Position:
    """Where the finding stands in the list; no two have the same."""
    return (
        SEVERITY_ORDER[TEXTS[finding.code].severity],
        ORDER[finding.code],
        units[finding.unit_id][0],
        finding.person_id or 0,
        finding.organization_id or 0,
        finding.post_id or 0,
        int(finding.params.get("activity") or 0),
        int(finding.params.get("leave") or 0),
    )


def _named(
    findings: Sequence[Raw],
    units: Mapping[int, tuple[int, UnitFacts]],
    on: date,
    known_at: datetime | None,
) -> tuple[Finding, ...]:
    """With the names of what each points to: one statement for all three kinds."""
    names = _names(
        {f.person_id for f in findings if f.person_id},
        {f.organization_id for f in findings if f.organization_id},
        {f.post_id for f in findings if f.post_id},
        on,
        known_at,
    )
    rows = []
    for finding in findings:
        facts = units[finding.unit_id][1]
        rows.append(
            Finding(
                finding.code,
                TEXTS[finding.code],
                finding.params,
                NamedRef(facts.unit_id, facts.name_vi, facts.name_en),
                facts.code,
                names.get(("person", finding.person_id)),
                names.get(("organization", finding.organization_id)),
                names.get(("post", finding.post_id)),
            )
        )
    return tuple(rows)


def _names(
    people: Iterable[int],
    organizations: Iterable[int],
    posts: Iterable[int],
    on: date,
    known_at: datetime | None,
) -> dict[tuple[str, int | None], NamedRef]:
    rows = fetch(
        f"""SELECT 'person', s.person_id, s.full_name, s.full_name FROM register_personstate s
        WHERE s.person_id = ANY (%(people)s::bigint[]) AND {holding("s", known_at)}
        UNION ALL
        SELECT 'organization', s.organization_id, s.name_vi, s.name_en
        FROM register_organizationstate s
        WHERE s.organization_id = ANY (%(organizations)s::bigint[]) AND {holding("s", known_at)}
        UNION ALL
        SELECT 'post', s.post_id, s.title_vi, s.title_en FROM register_poststate s
        WHERE s.post_id = ANY (%(posts)s::bigint[]) AND {holding("s", known_at)}""",
        {
            "people": sorted(people),
            "organizations": sorted(organizations),
            "posts": sorted(posts),
            "on": on,
            "known_at": known_at,
        },
    )
    return {(kind, number): NamedRef(number, vi, en) for kind, number, vi, en in rows}
