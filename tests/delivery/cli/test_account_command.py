"""`kiem account`, run as an operator would, on the test database."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from kiem.delivery.cli.main import main
from kiem.platform.access.viewer import SYSTEM
from kiem.platform.audit import list_trail
from kiem.platform.database import DatabaseUrl

pytestmark = pytest.mark.django_db

PASSWORD = "con trau di truoc cai cay"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, server_url: DatabaseUrl) -> None:
    name = str(connection.settings_dict["NAME"])
    url = DatabaseUrl(name=name, host=server_url.host, port=server_url.port, user=server_url.user)
    monkeypatch.setenv("DATABASE_URL", str(url))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def test_account_added_has_password_and_no_rights(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "add", "Lan", "--name", "Lan", "--password-from-stdin"]) == 0
    user = get_user_model()._default_manager.get(username="lan")
    assert user.check_password(PASSWORD)
    assert "has no rights yet" in capsys.readouterr().out


def test_account_granted_a_role_is_in_the_audit_trail() -> None:
    main(["account", "add", "lan", "--password-from-stdin"])
    assert main(["account", "grant", "LAN", "administrator", "all", "--reason", "first"]) == 0
    newest = list_trail(viewer=SYSTEM)[0]
    assert (newest.action, newest.reason) == ("access.grant", "first")


def test_account_with_weak_password_is_refused_and_nothing_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("123456\n"))
    assert main(["account", "add", "lan", "--password-from-stdin"]) == 2
    assert "at least 12 characters" in capsys.readouterr().err
    assert not get_user_model()._default_manager.exists()


def test_grant_to_unknown_account_names_it_and_exits_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["account", "grant", "nobody", "auditor", "all"]) == 2
    assert "no active account 'nobody'" in capsys.readouterr().err


def test_add_without_terminal_says_how_to_give_the_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["account", "add", "lan"]) == 2
    assert "--password-from-stdin" in capsys.readouterr().err
