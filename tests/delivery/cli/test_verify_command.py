"""`kiem verify`: exit code and list, on a sound and on a tampered database."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from kiem.delivery.cli.main import main
from kiem.platform import audit
from kiem.platform.access import SYSTEM
from kiem.platform.database import DatabaseUrl

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _three_entries(monkeypatch: pytest.MonkeyPatch, server_url: DatabaseUrl) -> None:
    name = str(connection.settings_dict["NAME"])
    url = DatabaseUrl(name=name, host=server_url.host, port=server_url.port, user=server_url.user)
    monkeypatch.setenv("DATABASE_URL", str(url))
    for number in range(3):
        audit.record(action="tests.act", actor=SYSTEM, subject=f"thing:{number}")


def test_sound_database_exits_0_and_says_what_it_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    counted = {check["name"]: check["counted"] for check in report["checks"]}
    assert counted["hash chain of the audit trail"] == 3
    assert report["heads"]["writes"]["sequence"] == 3
    assert all(check["sound"] for check in report["checks"])


def test_rewritten_audit_entry_exits_1_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET subject = 'thing:9' WHERE sequence = 2")
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    assert main(["verify"]) == 1
    printed = capsys.readouterr()
    assert "writes/2: was changed after it was written" in printed.out
    assert "1 problems" in printed.err


def test_removed_audit_entry_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_entry WHERE sequence = 2")
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    assert main(["verify"]) == 1
    assert "number 2 is missing" in capsys.readouterr().out
