"""What is migrated quickly is what Django would have migrated."""

from __future__ import annotations

import pytest
from django.core.management import get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CharField

from kiem.platform.kernel.migrating import rendering_only_what_changed


def statements() -> list[str]:
    """Every statement that makes the schema from nothing; none is executed."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    loader = MigrationLoader(connection, replace_migrations=False)
    return [str(statement) for statement in loader.collect_sql(plan)]


@pytest.mark.django_db
def test_statements_are_the_same_as_djangos() -> None:
    with rendering_only_what_changed():
        quick = statements()
    assert len(quick) > 1_000
    assert quick == statements()


def test_addition_builds_one_class_and_other_changes_build_all_anew() -> None:
    state = ProjectState()
    state.add_model(ModelState("kernel", "a", [("id", CharField(primary_key=True))]))
    first = state.apps.get_model("kernel", "a")
    with rendering_only_what_changed():
        state.add_model(ModelState("kernel", "b", [("id", CharField(primary_key=True))]))
        assert state.apps.get_model("kernel", "a") is first
        state.alter_field("kernel", "b", "id", CharField(max_length=9, primary_key=True), False)
        assert state.apps.get_model("kernel", "a") is not first
        changed = state.apps.get_model("kernel", "b")
    assert changed._meta.get_field("id").max_length == 9


def test_django_is_as_before_afterwards() -> None:
    before = dict(vars(ProjectState))
    with pytest.raises(ZeroDivisionError), rendering_only_what_changed():
        raise ZeroDivisionError
    assert dict(vars(ProjectState)) == before


def test_command_of_that_name_is_ours() -> None:
    assert get_commands()["migrate"] == "kiem.platform.kernel"
