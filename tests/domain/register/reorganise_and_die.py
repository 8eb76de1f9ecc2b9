"""Run as a program by `test_kill`: merges two units, telling each step, until it is killed."""

from __future__ import annotations

import os
import sys
from datetime import date

import django

DAY = date(2025, 7, 1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiem.config.settings")
    django.setup()
    from kiem.domain.register.actions import (
        ChapterLink,
        Link,
        Placement,
        apply_change_event,
        create_posts,
        found_organizations,
        register_transaction,
    )
    from kiem.platform.access import SYSTEM
    from tests.factories.register import organization, post

    decision, city, unit, other_unit, chapter, *people = (int(word) for word in sys.argv[1:])
    print("ready", flush=True)
    with register_transaction(SYSTEM):
        (new,) = found_organizations(
            decision_id=decision,
            organizations=[organization("A", parent_id=city, valid_from=DAY)],
            actor=SYSTEM,
        )
        (seat,) = create_posts(
            decision_id=decision, posts=[post(new, seats=999, valid_from=DAY)], actor=SYSTEM
        )
        apply_change_event(
            decision_id=decision,
            kind="merge",
            effective_on=DAY,
            title_vi="Sáp nhập",
            title_en="Merger",
            links=[Link(unit, new), Link(other_unit, new)],
            placements=[Placement(person_id, seat) for person_id in people],
            chapters=[ChapterLink(chapter, chapter)],
            actor=SYSTEM,
        )
    print("done", flush=True)


if __name__ == "__main__":
    main()
