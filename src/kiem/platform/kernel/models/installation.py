"""What this database is, in one row."""

from django.db import models


class Installation(models.Model):
    """The only row says whether the people in this database are invented.

    Pages, exports and documents print "invented people" when `is_sample`; personas can be entered
    with one click only then. A missing row means: not sample data.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_sample = models.BooleanField(default=False)
    sample_until = models.DateField(
        null=True, blank=True, help_text="The day up to which the sample data was lived through."
    )
    sample_name = models.CharField(
        max_length=20, blank=True, default="", help_text="Which of the samples it is."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(is_sample=True) | models.Q(sample_until__isnull=True),
                name="installation_until_only_for_sample",
            ),
            models.CheckConstraint(
                condition=models.Q(is_sample=True) | models.Q(sample_name=""),
                name="installation_name_only_for_sample",
            ),
        ]

    def __str__(self) -> str:
        return "sample data" if self.is_sample else "real data"
