"""Rounds, the urn, who has voted, and what was counted. Ballots have no owner, order or time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.elections.models.congress import Congress
from kiem.domain.elections.models.people import Contest, Delegate
from kiem.domain.elections.models.recorded import Said, Superseded, open_once


class Round(Said):
    """One ballot of a contest, with the rule it is held by. `candidates`: people in ballot order;
    `voter_ids`: delegates there when it opened, who may vote and nobody else."""

    class Mode(models.TextChoices):
        BY_HAND = "by_hand"  # paper ballots; the counting board enters counts
        ON_SITE = "on_site"  # each delegate casts on a device of their own
        BY_CODE = "by_code"  # a paper code opens a ballot on any device in the hall

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=Mode.choices)
    seats = models.PositiveSmallIntegerField()
    candidates = ArrayField(models.BigIntegerField())
    voter_ids = ArrayField(models.BigIntegerField())
    convened = models.PositiveIntegerField()
    majority_base = models.CharField(max_length=10)
    majority_share = models.CharField(max_length=12, help_text="A fraction such as 1/2.")
    majority_strictly = models.BooleanField()
    blank_is_valid = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("contest", "number"), name="elections_round_number")
        ]

    def __str__(self) -> str:
        return f"round {self.number} of contest {self.contest_id}"


class VoteMark(Said):
    """This delegate has voted in this round. Nothing here says what; see `Urn`."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="marks")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("round", "delegate"), name="elections_voted_once")
        ]

    def __str__(self) -> str:
        return f"delegate {self.delegate_id} voted in round {self.round_id}"


class CodeBook(models.Model):
    """The codes of a round, in one row: three sorted lists of keyed hashes.

    No code is kept, nor who got which. A code that waits is spent by a ballot or revoked with a
    reason, once; being sorted in one row, the lists tell neither order nor time of spending, nor
    which ballot a code opened (decision 0134). A trigger holds the row to that.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="code_book")
    waiting = ArrayField(models.CharField(max_length=32))
    spent = ArrayField(models.CharField(max_length=32), default=list)
    revoked = ArrayField(models.CharField(max_length=32), default=list)

    def __str__(self) -> str:
        return f"codes of round {self.round_id}"


class CodeDrawing(Said):
    """Codes were drawn for a round; later ones replace as many spoiled ones, with a reason."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="drawings")
    drawn = models.PositiveIntegerField()
    revoked = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("round",), condition=models.Q(revoked=0), name="elections_drawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.drawn} codes for round {self.round_id}"


class Urn(models.Model):
    """All ballots of a round cast on site, in one row: a sorted list of what they say.

    Being sorted, it depends on how often each ballot was cast and on nothing else: not on who cast
    it, when, or after whom. Each ballot is a text of candidates such as `7,12`, empty for blank.
    A trigger lets the list grow by one ballot at a time, and at commit holds it to the voters
    marked, or to the codes spent.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="urn")
    papers = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return f"urn of round {self.round_id}"


class Count(Superseded):
    """What the counting board counted. `votes`: pairs of person and votes. A recount replaces it
    and says why."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="counts")
    issued = models.PositiveIntegerField()
    collected = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    votes = models.JSONField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was counted again.")

    class Meta:
        constraints = [open_once("elections_count_once", "round")]

    def __str__(self) -> str:
        return f"count of round {self.round_id}"


class Ending(Said):
    """A ballot that ended without a result: too few were cast to keep secret who cast which.

    What is in the urn stays there and is never counted; `ballots` says how many those are.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="ending")
    ballots = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"round {self.round_id} ended without a result"


class TieBreak(Said):
    """A tie of a round settled outside the ballot. `order`: the tied in the order drawn, or as
    the rule has it."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="tie_break")
    order = ArrayField(models.BigIntegerField())
    how_vi = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"tie of round {self.round_id}"


class Recognition(Said):
    """The draft of the decision by which a higher body recognises the result."""

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="recognitions")
    issuer = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    draft_id = models.BigIntegerField(help_text="A draft of the register.")

    def __str__(self) -> str:
        return f"recognition of congress {self.congress_id}"
