"""
By what each list of the whole Launch Library can be filtered, searched and ordered (`service.filters` reads it).

Left out is what the published description names and no row shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Entity to its filters.
FILTERS: Mapping[str, str] = {
    "agencies": """
        abbrev text exact _contains
        attempted_landings integer exact _gt _gte _lt _lte
        consecutive_successful_landings integer exact _gt _gte _lt _lte
        consecutive_successful_launches integer exact _gt _gte _lt _lte
        country_code=country.alpha_3_code text in
        description text exact _contains
        failed_landings integer exact _gt _gte _lt _lte
        failed_launches integer exact _gt _gte _lt _lte
        featured boolean exact
        founding_year integer exact _gt _gte _lt _lte
        id integer exact
        name text exact _contains
        parent__id=parent.id integer exact
        pending_launches integer exact _gt _gte _lt _lte
        successful_landings integer exact _gt _gte _lt _lte
        successful_launches integer exact _gt _gte _lt _lte
        total_launch_count integer exact _gt _gte _lt _lte
        type__id integer exact
    """,
    "astronauts": """
        age integer exact _gt _gte _lt _lte
        agency_ids=agency.id integer in
        date_of_birth date exact _gt _gte _lt _lte
        date_of_death date exact _gt _gte _lt _lte
        first_flight date-time exact _gt _gte _lt _lte
        flights_count integer exact _gt _gte _lt _lte
        in_space boolean exact
        landings_count integer exact _gt _gte _lt _lte
        last_flight date-time exact _gt _gte _lt _lte
        nationality >config/countries exact
        status_ids=status.id integer in
        type__id integer exact
    """,
    "docking_events": """
        docking date-time _gt _gte _lt _lte
        docking_location__id integer exact
        flight_vehicle_chaser__id integer exact
        space_station_target__id integer exact
    """,
    "events": """
        agency__ids=agencies.id integer in
        date date-time _gt _gte _lte
        date__gt__lt=date date-time lt
        day=date number day
        id integer in
        last_updated date-time _gte _lte
        month=date number month
        program >programs any
        slug text exact
        type >config/event_types exact
        type__ids=type.id integer in
        video_url=vid_urls.url text in
        year=date number year
    """,
    "expeditions": """
        crew__astronaut >astronauts exact
        crew__astronaut__agency >agencies exact
        end date-time _gt _gte _lt _lte
        name text exact
        space_station=spacestation.id integer exact
        start date-time _gt _gte _lt _lte
    """,
    "landings": """
        attempt boolean exact
        landing_location__ids=landing_location.id integer in
        landing_type__ids=type.id integer in
        launcher__ids=firststage.launcher.id integer in
        launcher_config__ids=firststage.launcher.launcher_config.id integer in
        launcher_serial_numbers=firststage.launcher.serial_number text in
        spacecraft__ids=spacecraftflight.spacecraft.id integer in
        spacecraft_config__ids=spacecraftflight.spacecraft.spacecraft_config.id integer in
        spacecraft_launch__ids=spacecraftflight.launch.id uuid in
        success boolean exact
    """,
    "launcher_configuration_families": """
        attempted_landings integer exact _gt _gte _lt _lte
        consecutive_successful_landings integer exact _gt _gte _lt _lte
        consecutive_successful_launches integer exact _gt _gte _lt _lte
        failed_landings integer exact _gt _gte _lt _lte
        failed_launches integer exact _gt _gte _lt _lte
        maiden_flight date exact _gt _gte _lt _lte
        manufacturer__abbrev text exact _contains
        manufacturer__country_code=manufacturer.country.alpha_3_code text exact
        manufacturer__id integer exact _contains
        manufacturer__name text exact _contains
        name text exact _contains
        pending_launches integer exact _gt _gte _lt _lte
        successful_landings integer exact _gt _gte _lt _lte
        successful_launches integer exact _gt _gte _lt _lte
        total_launch_count integer exact _gt _gte _lt _lte
    """,
    "launcher_configurations": """
        active boolean exact
        attempted_landings integer exact _gt _gte _lt _lte
        consecutive_successful_landings integer exact _gt _gte _lt _lte
        consecutive_successful_launches integer exact _gt _gte _lt _lte
        failed_landings integer exact _gt _gte _lt _lte
        failed_launches integer exact _gt _gte _lt _lte
        families >launcher_configuration_families any
        families__contains=families >launcher_configuration_families any
        full_name text exact _contains
        is_placeholder boolean exact
        maiden_flight date exact _gt _gte _lt _lte
        manufacturer__name text exact _contains
        name text exact _contains
        pending_launches integer exact _gt _gte _lt _lte
        program >programs any
        program__contains=program >programs any
        successful_landings integer exact _gt _gte _lt _lte
        successful_launches integer exact _gt _gte _lt _lte
        total_launch_count integer exact _gt _gte _lt _lte
    """,
    "launchers": """
        attempted_landings integer exact _gt _gte _lt _lte
        first_launch_date date-time exact
        flight_proven boolean exact
        flights integer exact _gt _gte _lt _lte
        id integer exact _contains
        is_placeholder boolean exact
        last_launch_date date-time exact
        launcher_config__ids=launcher_config.id integer in
        launcher_config__manufacturer__name text exact _contains
        serial_number text exact _contains
        status >config/launcher_statuses exact
        successful_landings integer exact _gt _gte _lt _lte
    """,
    "launches": """
        agency_launch_attempt_count integer exact _gt _gte _lt _lte
        agency_launch_attempt_count_year integer exact _gt _gte _lt _lte
        day=net number day
        id uuid in
        last_updated date-time _gte _lte
        launch_designator text in
        launcher_config__id=rocket.configuration.id integer in
        location__ids=pad.location.id integer in
        location_launch_attempt_count integer exact _gt _gte _lt _lte
        location_launch_attempt_count_year integer exact _gt _gte _lt _lte
        lsp__id=launch_service_provider.id integer in
        lsp__name=launch_service_provider.name|launch_service_provider.abbrev text icontains
        mission__orbit__celestial_body__id integer exact
        mission__orbit__name text exact _icontains
        month=net number month
        name text exact
        net date-time _gt _gte _lt _lte
        orbital_launch_attempt_count integer exact _gt _gte _lt _lte
        orbital_launch_attempt_count_year integer exact _gt _gte _lt _lte
        pad >pads exact
        pad__location >locations exact
        pad__location__celestial_body__id integer exact
        pad_launch_attempt_count integer exact _gt _gte _lt _lte
        pad_launch_attempt_count_year integer exact _gt _gte _lt _lte
        program >programs any
        related_lsp__id=launch_service_provider.id integer in
        related_lsp__name=launch_service_provider.name|launch_service_provider.abbrev text icontains
        rocket__configuration__full_name text exact _icontains
        rocket__configuration__id integer exact
        rocket__configuration__manufacturer__name text exact _icontains
        rocket__configuration__name text exact
        rocket__spacecraftflight__spacecraft__id=rocket.spacecraft_stage.spacecraft.id integer exact
        rocket__spacecraftflight__spacecraft__name=rocket.spacecraft_stage.spacecraft.name text exact
        rocket__spacecraftflight__spacecraft__name__icontains=rocket.spacecraft_stage.spacecraft.name text icontains
        serial_number=rocket.launcher_stage.launcher.serial_number text in
        slug text exact
        spacecraft_config__ids=rocket.spacecraft_stage.spacecraft.spacecraft_config.id integer in
        status >config/launch_statuses exact
        status__ids=status.id integer in
        video_url=vid_urls.url text in
        window_end date-time _gt _gte _lt _lte
        window_start date-time _gt _gte _lt _lte
        year=net number year
    """,
    "locations": """
        country_code=country.alpha_3_code text exact
        id integer exact
        name text exact _contains
        total_landing_count integer exact _gt _gte _lt _lte
        total_launch_count integer exact _gt _gte _lt _lte
    """,
    "mission_patches": """
        agency__id integer exact
        agency__name text exact _contains
        id integer exact
        ids=id integer in
        name text exact _contains
    """,
    "pads": """
        agencies_ids=agencies.id integer in
        id integer exact _contains
        latitude number _gt _gte _lt _lte
        location__id integer exact
        location__name text exact _contains
        longitude number _gt _gte _lt _lte
        name text exact _contains
        orbital_launch_attempt_count integer exact _gt _gte _lt _lte
        total_launch_count integer exact _gt _gte _lt _lte
    """,
    "payload_flights": """
        payload >payloads exact
    """,
    "payloads": """
        manufacturer__id integer exact
        manufacturer__name text exact
        name text exact
        operator >agencies exact
        operator__id integer exact
        operator__name text exact
        program__id integer exact
    """,
    "space_stations": """
        docked_vehicles integer exact _gt _gte _lt _lte
        id integer exact
        name text exact _contains
        onboard_crew integer exact _gt _gte _lt _lte
        owner__ids=owners.id integer in
        owners >agencies any
        status >config/space_station_statuses exact
        status__ids=status.id integer in
        type >space_station_types exact
    """,
    "spacecraft": """
        in_space boolean exact
        is_placeholder boolean exact
        name text exact
        spacecraft_config >spacecraft_configurations exact
        status >config/spacecraft_statuses exact
    """,
    "spacecraft_configuration_families": """
        manufacturer >agencies exact
        name text exact
    """,
    "spacecraft_configurations": """
        agency >agencies exact
        human_rated boolean exact
        in_use boolean exact
        name text exact
    """,
    "spacecraft_flights": """
        spacecraft >spacecraft exact
    """,
    "spacewalks": """
        astronaut__ids=crew.astronaut.id integer in
        day=start number day
        end date-time exact _gt _gte _lt _lte
        event__ids=event.id integer in
        id integer exact
        ids=id integer in
        launch__ids=spacecraft_flight.launch.id uuid in
        month=start number month
        name text exact _contains
        owner__ids=spacestation.owners.id integer in
        program__ids=program.id integer in
        program__name text exact _contains
        spacestation__ids=spacestation.id integer in
        start date-time _gt _gte _lt _lte
        year=start number year
    """,
    "updates": """
        created_on date-time exact
    """,
}

#: Entity to what a search looks through.
SEARCH: Mapping[str, str] = {
    "agencies": "abbrev name",
    "astronauts": "agency__abbrev agency__name name nationality__nationality_name",
    "celestial_bodies": "name type__name",
    "docking_events": """
        docking_location__name flight_vehicle_chaser__spacecraft__name flight_vehicle_target__spacecraft__name
        payload_flight_chaser__payload__name payload_flight_target__payload__name space_station_chaser__name
        space_station_target__name
    """,
    "events": "name",
    "expeditions": """
        crew__astronaut__agency__abbrev crew__astronaut__agency__name crew__astronaut__name
        crew__astronaut__nationality__nationality_name name
    """,
    "landings": """
        firststage__launcher__serial_number landing_location__abbrev landing_location__name
        spacecraftflight__spacecraft__name spacecraftflight__spacecraft__serial_number
        spacecraftflight__spacecraft__spacecraft_config__name
    """,
    "launcher_configuration_families": "manufacturer__abbrev manufacturer__name name",
    "launcher_configurations": "full_name manufacturer__abbrev manufacturer__name name",
    "launchers": "serial_number status__name",
    "launches": """
        launch_designator launch_service_provider__name mission__name name pad__location__name pad__name
        rocket__configuration__manufacturer__abbrev rocket__configuration__manufacturer__name
        rocket__configuration__name rocket__spacecraft_stage__spacecraft__name
    """,
    "locations": "country__alpha_3_code name",
    "mission_patches": "agency__name name",
    "pads": "location__name name orbital_launch_attempt_count total_launch_count",
    "payloads": "manufacturer__name name operator__name",
    "space_stations": "name owners__abbrev owners__name",
    "spacecraft": "name spacecraft_config__name",
    "spacecraft_configuration_families": "manufacturer__abbrev manufacturer__name name",
    "spacecraft_configurations": "agency__abbrev agency__name name",
    "spacewalks": "crew__astronaut__name location name program__name",
}

#: Entity to what it can be ordered by.
ORDERING: Mapping[str, str] = {
    "agencies": """
        attempted_landings consecutive_successful_landings consecutive_successful_launches failed_landings
        failed_launches featured id name pending_launches successful_landings successful_launches total_launch_count
    """,
    "astronauts": """
        age date_of_birth eva_time flights_count id landings_count last_flight name spacewalks_count status
        time_in_space
    """,
    "celestial_bodies": "id name",
    "docking_events": "departure docking",
    "events": "date last_updated",
    "expeditions": "end id start",
    "landings": "downrange_distance id",
    "launcher_configuration_families": """
        attempted_landings consecutive_successful_landings consecutive_successful_launches failed_landings
        failed_launches name pending_launches successful_landings successful_launches total_launch_count
    """,
    "launcher_configurations": """
        attempted_landings consecutive_successful_landings consecutive_successful_launches failed_landings
        failed_launches gto_capacity launch_cost launch_mass leo_capacity maiden_flight name pending_launches
        successful_landings successful_launches total_launch_count
    """,
    "launchers": "attempted_landings flight_proven flights id successful_landings",
    "launches": "id last_updated name net",
    "locations": "total_landing_count total_launch_count",
    "mission_patches": "agency__name id name priority",
    "pads": "id location__id location__name name orbital_launch_attempt_count total_launch_count",
    "payloads": "id name",
    "space_stations": "docked_vehicles founded id name onboard_crew status type volume",
    "spacecraft": "flights_count id mission_ends_count time_docked time_in_space",
    "spacecraft_configuration_families": "name",
    "spacecraft_configurations": "name",
    "spacewalks": "duration end id name start",
    "updates": "created_on",
}
