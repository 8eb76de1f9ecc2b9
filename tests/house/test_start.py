"""What a start costs: heavy engines are imported when used, never before."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numba", "scipy", "polars", "altair", "vl_convert", "numpy")


def test_web_start_imports_no_engine() -> None:
    script = (
        "import django, sys; django.setup(); import kiem.config.urls; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "kiem.config.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.strip() == "[]", result.stderr


def test_help_imports_no_engine_and_no_django() -> None:
    script = (
        "import sys\n"
        "from kiem.delivery.cli.main import build_parser\n"
        "build_parser().format_help()\n"
        f"print([name for name in ('django', *{HEAVY!r}) if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": "src", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.strip() == "[]", result.stderr
