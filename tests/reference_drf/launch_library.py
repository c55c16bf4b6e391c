"""
Launch Library 2, version 2.3.0, from the published facts.
"""

from __future__ import annotations

from reference_drf.columns import constant, many, one, shape
from reference_drf.service import ONE_FORM, Modes, Parameter, Resource, Service, by_name, lookups, related

COMPARED = ("exact", "gt", "gte", "lt", "lte")
NAMED = {"id": "integer", "name": "text"}
LAUNCHES = {"total_launch_count": "integer", "successful_launches": "integer", "failed_launches": "integer"}
LANDINGS = {"attempted_landings": "integer", "successful_landings": "integer", "failed_landings": "integer"}

IMAGES = (
    shape("config/image_licenses/default", **NAMED, priority="integer", link="text"),
    shape("config/image_variant_types/default", **NAMED),
    shape("image_variants/default", id="integer", type=one("config/image_variant_types/default"), image_url="text"),
    shape(
        "images/default",
        **NAMED,
        image_url="text",
        thumbnail_url="text",
        credit="text",
        license=one("config/image_licenses/default"),
        single_use="boolean",
        variants=many("image_variants/default"),
    ),
)

AGENCY = {"id": "integer", "url": "link", "name": "text", "abbrev": "text", "type": one("config/agency_types/default")}
AGENCY_NORMAL = {
    **AGENCY,
    "featured": "boolean",
    "country": many("config/countries/default"),
    "description": "text",
    "administrator": "text",
    "founding_year": "integer",
    "launchers": "text",
    "spacecraft": "text",
    "parent": "text",
    "image": one("images/default"),
    "logo": one("images/default"),
    "social_logo": one("images/default"),
}
AGENCIES = (
    shape("config/agency_types/default", **NAMED),
    shape(
        "config/countries/default",
        **NAMED,
        alpha_2_code="text",
        alpha_3_code="text",
        nationality_name="text",
        nationality_name_composed="text",
    ),
    shape("social_media/default", **NAMED, url="text", logo=one("images/default")),
    shape("social_media_links/default", id="integer", social_media=one("social_media/default"), url="text"),
    shape("agencies/list", response_mode=constant("list"), **AGENCY),
    shape("agencies/normal", response_mode=constant("normal"), **AGENCY_NORMAL),
    shape(
        "agencies/detailed",
        response_mode=constant("detailed"),
        **AGENCY_NORMAL,
        total_launch_count="integer",
        consecutive_successful_launches="integer",
        successful_launches="integer",
        failed_launches="integer",
        pending_launches="integer",
        consecutive_successful_landings="integer",
        successful_landings="integer",
        failed_landings="integer",
        attempted_landings="integer",
        successful_landings_spacecraft="integer",
        failed_landings_spacecraft="integer",
        attempted_landings_spacecraft="integer",
        successful_landings_payload="integer",
        failed_landings_payload="integer",
        attempted_landings_payload="integer",
        info_url="text",
        wiki_url="text",
        social_media_links=many("social_media_links/default"),
        launcher_list="json",
        spacecraft_list=many("spacecraft_configurations/detailed"),
    ),
)

#: The seven properties of a family, with its maker and its parent in a shorter form.
FAMILY = {
    **NAMED,
    "description": "text",
    "manufacturer": one("agencies/normal"),
    "parent": one("spacecraft_configuration_families/normal"),
    "maiden_flight": "date",
}
FAMILY_COUNTED = {**FAMILY, "spacecraft_flown": "integer", **LAUNCHES, **LANDINGS}
FAMILIES = (
    shape("spacecraft_configuration_families/list", response_mode=constant("list"), **NAMED),
    shape(
        "spacecraft_configuration_families/normal",
        response_mode=constant("normal"),
        **{
            **FAMILY,
            "manufacturer": one("agencies/list"),
            "parent": one("spacecraft_configuration_families/list"),
        },
    ),
    shape("spacecraft_configuration_families/nested", response_mode=constant("normal"), **FAMILY_COUNTED),
    shape(
        "spacecraft_configuration_families/detailed",
        response_mode=constant("detailed"),
        **FAMILY_COUNTED,
        spacecraft=many("spacecraft_configurations/normal"),
    ),
)

CONFIGURATION = {
    "id": "integer",
    "url": "link",
    "name": "text",
    "type": one("config/spacecraft_configuration_types/default"),
    "agency": one("agencies/list"),
    "family": many("spacecraft_configuration_families/normal"),
    "in_use": "boolean",
    "image": one("images/default"),
}
CONFIGURATIONS = (
    shape("config/spacecraft_configuration_types/default", **NAMED),
    shape("spacecraft_configurations/normal", response_mode=constant("normal"), **CONFIGURATION),
    shape(
        "spacecraft_configurations/detailed",
        response_mode=constant("detailed"),
        **{
            **CONFIGURATION,
            "agency": one("agencies/normal"),
            "family": many("spacecraft_configuration_families/nested"),
        },
        capability="text",
        history="text",
        details="text",
        maiden_flight="date",
        height="number",
        diameter="number",
        human_rated="boolean",
        crew_capacity="integer",
        payload_capacity="integer",
        payload_return_capacity="integer",
        flight_life="text",
        wiki_link="text",
        info_link="text",
        spacecraft_flown="integer",
        **LAUNCHES,
        **LANDINGS,
        fastest_turnaround="duration",
    ),
)

