"""Anonymous surveys: who is invited and who took part, and apart from both what was said.

No column, no order and no time joins the two sides: see decision 0121.
"""

from django.db import models

from kiem.domain.surveys.models.survey import Survey
from kiem.platform.kernel.recorded import Said


class Invitee(Said):
    """Somebody asked, with the groups they are counted in: frozen when the survey is opened."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitees")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    type_code = models.CharField(max_length=40)
    staff = models.PositiveIntegerField()
    is_dual = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("survey", "person"), name="survey_invitee_once")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in survey {self.survey_id}"


class Participation(models.Model):
    """Somebody's right to answer is spent. No time finer than the day, no account, no answer."""

    invitee = models.OneToOneField(Invitee, on_delete=models.PROTECT, related_name="participation")
    took_part_on = models.DateField()

    def __str__(self) -> str:
        return f"invitee {self.invitee_id} took part"


class Box(models.Model):
    """Anonymous answers, some hundred in a row of the table, shuffled with every one put in.

    One row holds many answers, so that neither a key nor the place in the table nor the transaction
    that wrote it tells them apart. The only rows of this app that are rewritten.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="boxes")
    number = models.PositiveSmallIntegerField()
    contents = models.JSONField(help_text="List of {groups, answers by question key}.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("survey", "number"), name="survey_box_number_once")
        ]

    def __str__(self) -> str:
        return f"box {self.number} of survey {self.survey_id}"
