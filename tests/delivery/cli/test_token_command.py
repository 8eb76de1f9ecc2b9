"""`kiem token`, run as an operator would, on the test database."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from kiem.delivery.cli.main import main
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account, holder_of_token
from kiem.platform.accounts.errors import Unauthorized
from kiem.platform.database import DatabaseUrl

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lan(monkeypatch: pytest.MonkeyPatch, server_url: DatabaseUrl) -> None:
    name = str(connection.settings_dict["NAME"])
    url = DatabaseUrl(name=name, host=server_url.host, port=server_url.port, user=server_url.user)
    monkeypatch.setenv("DATABASE_URL", str(url))
    user_id = create_account(username="lan", display_name="Lan", password=None, actor=SYSTEM)
    grant_access(
        principal=f"user:{user_id}",
        role="auditor",
        scope="all",
        valid_from=date(2025, 1, 1),
        actor=SYSTEM,
    )


def _create(*more: str) -> int:
    return main(["token", "create", "Lan", "--name", "nightly report", *more])


def test_token_printed_is_usable_with_the_permissions_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _create("--permission", "register.view_structure", "--days", "7") == 0
    holder = holder_of_token(capsys.readouterr().out.strip(), address="192.0.2.1")
    assert {str(grant.permission) for grant in holder.viewer.grants} == {"register.view_structure"}


def test_token_without_permissions_named_gets_all_its_owner_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _create() == 0
    holder = holder_of_token(capsys.readouterr().out.strip(), address="192.0.2.1")
    assert "audit.view" in {str(grant.permission) for grant in holder.viewer.grants}


def test_token_beyond_the_owners_rights_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert _create("--permission", "register.change") == 2
    assert "register.change" in capsys.readouterr().err


def test_list_shows_tokens_and_revoke_ends_them(capsys: pytest.CaptureFixture[str]) -> None:
    _create()
    text = capsys.readouterr().out.strip()
    main(["token", "list", "lan", "--format", "json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["usable"], text.startswith(row["prefix"])) == (
        "nightly report",
        True,
        True,
    )
    assert main(["token", "revoke", str(row["id"])]) == 0
    with pytest.raises(Unauthorized):
        holder_of_token(text, address="192.0.2.1")
    main(["token", "list", "lan"])
    assert "revoked" in capsys.readouterr().out


def test_revoking_an_unknown_token_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "revoke", "999999"]) == 2
    assert "no token 999999" in capsys.readouterr().err
