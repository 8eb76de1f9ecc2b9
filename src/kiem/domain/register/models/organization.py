"""Units, member organisations, party committees and bodies outside."""

from django.db import models

from kiem.domain.register.models.decided import DecidedRow


class OrganizationCategory(models.TextChoices):
    UNIT = "unit"  # an organisational unit of the employer
    MEMBER = "member"  # a member organisation's chapter or committee, hosted by a unit
    PARTY = "party"  # a party committee or cell
    EXTERNAL = "external"  # a body outside, of which only the name is kept


class Organization(models.Model):
    """The identity of an organisation: what survives renaming, moving and conversion."""

    category = models.CharField(max_length=10, choices=OrganizationCategory.choices)

    def __str__(self) -> str:
        return f"organization {self.pk}"


class OrganizationState(DecidedRow):
    """What is true of an organisation for a while.

    Two parent lines: `parent` is the superior unit of a unit, or the unit that hosts and leads a
    member organisation; `higher` is the higher organisation in a member organisation's own line.
    Invariants: one open state a day and organisation; `code` unique among open states a day;
    parents exist (have a state) on every day they are named; no cycles; the type exists all along.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="states")
    type = models.ForeignKey(
        "register.OrganizationType", on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=40)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=900, help_text="kernel.collation.sort_key(name_vi)")
    search_text = models.CharField(max_length=500, help_text="Folded code and names.")
    parent = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="child_states"
    )
    higher = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="lower_states"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"
