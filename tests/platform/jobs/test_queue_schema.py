"""The queue's tables are those the installed package expects."""

from __future__ import annotations

from importlib import import_module, resources

import pytest

from kiem.platform.kernel.sql import execute, fetch


def test_installed_package_brings_no_schema_change_without_a_migration_of_ours() -> None:
    since = import_module("kiem.platform.jobs.migrations.0001_queue").SINCE
    files = sorted(
        entry.name
        for entry in resources.files("procrastinate.sql.migrations").iterdir()
        if entry.name.endswith(".sql")
    )
    assert [name for name in files if name > since] == []
    assert since in files


@pytest.mark.django_db(transaction=True)
def test_queue_can_be_taken_out_and_put_in_again() -> None:
    module = import_module("kiem.platform.jobs.migrations.0001_queue")
    objects = """
        SELECT 'relation', relname FROM pg_class WHERE relname LIKE '%procrastinate%'
        UNION SELECT 'function', proname FROM pg_proc WHERE proname LIKE 'procrastinate%'
        UNION SELECT 'type', typname FROM pg_type WHERE typname LIKE 'procrastinate%'
    """
    before = fetch(objects)
    execute(module.DROP)
    assert fetch(objects) == []
    schema = (resources.files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")
    execute(schema)
    assert sorted(fetch(objects)) == sorted(before)
