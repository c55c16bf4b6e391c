"""
Rows that no recording has: odd names, ties, gaps between identifiers, no natural order.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from django.apps import apps
from django.db import connection

from plain_drf import models

NAMES = (
    *("Dragon, Crew", 'The "Odd" One', "Rocket \N{ROCKET}", "100%", "under_score", "A & B", "plus + plus", "trailing "),
    *("Straße", "STRASSE", "\u0130stanbul", "Σίσυφος", "ΣΊΣΥΦΟΣ", "", "twin", "twin", "O'Neil", "back\\slash"),
    *("semi;colon", "a=b", "日本語", "true", "1", "Zero", "zero", "x/y", " "),
)


def fill(number: int) -> None:
    """
    Make the tables, and so many spacecraft with what they need.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("plain_drf").get_models():
            editor.create_model(model)
    random = Random(number)  # noqa: S311 - no secret
    _relatives(random)
    places = list(range(number))
    random.shuffle(places)
    models.Spacecraft.objects.bulk_create(_craft(random, place) for place in places)


def _relatives(random: Random) -> None:
    for number, name in enumerate(("Active", "Retired", "Destroyed", "Single Use"), 1):
        models.SpacecraftStatus(id=number, name=name).save()
        models.SpacecraftConfigurationType(id=number, name=f"Type {number}").save()
        models.AgencyType(id=number, name=f"Kind {number}").save()
        models.ImageLicense(id=number, name=f"License {number}", priority=number).save()
    for number in range(1, 7):
        address = f"https://pictures.example/{number}.png"
        models.Image(
            id=number * 5,
            name=f"Picture {number}",
            image_url=address,
            thumbnail_url=address,
            license_id=random.randint(1, 4),
            single_use=True,
        ).save()
        models.Agency(id=number * 7, name=f"Agency {number}", abbrev=f"A{number}", type_id=random.randint(1, 4)).save()
    for number, name in enumerate(NAMES[:14], 1):
        models.SpacecraftConfiguration(
            id=number * 3,
            name=name,
            type_id=random.randint(1, 4),
            agency_id=random.randint(1, 6) * 7,
            in_use=random.random() < 0.5,
            human_rated=random.random() < 0.5,
            image_id=random.choice((None, 5, 10)),
        ).save()


def _craft(random: Random, place: int) -> models.Spacecraft:
    return models.Spacecraft(
        id=place * place + 3,
        name=NAMES[place % len(NAMES)],
        serial_number=random.choice((None, f"S{place}")),
        is_placeholder=random.random() < 0.1,
        image_id=random.choice((None, 5, 10, 15)),
        in_space=random.random() < 0.2,
        time_in_space=_span(random),
        time_docked=_span(random),
        flights_count=random.randint(0, 3),
        mission_ends_count=random.randint(0, 3),
        status_id=random.randint(1, 4),
        description="",
        spacecraft_config_id=random.randint(1, 14) * 3,
        fastest_turnaround=random.choice((None, _span(random))),
    )


def _span(random: Random) -> dt.timedelta:
    return random.choice((dt.timedelta(), dt.timedelta(days=random.randint(0, 99), seconds=random.randint(0, 86399))))
