"""`kiem demo` and `kiem erase-demo` on databases of their own, killed and all."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time

import psycopg
import pytest
from tests.delivery.sample.conftest import MakeDatabase, environment

from kiem.platform.database import DatabaseUrl

UNTIL = "2025-01-18"
KIEM = [sys.executable, "-m", "kiem"]
# when the tables were made, on a real clock; accounts, whose unusable passwords are random
LEFT_OUT = ("django_migrations", "accounts_user")


def kiem(url: DatabaseUrl, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KIEM, *words], env=environment(url), capture_output=True, text=True, check=False
    )


def demo(url: DatabaseUrl, until: str = UNTIL) -> subprocess.CompletedProcess[str]:
    return kiem(url, "demo", "--no-serve", "--until", until)


def fingerprint(url: DatabaseUrl) -> str:
    """SHA-256 over every row of every table, in order of the tables' names and the rows' texts."""
    digest = hashlib.sha256()
    with psycopg.connect(str(url)) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            if name not in LEFT_OUT:
                rows = connection.execute(
                    f'SELECT t::text FROM "{name}" t ORDER BY t::text COLLATE "C"'.encode()  # noqa: S608 -- our tables
                )
                digest.update(name.encode())
                for (row,) in rows:
                    digest.update(row.encode())
    return digest.hexdigest()


def count(url: DatabaseUrl, table: str) -> int:
    with psycopg.connect(str(url)) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()  # noqa: S608 -- ours
    assert row is not None
    return int(row[0])


@pytest.fixture(scope="module")
def filled(make_database: MakeDatabase) -> DatabaseUrl:
    url = make_database()
    run = demo(url)
    assert run.returncode == 0, run.stderr
    return url


def test_demo_marks_the_database_and_says_what_it_made(filled: DatabaseUrl) -> None:
    with psycopg.connect(str(filled)) as connection:
        mark = connection.execute(
            "SELECT is_sample, sample_until::text FROM kernel_installation"
        ).fetchall()
    assert mark == [(True, UNTIL)]
    assert count(filled, "register_person") == 8_490 + 2_854 + 330


def test_demo_again_serves_what_is_there(filled: DatabaseUrl) -> None:
    before = fingerprint(filled)
    run = kiem(filled, "demo", "--no-serve")
    assert run.returncode == 0
    assert f"up to {UNTIL} is there" in run.stderr
    assert fingerprint(filled) == before


def test_demo_up_to_another_day_is_refused_and_changes_nothing(filled: DatabaseUrl) -> None:
    before = fingerprint(filled)
    run = demo(filled, "2025-01-25")
    assert run.returncode == 2
    assert "erase-demo" in run.stderr
    assert fingerprint(filled) == before


@pytest.mark.parametrize("until", ["2025-01-01", "2024-06-30", "2999-01-01"])
def test_demo_outside_the_story_is_refused(filled: DatabaseUrl, until: str) -> None:
    run = demo(filled, until)
    assert run.returncode == 2
    assert "2025-01-01 to today" in run.stderr


def test_demo_with_an_impossible_day_shows_how_to_write_it(filled: DatabaseUrl) -> None:
    run = demo(filled, "31/12/2025")
    assert run.returncode == 2
    assert "write it as 2025-10-23" in run.stderr


def test_same_day_makes_the_same_bytes_even_after_a_kill_and_an_erasure(
    filled: DatabaseUrl, make_database: MakeDatabase
) -> None:
    url = make_database()
    moments = random.Random().sample(range(15, 60), 2)  # unpinned: any moment must do
    for tenths in moments:
        process = subprocess.Popen(
            [*KIEM, "demo", "--no-serve", "--until", UNTIL],
            env=environment(url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(tenths / 10)
        process.kill()
        process.wait()
        assert_whole_steps(url)
    run = demo(url)
    assert run.returncode == 0, run.stderr
    assert fingerprint(url) == fingerprint(filled)
    assert kiem(url, "erase-demo").returncode == 0
    assert count(url, "register_person") == 0
    assert demo(url).returncode == 0
    assert fingerprint(url) == fingerprint(filled)


def assert_whole_steps(url: DatabaseUrl) -> None:
    """Each decision is there with everything it did, or not at all."""
    with psycopg.connect(str(url)) as connection:
        tables = {
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
        }
    if "kernel_installation" not in tables or count(url, "kernel_installation") == 0:
        return  # killed before the first row
    people = count(url, "register_person")
    assert people in (0, 8_490 + 2_854 + 330)
    line = "register_appointment a JOIN register_post p ON p.id = a.post_id WHERE p.kind = 'line'"
    assert count(url, line) == people
    assert count(url, "register_organizationstate") in (0, 1 + 12 + 30 + 526, 1_232)


def test_erasing_without_a_sample_is_refused(make_database: MakeDatabase) -> None:
    url = make_database()
    assert kiem(url, "migrate").returncode == 0
    run = kiem(url, "erase-demo")
    assert run.returncode == 2
    assert "no sample" in run.stderr


def test_demo_beside_real_data_is_refused_and_changes_nothing(make_database: MakeDatabase) -> None:
    url = make_database()
    assert kiem(url, "migrate").returncode == 0
    with psycopg.connect(str(url)) as connection:
        connection.execute("INSERT INTO register_organization (category) VALUES ('unit')")
    before = fingerprint(url)
    run = demo(url)
    assert run.returncode == 2
    assert "not a sample" in run.stderr
    assert fingerprint(url) == before


def test_erasing_beside_foreign_tables_is_refused(make_database: MakeDatabase) -> None:
    url = make_database()
    assert kiem(url, "migrate").returncode == 0
    with psycopg.connect(str(url)) as connection:
        connection.execute("CREATE TABLE shop_orders (id int)")
        connection.execute(
            "INSERT INTO kernel_installation (id, is_sample, sample_name) VALUES (1, true, '')"
        )
    run = kiem(url, "erase-demo")
    assert run.returncode == 2
    assert "shop_orders" in run.stderr
