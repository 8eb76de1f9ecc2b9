"""Whatever articles a draft puts together: the preview and issuing agree, fact by fact."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.register.actions.drafts import issue_draft
from kiem.domain.register.queries.drafts import changes_of
from kiem.domain.register.queries.preview import preview
from kiem.domain.register.queries.verify import verify_register
from kiem.platform.access import SYSTEM
from kiem.platform.kernel.errors import DomainError
from tests.domain.register.test_issuing import known_facts
from tests.domain.register.test_preview import new_ids_hidden
from tests.factories.decisions import ARTICLES, CORRECTIONS, Staffed, draft, staff
from tests.factories.register import Town

VERBS = sorted(set(ARTICLES) - CORRECTIONS)


@pytest.fixture
def place(town: Town) -> Staffed:
    return staff(town)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example is rolled back
)
@given(verbs=st.lists(st.sampled_from(VERBS), min_size=1, max_size=5))
def test_preview_of_any_draft_agrees_with_issuing(place: Staffed, verbs: list[str]) -> None:
    with transaction.atomic():
        draft_id = draft(place, *(ARTICLES[verb](place) for verb in verbs))
        before = known_facts()
        said = preview(viewer=SYSTEM, draft_id=draft_id)
        assert known_facts() == before
        refused = ""
        try:
            with transaction.atomic():
                decision_id = issue_draft(draft_id=draft_id, version=1, actor=SYSTEM)
        except DomainError as error:
            refused = error.code
        assert bool(refused) == bool(said.obstacles)
        if refused:
            assert refused in {obstacle.error.code for obstacle in said.obstacles}
            assert known_facts() == before
        else:
            assert list(said.changes) == new_ids_hidden(changes_of(decision_id))
            assert [c for c in verify_register().checks if c.problems] == []
        transaction.set_rollback(True)
