"""
What is served where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from plain_drf import models, serializers

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer


class View(ReadOnlyModelViewSet):
    """
    A list and its records, which can only be read.
    """

    http_method_names = ("get",)
    ordering_fields: tuple[str, ...] = ()


class InTwoForms(View):
    """
    A view whose rows come in a short form, unless all of it is asked for.
    """

    full_serializer_class: type[BaseSerializer]

    def get_serializer_class(self) -> type[BaseSerializer]:
        """
        Return the form of the rows.
        """
        full = self.action == "retrieve" or self.request.query_params.get("mode") == "detailed"
        return self.full_serializer_class if full else self.serializer_class


class SpacecraftView(InTwoForms):
    """
    Spacecraft.
    """

    queryset = models.Spacecraft.objects.select_related(
        "image__license",
        "status",
        "spacecraft_config__type",
        "spacecraft_config__agency__type",
        "spacecraft_config__image__license",
    )
    serializer_class = serializers.Spacecraft
    full_serializer_class = serializers.SpacecraftInFull
    filterset_fields = ("in_space", "is_placeholder", "name", "spacecraft_config", "status")
    search_fields = ("name", "spacecraft_config__name")
    ordering_fields = ("flights_count", "id", "mission_ends_count", "time_docked", "time_in_space")


class ConfigurationView(InTwoForms):
    """
    Kinds of spacecraft.
    """

    queryset = models.SpacecraftConfiguration.objects.select_related("type", "agency__type", "image__license")
    serializer_class = serializers.Configuration
    full_serializer_class = serializers.ConfigurationInFull
    filterset_fields = ("agency", "human_rated", "in_use", "name")
    search_fields = ("agency__abbrev", "agency__name", "name")
    ordering_fields = ("name",)


class AgencyView(View):
    """
    Agencies; only their addresses matter here.
    """

    queryset = models.Agency.objects.select_related("type")
    serializer_class = serializers.Agency


class StatusView(View):
    """
    States of a spacecraft.
    """

    queryset = models.SpacecraftStatus.objects.all()
    serializer_class = serializers.Status


class LicenseView(View):
    """
    Terms of pictures.
    """

    queryset = models.ImageLicense.objects.all()
    serializer_class = serializers.License


router = DefaultRouter()
router.include_format_suffixes = False
router.register("spacecraft", SpacecraftView, "spacecraft")
router.register("spacecraft_configurations", ConfigurationView, "spacecraft_configurations")
router.register("agencies", AgencyView, "agencies")
router.register("config/spacecraft_statuses", StatusView, "statuses")
router.register("config/image_licenses", LicenseView, "licenses")

urlpatterns = [path("2.3.0/", include(router.urls))]
