"""The return that stands for a chapter and month, and what its correction starts from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiem.domain.returns.form.contents import Content, content_from_json
from kiem.domain.returns.queries.chapters import Chapter
from kiem.domain.returns.queries.state import ChapterMonth, chapter_month
from kiem.platform.kernel import clock
from kiem.platform.kernel.sql import fetch
from kiem.time.month import Month


@dataclass(frozen=True, slots=True)
class Standing:
    """An acceptance in force. `made`: its new references -> the activities that came of them."""

    acceptance_id: int
    submission_id: int
    sha256: str
    accepted_at: datetime
    content: Content
    made: Mapping[str, int]


def standing_return(chapter: Chapter, month: Month) -> Standing | None:
    """The return that stands now; None while there is none."""
    rows = fetch(
        """SELECT a.id, s.id, s.sha256, lower(a.recorded), s.content, a.changes
        FROM returns_acceptance a JOIN returns_submission s ON s.id = a.submission_id
        WHERE a.organization_id = %(chapter)s AND a.month = %(month)s AND upper_inf(a.recorded)""",
        {"chapter": chapter.id, "month": month.start},
    )
    if not rows:
        return None
    acceptance, submission, sha256, accepted_at, content, changes = rows[0]
    return Standing(
        acceptance,
        submission,
        sha256,
        accepted_at,
        content_from_json(_loaded(content)),
        {c["key"]: int(c["id"]) for c in _loaded(changes) if c["verb"] == "planned"},
    )


def base_of(
    now: ChapterMonth, form_made_at: datetime, standing: Standing | None
) -> tuple[Content, Mapping[str, int]]:
    """What the sender of a form started from.

    The return that stands, when the form is older than it: then the file corrects it. Else what
    register and ledger held when the form was filled in, which `known_at` brings back; for one
    made this moment that is what they hold `now`.
    """
    if standing is not None and form_made_at <= standing.accepted_at:
        return standing.content, standing.made
    if form_made_at >= clock.now():
        return now.content, {}
    return chapter_month(now.chapter, now.month, form_made_at).content, {}


def _loaded(value: Any) -> Any:
    """JSON columns come as text from plain statements."""
    return json.loads(value) if isinstance(value, str) else value
