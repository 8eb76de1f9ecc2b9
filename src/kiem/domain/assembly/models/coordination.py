"""Coordination: regulations bodies agree on, and requests that are to be answered in time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.assembly.models.recorded import Said


class Regulation(Said):
    """What bodies agreed on about working together. It is signed and never rewritten: an amended
    one is a new one, and a review says that the old one ended.

    `answer_working_days`: within which a request under it is answered.
    """

    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    content_vi = models.TextField()
    content_en = models.TextField(blank=True)
    answer_working_days = models.PositiveSmallIntegerField()
    review_on = models.DateField(help_text="When it is looked at again, until a review says.")
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_working_days__gte=1), name="regulation_answer_days"
            )
        ]

    def __str__(self) -> str:
        return self.number


class RegulationParty(Said):
    """A body that agreed; the first one keeps the regulation."""

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="parties")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("regulation", "organization"), name="regulation_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"organization {self.organization_id} in regulation {self.regulation_id}"


class RegulationReview(Said):
    """It was looked at: what was found, and when next. Without a next day it ended."""

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    finding_vi = models.TextField()
    finding_en = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"regulation {self.regulation_id} reviewed on {self.reviewed_on}"


class CoordinationRequest(Said):
    """What one body asks of another, to be answered by `due_on`."""

    sender = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    addressee = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    regulation = models.ForeignKey(
        Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    subject_vi = models.CharField(max_length=300)
    subject_en = models.CharField(max_length=300, blank=True)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    sent_on = models.DateField()
    answer_working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField(help_text="The last of the working days after the day it was sent.")
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=("addressee", "due_on"), name="request_by_addressee")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("addressee")), name="request_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("sent_on")), name="request_due_after_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} to {self.addressee_id}"


class RequestStep(Said):
    """Something that happened to a request; its state is what the last step says."""

    class Kind(models.TextChoices):
        ANSWER = "answer"
        RETURN = "return"  # the answer does not answer it: back, with the reason
        CLOSE = "close"
        WITHDRAW = "withdraw"

    request = models.ForeignKey(CoordinationRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    is_on_behalf = models.BooleanField(
        default=False, help_text="Recorded by the sender, of a body outside."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="close") | ~models.Q(text=""),
                name="request_step_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.request_id}: {self.kind}"
