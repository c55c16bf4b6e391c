"""
The settings of the project.
"""

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "rest_framework",
    "django_filters",
    "described_drf",
]
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "described_drf.refusing.tried",
    "described_drf.refusing.routed",
]
REST_FRAMEWORK = {
    "DEFAULT_PAGINATION_CLASS": "described_drf.paging.Pages",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
    ],
    "EXCEPTION_HANDLER": "described_drf.refusing.refused",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
ROOT_URLCONF = "described_drf.views"
SECRET_KEY = "only-for-tests"  # noqa: S105 - signs nothing
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
