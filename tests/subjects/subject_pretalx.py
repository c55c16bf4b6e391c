"""
Pretalx plans conferences: pages by number, everything of one event below its path, texts in several languages.

Filled by its own models; a released schedule shows everybody what there is.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from random import Random
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

REQUIREMENTS = ("pretalx",)
SETTINGS = "pretalx.settings"
BELOW = "/api/events/demo/"
ROOT = "/api/events/demo/submissions/"
RESOURCES = ("submissions", "speakers", "slots", "tracks", "submission-types", "questions")
COLLECTIONS = (
    "/api/events/demo/submissions/",
    "/api/events/demo/speakers/",
    "/api/events/demo/slots/",
    "/api/events/demo/tracks/",
    "/api/events/demo/submission-types/",
    "/api/events/demo/questions/",
)
START: dt.datetime = dt.datetime(2025, 9, 1, 8, tzinfo=dt.UTC)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
TOPICS = ("Compilers", "databases", "Garden robots", "law", "Maps", "music")


def set_up() -> None:
    """
    Set the project up in the current folder.
    """
    os.environ.setdefault("PRETALX_DATA_DIR", str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415 - it reads the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django is set up now

    # Pages of errors name style sheets, and nobody has collected these here.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def fill() -> None:
    """
    Make one event with 60 tracks, 55 kinds of talks, 70 questions, 80 speakers and 130 talks in a released schedule.
    """
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up now
    from django_scopes import scope, scopes_disabled  # noqa: PLC0415 - as above
    from pretalx.event.models import Event, Organiser  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    with scopes_disabled():
        event = Event.objects.create(
            name="Demo",
            slug="demo",
            organiser=Organiser.objects.create(name="Demo", slug="demoorg"),
            is_public=True,
            date_from=START.date(),
            date_to=START.date() + dt.timedelta(days=9),
            timezone="UTC",
            email="demo@example.org",
            locale_array="en,de",
            content_locale_array="en,de",
            locale="en",
        )
    with scope(event=event):
        event.build_initial_data()
        _talks(event, Random(1), _kinds(event, Random(2)))  # noqa: S311 - no secrets
        event.wip_schedule.freeze("v1.0", notify_speakers=False)
        event.schedules.exclude(version=None).update(published=START)


def _kinds(event: Any, random: Random) -> list[Any]:
    """
    Make tracks, kinds of talks, and what speakers are asked; return the tracks.
    """
    from i18nfield.strings import LazyI18nString  # noqa: PLC0415 - Django is set up now
    from pretalx.submission.models import Question, SubmissionType, Track  # noqa: PLC0415 - as above

    def named(text: str, number: int) -> LazyI18nString:
        return LazyI18nString({"en": f"{text} {number}", **({"de": f"{text} Nr. {number}"} if number % 3 else {})})

    tracks = [
        Track.objects.create(
            event=event,
            name=named(random.choice(TOPICS), number),
            color=f"#{random.randrange(16**6):06x}",
            position=random.randint(0, 9),
            requires_access_code=random.random() < 0.2,
        )
        for number in range(60)
    ]
    for number in range(54):
        SubmissionType.objects.create(
            event=event, name=named(random.choice(("Talk", "Workshop")), number), default_duration=15 * (1 + number % 6)
        )
    for number in range(70):
        question = Question.objects.create(
            event=event,
            question=named(random.choice(("Which size", "How many guests", "what else")), number),
            variant=random.choice(("number", "string", "text", "boolean", "date")),
            target=random.choice(("submission", "speaker")),
            position=random.randint(0, 20),
            is_public=True,
            is_visible_to_reviewers=random.random() < 0.5,
            max_length=random.choice((None, 100, 500)),
        )
        question.tracks.set(random.sample(tracks, random.randint(0, 2)))
    return tracks


def _talks(event: Any, random: Random, tracks: list[Any]) -> None:
    """
    Make rooms, and talks with speakers and places in the schedule.
    """
    from pretalx.person.models import SpeakerProfile, User  # noqa: PLC0415 - Django is set up now
    from pretalx.schedule.models import Room  # noqa: PLC0415 - as above
    from pretalx.submission.models import Submission, SubmissionType  # noqa: PLC0415 - as above

    def code() -> str:
        return "".join(random.choices(LETTERS, k=6))

    rooms = [Room.objects.create(event=event, name=f"Room {number}", position=number) for number in range(4)]
    speakers = []
    for number in range(80):
        name = f"{random.choice(('Ada', 'Bo', 'carl', 'Dana'))} {random.choice(('Berg', 'lund', 'Maier'))} {number}"
        speakers.append(User.objects.create_user(name=name, email=f"speaker{number}@example.org", code=code()))
        SpeakerProfile.objects.create(user=speakers[-1], event=event, biography=random.choice(("", None, "Plays go.")))
    kinds = list(SubmissionType.objects.filter(event=event))
    for number in range(130):
        talk = Submission.objects.create(
            event=event,
            code=code(),
            title=f"{random.choice(TOPICS)} in {random.choice(('practice', 'School', 'space'))}",
            submission_type=random.choice(kinds),
            track=random.choice((*tracks[:20], None)),
            abstract=random.choice(("", "Short.", "A longer text.")),
            content_locale=random.choice(("en", "de")),
            duration=random.choice((None, 30, 45)),
            do_not_record=random.random() < 0.2,
            is_featured=random.random() < 0.3,
        )
        talk.speakers.set((speakers[number % 80], random.choice(speakers)))
        talk.accept()
        talk.confirm()
        slot = talk.slots.first()
        slot.room = rooms[number % 4]
        slot.start = START + dt.timedelta(hours=2 * (number // 4))
        slot.end = slot.start + dt.timedelta(minutes=talk.get_duration())
        slot.save()


def serve(port: int) -> None:
    """
    Answer until the process ends.
    """
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - Django is set up now

    quiet = type("Quiet", (WSGIRequestHandler,), {"log_message": lambda *_: None})
    make_server("127.0.0.1", port, get_wsgi_application(), handler_class=quiet).serve_forever()


if __name__ == "__main__":
    set_up()
    fill() if sys.argv[1] == "fill" else serve(int(sys.argv[2]))
