"""Whatever happens to a good form: it is refused in words, told row by row, or read as what it says
now. Looking at it changes nothing, a file with mistakes changes nothing, and nothing is a fault of
the program.
"""

from __future__ import annotations

import hashlib
from datetime import date, time

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kiem.delivery.web.returnwords import problem_remedy, problem_text
from kiem.domain.returns.actions import receive_return, submit_return
from kiem.domain.returns.models import Acceptance
from kiem.platform.kernel.errors import DomainError
from kiem.platform.kernel.sql import fetch
from tests.domain.imports.files import TABLES
from tests.domain.returns.conftest import MONTH, Chapter
from tests.factories.corruptions import QUIET, VALUES, WAYS, spoilt_workbook
from tests.factories.return_forms import Form

SHEETS = ("members", "activities", "hours")
WRITTEN = (*TABLES, "returns_activityresult", "returns_acceptance")


def filled_in(chapter: Chapter) -> Form:
    """A form with a line of every sort."""
    form = chapter.form()
    form.add(
        "members", staff_number="00005", full_name="Nguyễn Văn Giang", change="in",
        day=date(2025, 2, 3), organization="A-Y",
    )  # fmt: skip
    form.set("activities", 5, turnout=21)
    form.add(
        "activities", title_vi="Hiến máu", category="volunteering", first_day=date(2025, 2, 22),
        to=time(11), status="held", turnout=14, **{"from": time(8)},
    )  # fmt: skip
    line = "Chuyên môn · Cán bộ · Công an xã A"
    form.add("hours", staff_number="00001", post=line, category="duty", hours=150)
    return form


def fingerprint() -> str:
    digest = hashlib.sha256()
    for table in WRITTEN:
        digest.update(str(fetch(f"SELECT t::text FROM {table} t ORDER BY 1")).encode())
    return digest.hexdigest()


def look(chapter: Chapter, content: bytes) -> str:
    """Send the file to be checked, then to be taken; what became of it."""
    before = fingerprint()
    given = {
        "organization_id": chapter.id, "month": MONTH, "name": "a.xlsx", "content": content,
        "actor": chapter.sender,
    }  # fmt: skip
    refusal = checked = None
    try:
        checked = submit_return(**given)  # type: ignore[arg-type]  # own keys
    except DomainError as error:
        refusal = error
    assert fingerprint() == before
    if checked is None:
        assert refusal is not None
        assert refusal.remedy, refusal.code
        return "refused"
    assert not checked.is_return
    for problem in checked.problems:
        assert problem_remedy(problem), problem.code
        assert problem_text(problem)
    received = receive_return(**given)  # type: ignore[arg-type]  # own keys
    assert received.problems == checked.problems
    assert received.is_return == (not checked.problems)
    if checked.problems:
        assert fingerprint() == before
        return "told"
    return "read"


@pytest.fixture
def good(chapter: Chapter) -> bytes:
    """Made once: a form says when it was made, and what is drawn must not hang on that."""
    return filled_in(chapter).saved()


def changed_cells(draw: st.DrawFn, good: bytes) -> bytes:
    """One to three cells that say something else; the hidden sheets too."""
    form = Form(good)
    for _ in range(draw(st.integers(1, 3))):
        rows = form.sheets[draw(st.sampled_from(sorted(form.sheets)))]
        row = draw(st.sampled_from(rows)) if rows else []
        if row:
            row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(VALUES)) or ""
    return form.saved()


def run(chapter: Chapter, good: bytes, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from((*WAYS, "cells", "cells", "cells")))
    is_cells = way == "cells"
    content = changed_cells(data.draw, good) if is_cells else spoilt_workbook(data.draw, good, way)
    with transaction.atomic():
        look(chapter, content)
        transaction.set_rollback(True)


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=QUIET)
def test_corrupted_form_changes_nothing_and_is_told(
    chapter: Chapter, good: bytes, data: st.DataObject
) -> None:
    run(chapter, good, data)


@pytest.mark.soak
@given(data=st.data())
@settings(max_examples=10_000, suppress_health_check=QUIET)
def test_ten_thousand_corrupted_forms_change_nothing(
    chapter: Chapter, good: bytes, data: st.DataObject
) -> None:
    run(chapter, good, data)


def test_good_form_itself_is_read(chapter: Chapter) -> None:
    """So that the tests above cannot pass because nothing is ever read."""
    assert look(chapter, filled_in(chapter).saved()) == "read"
    assert Acceptance.objects.count() == 1


def test_form_with_a_mistake_is_told(chapter: Chapter) -> None:
    form = filled_in(chapter)
    form.set("hours", 5, hours=25)
    assert look(chapter, form.saved()) == "told"
