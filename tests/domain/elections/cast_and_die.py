"""Run as a program: casts a ballot and stops before the commit, until somebody kills it.

`USER ROUND NAME`, or `code KEY ROUND NAME`.
"""

from __future__ import annotations

import os
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    django.setup()
    from django.db import transaction

    from kiem.domain.elections.actions import CodePass, cast_ballot, cast_with_code
    from kiem.platform.access import viewer_for
    from kiem.platform.accounts.models import User

    *who, round_id, candidate = sys.argv[1:]
    with transaction.atomic():
        if who[0] == "code":
            cast_with_code(code_pass=CodePass(int(round_id), who[1]), candidates=[int(candidate)])
        else:
            cast_ballot(
                round_id=int(round_id),
                candidates=[int(candidate)],
                actor=viewer_for(User.objects.get(pk=int(who[0]))),
            )
        print("cast", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    main()
