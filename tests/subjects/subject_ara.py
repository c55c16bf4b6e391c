"""
ARA Records Ansible: limit and offset, filters of django-filter, keys in lists and nested records in details.

Filled by the factories of its own tests.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from random import Random
from wsgiref.simple_server import WSGIRequestHandler, make_server

REQUIREMENTS = ("ara[server]", "factory-boy")
SETTINGS = "ara.server.settings"
ROOT = "/api/v1/"
RESOURCES = ("playbooks", "plays", "tasks", "hosts", "files", "records")
COLLECTIONS = (
    "/api/v1/playbooks",
    "/api/v1/plays",
    "/api/v1/tasks",
    "/api/v1/hosts",
    "/api/v1/files",
    "/api/v1/records",
)


def set_up() -> None:
    """
    Set the project up in the current folder.
    """
    os.environ.setdefault("ARA_BASE_DIR", str(Path.cwd()))
    os.environ.setdefault("ARA_SECRET_KEY", "only-for-tests")
    os.environ.setdefault("ARA_TIME_ZONE", "UTC")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415 - it reads the environment

    django.setup()


def fill() -> None:
    """
    Make 60 playbooks and what belongs to them.
    """
    from ara.api.tests import factories  # noqa: PLC0415 - Django is set up now
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    random = Random(1)  # noqa: S311 - no secret
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    for number in range(60):
        begun = start + dt.timedelta(hours=random.randint(0, 9000))
        times = {"started": begun, "ended": begun + dt.timedelta(seconds=random.randint(1, 5000))}
        playbook = factories.PlaybookFactory(
            name=random.choice(("deploy", "Deploy web", "backup", None)),
            status=random.choice(("running", "completed", "failed", "expired")),
            path=f"/srv/{random.choice(('site', 'db', 'Web'))}.yml",
            user=random.choice(("root", "ansible")),
            **times,
        )
        file = factories.FileFactory(playbook=playbook, path=f"/srv/roles/{random.choice('abcde')}{number}.yml")
        for place in range(2):
            play = factories.PlayFactory(
                playbook=playbook, name=f"play {place}", status=random.choice(("running", "completed")), **times
            )
            factories.TaskFactory(
                playbook=playbook,
                play=play,
                file=file,
                name=random.choice(("install", "Copy files", "restart")),
                action=random.choice(("setup", "copy", "service")),
                status=random.choice(("running", "completed", "failed")),
                handler=random.random() < 0.3,
                lineno=random.randint(1, 40),
                **times,
            )
            factories.HostFactory(
                playbook=playbook,
                name=f"host{place}.{random.choice(('example', 'test'))}",
                changed=random.randint(0, 5),
                failed=random.randint(0, 2),
                ok=random.randint(0, 9),
            )
        factories.RecordFactory(playbook=playbook, key=f"key-{random.randint(1, 9)}-{number}")


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
