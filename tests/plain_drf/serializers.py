"""
How rows are written.
"""

from __future__ import annotations

from typing import Any

import isodate
from rest_framework import serializers

from plain_drf import models

PLAIN = ("id", "name")
PICTURE = ("id", "name", "image_url", "thumbnail_url", "credit", "license", "single_use", "variants")
MAKER = ("response_mode", "id", "url", "name", "abbrev", "type")
KIND = ("response_mode", "id", "url", "name", "type", "agency", "family", "in_use", "image")
CRAFT = (
    *("response_mode", "id", "url", "name", "serial_number", "is_placeholder", "image", "in_space", "time_in_space"),
    *("time_docked", "flights_count", "mission_ends_count", "status", "description", "spacecraft_config"),
    "fastest_turnaround",
)


class Duration(serializers.Field):
    """
    A duration in ISO 8601.
    """

    def to_representation(self, value: Any) -> str:
        """
        Write it without padding.
        """
        return isodate.duration_isoformat(value)


class Constant(serializers.ReadOnlyField):
    """
    The same value in every row.
    """

    def __init__(self, value: Any) -> None:
        super().__init__(source="*")
        self.value = value

    def to_representation(self, _: Any) -> Any:
        """
        Write it.
        """
        return self.value


def constants(names: tuple[str, ...], value: Any) -> dict[str, Constant]:
    """
    Return a constant field for each name; one field cannot stand for several.
    """
    return {name: Constant(value) for name in names}


def serializer(model: type, names: tuple[str, ...], **fields: Any) -> type[serializers.ModelSerializer]:
    """
    Return a serializer of a model with these fields in this order.
    """
    meta = type("Meta", (), {"model": model, "fields": names})
    return type(f"{model.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": meta, **fields})


def link(route: str) -> serializers.HyperlinkedIdentityField:
    """
    Return the field that holds a record's own address.
    """
    return serializers.HyperlinkedIdentityField(view_name=f"{route}-detail")


#: What the normal form of an agency has beyond its short one, the same for all of them here.
NORMAL_MAKER: dict[str, Any] = {
    "featured": Constant(value=False),
    "country": Constant([]),
    **constants(("description", "administrator", "founding_year"), None),
    **constants(("launchers", "spacecraft"), ""),
    **constants(("parent", "image", "logo", "social_logo"), None),
}
#: The same of a configuration; None where the column says it.
DETAILED_KIND: dict[str, Any] = {
    **constants(("capability", "history", "details"), ""),
    **constants(("maiden_flight", "height", "diameter"), None),
    "human_rated": None,
    **constants(("crew_capacity", "payload_capacity", "payload_return_capacity", "flight_life"), None),
    **constants(("wiki_link", "info_link"), ""),
    **constants(("spacecraft_flown", "total_launch_count", "successful_launches", "failed_launches"), 0),
    **constants(("attempted_landings", "successful_landings", "failed_landings"), 0),
    "fastest_turnaround": Constant(None),
}

Status = serializer(models.SpacecraftStatus, PLAIN)
ConfigurationType = serializer(models.SpacecraftConfigurationType, PLAIN)
AgencyType = serializer(models.AgencyType, PLAIN)
License = serializer(models.ImageLicense, (*PLAIN, "priority", "link"))
Image = serializer(models.Image, PICTURE, license=License(), variants=Constant([]))
Agency = serializer(models.Agency, MAKER, response_mode=Constant("list"), url=link("agencies"), type=AgencyType())
MakerInFull = serializer(
    models.Agency,
    (*MAKER, *NORMAL_MAKER),
    response_mode=Constant("normal"),
    url=link("agencies"),
    type=AgencyType(),
    **NORMAL_MAKER,
)
NAMED_KIND: dict[str, Any] = {
    "url": link("spacecraft_configurations"),
    "type": ConfigurationType(),
    "family": Constant([]),
    "image": Image(),
}
Configuration = serializer(
    models.SpacecraftConfiguration, KIND, response_mode=Constant("normal"), agency=Agency(), **NAMED_KIND
)
ConfigurationInFull = serializer(
    models.SpacecraftConfiguration,
    (*KIND, *DETAILED_KIND),
    response_mode=Constant("detailed"),
    agency=MakerInFull(),
    **NAMED_KIND,
    **{name: field for name, field in DETAILED_KIND.items() if field is not None},
)
NAMED_CRAFT: dict[str, Any] = {
    "url": link("spacecraft"),
    "image": Image(),
    "time_in_space": Duration(),
    "time_docked": Duration(),
    "status": Status(),
    "fastest_turnaround": Duration(),
}
Spacecraft = serializer(
    models.Spacecraft, CRAFT, response_mode=Constant("normal"), spacecraft_config=Configuration(), **NAMED_CRAFT
)
SpacecraftInFull = serializer(
    models.Spacecraft,
    (*CRAFT, "flights"),
    response_mode=Constant("detailed"),
    spacecraft_config=ConfigurationInFull(),
    flights=Constant([]),
    **NAMED_CRAFT,
)
