"""Places of the world by their names: one table for every company, loaded from GeoNames and ISO lists."""

from django.db import models


class PlaceKind(models.TextChoices):
    """How wide a place is."""

    CITY = "city", "City"
    REGION = "region", "State or province"
    COUNTRY = "country", "Country"


class PlaceName(models.Model):
    """One name of one place; `place` is the same for all its names, `sent` is how LinkedIn reads it.

    No company's: everyone may read it, and only its owner writes it (`hiring.place_loading`).
    """

    key = models.TextField()
    head = models.CharField(max_length=2)
    rank = models.SmallIntegerField()
    place = models.CharField(max_length=24)
    kind = models.CharField(max_length=7, choices=PlaceKind.choices)
    name = models.TextField()
    region_code = models.CharField(max_length=8, blank=True)
    region = models.TextField(blank=True)
    country_code = models.CharField(max_length=2)
    country = models.TextField()
    population = models.BigIntegerField(default=0)
    sent = models.TextField()

    class Meta:
        db_table = "hiring_place"
        indexes = [
            models.Index(fields=["key"], name="place_by_name", opclasses=["text_pattern_ops"]),
            models.Index(fields=["head", "-population"], name="place_by_start"),
            models.Index(fields=["country_code", "region_code", "-population"], name="place_in_region"),
        ]
