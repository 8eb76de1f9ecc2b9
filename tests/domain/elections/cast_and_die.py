"""Run as a program: casts a ballot and stops before the commit, until somebody kills it."""

from __future__ import annotations

import os
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    django.setup()
    from django.db import transaction

    from kiem.domain.elections.actions import cast_ballot
    from kiem.platform.access import viewer_for
    from kiem.platform.accounts.models import User

    user, round_id, candidate = (int(text) for text in sys.argv[1:])
    with transaction.atomic():
        cast_ballot(
            round_id=round_id,
            candidates=[candidate],
            actor=viewer_for(User.objects.get(pk=user)),
        )
        print("cast", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    main()
