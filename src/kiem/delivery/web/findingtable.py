"""Findings in the reader's language: lines for the home page, columns for the list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column
from kiem.domain.ledger import queries as ledger

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RATIOS = frozenset({"load"})
_HOURS = frozenset({"demand", "available", "office", "release"})
# Findings about an organisation -> the figure whose page says who and by which decision.
_EXPLAINED = {"committee_below_quorum": "seats_held"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as one line: mark, title, whom it concerns, evidence and remedy."""

    severity: str
    title: str
    evidence: str
    remedy: str
    subject: str
    href: str
    unit: str
    unit_href: str


def filled(text: str, params: Mapping[str, Any]) -> str:
    """A source sentence in the reader's language with its figures written as it writes them."""
    written = {name: _write(name, value) for name, value in params.items()}
    return gettext(text).format(**written) if text else ""


def _write(name: str, value: object) -> str:
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        if name in _RATIOS:
            return wording.number(value, 3)
        if name in _HOURS:
            return wording.hours(value, with_unit=False)  # the sentences say hours
        decimals = next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2)
        return wording.number(value, decimals)
    if isinstance(value, str) and (day := _ISO_DAY.fullmatch(value)):
        return wording.day(date.fromisoformat(day[0]))
    return str(value)


def subject_of(finding: ledger.Finding) -> tuple[str, str]:
    """Name and path of whom a finding concerns: person, else post, organisation, unit."""
    found = (
        ("people", finding.person),
        ("posts", finding.post),
        ("organizations", finding.organization),
        ("units", finding.unit),
    )
    for folder, ref in found:
        if ref is not None:
            return wording.name_of(ref.name_vi, ref.name_en), f"/{folder}/{ref.id}/"
    return "", ""


def finding_line(finding: ledger.Finding, asked: Asked, *, opens_people: bool) -> FindingLine:
    subject, path = subject_of(finding)
    return FindingLine(
        severity=finding.severity,
        title=gettext(finding.title),
        evidence=filled(finding.evidence, finding.params),
        remedy=filled(finding.remedy, finding.params),
        subject=subject,
        href=f"{path}{asked.query}" if finding.person is None or opens_people else "",
        unit=wording.name_of(finding.unit.name_vi, finding.unit.name_en),
        unit_href=f"/units/{finding.unit.id}/{asked.query}",
    )


def finding_columns(asked: Asked, *, opens_people: bool) -> list[Column[ledger.Finding]]:
    """`opens_people`: the viewer may open people's pages; others see the name only."""

    def subject_href(finding: ledger.Finding) -> str | None:
        if finding.person is not None and not opens_people:
            return None
        return f"{subject_of(finding)[1]}{asked.query}"

    def severity(finding: ledger.Finding) -> SafeString:
        return statuses.status(finding.severity)

    def title(finding: ledger.Finding) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>',
            asked.link("/findings/", code=finding.code),
            gettext(finding.title),
        )

    def why_href(finding: ledger.Finding) -> str | None:
        figure = _EXPLAINED.get(finding.code)
        if figure is None or finding.organization is None:
            return None
        return f"/why/organization:{finding.organization.id}/{figure}/{asked.cited}"

    return [
        Column(
            "severity",
            gettext("Severity"),
            lambda f: statuses.status_text(f.severity),
            html=severity,
        ),
        Column("title", gettext("Finding"), lambda f: gettext(f.title), html=title),
        Column(
            "subject",
            gettext("Concerns"),
            lambda f: subject_of(f)[0],
            href=subject_href,
            is_heading=True,
        ),
        Column(
            "unit",
            gettext("Unit"),
            lambda f: wording.name_of(f.unit.name_vi, f.unit.name_en),
            href=lambda f: f"/units/{f.unit.id}/{asked.query}",
        ),
        Column(
            "evidence",
            gettext("Evidence"),
            lambda f: filled(f.evidence, f.params),
            href=why_href,
        ),
        Column("remedy", gettext("What to do"), lambda f: filled(f.remedy, f.params)),
    ]
