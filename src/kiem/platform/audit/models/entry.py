"""One line of the audit trail."""

from django.db import models


class Chain(models.IntegerChoices):
    """Two chains in one table, so that reading a page never waits for a long write."""

    WRITES = 1
    VIEWS = 2


class Entry(models.Model):
    """Somebody did something: append-only, numbered without gaps, hashed over its predecessor.

    Invariants, recomputed by `verify_chain`: within a chain `sequence` runs 1, 2, 3, ...;
    `previous_hash` is the hash of the row before (32 zero bytes for the first); `hash` is
    SHA-256 of `previous_hash` and the canonical JSON of every other column but `id`.

    `actor` is a pseudonym (`user:5`, or the name of a program such as `system`): no name of a
    person is stored here, so that nothing here ever has to be erased. There is no foreign key to
    the account or the decision on purpose: the trail must stand when they are gone.
    """

    chain = models.SmallIntegerField(choices=Chain.choices)
    sequence = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    action = models.CharField(max_length=80, help_text="As code names it: register.appoint")
    actor = models.CharField(max_length=80)
    actor_person_id = models.BigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=120, help_text="What it was done to: person:7")
    reason = models.TextField(blank=True)
    rows = models.JSONField(default=dict, help_text="Table -> count, or ids as runs: 5-120,130")
    decision_id = models.BigIntegerField(null=True, blank=True)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("chain", "sequence"), name="audit_sequence_once"),
        ]
        indexes = [
            # "Who looked at this person?", and the check that a view is not noted twice an hour.
            models.Index(fields=("subject", "actor", "recorded_at"), name="audit_by_subject"),
            models.Index(fields=("actor", "recorded_at"), name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.action} {self.subject}"
