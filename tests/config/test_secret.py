"""The secret key."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiem.config.secret import secret_key
from kiem.platform.kernel.errors import OperationalError

LONG = "x" * 40


def test_given_key_wins_over_the_file(tmp_path: Path) -> None:
    environ = {"KIEM_SECRET_KEY": LONG, "KIEM_SECRET_FILE": str(tmp_path / "secret.key")}
    assert secret_key(environ) == LONG
    assert not (tmp_path / "secret.key").exists()


def test_file_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    environ = {"KIEM_SECRET_FILE": str(path)}
    first = secret_key(environ)
    assert secret_key(environ) == first
    assert len(first) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_many_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    program = (
        "import os; from kiem.config.secret import secret_key;"
        "print(secret_key({'KIEM_SECRET_FILE': os.environ['KEY_FILE']}))"
    )
    source = Path(__file__).parents[2] / "src"
    environ = {"KEY_FILE": str(tmp_path / "secret.key"), "PYTHONPATH": str(source)}
    started = [
        subprocess.Popen([sys.executable, "-c", program], env=environ, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0] * 6
    assert len(keys) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret.key"]


def test_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text(LONG)
    path.chmod(0o644)
    with pytest.raises(OperationalError, match="chmod 600"):
        secret_key({"KIEM_SECRET_FILE": str(path)})


@pytest.mark.parametrize("kept", ["", "short"])
def test_too_short_key_is_refused(kept: str, tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text(kept)
    path.chmod(0o600)
    with pytest.raises(OperationalError, match="at least 32"):
        secret_key({"KIEM_SECRET_FILE": str(path)})


def test_unusable_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationalError, match="KIEM_SECRET_FILE"):
        secret_key({"KIEM_SECRET_FILE": str(tmp_path / "file" / "secret.key")})


def test_without_file_the_key_is_never_the_same() -> None:
    assert secret_key({}) != secret_key({})
