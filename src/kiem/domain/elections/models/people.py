"""Who is at a congress: delegates with their credentials, and those who serve it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kiem.domain.elections.models.congress import Congress
from kiem.domain.elections.models.recorded import Said, Superseded, open_once


class Delegate(Said):
    """Somebody named for a congress. `organization`: the chapter whose seat it is; none for a
    delegate by office. `mandate_vi`: the paper that shows it."""

    class Kind(models.TextChoices):
        ELECTED = "elected"  # bầu
        DESIGNATED = "designated"  # chỉ định
        EX_OFFICIO = "ex_officio"  # đương nhiên
        MEMBER = "member"  # đại hội toàn thể: every member is convened

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="delegates")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    organization = models.ForeignKey(
        "register.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate_vi = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("congress", "person"), name="elections_delegate_once")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at congress {self.congress_id}"


class Credential(Superseded):
    """What the credentials board found, and whether the delegate is there."""

    class Verdict(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="credentials")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=300, blank=True)
    is_present = models.BooleanField(default=False)

    class Meta:
        constraints = [open_once("elections_credential_once", "delegate")]

    def __str__(self) -> str:
        return f"delegate {self.delegate_id}: {self.verdict}"


class Functionary(Superseded):
    """Somebody who serves the congress in a body of it. No candidate counts ballots."""

    class Body(models.TextChoices):
        PRESIDIUM = "presidium"  # đoàn chủ tịch
        SECRETARIAT = "secretariat"  # đoàn thư ký
        CREDENTIALS = "credentials"  # ban thẩm tra tư cách đại biểu
        COUNTING = "counting"  # ban kiểm phiếu

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="functionaries")
    body = models.CharField(max_length=12, choices=Body.choices)
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    is_head = models.BooleanField(default=False)

    class Meta:
        constraints = [
            open_once("elections_functionary_once", "congress", "body", "person"),
            models.UniqueConstraint(
                fields=("congress", "body"),
                condition=models.Q(recorded__upper_inf=True, is_head=True),
                name="elections_one_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: person {self.person_id}"


class Contest(Said):
    """What is elected: so many seats of one post of the organisation."""

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="contests")
    number = models.PositiveSmallIntegerField()
    post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("congress", "number"), name="elections_contest_number"),
            models.UniqueConstraint(fields=("congress", "post"), name="elections_contest_post"),
        ]

    def __str__(self) -> str:
        return f"contest {self.number} of congress {self.congress_id}"


class Nomination(Superseded):
    """A candidate of a contest, put forward by a body or by themself. `is_withdrawn` with reason:
    the row stays, and what replaced it says so."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    by_organization = models.ForeignKey(
        "register.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_withdrawn = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [open_once("elections_nomination_once", "contest", "person")]

    def __str__(self) -> str:
        return f"person {self.person_id} for contest {self.contest_id}"


class ListClosing(Said):
    """The vote that closed a contest's list, by show of hands. `candidates`: people in the order
    of the ballot, which is that of names."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="closing")
    present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    candidates = ArrayField(models.BigIntegerField())
    exception_vi = models.CharField(
        max_length=300, blank=True, help_text="Why the rule of surplus candidates was not kept."
    )

    def __str__(self) -> str:
        return f"list of contest {self.contest_id}: {self.votes_for} of {self.present}"
