"""
The whole of Launch Library 2, version 2.3.0, from the published description and from how the service behaves.

Tables of `config` are sent as parts of other records alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from reference_drf.crew_shapes import SHAPES as CREW_SHAPES
from reference_drf.launch_library import LAUNCH_LIBRARY
from reference_drf.launch_shapes import SHAPES as LAUNCH_SHAPES
from reference_drf.service import ONE_FORM, Modes, Parameter, Resource, by_name, filters
from reference_drf.whole_filters import FILTERS, ORDERING, SEARCH

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where the clock of this service stands, so that no answer hangs on the day of a test.
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
#: How long what has been stays among what is to come.
TAIL = dt.timedelta(days=1)

TWO_FORMS = Modes(("normal", "detailed"), "normal", "detailed")
THREE_FORMS = Modes(("list", "normal", "detailed"), "normal", "detailed")
OF_PROGRAMS = Modes(("list", "normal"), "normal", "normal")


#: What the published description calls by the way of the service's own models.
AS_DOCUMENTED = {"rocket__spacecraft_stage__spacecraft__name": "rocket__spacecraftflight__spacecraft__name"}


def rule(name: str, yes: Callable[[], Q] | None = None, no: Callable[[], Q] | None = None) -> Parameter:
    """
    Return a filter that a programmer wrote: what "true" selects, and "false"; everything, if there is nothing.
    """
    rules = {value: made for value, made in ((True, yes), (False, no)) if made}
    return Parameter(name, (), "rule", "boolean", rules=rules)


def resource(
    name: str, title: str, modes: Modes, *rules: Parameter, later: tuple[Parameter, ...] = (), **options: Any
) -> Resource:
    """
    Return a resource with its filters: those of the description by name, then those that only later pages show.
    """
    entity = options.get("of", name)
    stated = sorted((*filters(FILTERS.get(entity, "")), *rules), key=lambda each: each.name)
    words = {"search": SEARCH.get(entity, ""), "ordering": ORDERING.get(entity, ""), **options}
    split = {key: tuple(text.split()) if isinstance(text, str) and key != "of" else text for key, text in words.items()}
    return Resource(name, title, modes, (*stated, *later), **split)


def launches(name: str, order: str, *rules: Parameter, **options: Any) -> Resource:
    """
    Return a list of launches.
    """
    crewed = Q(rocket__spacecraft_stage__launch_crew__id__isnull=False)
    suborbital = Q(mission__orbit__name__iexact="Suborbital")
    every = (rule("is_crewed", lambda: crewed, lambda: ~crewed), rule("include_suborbital", no=lambda: ~suborbital))
    later = filters("mission__agency__ids=mission.agencies.id integer in")
    made = resource(name, "Launch", THREE_FORMS, *every, *rules, later=later, default_ordering=order, **options)
    return replace(made, documented=AS_DOCUMENTED)


def events(name: str, order: str, *rules: Parameter, **options: Any) -> Resource:
    """
    Return a list of events.
    """
    return resource(
        name, "Event", THREE_FORMS, *rules, later=filters("date date-time _lt"), default_ordering=order, **options
    )


def without_tail(moment: str) -> Parameter:
    """
    Return the filter that cuts what has been off what is to come.
    """
    return rule("hide_recent_previous", lambda: Q(**{f"{moment}__gte": NOW}))


FLOWN = Q(flights__id__isnull=False)
UNLIKE_PEOPLE = Q(type__name="Non-Human")
DOCKED = Q(departure__isnull=True)

RESOURCES = (
    resource("spacecraft", "Spacecraft", TWO_FORMS),
    resource("spacecraft_configurations", "SpacecraftConfiguration", TWO_FORMS),
    resource("spacecraft_configuration_families", "SpacecraftConfigurationFamily", THREE_FORMS),
    resource("agencies", "Agency", THREE_FORMS),
    resource(
        "astronauts",
        "Astronaut",
        THREE_FORMS,
        rule("has_flown", lambda: FLOWN, lambda: ~FLOWN),
        rule("is_human", lambda: ~UNLIKE_PEOPLE, lambda: UNLIKE_PEOPLE),
    ),
    resource("celestial_bodies", "CelestialBody", THREE_FORMS),
    resource("docking_events", "DockingEvent", TWO_FORMS, later=(rule("docked", lambda: DOCKED, lambda: ~DOCKED),)),
    events("events/previous", "-date id", of="events", selects=lambda: Q(date__lte=NOW)),
    events("events/upcoming", "date id", without_tail("date"), of="events", selects=lambda: Q(date__gte=NOW - TAIL)),
    events("events", ""),
    resource("expeditions", "Expedition", TWO_FORMS),
    resource("landings", "Landing", THREE_FORMS),
    resource("launcher_configuration_families", "LauncherConfigFamily", THREE_FORMS),
    resource("launcher_configurations", "LauncherConfig", THREE_FORMS),
    resource("launchers", "Launcher", THREE_FORMS),
    launches("launches/previous", "-net id", of="launches", selects=lambda: Q(net__lte=NOW)),
    launches(
        "launches/upcoming",
        "net id",
        without_tail("net"),
        of="launches",
        selects=lambda: Q(net__gte=NOW - TAIL),
        search=SEARCH["launches"].replace("launch_designator", ""),
    ),
    launches("launches", "net id"),
    resource("locations", "Location", TWO_FORMS, later=filters("active boolean exact")),
    resource("mission_patches", "MissionPatch", TWO_FORMS),
    resource("pads", "Pad", ONE_FORM),
    resource("payload_flights", "PayloadFlight", THREE_FORMS),
    resource("payloads", "Payload", THREE_FORMS),
    resource("programs", "Program", OF_PROGRAMS),
    resource("space_stations", "SpaceStation", TWO_FORMS),
    resource("spacecraft_flights", "SpacecraftFlight", TWO_FORMS),
    resource("spacewalks", "Spacewalk", THREE_FORMS),
    resource("updates", "Update", ONE_FORM),
)

WHOLE_LIBRARY = replace(
    LAUNCH_LIBRARY,
    name="ll2-2.3.0",
    primary="launches",
    resources=by_name(*RESOURCES),
    shapes=by_name(*LAUNCH_SHAPES, *CREW_SHAPES),
    clock=NOW,
)
