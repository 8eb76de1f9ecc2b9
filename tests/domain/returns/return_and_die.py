"""Run as a program: makes a file the return, telling when it begins and when it is done."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    from kiem.domain.returns.actions import accept_return
    from kiem.platform.access import viewer_for

    user_id, submission_id = map(int, sys.argv[1:])
    sender = viewer_for(get_user_model()._default_manager.get(pk=user_id))
    print("ready", flush=True)
    accept_return(submission_id=submission_id, actor=sender)
    print("done", flush=True)


if __name__ == "__main__":
    main()
