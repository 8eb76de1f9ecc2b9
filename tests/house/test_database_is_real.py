"""The tests run on PostgreSQL as users do, not on a stand-in."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_is_postgresql_15_or_later() -> None:
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (version,) = cursor.fetchone()
    assert int(version) >= 150000


@pytest.mark.django_db
def test_role_of_the_application_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
