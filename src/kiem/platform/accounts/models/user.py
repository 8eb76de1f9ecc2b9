"""The account somebody signs in with."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """An account. `person_id` is an opaque reference to the register's person, if there is one.

    Names are stored as `normal_username` makes them, so that one name is one account. Rights are
    not here: `platform.access` grants them. An account is never deleted, only made inactive: the
    audit trail names it.
    """

    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=150)
    person_id = models.BigIntegerField(null=True, blank=True, unique=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(
        default=False, help_text="A persona of the sample data, offered on the sign-in page."
    )

    USERNAME_FIELD = "username"

    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.username
