"""What a superior said about hours."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class TimeConfirmation(models.Model):
    """The superior's word on the hours of one person, post and month.

    `confirmed`: the hours known at the beginning of `recorded`, `hours` in sum, are right. An entry
    recorded later is not covered: whoever changes hours afterwards asks for a new word.
    `asked_back`: the superior asks (`note`); `answered`: the person answered without changing an
    entry. Superseded like every fact, so that the rows of a post and month are its conversation.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed"
        ASKED_BACK = "asked_back"
        ANSWERED = "answered"

    person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey(
        "register.Post", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="The first day of the month.")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    hours = models.DecimalField(
        max_digits=7, decimal_places=2, help_text="The sum the word is about."
    )
    note = models.CharField(max_length=500, blank=True)
    recorded = DateTimeRangeField()
    recorded_by = models.CharField(max_length=120)
    user_id = models.BigIntegerField(
        null=True, blank=True, help_text="The account that spoke, so that it can be answered."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="time_confirmation_names_a_first_day"
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gte=0), name="time_confirmation_hours_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="confirmed") | ~models.Q(note=""),
                name="time_confirmation_asks_with_words",
            ),
            # One word holds; the index also answers a person's month.
            models.UniqueConstraint(
                fields=("person", "month", "post"),
                condition=models.Q(recorded__upper_inf=True),
                name="time_confirmation_once",
            ),
        ]
        indexes = [
            # A month of everybody: the superior's list, and past knowledge of it.
            models.Index(fields=("month", "post"), name="time_confirmation_by_month"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}, {self.month}: {self.verdict}"
