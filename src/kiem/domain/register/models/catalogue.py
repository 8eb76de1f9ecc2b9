"""Catalogues: types of organisation, roles, ranks. Short, shared, named in two languages."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models


class OrganizationType(models.Model):
    """A type of organisation, e.g. a commune police unit or a grassroots Youth Union.

    A type has validity of its own: trade-union chapters in police bodies ended in mid-2025. No
    organisation may be of a type on a day the type does not exist.
    """

    code = models.CharField(primary_key=True, max_length=40)
    category = models.CharField(max_length=10)
    family = models.CharField(
        max_length=20,
        blank=True,
        help_text="Member organisations: youth, women, trade_union, works_council; units: level.",
    )
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    valid = DateRangeField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.code


class Role(models.Model):
    """What a post is called and where it stands: chief, secretary, committee member."""

    code = models.CharField(primary_key=True, max_length=40)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.code


class Rank(models.Model):
    """A rank of the force; `level` orders them, higher is senior."""

    code = models.CharField(primary_key=True, max_length=40)
    name_vi = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("level",)

    def __str__(self) -> str:
        return self.code
