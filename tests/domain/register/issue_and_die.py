"""Run as a program: issues a draft, telling when it begins and what came of it."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    django.setup()
    from kiem.domain.register.actions.drafts import issue_draft
    from kiem.platform.access import SYSTEM

    print("ready", flush=True)
    sys.stdin.readline()
    for draft_id in sys.argv[1:]:
        print(issue_draft(draft_id=int(draft_id), version=1, actor=SYSTEM), flush=True)


if __name__ == "__main__":
    main()
