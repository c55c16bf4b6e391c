"""
Kolibri: rows by `values()` and code of its own, lists without pages, filters by methods, refusals in a form of its own.

Filled by its own models. No device is set up, for setting one up starts services.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import sys
import uuid
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REQUIREMENTS = ("kolibri==0.19.5",)
SETTINGS = "kolibri_here"
ROOT = "/api/"
RESOURCES = (
    "content/channel",
    "auth/facility",
    "auth/facilitydataset",
    "public/v1/facility",
    "notifications/pingbacknotification",
)
COLLECTIONS = (
    "/api/content/channel/",
    "/api/auth/facility/",
    "/api/auth/facilitydataset/",
    "/api/public/v1/facility/",
    "/api/notifications/pingbacknotification/",
)
#: Its settings, and where its databases are: the only thing that they do not say.
HERE = """
import os
from pathlib import Path

os.environ.setdefault("KOLIBRI_HOME", str(Path(__file__).parent / "home"))

from kolibri.deployment.default.settings.base import *

LOGGING = {"version": 1, "disable_existing_loggers": True}
"""
WORDS = ("Water", "light", "Fractions", "the sea", "Stories", "music", "Health", "open data")
KINDS = ("video", "exercise", "document", "audio", "html5")


def set_up() -> None:
    """
    Set the project up in the current folder.
    """
    Path("home").mkdir(exist_ok=True)
    Path(f"{SETTINGS}.py").write_text(HERE, encoding="utf-8")
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["KOLIBRI_HOME"] = str(Path.cwd() / "home")
    # It finds Django, which the project brings with it.
    importlib.import_module(SETTINGS)
    importlib.import_module("django").setup()


def fill() -> None:
    """
    Make 60 channels with what they contain, 50 facilities with their users, and 80 notices.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is set up now
    from django.core.management import call_command  # noqa: PLC0415 - as above

    for each in settings.DATABASES:
        call_command("migrate", verbosity=0, interactive=False, database=each)
    call_command("loaddata", "scopedefinitions", verbosity=0)
    random = Random(1)  # noqa: S311 - no secret
    uuid.uuid4 = lambda: uuid.UUID(int=random.getrandbits(128), version=4)
    _channels(random)
    _facilities(random)
    _notices(random)


def _channels(random: Random) -> None:
    from kolibri.core.content import models  # noqa: PLC0415 - Django is set up now

    languages = [
        models.Language.objects.create(id=code, lang_code=code, lang_name=name, lang_direction=direction)
        for code, name, direction in (("en", "English", "ltr"), ("sw", "Kiswahili", "ltr"), ("ar", "Arabic", "rtl"))
    ]
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    for number in range(60):
        channel = uuid.uuid4().hex
        root = _node(models, random, (channel, None), "topic", random.choice((*languages, None)))
        made = models.ChannelMetadata.objects.create(
            id=channel,
            name=f"{random.choice(WORDS)} {random.choice(WORDS)}",
            description=random.choice(("", "Made for schools", "For learners")),
            tagline=random.choice((None, "Learn more", "by teachers")),
            author=random.choice(("", "Ann", "bo", "Cy & Co")),
            version=random.randint(1, 9),
            last_updated=random.choice((None, start + dt.timedelta(hours=random.randint(0, 9000)))),
            min_schema_version="5",
            root=root,
            published_size=random.randint(1, 10**9),
            total_resource_count=random.randint(1, 50),
            included_categories=random.choice((None, "", "d&WXdXWF", "d&WXdXWF,PbGoe2MV")),
            included_grade_levels=random.choice((None, "rZy41Dc")),
            order=number,
            public=random.choice((True, False, None)),
        )
        made.included_languages.add(random.choice(languages))
        for place in range(4):
            leaf = _node(models, random, (channel, root), random.choice(KINDS), random.choice(languages))
            local = models.LocalFile.objects.create(
                id=uuid.uuid4().hex, extension="mp4", available=random.random() < 0.7, file_size=random.randint(1, 9999)
            )
            models.File.objects.create(
                id=uuid.uuid4().hex, local_file=local, contentnode=leaf, preset="high_res_video", priority=place + 1
            )


def _node(models: Any, random: Random, place: tuple[str, Any], kind: str, language: Any) -> Any:
    channel, parent = place
    return models.ContentNode.objects.create(
        id=uuid.uuid4().hex,
        content_id=uuid.uuid4().hex,
        channel_id=channel,
        parent=parent,
        title=f"{random.choice(WORDS)} {random.choice(WORDS)}",
        description=random.choice((None, "", "About water", "A song")),
        kind=kind,
        available=random.random() < 0.8,
        coach_content=random.random() < 0.2,
        author=random.choice(("", "Ann", "bo")),
        license_owner="",
        lang=language,
        duration=random.choice((None, random.randint(10, 900))),
        modality="QUIZ" if random.random() < 0.05 else None,
    )


def _facilities(random: Random) -> None:
    from kolibri.core.auth import models  # noqa: PLC0415 - Django is set up now

    for number in range(50):
        dataset = models.FacilityDataset.objects.create(
            preset=random.choice(("formal", "nonformal", "informal")),
            description=random.choice(("", "A school", "a library")),
            location=random.choice(("", "Nairobi", "Oslo")),
            learner_can_edit_password=False,
            learner_can_login_with_no_password=random.random() < 0.5,
            learner_can_sign_up=random.random() < 0.5,
            registered=random.random() < 0.3,
        )
        facility = models.Facility.objects.create(name=f"{random.choice(WORDS)} {number}", dataset=dataset)
        for place in range(random.randint(0, 4)):
            models.FacilityUser.objects.create(
                username=f"user{number}_{place}", full_name=random.choice(("Ann", "Bo B.")), facility=facility
            )


def _notices(random: Random) -> None:
    from kolibri.core.analytics.models import PingbackNotification  # noqa: PLC0415 - Django is set up now

    for number in range(80):
        PingbackNotification.objects.create(
            id=f"notice-{number}",
            version_range=random.choice(("<1.0.0", ">=0.10.0", ">9.0.0")),
            timestamp=dt.date(2025, 1, 1) + dt.timedelta(days=random.randint(0, 300)),
            link_url=random.choice(("", "https://example.org/")),
            i18n={"en": {"title": random.choice(WORDS)}},
            active=random.random() < 0.9,
            source="nutrition",
        )


def serve(port: int) -> None:
    """
    Answer until the process ends; in front stands a page of links to the lists, which the project has none of.
    """
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - Django is set up now

    project = get_wsgi_application()
    links = {name: f"http://127.0.0.1:{port}{path}" for name, path in zip(RESOURCES, COLLECTIONS, strict=True)}

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ROOT:
            return project(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(links).encode()]

    quiet = type("Quiet", (WSGIRequestHandler,), {"log_message": lambda *_: None})
    make_server("127.0.0.1", port, application, handler_class=quiet).serve_forever()


if __name__ == "__main__":
    set_up()
    fill() if sys.argv[1] == "fill" else serve(int(sys.argv[2]))
