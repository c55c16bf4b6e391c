"""
What a project says of all its lists together -> paging, and the settings in `behaviour` of an `api.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import is_integer
from apicontract.contract.paging import STYLES
from apicontract.contract.representations import REPRESENTATIONS
from apicontract.evidence.paging import UNPAGED, recognised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.paging import Paging

#: Paginator to its style, the attributes that name its parameters, and those of its numbers.
_STYLES: Mapping[str, tuple[str, str, str, str, str]] = {
    "PageNumberPagination": ("page-number", "page_query_param", "page_size_query_param", "page_size", "max_page_size"),
    "LimitOffsetPagination": ("limit-offset", "offset_query_param", "limit_query_param", "default_limit", "max_limit"),
    "CursorPagination": ("cursor", "cursor_query_param", "page_size_query_param", "page_size", "max_page_size"),
}
#: What a paginator's own methods may be without another answer than the framework's; its keys are read.
_READ = frozenset({"get_paginated_response", "get_paginated_response_schema", "get_schema_operation_parameters"})
#: How the text that stands at a key of a paginator's body tells what is there.
_SENT = {"next": "get_next_link()", "previous": "get_previous_link()", "count": "count", "rows": "data"}
#: Rows of a page at the most where a paginator sets no maximum: as many as a list has.
_NO_MAXIMUM = 10_000
#: Version of Django REST Framework since which a search reads quotes, and a missing record is named.
_SINCE = (3, 15)
_HEADERS = {
    "X_FRAME_OPTIONS": ("django.middleware.clickjacking.XFrameOptionsMiddleware", "X-Frame-Options"),
    "SECURE_REFERRER_POLICY": ("django.middleware.security.SecurityMiddleware", "Referrer-Policy"),
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": (
        "django.middleware.security.SecurityMiddleware",
        "Cross-Origin-Opener-Policy",
    ),
}
#: Settings of django-cors-headers, each with its former name.
_ALL_ORIGINS = ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL")
_ORIGINS = ("CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST")
_ORIGIN_PATTERNS = ("CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST")
_COMMON, _CORS = "django.middleware.common.CommonMiddleware", "corsheaders.middleware.CorsMiddleware"
_WRITING = ("POST", "PUT", "PATCH", "DELETE")
_SECURITY = "django.middleware.security.SecurityMiddleware"
_BACKENDS = ("SearchFilter", "DjangoFilterBackend")
#: How a format behind a path begins: a dot, as it stands or escaped, or the parameter that has it.
_SUFFIX = ".\\{"
#: Databases that sort nulls before all values.
_NULLS_FIRST = frozenset({"sqlite", "mysql"})


def paging_of(told: Mapping[str, Any] | None) -> tuple[Paging | None, str]:
    """
    Return the paging that a paginator makes, and why it is a guess, or None and why it cannot be said.
    """
    if told is None:
        return STYLES[UNPAGED], ""
    base = next((each for each in told["bases"] if each in _STYLES), "")
    own = sorted(set(told["own"]) - _READ)
    if not base:
        return None, f"the paginator {told['class']} has code of its own"
    why = f"the paginator {told['class']} has {', '.join(own)} of its own" if own else ""
    style, start, size, default, maximum = _STYLES[base]
    usual, name = STYLES[style], str(told.get(size) or "")
    limit = told.get(default)
    most = told.get(maximum)
    known = limit if is_integer(limit) and limit > 0 else None
    changes: dict[str, Any] = {"start": told[start], "size": name}
    changes["maximum_limit"] = (most or _NO_MAXIMUM) if name else known or 1
    changes["default_limit"] = known or min(usual.default_limit, changes["maximum_limit"])
    paging = replace(usual, **changes, begins_on_size=known is None)
    if base == "PageNumberPagination":
        paging = replace(paging, last=str((told.get("last_page_strings") or [""])[0]))
    keyed, unread = _keyed(paging, told)
    return keyed, unread or why


def _keyed(paging: Paging, told: Mapping[str, Any]) -> tuple[Paging | None, str]:
    """
    Return a paging with the keys that a paginator's own body has.
    """
    if "get_paginated_response" not in told["own"] or told["keys"] is None:
        return paging, ""
    keys = {part: key for key, text in told["keys"].items() if (part := _part(text))}
    others = sorted(set(told["keys"]) - set(keys.values()))
    if "rows" not in keys or others:
        return None, f"the paginator {told['class']} sends more than links, a count and rows: {', '.join(others)}"
    types = {key: {"count": "integer", "rows": "array"}.get(part, "other") for part, key in keys.items()}
    found = recognised(types, paging.parameters)
    if found is None:
        return None, f"the paginator {told['class']} wraps rows in a form that is not known"
    named = {part: keys.get(part, "") for part in ("count", "next", "previous", "rows")}
    return replace(paging, **named), ""


def _part(text: str) -> str:
    return next((part for part, ending in _SENT.items() if text.endswith(ending)), "")


def behaviour_of(project: Mapping[str, Any], lists: Sequence[Mapping[str, Any]], base_path: str) -> dict[str, Any]:
    """
    Return the settings that the code of a project decides, name to value.

    Args:
        project: the description.
        lists: its views that are served.
        base_path: below which they stand.
    """
    settings, views = project["settings"], project["views"]
    middleware = settings.get("MIDDLEWARE", ())
    headers = {
        name: str(settings[key]) for key, (home, name) in _HEADERS.items() if home in middleware and settings.get(key)
    }
    if "django.middleware.security.SecurityMiddleware" in middleware and settings.get("SECURE_CONTENT_TYPE_NOSNIFF"):
        headers["X-Content-Type-Options"] = "nosniff"
    version = tuple(int(each) for each in project["frameworks"]["rest_framework"].split(".")[:2] if each.isdecimal())
    methods = Counter(tuple(each["methods"]) for each in lists).most_common(1)[0][0]
    reachable = [each for each in views if each["path"].startswith(base_path)]
    return {
        **_unasked(lists),
        **_inner(settings),
        **_unrouted(settings),
        **_limits(settings),
        **_parsers(lists),
        **({"refused_first": "search"} if _mostly([_searched_first(each) for each in lists]) else {}),
        **({"refusals": "own"} if settings.get("EXCEPTION_HANDLER") else {}),
        **_worded(reachable),
        **({"page_type": settings["PAGE_TYPE"]} if settings.get("PAGE_TYPE") else {}),
        "closing_slash": any(each["path"].endswith("/") for each in lists),
        "append_slash": bool(settings.get("APPEND_SLASH")) and _COMMON in middleware,
        "api_root": any(each["kind"] == "root" and each["path"] == base_path for each in views),
        "suffix_routes": _suffixed(views, lists),
        "representations": _representations(lists),
        "methods": [each for each in ("GET", "HEAD", "OPTIONS") if each in methods],
        "writing_methods": [each for each in _WRITING if any(each in one.get("methods", ()) for one in reachable)],
        "nulls": "first" if project["database"] in _NULLS_FIRST else "last",
        "quoted_search": version >= _SINCE,
        "not_found": "named" if version >= _SINCE else "plain",
        "cross_origin": _CORS in middleware and _origins(settings),
        "headers": headers,
    }


def _worded(views: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """
    Return how values that cannot be used are refused, where one form of the project's own says the sentences.
    """
    forms = [each["invalid"] for each in views if "invalid" in each]
    said = bool(forms) and "{message}" in json.dumps(forms[0]) and all(each == forms[0] for each in forms)
    return {"invalid_body": forms[0]} if said else {}


def _origins(settings: Mapping[str, Any]) -> bool | list[str]:
    """
    Return the origins that a project names, or whether it names all.
    """
    return bool(_cors(settings, *_ALL_ORIGINS)) or list(_cors(settings, *_ORIGINS))


def origins_unread(settings: Mapping[str, Any]) -> str:
    """
    Return what of a project's origins is not expressed, "" for nothing.
    """
    patterns = _cors(settings, *_ORIGIN_PATTERNS) if _CORS in settings.get("MIDDLEWARE", ()) else ()
    return f"origins by pattern are left out: {', '.join(map(str, patterns))}" if patterns else ""


def _cors(settings: Mapping[str, Any], name: str, former: str) -> Any:
    """
    Return a setting of django-cors-headers, by the name that it has now or had before (`corsheaders.conf`).
    """
    return settings.get(name, settings.get(former)) or ()


_RENDERERS = {"JSONRenderer": "json", "BrowsableAPIRenderer": "api"}
#: Classes of Django REST Framework that read no token.
_NO_TOKEN = frozenset({"SessionAuthentication", "BasicAuthentication", "RemoteUserAuthentication"})


def _representations(lists: Sequence[Mapping[str, Any]]) -> list[str]:
    """
    Return the representations of most lists, the one first in which each answer comes if nobody is asked.
    """
    fixed = [lists[0]["negotiation"]["fixed"]] if "negotiation" in lists[0] else []
    known = (_RENDERERS.get(each.rpartition(".")[2], "") for each in [*fixed, *lists[0]["renderers"]])
    return [each for each in dict.fromkeys(known) if each in REPRESENTATIONS] or ["json"]


def _unasked(lists: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """
    Return what of a request most lists do not read: what form it asks for, and who asks.
    """
    fixed = [bool(each.get("negotiation", {}).get("fixed")) for each in lists]
    # What a project's own class reads is not known; a view of an older description does not say.
    anonymous = [{_last(name) for name in each.get("authenticators", ["?"])} <= _NO_TOKEN for each in lists]
    return {
        **({"negotiation": "fixed"} if _mostly(fixed) else {}),
        **({"authorization": "ignored"} if _mostly(anonymous) else {}),
    }


def _inner(settings: Mapping[str, Any]) -> dict[str, list[str]]:
    """
    Return the headers that a redirect to the closing slash lacks, if these are others than usual.

    What stands behind the middleware that redirects never sees such an answer.
    """
    order = list(settings.get("MIDDLEWARE", ()))
    behind = order[order.index(_COMMON) :] if _COMMON in order else []
    homes = {name: home for home, name in _HEADERS.values()} | {"X-Content-Type-Options": _SECURITY}
    found = [name for name, home in homes.items() if home in behind]
    ahead = "X-Frame-Options" not in found and _HEADERS["X_FRAME_OPTIONS"][0] in order
    return {"inner_headers": found} if _SECURITY in behind or ahead else {}


def _unrouted(settings: Mapping[str, Any]) -> dict[str, list[str]]:
    """
    Return the headers that a page lacks where a path leads nowhere: what stands behind the middleware that finds out.
    """
    order, routing = list(settings.get("MIDDLEWARE", ())), settings.get("ROUTING_MIDDLEWARE")
    behind = order[order.index(routing) :] if routing in order else []
    found = [name for home, name in _HEADERS.values() if home in behind]
    found += ["X-Content-Type-Options"] if _SECURITY in behind else []
    # What code of the project opens its views with, a page without a view has not.
    found += ["Access-Control-Allow-Origin"] if _CORS not in order else []
    return {"unrouted_headers": found} if behind else {}


def _limits(settings: Mapping[str, Any]) -> dict[str, int | None]:
    """
    Return how many parameters a request may have, if the project says that.
    """
    name = "DATA_UPLOAD_MAX_NUMBER_FIELDS"
    return {"most_parameters": settings[name]} if name in settings else {}


def _parsers(lists: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """
    Return the media types that most lists read.
    """
    known = Counter(tuple(each["parsers"]) for each in lists if "parsers" in each)
    return {"parsers": list(known.most_common(1)[0][0])} if known else {}


def _searched_first(view: Mapping[str, Any]) -> bool:
    """
    Return whether a list searches before it filters, so that of both the search is refused.
    """
    order = [each["bases"] for each in view.get("backends", ())]
    found = [next((n for n, bases in enumerate(order) if kind in bases), -1) for kind in _BACKENDS]
    return 0 <= found[0] < found[1]


def _suffixed(views: Sequence[Mapping[str, Any]], lists: Sequence[Mapping[str, Any]]) -> bool:
    """
    Return whether most lists are also found by their path with a format behind it.
    """
    suffixes = [each["path"] for each in views if each["kind"] == "suffix"]
    stems = [each["path"].rstrip("/") for each in lists]
    return _mostly([any(path.startswith(stem) and path[len(stem)] in _SUFFIX for path in suffixes) for stem in stems])


def _mostly(answers: Sequence[bool]) -> bool:
    return sum(answers) * 2 > len(answers)


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def needs_token(permissions: Sequence[Any]) -> bool | None:
    """
    Return whether reading needs a token by the permissions of a view; None where the project's own code decides it.
    """
    answers = [_needs(each) for each in permissions]
    return True if True in answers else None if None in answers else False


def _needs(permission: Any) -> bool | None:
    if isinstance(permission, list):
        kind, *parts = permission
        answers = [_needs(each) for each in parts]
        if kind == "NOT":
            # Who comes without a token passes where the permission refuses them; else who passes is not known.
            return False if answers == [True] else None
        if kind == "OR" and False in answers:
            return False
        return None if None in answers else any(answers) if kind == "AND" else all(answers)
    return _PERMISSIONS.get(permission.rpartition(".")[2]) if permission.startswith("rest_framework.") else None


_PERMISSIONS = {
    "AllowAny": False,
    "IsAuthenticatedOrReadOnly": False,
    "DjangoModelPermissionsOrAnonReadOnly": False,
    "IsAuthenticated": True,
    "IsAdminUser": True,
    "DjangoModelPermissions": True,
}
