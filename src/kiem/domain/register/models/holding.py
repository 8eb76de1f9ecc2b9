"""Facts between identities: memberships, appointments, terms."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from kiem.domain.register.models.decided import DecidedRow


class Membership(DecidedRow):
    """A person is a member of a member organisation; at most one open row a day for the pair."""

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="memberships"
    )
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="memberships"
    )

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.organization_id}"


class Term(DecidedRow):
    """A committee's term of office.

    `planned` is what the congress decided (2022 to 2027); `valid` is what happened: a term is cut
    short when the next one opens. Planned ranges of two terms may overlap, valid ones may not.
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="terms"
    )
    label = models.CharField(max_length=40, help_text="As people say it: XXV, 2022-2027.")
    planned = DateRangeField()

    def __str__(self) -> str:
        return self.label


class Appointment(DecidedRow):
    """A person in a post for an interval.

    `share_percent`: the part of the person's employment the post is worth. A concurrent office is
    carried on top and has 0; a full-time officer's office has 100 and the line post 0. Shares of
    one person never exceed 100 on any day.
    """

    class Mode(models.TextChoices):
        APPOINTED = "appointed"  # bổ nhiệm
        ELECTED = "elected"  # bầu
        DESIGNATED = "designated"  # chỉ định
        RECOGNISED = "recognised"  # công nhận / chuẩn y
        SECONDED = "seconded"  # biệt phái

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="appointments")
    mode = models.CharField(max_length=12, choices=Mode.choices)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2)
    is_provisional = models.BooleanField(default=False, help_text="Assigned until a recognition.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share_percent__gte=0, share_percent__lte=100),
                name="appointment_share_within_100",
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in post {self.post_id}"
