"""The accounts of the sample data that the sign-in page offers."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.platform.access.models import AccessGrant
from kiem.platform.accounts.models import User
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented account. `roles`: what it is granted today, as `access.roles` names them."""

    user_id: int
    username: str
    display_name: str
    roles: tuple[str, ...]


def list_personas() -> list[Persona]:
    """All personas in the order they were made; none where people are real."""
    if not read_installation().is_sample:
        return []
    users = list(User.objects.filter(is_sample=True, is_active=True).order_by("pk"))
    principals = [f"user:{user.pk}" for user in users]
    held = AccessGrant.objects.on(clock.today()).filter(principal__in=principals)
    roles: dict[str, set[str]] = {}
    for principal, role in held.values_list("principal", "role"):
        roles.setdefault(principal, set()).add(role)
    return [
        Persona(u.pk, u.username, u.display_name, tuple(sorted(roles.get(f"user:{u.pk}", ()))))
        for u in users
    ]
