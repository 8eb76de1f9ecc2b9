"""Takes files in, learns how to read them, checks and applies them."""

from kiem.domain.imports.actions.applying import apply_file, check_file
from kiem.domain.imports.actions.files import LIMITS, discard_file, set_parts, submit_file
from kiem.domain.imports.actions.starting import start_apply, start_check

__all__ = [
    "LIMITS",
    "apply_file",
    "check_file",
    "discard_file",
    "set_parts",
    "start_apply",
    "start_check",
    "submit_file",
]
