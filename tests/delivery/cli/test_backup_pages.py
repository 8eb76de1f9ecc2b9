"""The how-to pages on the database do what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from tests.platform.database.server15 import FOLDER, private_server

from kiem.platform import database
from kiem.platform.database import DatabaseUrl

ROOT = Path(__file__).resolve().parents[3]
HOW_TO = ROOT / "docs" / "how-to"
MAKE_SCHEMA = (
    "import argparse, pathlib, os\n"
    "from kiem.delivery.cli.session import opened\n"
    "with opened(argparse.Namespace(data=None)): pass\n"
)


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page, in order."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def run(arguments: list[str], folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT / "src"), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_of_the_backup_page_work_one_after_the_other() -> None:
    commands = [
        line
        for block in blocks("back-up-and-restore.md", "sh")
        for line in block.split("\n")
        if line
    ]
    assert len(commands) == 5
    with tempfile.TemporaryDirectory(prefix="kiem-page-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = {"KIEM_DATA": str(folder / "data")}
        made = run(["-c", MAKE_SCHEMA], folder, **data)
        assert made.returncode == 0, made.stderr
        for command in commands:
            program, *arguments = shlex.split(command)
            assert program == "kiem"
            result = run(["-m", "kiem", *arguments], folder, **data)
            # on a slow machine lines of progress appear; an error would begin with "kiem:"
            assert (command, result.returncode) == (command, 0), result.stderr
            assert "kiem:" not in result.stderr
        assert database.status(folder / "restored").initialised is True


def test_statements_of_the_server_page_make_a_database_kiem_accepts() -> None:
    if not FOLDER.exists():
        pytest.skip(f"PostgreSQL 15 is not installed ({FOLDER}): the page is NOT proven")
    (statements,) = blocks("use-your-own-postgresql.md", "sql")
    with private_server() as server:
        with psycopg.connect(server.conninfo, autocommit=True) as connection:
            for statement in filter(None, map(str.strip, statements.split(";"))):
                connection.execute(statement.encode())
        url = DatabaseUrl("kiem", host=server.host, user="kiem", password="choose-one")
        result = run(["-c", MAKE_SCHEMA], ROOT, DATABASE_URL=str(url))
        assert result.returncode == 0, result.stderr
        with psycopg.connect(url.conninfo) as connection:
            names = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    assert {"btree_gist", "pg_trgm"} <= names
