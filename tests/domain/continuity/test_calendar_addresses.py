"""Calendar addresses: secret, one at a time, revocable, worth nothing without an account."""

from __future__ import annotations

from datetime import date

import pytest

from kiem.domain.continuity.actions import create_calendar_address, revoke_calendar_address
from kiem.domain.continuity.models import CalendarAddress
from kiem.domain.continuity.queries import address_made_at, subscriber_of
from kiem.platform.access import SYSTEM, Viewer, grant_access, revoke_access, viewer_for
from kiem.platform.accounts import create_account, deactivate_account
from kiem.platform.accounts.models import User
from kiem.platform.audit import list_trail
from kiem.platform.kernel.errors import Forbidden, NotFound


@pytest.fixture
def account(db: None) -> int:
    user_id = create_account(
        username="binh", display_name="Bình", password=None, language="en", actor=SYSTEM
    )
    grant_access(
        principal=f"user:{user_id}", role="auditor", scope="all",
        valid_from=date(2025, 1, 1), actor=SYSTEM,
    )  # fmt: skip
    return user_id


def own(user_id: int) -> Viewer:
    return viewer_for(User.objects.get(pk=user_id))


def refused(secret: str) -> None:
    with pytest.raises(NotFound) as caught:
        subscriber_of(secret)
    assert caught.value.code == "continuity.no_feed"


def test_address_answers_for_its_account_in_its_language(account: int) -> None:
    secret = create_calendar_address(actor=own(account))
    assert len(secret) == 43
    found = subscriber_of(secret)
    assert (found.viewer, found.language) == (own(account), "en")
    assert address_made_at(viewer=own(account)) is not None


def test_secret_is_not_stored(account: int) -> None:
    secret = create_calendar_address(actor=own(account))
    stored = CalendarAddress.objects.get()
    assert secret not in str(vars(stored))
    assert len(stored.digest) == 64


def test_new_address_ends_the_one_before(account: int) -> None:
    first = create_calendar_address(actor=own(account))
    second = create_calendar_address(actor=own(account))
    refused(first)
    assert subscriber_of(second).viewer.user_id == account
    assert CalendarAddress.objects.filter(revoked_at__isnull=True).count() == 1


def test_revoked_address_answers_no_more(account: int) -> None:
    secret = create_calendar_address(actor=own(account))
    revoke_calendar_address(actor=own(account))
    revoke_calendar_address(actor=own(account))
    refused(secret)
    assert address_made_at(viewer=own(account)) is None
    actions = [row.action for row in list_trail(viewer=SYSTEM, subject=f"user:{account}")]
    assert actions[:2] == [
        "continuity.revoke_calendar_address",
        "continuity.create_calendar_address",
    ]


def test_account_that_may_not_sign_in_has_no_feed(account: int) -> None:
    secret = create_calendar_address(actor=own(account))
    deactivate_account(user_id=account, actor=SYSTEM)
    refused(secret)


def test_account_that_lost_its_rights_has_no_feed(account: int) -> None:
    from kiem.platform.access.models import AccessGrant

    secret = create_calendar_address(actor=own(account))
    (grant,) = AccessGrant.objects.filter(principal=f"user:{account}")
    revoke_access(grant_id=grant.pk, on=date(2025, 6, 1), actor=SYSTEM)
    refused(secret)


@pytest.mark.parametrize("secret", ["", "x", "0" * 43, "\ud800"])
@pytest.mark.django_db
def test_guessed_address_is_not_there(secret: str) -> None:
    refused(secret)


@pytest.mark.django_db
def test_programs_and_nobody_have_no_address() -> None:
    for actor in (SYSTEM, Viewer(name="")):
        with pytest.raises(Forbidden):
            create_calendar_address(actor=actor)
