"""People of the organisation. No data on citizens, ever."""

from django.db import models

from kiem.domain.register.models.decided import DecidedRow


class Person(models.Model):
    """A pseudonymous identity. Everything about the person is in states, which can be redacted."""

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonState(DecidedRow):
    """Personal details for a while; the union of open states is the person's time of service.

    `employment_share_percent`: 100 = full time. Redaction blanks names and birth date in all
    versions by one audited action and leaves the identity.
    """

    class Sex(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="states")
    staff_number = models.CharField(max_length=20)
    family_name = models.CharField(max_length=40)
    middle_name = models.CharField(max_length=60, blank=True)
    given_name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=150, help_text="In Vietnamese order: family first.")
    sort_key = models.CharField(max_length=900, help_text="kernel.collation.person_sort_key(...)")
    search_text = models.CharField(max_length=250, help_text="Folded staff number and name.")
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    employment_share_percent = models.DecimalField(max_digits=5, decimal_places=2, default=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    employment_share_percent__gt=0, employment_share_percent__lte=100
                ),
                name="person_employment_share_within_100",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class RankHolding(DecidedRow):
    """A rank held by a person for an interval; at most one a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ranks")
    rank = models.ForeignKey("register.Rank", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rank_id}"