CRAFT = {
    "id": "integer",
    "url": "link",
    "name": "text",
    "serial_number": "text",
    "is_placeholder": "boolean",
    "image": one("images/default"),
    "in_space": "boolean",
    "time_in_space": "duration",
    "time_docked": "duration",
    "flights_count": "integer",
    "mission_ends_count": "integer",
    "status": one("config/spacecraft_statuses/default"),
    "description": "text",
    "spacecraft_config": one("spacecraft_configurations/normal"),
    "fastest_turnaround": "duration",
}
SPACECRAFT = (
    shape("config/spacecraft_statuses/default", **NAMED),
    shape("spacecraft/normal", response_mode=constant("normal"), **CRAFT),
    shape(
        "spacecraft/detailed",
        response_mode=constant("detailed"),
        **{**CRAFT, "spacecraft_config": one("spacecraft_configurations/detailed")},
        flights="json",
    ),
)

TWO_FORMS = Modes(("normal", "detailed"), "normal", "detailed")
THREE_FORMS = Modes(("list", "normal", "detailed"), "normal", "detailed")

RESOURCES = (
    Resource(
        "spacecraft",
        "Spacecraft",
        TWO_FORMS,
        (
            *lookups("in_space", "boolean", "exact"),
            *lookups("is_placeholder", "boolean", "exact"),
            *lookups("name", "text", "exact"),
            related("spacecraft_config", "spacecraft_configurations"),
            related("status", "config/spacecraft_statuses"),
        ),
        search=("name", "spacecraft_config__name"),
        ordering=("flights_count", "id", "mission_ends_count", "time_docked", "time_in_space"),
    ),
    Resource(
        "spacecraft_configurations",
        "SpacecraftConfiguration",
        TWO_FORMS,
        (
            related("agency", "agencies"),
            *lookups("human_rated", "boolean", "exact"),
            *lookups("in_use", "boolean", "exact"),
            *lookups("name", "text", "exact"),
        ),
        search=("agency__abbrev", "agency__name", "name"),
        ordering=("name",),
    ),
    Resource(
        "spacecraft_configuration_families",
        "SpacecraftConfigurationFamily",
        THREE_FORMS,
        (related("manufacturer", "agencies"), *lookups("name", "text", "exact")),
        search=("manufacturer__abbrev", "manufacturer__name", "name"),
        ordering=("name",),
    ),
    Resource(
        "agencies",
        "Agency",
        THREE_FORMS,
        (
            *lookups("abbrev", "text", "exact", "contains"),
            *lookups("attempted_landings", "integer", *COMPARED),
            *lookups("consecutive_successful_landings", "integer", *COMPARED),
            *lookups("consecutive_successful_launches", "integer", *COMPARED),
            Parameter("country_code", ("country.alpha_3_code",), "in", "text"),
            *lookups("description", "text", "exact", "contains"),
            *lookups("failed_landings", "integer", *COMPARED),
            *lookups("failed_launches", "integer", *COMPARED),
            *lookups("featured", "boolean", "exact"),
            *lookups("founding_year", "integer", *COMPARED),
            *lookups("id", "integer", "exact"),
            *lookups("name", "text", "exact", "contains"),
            *lookups("parent__id", "integer", "exact"),
            *lookups("pending_launches", "integer", *COMPARED),
            *lookups("successful_landings", "integer", *COMPARED),
            *lookups("successful_launches", "integer", *COMPARED),
            *lookups("total_launch_count", "integer", *COMPARED),
            *lookups("type__id", "integer", "exact"),
        ),
        search=("abbrev", "name"),
        ordering=(
            *("attempted_landings", "consecutive_successful_landings", "consecutive_successful_launches"),
            *("failed_landings", "failed_launches", "featured", "id", "name", "pending_launches"),
            *("successful_landings", "successful_launches", "total_launch_count"),
        ),
    ),
    Resource("config/spacecraft_statuses", "SpacecraftStatus", ONE_FORM),
    Resource("config/spacecraft_configuration_types", "SpacecraftConfigurationType", ONE_FORM),
    Resource("config/agency_types", "AgencyType", ONE_FORM),
    Resource("config/image_licenses", "ImageLicense", ONE_FORM),
)

LAUNCH_LIBRARY = Service(
    name="ll2-small",
    base_path="/2.3.0/",
    primary="spacecraft",
    default_limit=10,
    maximum_limit=100,
    resources=by_name(*RESOURCES),
    shapes=by_name(*IMAGES, *AGENCIES, *FAMILIES, *CONFIGURATIONS, *SPACECRAFT),
    settings={"cross_origin": True},
    throttles={"ll": (15, 3600)},
    singletons={
        "api-throttle": (
            "APIThrottle",
            {
                "your_request_limit": 15,
                "limit_frequency_secs": 3600,
                "current_use": 0,
                "next_use_secs": 0,
                "ident": None,
            },
        )
    },
)
