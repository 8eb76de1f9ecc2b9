"""Runs a function as an ordinary user, also where the tests run as root."""

from __future__ import annotations

import os
import pwd
import sys
import traceback
from collections.abc import Callable

IS_ROOT = os.geteuid() == 0
USER = pwd.getpwnam("nobody") if IS_ROOT else pwd.getpwuid(os.geteuid())


def as_ordinary_user(function: Callable[[], object]) -> None:
    """Call `function` in a child of another user; what it raises fails the test here.

    A fork, not a new program: root's Python may lie where no other user can start it.
    """
    if not IS_ROOT:
        function()
        return
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(USER.pw_gid, USER.pw_gid, USER.pw_gid)
            os.setresuid(USER.pw_uid, USER.pw_uid, USER.pw_uid)
            function()
        except BaseException:
            os.write(writer, traceback.format_exc().encode()[-4000:])
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as complaint:
        text = complaint.read().decode(errors="replace")
    os.waitpid(child, 0)
    if text:
        raise AssertionError(text)
