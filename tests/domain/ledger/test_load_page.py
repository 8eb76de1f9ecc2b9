"""docs/reference/load.md names every figure and finding, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from kiem.domain.ledger.queries import FINDING_TEXTS
from kiem.domain.ledger.queries.explanation import FIGURES
from kiem.domain.regimes.loading import all_rules

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def test_every_figure_is_defined() -> None:
    text = (REFERENCE / "load.md").read_text(encoding="utf-8")
    assert [figure for figure in FIGURES if f"`{figure}`" not in text] == []


def test_findings_are_listed_with_their_severity() -> None:
    text = (REFERENCE / "load.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE))
    assert listed == {code: finding.severity.value for code, finding in FINDING_TEXTS.items()}


def test_every_rule_is_listed_with_value_and_letter() -> None:
    text = (REFERENCE / "regimes.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w.@-]+)` \| ([\d.]+) [^|]*\| ([A-Z]) \|", text, re.MULTILINE))
    assert listed == {(rule.rule_id, f"{rule.value:g}", rule.letter.value) for rule in all_rules()}
