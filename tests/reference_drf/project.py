"""
The Django project around every reference application: settings, and one database file a process.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

TABLES_OF = ("contenttypes", "auth", "authtoken")


def set_up() -> None:
    """
    Configure Django once in this process, with an empty database in a file that the process removes.
    """
    if settings.configured:
        return
    folder = tempfile.mkdtemp(prefix="reference-drf-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings.configure(
        ALLOWED_HOSTS=["*"],
        APPEND_SLASH=True,
        CORS_ALLOW_ALL_ORIGINS=True,
        DATABASES={"default": _database(Path(folder) / "records.sqlite3")},
        DEBUG=False,
        DEBUG_PROPAGATE_EXCEPTIONS=True,  # a fault of the reference itself must be loud
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "rest_framework",
            "rest_framework.authtoken",
            "django_filters",
            "corsheaders",
        ],
        LOGGING={
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"nowhere": {"class": "logging.NullHandler"}},
            "loggers": {"django": {"handlers": ["nowhere"], "propagate": False}},
        },
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
            "DEFAULT_RENDERER_CLASSES": [
                "rest_framework.renderers.JSONRenderer",
                "rest_framework.renderers.BrowsableAPIRenderer",
            ],
        },
        ROOT_URLCONF="",  # each application brings its own
        SECRET_KEY="only-for-tests",  # noqa: S106 - signs nothing
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()
    with connection.schema_editor() as editor:
        for label in TABLES_OF:
            for model in apps.get_app_config(label).get_models():
                if not model._meta.proxy:
                    editor.create_model(model)


def middleware(*, cross_origin: bool, append_slash: bool) -> list[str]:
    """
    Return the middleware of a stock project, with or without what a project may switch.
    """
    return [
        "django.middleware.security.SecurityMiddleware",
        *(("corsheaders.middleware.CorsMiddleware",) if cross_origin else ()),
        "django.middleware.common.CommonMiddleware" if append_slash else "reference_drf.handler.NoRedirect",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]


def _database(path: Path) -> dict[str, object]:
    """
    Return the settings of a database that any thread may read: a file, kept in the page cache, never synced.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;", "timeout": 30},
    }
