"""
The settings of the project, described by drf-spectacular with the hook that writes what its code says.
"""

from described_drf.settings import *  # noqa: F403 - that is the project
from described_drf.settings import INSTALLED_APPS, REST_FRAMEWORK

INSTALLED_APPS = [*INSTALLED_APPS, "drf_spectacular"]
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "described_drf",
    "VERSION": "1",
    "POSTPROCESSING_HOOKS": ["apicontract.evidence.importing.project.describe_django.postprocess"],
}
