"""Who holds which role where."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class AccessGrant(TemporalRow):
    """A role within a scope, for an account or for whoever holds a post.

    `principal`: `user:5` or `post:77`; a grant to a post is had by those who hold the post on the
    day and lost with it. `scope`: see `access.viewer.Grant`. `granted_by`: the pseudonym the audit
    trail uses. Invariant: one open row a day for a principal, role and scope. No foreign keys:
    accounts, posts and units are not this app's, and a grant must outlive what it named.
    """

    principal = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)
    granted_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="access_grant_once_a_day",
                expressions=[
                    ("principal", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]
        indexes = [
            # Asked at every request: what do this account and these posts hold now?
            models.Index(
                fields=("principal",),
                condition=models.Q(recorded__upper_inf=True),
                name="access_grant_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}: {self.role} in {self.scope}"
