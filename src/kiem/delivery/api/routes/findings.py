"""Findings: what somebody should look at, with evidence and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from kiem.delivery.api.asking import Paging, Rows, Time, read_cursor, scope_of, write_cursor
from kiem.delivery.api.operations import operation
from kiem.delivery.api.schemas.ledger import Finding
from kiem.delivery.api.schemas.shape import Code, Id, Page
from kiem.delivery.web.findingtable import filled
from kiem.domain.ledger import queries as ledger
from kiem.platform.access import Permission

router = Router(tags=["load"])
_POSITION = (int,) * 8  # the shape of a finding's place in the list


@operation(
    router,
    "GET",
    "/findings",
    permission=Permission.VIEW_LOAD,
    returns=Page[Finding],
    summary=_("List findings"),
    description=_(
        "Most severe first. `severity`: `serious`, `warning` or `notice`; `code`: of one kind."
    ),
)
def list_findings(
    request: HttpRequest,
    time: Time,
    page: Paging,
    severity: Code | None = None,
    code: Code | None = None,
    kind: Code | None = None,
    unit_id: Id | None = None,
    person_id: Id | None = None,
) -> Rows[dict[str, Any]]:
    found = ledger.list_findings(
        **scope_of(request, time),
        severity=severity,
        code=code,
        kind=kind,
        unit_id=unit_id,
        person_id=person_id,
        after=read_cursor(page, "findings", _POSITION),
        limit=page.limit,
    )
    after = write_cursor("findings", found.after) if found.after else None
    return Rows([_told(finding) for finding in found.rows], after)


def _told(finding: ledger.Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": gettext(finding.title),
        "evidence": filled(finding.evidence, finding.params),
        "remedy": filled(finding.remedy, finding.params),
        "params": dict(finding.params),
        "unit": finding.unit,
        "unit_code": finding.unit_code,
        "person": finding.person,
        "organization": finding.organization,
        "post": finding.post,
    }
