"""
People, vehicles, stations, agencies and tables: how the whole Launch Library sends them.

A line with a shape's name is followed by its properties, in the order sent (`columns.shapes`).
"""

from __future__ import annotations

from reference_drf.columns import shapes

SHAPES = shapes("""
agencies/detailed
  response_mode=detailed id:integer url:link name:text abbrev:text type>config/agency_types/default featured:boolean
  country*config/countries/default description:text administrator:text founding_year:integer launchers:text
  spacecraft:text parent:text image>images/default logo>images/default social_logo>images/default
  total_launch_count:integer consecutive_successful_launches:integer successful_launches:integer failed_launches:integer
  pending_launches:integer consecutive_successful_landings:integer successful_landings:integer failed_landings:integer
  attempted_landings:integer successful_landings_spacecraft:integer failed_landings_spacecraft:integer
  attempted_landings_spacecraft:integer successful_landings_payload:integer failed_landings_payload:integer
  attempted_landings_payload:integer info_url:text wiki_url:text social_media_links*social_media_links/default
  launcher_list*launcher_configurations/without_manufacturer spacecraft_list*spacecraft_configurations/detailed
agencies/detailed_nested
  response_mode=normal id:integer url:link name:text abbrev:text type>config/agency_types/default featured:boolean
  country*config/countries/default description:text administrator:text founding_year:integer launchers:text
  spacecraft:text parent:text image>images/default logo>images/default social_logo>images/default
  total_launch_count:integer consecutive_successful_launches:integer successful_launches:integer failed_launches:integer
  pending_launches:integer consecutive_successful_landings:integer successful_landings:integer failed_landings:integer
  attempted_landings:integer successful_landings_spacecraft:integer failed_landings_spacecraft:integer
  attempted_landings_spacecraft:integer successful_landings_payload:integer failed_landings_payload:integer
  attempted_landings_payload:integer info_url:text wiki_url:text social_media_links*social_media_links/default
agencies/list
  response_mode=list id:integer url:link name:text abbrev:text type>config/agency_types/default
agencies/normal
  response_mode=normal id:integer url:link name:text abbrev:text type>config/agency_types/default featured:boolean
  country*config/countries/default description:text administrator:text founding_year:integer launchers:text
  spacecraft:text parent:text image>images/default logo>images/default social_logo>images/default
astronaut_flights/default
  id:integer role>config/astronaut_roles/default astronaut>astronauts/list
astronauts/detailed
  id:integer url:link name:text status>config/astronaut_statuses/default agency>agencies/list image>images/default
  response_mode=detailed type>config/astronaut_types/default in_space:boolean time_in_space:duration eva_time:duration
  age:integer date_of_birth:date date_of_death:date nationality*config/countries/default bio:text wiki:text
  last_flight:date-time first_flight:date-time social_media_links*social_media_links/default flights_count:integer
  landings_count:integer spacewalks_count:integer flights*launches/normal landings*spacecraft_flights/normal
  spacewalks*spacewalks/normal_nested
astronauts/list
  id:integer url:link name:text status>config/astronaut_statuses/default agency>agencies/list image>images/default
  response_mode=list type>config/astronaut_types/default in_space:boolean time_in_space:duration eva_time:duration
  age:integer date_of_birth:date date_of_death:date nationality*config/countries/default bio:text wiki:text
  last_flight:date-time first_flight:date-time social_media_links*social_media_links/default
astronauts/normal
  id:integer url:link name:text status>config/astronaut_statuses/default agency>agencies/list image>images/default
  response_mode=normal type>config/astronaut_types/default in_space:boolean time_in_space:duration eva_time:duration
  age:integer date_of_birth:date date_of_death:date nationality*config/countries/default bio:text wiki:text
  last_flight:date-time first_flight:date-time social_media_links*social_media_links/default flights_count:integer
  landings_count:integer spacewalks_count:integer
astronauts/normal_nested
  id:integer url:link name:text status>config/astronaut_statuses/default agency>agencies/list image>images/default
config/agency_types/default
  id:integer name:text
config/astronaut_roles/default
  id:integer role:text priority:integer
config/astronaut_statuses/default
  id:integer name:text
config/astronaut_types/default
  id:integer name:text
config/celestial_body_types/default
  id:integer name:text
config/countries/default
  id:integer name:text alpha_2_code:text alpha_3_code:text nationality_name:text nationality_name_composed:text
config/docking_locations/default
  id:integer name:text spacestation>space_stations/mini spacecraft>spacecraft_configurations/normal
  payload>payloads/list
config/docking_locations/for_spacestation
  id:integer name:text currently_docked>docking_events/detailed_for_spacestation
config/event_types/default
  id:integer name:text
config/first_stage_types/default
  id:integer name:text
config/image_licenses/default
  id:integer name:text priority:integer link:text
config/image_variant_types/default
  id:integer name:text
config/infourl_types/default
  id:integer name:text
config/landing_locations/default
  id:integer name:text active:boolean abbrev:text description:text location>locations/without_body longitude:number
  latitude:number image>images/default successful_landings:integer attempted_landings:integer failed_landings:integer
  celestial_body>celestial_bodies/normal
config/landing_types/default
  id:integer name:text abbrev:text description:text
config/languages/default
  id:integer name:text code:text
config/launch_statuses/default
  id:integer name:text abbrev:text description:text
config/launcher_statuses/default
  id:integer name:text
config/mission_types/default
  id:integer name:text
config/net_precisions/default
  id:integer name:text abbrev:text description:text
config/notice_types/default
  id:integer name:text
config/orbits/default
  id:integer name:text abbrev:text celestial_body>celestial_bodies/list
config/payload_types/default
  id:integer name:text
config/program_types/default
  id:integer name:text
config/road_closure_statuses/default
  id:integer name:text
config/space_station_statuses/default
  id:integer name:text
config/spacecraft_configuration_types/default
  id:integer name:text
config/spacecraft_statuses/default
  id:integer name:text
config/timeline_event_types/default
  id:integer abbrev:text description:text
config/vidurl_types/default
  id:integer name:text
docking_events/detailed
  id:integer url:link docking:date-time departure:date-time docking_location>config/docking_locations/default
  space_station_target>space_stations/mini flight_vehicle_target>spacecraft_flights/mini
  payload_flight_target>payload_flights/list response_mode=detailed flight_vehicle_chaser>spacecraft_flights/normal
  space_station_chaser>space_stations/normal_nested payload_flight_chaser>payload_flights/normal
docking_events/detailed_for_spacestation
  id:integer url:link docking:date-time departure:date-time flight_vehicle_chaser>spacecraft_flights/for_docking_event
  space_station_chaser>space_stations/normal_nested payload_flight_chaser>payload_flights/normal
docking_events/for_chaser_normal
  id:integer url:link docking:date-time departure:date-time docking_location>config/docking_locations/default
  space_station_target>space_stations/normal_nested flight_vehicle_target>spacecraft_flights/normal
  payload_flight_target>payload_flights/normal
docking_events/normal
  id:integer url:link docking:date-time departure:date-time docking_location>config/docking_locations/default
  space_station_target>space_stations/mini flight_vehicle_target>spacecraft_flights/mini
  payload_flight_target>payload_flights/list response_mode=normal flight_vehicle_chaser>spacecraft_flights/mini
  space_station_chaser>space_stations/mini payload_flight_chaser>payload_flights/list
expeditions/detailed
  id:integer url:link name:text start:date-time end:date-time response_mode=detailed
  spacestation>space_stations/detailed_nested mission_patches*mission_patches/normal spacewalks*spacewalks/list
  crew*astronaut_flights/default
expeditions/mini
  id:integer url:link name:text start:date-time end:date-time
expeditions/normal
  id:integer url:link name:text start:date-time end:date-time response_mode=normal
  spacestation>space_stations/normal_nested mission_patches*mission_patches/normal spacewalks*spacewalks/list
expeditions/normal_for_spacewalk
  id:integer url:link name:text start:date-time end:date-time spacestation>space_stations/normal_nested
  mission_patches*mission_patches/normal
image_variants/default
  id:integer type>config/image_variant_types/default image_url:text
images/default
  id:integer name:text image_url:text thumbnail_url:text credit:text license>config/image_licenses/default
  single_use:boolean variants*image_variants/default
info_urls/default
  priority:integer source:text title:text description:text feature_image:text url:text type>config/infourl_types/default
  language>config/languages/default
social_media/default
  id:integer name:text url:text logo>images/default
social_media_links/default
  id:integer social_media>social_media/default url:text
space_station_types/default
  id:integer name:text
space_stations/detailed
  id:integer url:link name:text image>images/default status>config/space_station_statuses/default founded:date
  deorbited:date description:text orbit:text type>space_station_types/default owners*agencies/normal
  response_mode=detailed active_expeditions*expeditions/mini height:number width:number mass:number volume:integer
  onboard_crew:integer docked_vehicles:integer docking_location*config/docking_locations/for_spacestation
  active_docking_events*docking_events/for_chaser_normal
space_stations/detailed_nested
  id:integer url:link name:text image>images/default status>config/space_station_statuses/default founded:date
  deorbited:date description:text orbit:text type>space_station_types/default owners*agencies/normal
space_stations/mini
  id:integer url:link name:text image>images/default
space_stations/normal
  id:integer url:link name:text image>images/default status>config/space_station_statuses/default founded:date
  deorbited:date description:text orbit:text type>space_station_types/default owners*agencies/normal
  response_mode=normal active_expeditions*expeditions/mini
space_stations/normal_nested
  id:integer url:link name:text image>images/default status>config/space_station_statuses/default founded:date
  deorbited:date description:text orbit:text type>space_station_types/default
spacecraft/detailed
  response_mode=detailed id:integer url:link name:text serial_number:text is_placeholder:boolean image>images/default
  in_space:boolean time_in_space:duration time_docked:duration flights_count:integer mission_ends_count:integer
  status>config/spacecraft_statuses/default description:text spacecraft_config>spacecraft_configurations/detailed
  fastest_turnaround:duration flights*spacecraft_flights/normal
spacecraft/detailed_nested
  response_mode=normal id:integer url:link name:text serial_number:text is_placeholder:boolean image>images/default
  in_space:boolean time_in_space:duration time_docked:duration flights_count:integer mission_ends_count:integer
  status>config/spacecraft_statuses/default description:text spacecraft_config>spacecraft_configurations/detailed
  fastest_turnaround:duration
spacecraft/normal
  response_mode=normal id:integer url:link name:text serial_number:text is_placeholder:boolean image>images/default
  in_space:boolean time_in_space:duration time_docked:duration flights_count:integer mission_ends_count:integer
  status>config/spacecraft_statuses/default description:text spacecraft_config>spacecraft_configurations/normal
  fastest_turnaround:duration
spacecraft_configuration_families/detailed
  response_mode=detailed id:integer name:text description:text manufacturer>agencies/normal
  parent>spacecraft_configuration_families/normal maiden_flight:date spacecraft_flown:integer total_launch_count:integer
  successful_launches:integer failed_launches:integer attempted_landings:integer successful_landings:integer
  failed_landings:integer spacecraft*spacecraft_configurations/normal
spacecraft_configuration_families/list
  response_mode=list id:integer name:text
spacecraft_configuration_families/nested
  response_mode=normal id:integer name:text description:text manufacturer>agencies/normal
  parent>spacecraft_configuration_families/normal maiden_flight:date spacecraft_flown:integer total_launch_count:integer
  successful_launches:integer failed_launches:integer attempted_landings:integer successful_landings:integer
  failed_landings:integer
spacecraft_configuration_families/normal
  response_mode=normal id:integer name:text description:text manufacturer>agencies/list
  parent>spacecraft_configuration_families/list maiden_flight:date
spacecraft_configurations/detailed
  response_mode=detailed id:integer url:link name:text type>config/spacecraft_configuration_types/default
  agency>agencies/normal family*spacecraft_configuration_families/nested in_use:boolean image>images/default
  capability:text history:text details:text maiden_flight:date height:number diameter:number human_rated:boolean
  crew_capacity:integer payload_capacity:integer payload_return_capacity:integer flight_life:text wiki_link:text
  info_link:text spacecraft_flown:integer total_launch_count:integer successful_launches:integer failed_launches:integer
  attempted_landings:integer successful_landings:integer failed_landings:integer fastest_turnaround:duration
spacecraft_configurations/normal
  response_mode=normal id:integer url:link name:text type>config/spacecraft_configuration_types/default
  agency>agencies/list family*spacecraft_configuration_families/normal in_use:boolean image>images/default
spacecraft_flights/detailed
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/detailed_nested
  launch>launches/normal landing>landings/nested duration:duration turn_around_time:duration response_mode=detailed
  launch_crew*astronaut_flights/default onboard_crew*astronaut_flights/default landing_crew*astronaut_flights/default
  docking_events*docking_events/for_chaser_normal
spacecraft_flights/detailed_without_landing
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/detailed_nested
  launch>launches/normal duration:duration turn_around_time:duration response_mode=detailed
  launch_crew*astronaut_flights/default onboard_crew*astronaut_flights/default landing_crew*astronaut_flights/default
  docking_events*docking_events/for_chaser_normal
spacecraft_flights/detailed_without_launch
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/detailed_nested
  landing>landings/nested duration:duration turn_around_time:duration response_mode=detailed
  launch_crew*astronaut_flights/default onboard_crew*astronaut_flights/default landing_crew*astronaut_flights/default
  docking_events*docking_events/for_chaser_normal
spacecraft_flights/for_docking_event
  id:integer url:link spacecraft>spacecraft/detailed_nested launch>launches/normal
spacecraft_flights/mini
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/normal launch>launches/mini
  landing>landings/nested duration:duration turn_around_time:duration
spacecraft_flights/mini_without_landing
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/normal launch>launches/mini
  duration:duration turn_around_time:duration
spacecraft_flights/normal
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/normal launch>launches/normal
  landing>landings/nested duration:duration turn_around_time:duration response_mode=normal
spacecraft_flights/normal_without_landing
  id:integer url:link destination:text mission_end:date-time spacecraft>spacecraft/normal launch>launches/normal
  duration:duration turn_around_time:duration response_mode=normal
spacewalks/detailed
  response_mode=detailed id:integer url:link name:text start:date-time end:date-time duration:duration location:text
  crew*astronaut_flights/default spacestation>space_stations/normal_nested expedition>expeditions/normal_for_spacewalk
  spacecraft_flight>spacecraft_flights/detailed event>events/normal_nested program*programs/normal
spacewalks/list
  response_mode=list id:integer url:link name:text start:date-time end:date-time duration:duration location:text
spacewalks/normal
  response_mode=normal id:integer url:link name:text start:date-time end:date-time duration:duration location:text
  crew*astronaut_flights/default spacestation>space_stations/mini expedition>expeditions/mini
  spacecraft_flight>spacecraft_flights/normal event>events/mini program*programs/list
spacewalks/normal_nested
  response_mode=list id:integer url:link name:text start:date-time end:date-time duration:duration location:text
  crew*astronaut_flights/default
vid_urls/default
  priority:integer source:text publisher:text title:text description:text feature_image:text url:text
  type>config/vidurl_types/default language>config/languages/default start_time:date-time end_time:date-time
  live:boolean
""")
