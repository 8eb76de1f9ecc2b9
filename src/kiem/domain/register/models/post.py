"""Posts: seats that exist whether or not somebody sits in them."""

from django.db import models

from kiem.domain.register.models.decided import DecidedRow


class PostKind(models.TextChoices):
    LINE = "line"  # a professional post in a unit
    OFFICE = "office"  # an office in a member organisation
    PARTY = "party"  # a party office
    EXTERNAL = "external"  # a seat in a body outside


class Post(models.Model):
    """The identity of a post: it never changes its organisation or its kind."""

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="posts"
    )
    kind = models.CharField(max_length=10, choices=PostKind.choices)

    def __str__(self) -> str:
        return f"post {self.pk}"


class PostState(DecidedRow):
    """What is true of a post for a while.

    Invariants: one open state a day and post; inside the life of its organisation; never more
    holders on a day than `seats`. `is_mandatory`: a vacancy of more than 30 days is a finding.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="states")
    role = models.ForeignKey("register.Role", on_delete=models.PROTECT, related_name="+")
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    team = models.CharField(max_length=40, blank=True, help_text="Team within the unit, if any.")
    seats = models.PositiveSmallIntegerField(default=1)
    is_mandatory = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="post_has_a_seat")
        ]

    def __str__(self) -> str:
        return self.title_vi
