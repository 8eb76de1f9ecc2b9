"""Who signs for an issuer besides its head."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from kiem.platform.kernel.temporal import TemporalRow


class SigningAuthority(TemporalRow):
    """Whoever holds `post` may sign decisions of `organization`, in its head's stead.

    The right is the post's, not the person's: who leaves the post leaves it there. The head needs
    none. At most one a day for a post and an issuer, since a post signs in one way.
    """

    class Way(models.TextChoices):
        DEPUTY = "deputy"  # KT., ký thay: a deputy for the head
        ORDER = "order"  # TL., thừa lệnh: whoever heads a body below, by order
        AUTHORISATION = "authorisation"  # TUQ., thừa ủy quyền: authorised in writing for a time

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        "register.Post", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    way = models.CharField(max_length=13, choices=Way.choices)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="signing_authority_one_a_day",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(recorded__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.post_id} for {self.organization_id}: {self.way}"
