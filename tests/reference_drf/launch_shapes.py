"""
Launches, events, and what they consist of: how the whole Launch Library sends them.

A line with a shape's name is followed by its properties, in the order sent (`columns.shapes`).
"""

from __future__ import annotations

from reference_drf.columns import shapes

SHAPES = shapes("""
celestial_bodies/detailed
  response_mode=detailed id:integer name:text type>config/celestial_body_types/default diameter:number mass:number
  gravity:number length_of_day:text atmosphere:boolean image>images/default description:text wiki_url:text
  total_attempted_launches:integer successful_launches:integer failed_launches:integer total_attempted_landings:integer
  successful_landings:integer failed_landings:integer locations*locations/without_body
celestial_bodies/detailed_nested
  response_mode=normal id:integer name:text type>config/celestial_body_types/default diameter:number mass:number
  gravity:number length_of_day:text atmosphere:boolean image>images/default description:text wiki_url:text
  total_attempted_launches:integer successful_launches:integer failed_launches:integer total_attempted_landings:integer
  successful_landings:integer failed_landings:integer
celestial_bodies/list
  response_mode=list id:integer name:text
celestial_bodies/normal
  response_mode=normal id:integer name:text type>config/celestial_body_types/default diameter:number mass:number
  gravity:number length_of_day:text atmosphere:boolean image>images/default description:text wiki_url:text
events/detailed
  id:integer url:link name:text info_urls*info_urls/default vid_urls*vid_urls/default image>images/default
  date:date-time slug:text type>config/event_types/default description:text webcast_live:boolean location:text
  date_precision>config/net_precisions/default response_mode=detailed duration:duration updates*updates/default
  last_updated:date-time agencies*agencies/list launches*launches/list expeditions*expeditions/normal
  spacestations*space_stations/normal_nested program*programs/normal astronauts*astronauts/normal_nested
events/list
  id:integer url:link name:text info_urls*info_urls/default vid_urls*vid_urls/default image>images/default
  date:date-time slug:text type>config/event_types/default description:text webcast_live:boolean location:text
  date_precision>config/net_precisions/default response_mode=list duration:duration
events/mini
  id:integer url:link name:text info_urls*info_urls/default vid_urls*vid_urls/default image>images/default
  date:date-time
events/normal
  id:integer url:link name:text info_urls*info_urls/default vid_urls*vid_urls/default image>images/default
  date:date-time slug:text type>config/event_types/default description:text webcast_live:boolean location:text
  date_precision>config/net_precisions/default response_mode=normal duration:duration updates*updates/default
  last_updated:date-time
events/normal_nested
  id:integer url:link name:text info_urls*info_urls/default vid_urls*vid_urls/default image>images/default
  date:date-time slug:text type>config/event_types/default description:text webcast_live:boolean location:text
  date_precision>config/net_precisions/default
first_stages/default
  id:integer type:text reused:boolean launcher_flight_number:integer launcher>launchers/list
  previous_flight_date:date-time turn_around_time:duration
first_stages/detailed_without_landing
  id:integer type:text reused:boolean launcher_flight_number:integer launcher>launchers/normal
  previous_flight_date:date-time turn_around_time:duration previous_flight>launches/normal
first_stages/normal
  id:integer type:text reused:boolean launcher_flight_number:integer launcher>launchers/normal
  previous_flight_date:date-time turn_around_time:duration landing>landings/nested previous_flight>launches/mini
first_stages/normal_without_landing
  id:integer type:text reused:boolean launcher_flight_number:integer launcher>launchers/normal
  previous_flight_date:date-time turn_around_time:duration previous_flight>launches/mini
landings/detailed
  id:integer url:link attempt:boolean success:boolean description:text downrange_distance:number
  landing_location>config/landing_locations/default type>config/landing_types/default response_mode=detailed
  firststage>first_stages/detailed_without_landing spacecraftflight>spacecraft_flights/detailed_without_landing
  payloadflight>payload_flights/detailed_without_landing
landings/list
  id:integer url:link attempt:boolean success:boolean description:text downrange_distance:number
  landing_location>config/landing_locations/default type>config/landing_types/default response_mode=list
  firststage>first_stages/default spacecraftflight>spacecraft_flights/mini_without_landing
  payloadflight>payload_flights/mini_without_landing
landings/nested
  id:integer url:link attempt:boolean success:boolean description:text downrange_distance:number
  landing_location>config/landing_locations/default type>config/landing_types/default
landings/normal
  id:integer url:link attempt:boolean success:boolean description:text downrange_distance:number
  landing_location>config/landing_locations/default type>config/landing_types/default response_mode=normal
  firststage>first_stages/normal_without_landing spacecraftflight>spacecraft_flights/normal_without_landing
  payloadflight>payload_flights/normal_without_landing
launcher_configuration_families/detailed
  response_mode=detailed id:integer name:text manufacturer*agencies/detailed_nested
  parent>launcher_configuration_families/normal description:text active:boolean maiden_flight:date
  total_launch_count:integer consecutive_successful_launches:integer successful_launches:integer failed_launches:integer
  pending_launches:integer attempted_landings:integer successful_landings:integer failed_landings:integer
  consecutive_successful_landings:integer
launcher_configuration_families/list
  response_mode=list id:integer name:text
launcher_configuration_families/normal
  response_mode=normal id:integer name:text manufacturer*agencies/normal parent>launcher_configuration_families/list
launcher_configurations/detailed
  response_mode=detailed id:integer url:link name:text families*launcher_configuration_families/detailed full_name:text
  variant:text active:boolean is_placeholder:boolean manufacturer>agencies/detailed_nested program*programs/normal
  reusable:boolean image>images/default info_url:text wiki_url:text description:text alias:text min_stage:integer
  max_stage:integer length:number diameter:number maiden_flight:date launch_cost:integer launch_mass:number
  leo_capacity:number gto_capacity:number geo_capacity:number sso_capacity:number to_thrust:number apogee:number
  total_launch_count:integer consecutive_successful_launches:integer successful_launches:integer failed_launches:integer
  pending_launches:integer attempted_landings:integer successful_landings:integer failed_landings:integer
  consecutive_successful_landings:integer fastest_turnaround:duration
launcher_configurations/list
  response_mode=list id:integer url:link name:text families*launcher_configuration_families/list full_name:text
  variant:text
launcher_configurations/normal
  response_mode=normal id:integer url:link name:text families*launcher_configuration_families/normal full_name:text
  variant:text active:boolean is_placeholder:boolean manufacturer>agencies/normal program*programs/normal
  reusable:boolean image>images/default info_url:text wiki_url:text
launcher_configurations/without_manufacturer
  response_mode=detailed id:integer url:link name:text families*launcher_configuration_families/detailed full_name:text
  variant:text active:boolean is_placeholder:boolean program*programs/normal reusable:boolean image>images/default
  info_url:text wiki_url:text description:text alias:text min_stage:integer max_stage:integer length:number
  diameter:number maiden_flight:date launch_cost:integer launch_mass:number leo_capacity:number gto_capacity:number
  geo_capacity:number sso_capacity:number to_thrust:number apogee:number total_launch_count:integer
  consecutive_successful_launches:integer successful_launches:integer failed_launches:integer pending_launches:integer
  attempted_landings:integer successful_landings:integer failed_landings:integer consecutive_successful_landings:integer
  fastest_turnaround:duration
launchers/detailed
  response_mode=detailed id:integer url:link flight_proven:boolean serial_number:text is_placeholder:boolean
  status>config/launcher_statuses/default image>images/default details:text successful_landings:integer
  attempted_landings:integer flights:integer last_launch_date:date-time first_launch_date:date-time
  fastest_turnaround:duration launcher_config>launcher_configurations/list
launchers/list
  response_mode=list id:integer url:link flight_proven:boolean serial_number:text is_placeholder:boolean
  status>config/launcher_statuses/default image>images/default
launchers/normal
  response_mode=normal id:integer url:link flight_proven:boolean serial_number:text is_placeholder:boolean
  status>config/launcher_statuses/default image>images/default details:text successful_landings:integer
  attempted_landings:integer flights:integer last_launch_date:date-time first_launch_date:date-time
  fastest_turnaround:duration
launches/detailed
  id:uuid url:link name:text response_mode=detailed slug:text launch_designator:text
  status>config/launch_statuses/default last_updated:date-time net:date-time net_precision>config/net_precisions/default
  window_end:date-time window_start:date-time image>images/default infographic:text probability:integer
  weather_concerns:text failreason:text hashtag:text launch_service_provider>agencies/detailed_nested
  rocket>rockets/detailed mission>missions/default pad>pads/default webcast_live:boolean program*programs/normal
  orbital_launch_attempt_count:integer location_launch_attempt_count:integer pad_launch_attempt_count:integer
  agency_launch_attempt_count:integer orbital_launch_attempt_count_year:integer
  location_launch_attempt_count_year:integer pad_launch_attempt_count_year:integer
  agency_launch_attempt_count_year:integer flightclub_url:text updates*updates/default info_urls*info_urls/default
  vid_urls*vid_urls/default timeline*timeline_events/default pad_turnaround:duration
  mission_patches*mission_patches/normal
launches/list
  id:uuid url:link name:text response_mode=list slug:text launch_designator:text status>config/launch_statuses/default
  last_updated:date-time net:date-time net_precision>config/net_precisions/default window_end:date-time
  window_start:date-time image>images/default infographic:text
launches/mini
  id:uuid url:link name:text
launches/normal
  id:uuid url:link name:text response_mode=normal slug:text launch_designator:text status>config/launch_statuses/default
  last_updated:date-time net:date-time net_precision>config/net_precisions/default window_end:date-time
  window_start:date-time image>images/default infographic:text probability:integer weather_concerns:text failreason:text
  hashtag:text launch_service_provider>agencies/list rocket>rockets/default mission>missions/default pad>pads/default
  webcast_live:boolean program*programs/normal orbital_launch_attempt_count:integer
  location_launch_attempt_count:integer pad_launch_attempt_count:integer agency_launch_attempt_count:integer
  orbital_launch_attempt_count_year:integer location_launch_attempt_count_year:integer
  pad_launch_attempt_count_year:integer agency_launch_attempt_count_year:integer
locations/detailed
  response_mode=detailed id:integer url:link name:text celestial_body>celestial_bodies/detailed_nested active:boolean
  country>config/countries/default description:text image>images/default map_image:text longitude:number latitude:number
  timezone_name:text total_launch_count:integer total_landing_count:integer pads*pads/without_location
locations/normal
  response_mode=normal id:integer url:link name:text celestial_body>celestial_bodies/detailed_nested active:boolean
  country>config/countries/default description:text image>images/default map_image:text longitude:number latitude:number
  timezone_name:text total_launch_count:integer total_landing_count:integer
locations/without_body
  response_mode=normal id:integer url:link name:text active:boolean country>config/countries/default description:text
  image>images/default map_image:text longitude:number latitude:number timezone_name:text total_launch_count:integer
  total_landing_count:integer
mission_patches/detailed
  id:integer name:text priority:integer image_url:text agency>agencies/detailed_nested response_mode=detailed
  launches*launches/normal expeditions*expeditions/normal program*programs/normal
mission_patches/normal
  id:integer name:text priority:integer image_url:text agency>agencies/list response_mode=normal
missions/default
  id:integer name:text type:text description:text image>images/default orbit>config/orbits/default
  agencies*agencies/detailed_nested info_urls*info_urls/default vid_urls*vid_urls/default
pads/default
  id:integer url:link active:boolean agencies*agencies/normal name:text image>images/default description:text
  info_url:text wiki_url:text map_url:text latitude:number longitude:number country>config/countries/default
  map_image:text total_launch_count:integer orbital_launch_attempt_count:integer fastest_turnaround:duration
  location>locations/normal
pads/without_location
  id:integer url:link active:boolean agencies*agencies/list name:text image>images/default description:text
  info_url:text wiki_url:text map_url:text latitude:number longitude:number country>config/countries/default
  map_image:text total_launch_count:integer orbital_launch_attempt_count:integer fastest_turnaround:duration
payload_flights/detailed
  response_mode=detailed id:integer url:link destination:text amount:integer payload>payloads/detailed
  launch>launches/normal landing>landings/nested docking_events*docking_events/for_chaser_normal
payload_flights/detailed_without_landing
  response_mode=detailed id:integer url:link destination:text amount:integer payload>payloads/detailed
  launch>launches/normal docking_events*docking_events/for_chaser_normal
payload_flights/list
  response_mode=list id:integer url:link destination:text amount:integer payload>payloads/list launch>launches/mini
  landing>landings/nested
payload_flights/mini_without_landing
  response_mode=list id:integer url:link destination:text amount:integer payload>payloads/list launch>launches/mini
payload_flights/normal
  response_mode=normal id:integer url:link destination:text amount:integer payload>payloads/normal
  launch>launches/normal landing>landings/nested
payload_flights/normal_without_landing
  response_mode=normal id:integer url:link destination:text amount:integer payload>payloads/normal
  launch>launches/normal
payload_flights/without_launch
  response_mode=detailed id:integer url:link destination:text amount:integer payload>payloads/detailed
  landing>landings/nested docking_events*docking_events/for_chaser_normal
payloads/detailed
  response_mode=detailed id:integer name:text type>config/payload_types/default manufacturer>agencies/detailed_nested
  operator>agencies/detailed_nested image>images/default wiki_link:text info_link:text program*programs/normal
  cost:integer mass:number description:text
payloads/list
  response_mode=list id:integer name:text type>config/payload_types/default manufacturer>agencies/list
  operator>agencies/list image>images/default
payloads/normal
  response_mode=normal id:integer name:text type>config/payload_types/default manufacturer>agencies/normal
  operator>agencies/normal image>images/default wiki_link:text info_link:text program*programs/list cost:integer
  mass:number description:text
programs/list
  response_mode=list id:integer url:link name:text image>images/default info_url:text wiki_url:text
programs/normal
  response_mode=normal id:integer url:link name:text image>images/default info_url:text wiki_url:text description:text
  agencies*agencies/list start_date:date-time end_date:date-time mission_patches*mission_patches/normal
  type>config/program_types/default
rockets/default
  id:integer configuration>launcher_configurations/list
rockets/detailed
  id:integer configuration>launcher_configurations/detailed launcher_stage*first_stages/normal
  spacecraft_stage*spacecraft_flights/detailed_without_launch payloads*payload_flights/without_launch
timeline_events/default
  type>config/timeline_event_types/default relative_time:duration
updates/default
  id:integer profile_image:text comment:text info_url:text created_by:text created_on:date-time
""")
