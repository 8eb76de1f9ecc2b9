"""What happened, and whom it concerns."""

from django.db import models


class Notice(models.Model):
    """Something that happened, said once however many it concerns. Append-only.

    `key`: SHA-256 over code, parameters, link and occasion: the same notice sent again is this
    row. `params` hold no name of a person (see `notices.texts`). `sent_by`: the pseudonym the audit
    trail uses.
    """

    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=80, help_text="As code names it: register.appointed")
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True, help_text="A path of this site")
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class Delivery(models.Model):
    """A notice in one inbox: a person's (whoever has their account now or later) or an account's.

    `read_at` is the only thing that ever changes.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    person_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person_id__isnull=True) ^ models.Q(user_id__isnull=True),
                name="notices_delivery_to_one",
            ),
            # Sent again, a notice is not delivered again.
            models.UniqueConstraint(
                fields=("notice", "person_id"), name="notices_once_for_a_person"
            ),
            models.UniqueConstraint(fields=("notice", "user_id"), name="notices_once_for_a_user"),
        ]
        indexes = [
            # The inbox, newest first.
            models.Index(
                fields=("person_id", "-id"),
                condition=models.Q(person_id__isnull=False),
                name="notices_of_person",
            ),
            models.Index(
                fields=("user_id", "-id"),
                condition=models.Q(user_id__isnull=False),
                name="notices_of_user",
            ),
            # The number in the head of every page.
            models.Index(
                fields=("person_id",),
                condition=models.Q(person_id__isnull=False, read_at__isnull=True),
                name="notices_unread_of_person",
            ),
            models.Index(
                fields=("user_id",),
                condition=models.Q(user_id__isnull=False, read_at__isnull=True),
                name="notices_unread_of_user",
            ),
        ]

    def __str__(self) -> str:
        to = f"user:{self.user_id}" if self.person_id is None else f"person:{self.person_id}"
        return f"notice {self.notice_id} to {to}"
