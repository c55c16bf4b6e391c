"""
The tables.
"""

from typing import ClassVar

from django.db import models


class Named(models.Model):
    """
    What has a name.
    """

    name = models.CharField(max_length=255)

    class Meta:
        """
        No table of its own.
        """

        abstract = True

    def __str__(self) -> str:
        return self.name


class SpacecraftStatus(Named):
    """
    Active, retired and so on.
    """


class SpacecraftConfigurationType(Named):
    """
    Capsule, spaceplane and so on.
    """


class AgencyType(Named):
    """
    Government, commercial and so on.
    """


class ImageLicense(Named):
    """
    On which terms a picture may be used.
    """

    priority = models.IntegerField()
    link = models.URLField(null=True)  # noqa: DJ001 - the service sends null


class Image(Named):
    """
    A picture.
    """

    image_url = models.URLField()
    thumbnail_url = models.URLField()
    credit = models.CharField(max_length=255, null=True)  # noqa: DJ001 - the service sends null
    license = models.ForeignKey(ImageLicense, models.CASCADE)
    single_use = models.BooleanField()
    variants: ClassVar = ()


class Agency(Named):
    """
    Who builds or flies.
    """

    abbrev = models.CharField(max_length=255)
    type = models.ForeignKey(AgencyType, models.CASCADE)


class SpacecraftConfiguration(Named):
    """
    A kind of spacecraft.
    """

    type = models.ForeignKey(SpacecraftConfigurationType, models.CASCADE)
    agency = models.ForeignKey(Agency, models.CASCADE)
    in_use = models.BooleanField()
    human_rated = models.BooleanField()
    image = models.ForeignKey(Image, models.SET_NULL, null=True)
    family: ClassVar = ()


class Spacecraft(Named):
    """
    One that was built.
    """

    serial_number = models.CharField(max_length=255, null=True)  # noqa: DJ001 - the service sends null
    is_placeholder = models.BooleanField()
    image = models.ForeignKey(Image, models.SET_NULL, null=True)
    in_space = models.BooleanField()
    time_in_space = models.DurationField()
    time_docked = models.DurationField()
    flights_count = models.IntegerField()
    mission_ends_count = models.IntegerField()
    status = models.ForeignKey(SpacecraftStatus, models.CASCADE)
    description = models.CharField(max_length=2048)
    spacecraft_config = models.ForeignKey(SpacecraftConfiguration, models.CASCADE)
    fastest_turnaround = models.DurationField(null=True)
