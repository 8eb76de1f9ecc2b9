"""The congress: whose committee it elects, its plan, its rules, who sends how many delegates."""

from django.db import models

from kiem.domain.elections.models.recorded import Said, Superseded, open_once


class Congress(Said):
    """An event of kind congress that elects the committee of its organiser."""

    event = models.OneToOneField(
        "assembly.Event", on_delete=models.PROTECT, related_name="congress"
    )
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"congress of {self.organization_id}"


class Scheme(Superseded):
    """The plan and personnel scheme: the term that opens and what the committee should look like.

    Aims are shares of the committee in per cent, to be compared with the result; no aim decides
    who is elected.
    """

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="schemes")
    term_label = models.CharField(max_length=40)
    planned_from = models.DateField()
    planned_until = models.DateField(help_text="The first day after the term.")
    delegates_due_on = models.DateField(
        null=True, blank=True, help_text="The last day on which chapters name their delegates."
    )
    nominations_from = models.DateField(null=True, blank=True)
    nominations_until = models.DateField(null=True, blank=True, help_text="The last day of them.")
    women_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    young_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    new_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [open_once("elections_scheme_once", "congress")]

    def __str__(self) -> str:
        return self.term_label


class RuleOverride(Superseded):
    """A value an organisation sets for its congresses, and for those below it in its line.

    It goes before the packaged value from `valid_from` on; `source_vi` says by what right.
    """

    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    organization_type = models.CharField(max_length=40, blank=True, help_text="Empty: any type.")
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    valid_from = models.DateField()
    letter = models.CharField(max_length=1)
    source_vi = models.CharField(max_length=300)

    class Meta:
        constraints = [
            open_once(
                "elections_override_once", "organization", "organization_type", "key", "valid_from"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Apportionment(Superseded):
    """How many delegates each chapter sends. Inputs and result stay, so that every step can be
    shown again: `weights` and `seats` are pairs of organisation and number, `bands` pairs of
    members and seats, `lots` organisations in the order drawn."""

    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="apportionments")
    method = models.CharField(max_length=20)
    total = models.PositiveIntegerField()
    base = models.PositiveSmallIntegerField(default=0)
    counted_on = models.DateField()
    weights = models.JSONField()
    bands = models.JSONField(default=list)
    lots = models.JSONField(default=list)
    seats = models.JSONField()
    exception_vi = models.CharField(
        max_length=300, blank=True, help_text="Why delegates were invited against the rule."
    )

    class Meta:
        constraints = [open_once("elections_apportionment_once", "congress")]

    def __str__(self) -> str:
        return f"{self.total} delegates by {self.method}"
