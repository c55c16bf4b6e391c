"""
What the code of a project says of all its lists together: paging, settings, and who is let in.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.importing.project.heads import behaviour_of, needs_token, origins_unread, paging_of

_PAGES = {"page_query_param": "page", "page_size_query_param": "per_page", "page_size": 20, "max_page_size": 50}
_ROWS = {"offset_query_param": "offset", "limit_query_param": "limit", "default_limit": 10, "max_limit": 30}


def paginator(base: str = "PageNumberPagination", **told: Any) -> dict[str, Any]:
    """
    Return what a project tells of a paginator.
    """
    return {"class": "shop.Pages", "bases": ["Pages", base], "own": [], "keys": {}} | told


@pytest.mark.parametrize(
    ("told", "style", "numbers"),
    [
        (paginator(**_PAGES), "page-number", ("per_page", "page", 20, 50, False)),
        (paginator(**_PAGES | {"max_page_size": None}), "page-number", ("per_page", "page", 20, 10_000, False)),
        (paginator(**_PAGES | {"page_size_query_param": None}), "page-number", ("", "page", 20, 20, False)),
        (
            paginator(**_PAGES | {"page_size": None, "max_page_size": 5}),
            "page-number",
            ("per_page", "page", 5, 5, True),
        ),
        (paginator(**_PAGES | {"page_size": 0, "max_page_size": 5}), "page-number", ("per_page", "page", 5, 5, True)),
        (paginator(**_PAGES | {"page_size": 1}), "page-number", ("per_page", "page", 1, 50, False)),
        (
            paginator(**_PAGES | {"page_size": None, "page_size_query_param": ""}),
            "page-number",
            ("", "page", 1, 1, True),
        ),
        (paginator("LimitOffsetPagination", **_ROWS), "limit-offset", ("limit", "offset", 10, 30, False)),
        (
            paginator("CursorPagination", **_PAGES | {"cursor_query_param": "c"}),
            "cursor",
            ("per_page", "c", 20, 50, False),
        ),
    ],
)
def test_a_paginator_makes_the_paging(told: dict[str, Any], style: str, numbers: tuple[Any, ...]) -> None:
    """
    Its attributes name the parameters and say the numbers; without a name for the size, the default is the maximum.
    """
    paging, reason = paging_of(told)

    assert (style, "") == (getattr(paging, "style", None), reason)
    assert paging is not None
    assert numbers == (
        paging.size,
        paging.start,
        paging.default_limit,
        paging.maximum_limit,
        paging.begins_on_size,
    )


@pytest.mark.parametrize(("strings", "last"), [(["last"], "last"), (["end", "last"], "end"), ([], ""), (None, "")])
def test_the_word_for_the_last_page(strings: list[str] | None, last: str) -> None:
    """
    The first of those that the paginator has; pages that are no numbered ones have none.
    """
    paging, _ = paging_of(paginator(**_PAGES, last_page_strings=strings))
    rows, _ = paging_of(paginator("LimitOffsetPagination", **_ROWS, last_page_strings=["x"]))

    assert (last, "") == (getattr(paging, "last", None), getattr(rows, "last", None))


def test_without_a_paginator_lists_are_whole() -> None:
    """
    They are bare arrays then.
    """
    paging, reason = paging_of(None)

    assert ("none", "") == (getattr(paging, "style", None), reason)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (paginator("MyPagination"), "the paginator shop.Pages has code of its own"),
        (
            paginator(**_PAGES, own=["get_paginated_response"], keys={"results": "data", "extra": "7"}),
            "the paginator shop.Pages sends more than links, a count and rows: extra",
        ),
        (
            paginator(**_PAGES, own=["get_paginated_response"], keys={"total": "self.page.paginator.count"}),
            "the paginator shop.Pages sends more than links, a count and rows: ",
        ),
        (
            paginator(**_PAGES, own=["get_paginated_response"], keys={"of": "count", "things": "data"}),
            "the paginator shop.Pages wraps rows in a form that is not known",
        ),
    ],
)
def test_code_of_its_own_is_not_guessed(told: dict[str, Any], reason: str) -> None:
    """
    What a paginator overrides beyond the keys of its body, and what it sends besides, is told as the reason.
    """
    assert (None, reason) == paging_of(told)


def test_attributes_of_a_paginator_with_code_of_its_own_are_a_guess() -> None:
    """
    What it does is likely what its attributes say; why that is a guess is told.
    """
    own = {"own": ["get_page_size", "paginate_queryset", "get_paginated_response"], "keys": None}
    paging, reason = paging_of(paginator(**_PAGES, **own))

    assert paging == paging_of(paginator(**_PAGES))[0]
    assert "the paginator shop.Pages has get_page_size, paginate_queryset of its own" == reason


def test_keys_of_the_body_are_those_that_are_sent() -> None:
    """
    A key that is not sent is not promised.
    """
    keys = {"total": "self.page.paginator.count", "next": "self.get_next_link()", "data": "data"}
    paging, _ = paging_of(paginator(**_PAGES, own=["get_paginated_response"], keys=keys))

    assert paging is not None
    assert ("total", "next", "", "data") == (paging.count, paging.next, paging.previous, paging.rows)


def behaviour(settings: dict[str, Any] | None = None, *views: dict[str, Any], **project: Any) -> dict[str, Any]:
    """
    Return what is decided by settings, beside a list of items; `project` says what is otherwise.
    """
    items = {
        "kind": "list",
        "path": "/api/items/",
        "methods": ["GET"],
        "renderers": ["rest_framework.renderers.JSONRenderer"],
    }
    lists = [{**items, **each} for each in project.pop("lists", [{}])]
    whole = {
        "settings": settings or {},
        "views": [*lists, *views],
        "database": "postgresql",
        "frameworks": {"rest_framework": "3.15.2"},
    } | project
    return behaviour_of(whole, lists, "/api/")


_COMMON, _CORS = "django.middleware.common.CommonMiddleware", "corsheaders.middleware.CorsMiddleware"
_SECURE = "django.middleware.security.SecurityMiddleware"
_BEHIND = ["X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Content-Type-Options"]
_SEARCHING, _FILTERING = {"bases": ["SearchFilter"]}, {"bases": ["DjangoFilterBackend"]}
_FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"


def test_the_settings_of_a_plain_project() -> None:
    """
    What nothing turns on is off.
    """
    assert {
        "closing_slash": True,
        "append_slash": False,
        "api_root": False,
        "suffix_routes": False,
        "representations": ["json"],
        "methods": ["GET"],
        "writing_methods": [],
        "nulls": "last",
        "quoted_search": True,
        "not_found": "named",
        "cross_origin": False,
        "headers": {},
    } == behaviour()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (behaviour(lists=[{"path": "/api/items"}]), {"closing_slash": False}),
        (behaviour(lists=[{"path": "/api/items"}, {"path": "/api/x/"}]), {"closing_slash": True}),
        (behaviour({"APPEND_SLASH": True, "MIDDLEWARE": [_COMMON]}), {"append_slash": True}),
        (behaviour({"APPEND_SLASH": True, "MIDDLEWARE": []}), {"append_slash": False}),
        (behaviour({"APPEND_SLASH": False, "MIDDLEWARE": [_COMMON]}), {"append_slash": False}),
        (behaviour({}, {"kind": "root", "path": "/api/"}), {"api_root": True, "suffix_routes": False}),
        (behaviour({}, {"kind": "root", "path": "/"}), {"api_root": False}),
        (behaviour({}, {"kind": "other", "path": "/api/"}), {"api_root": False, "suffix_routes": False}),
        (behaviour({}, {"kind": "suffix", "path": "/api/items.json"}), {"suffix_routes": True}),
        (behaviour({}, {"kind": "view", "path": "/api/items.json"}), {"suffix_routes": False}),
        (behaviour({}, {"kind": "suffix", "path": r"/api/items\.{format}/"}), {"suffix_routes": True}),
        (behaviour({}, {"kind": "suffix", "path": r"/api/itemsets\.{format}/"}), {"suffix_routes": False}),
        (
            behaviour(lists=[{"negotiation": {"class": "a.B", "fixed": "c.BrowsableAPIRenderer"}}]),
            {"negotiation": "fixed", "representations": ["api", "json"]},
        ),
        (behaviour(lists=[{"negotiation": {"class": "a.B", "fixed": ""}}]), {"representations": ["json"]}),
        (
            behaviour(lists=[{"authenticators": ["rest_framework.authentication.SessionAuthentication"]}]),
            {"authorization": "ignored"},
        ),
        (behaviour({"MIDDLEWARE": [_COMMON, _FRAMES, _SECURE]}), {"inner_headers": _BEHIND}),
        (behaviour({"MIDDLEWARE": [_FRAMES, _COMMON]}), {"inner_headers": []}),
        (
            behaviour({"MIDDLEWARE": [_SECURE, "a.B", _FRAMES], "ROUTING_MIDDLEWARE": "a.B"}),
            {"unrouted_headers": ["X-Frame-Options", "Access-Control-Allow-Origin"]},
        ),
        (
            behaviour({"MIDDLEWARE": ["a.B", _SECURE, _CORS], "ROUTING_MIDDLEWARE": "a.B"}),
            {"unrouted_headers": ["Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Content-Type-Options"]},
        ),
        (behaviour({"MIDDLEWARE": [_SECURE, _FRAMES]}), {"unrouted_headers": None}),
        (behaviour({"DATA_UPLOAD_MAX_NUMBER_FIELDS": 9}), {"most_parameters": 9}),
        (behaviour(lists=[{"parsers": ["a/b"]}, {"parsers": ["a/b"]}, {"parsers": []}]), {"parsers": ["a/b"]}),
        (behaviour(lists=[{"backends": [_SEARCHING, _FILTERING]}]), {"refused_first": "search"}),
        (behaviour(lists=[{"backends": [_FILTERING, _SEARCHING]}]), {"refused_first": None}),
        (behaviour(lists=[{"backends": [_FILTERING]}]), {"refused_first": None}),
        (
            behaviour(lists=[{"renderers": ["a.JSONRenderer", "b.BrowsableAPIRenderer", "c.CSVRenderer"]}]),
            {"representations": ["json", "api"]},
        ),
        (behaviour(lists=[{"renderers": ["c.CSVRenderer"]}]), {"representations": ["json"]}),
        (behaviour(lists=[{"methods": ["OPTIONS", "POST", "GET", "HEAD"]}]), {"methods": ["GET", "HEAD", "OPTIONS"]}),
        (
            behaviour({}, {"kind": "retrieve", "path": "/api/items/{pk}/", "methods": ["GET", "DELETE"]}),
            {"writing_methods": ["DELETE"]},
        ),
        (
            behaviour({}, {"kind": "retrieve", "path": "/x/", "methods": ["PUT"]}, lists=[{"methods": ["POST"]}]),
            {"writing_methods": ["POST"]},
        ),
        (behaviour(lists=[{"methods": ["GET"]}, {"methods": ["HEAD"]}, {"methods": ["HEAD"]}]), {"methods": ["HEAD"]}),
        (behaviour(database="sqlite"), {"nulls": "first"}),
        (behaviour(database="mysql"), {"nulls": "first"}),
        (behaviour(database="oracle"), {"nulls": "last"}),
        (behaviour(frameworks={"rest_framework": "3.14.9"}), {"quoted_search": False, "not_found": "plain"}),
        (behaviour(frameworks={"rest_framework": "3.15"}), {"quoted_search": True, "not_found": "named"}),
        (behaviour(frameworks={"rest_framework": "3.9.4"}), {"quoted_search": False, "not_found": "plain"}),
        (behaviour(frameworks={"rest_framework": "4.0"}), {"quoted_search": True, "not_found": "named"}),
        (behaviour({"CORS_ALLOW_ALL_ORIGINS": True, "MIDDLEWARE": [_CORS]}), {"cross_origin": True}),
        (behaviour({"CORS_ALLOW_ALL_ORIGINS": True}), {"cross_origin": False}),
        (behaviour({"CORS_ALLOWED_ORIGINS": ("https://a",), "MIDDLEWARE": [_CORS]}), {"cross_origin": ["https://a"]}),
        (behaviour({"CORS_ORIGIN_WHITELIST": ["https://a"], "MIDDLEWARE": [_CORS]}), {"cross_origin": ["https://a"]}),
        (behaviour({"CORS_ORIGIN_ALLOW_ALL": True, "MIDDLEWARE": [_CORS]}), {"cross_origin": True}),
        (behaviour({"MIDDLEWARE": [_CORS]}), {"cross_origin": []}),
        (behaviour({"X_FRAME_OPTIONS": "DENY", "MIDDLEWARE": [_FRAMES]}), {"headers": {"X-Frame-Options": "DENY"}}),
        (behaviour({"X_FRAME_OPTIONS": "DENY", "MIDDLEWARE": [_SECURE]}), {"headers": {}}),
        (behaviour({"X_FRAME_OPTIONS": "", "MIDDLEWARE": [_FRAMES]}), {"headers": {}}),
        (
            behaviour({"SECURE_CONTENT_TYPE_NOSNIFF": True, "SECURE_REFERRER_POLICY": "x", "MIDDLEWARE": [_SECURE]}),
            {"headers": {"Referrer-Policy": "x", "X-Content-Type-Options": "nosniff"}},
        ),
        (behaviour({"SECURE_CONTENT_TYPE_NOSNIFF": True}), {"headers": {}}),
        (behaviour({"SECURE_CONTENT_TYPE_NOSNIFF": False, "MIDDLEWARE": [_SECURE]}), {"headers": {}}),
    ],
)
def test_a_setting_needs_what_reads_it(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """
    A middleware that is installed, a route of its kind, a renderer that is known, a version of the framework.
    """
    assert expected == {name: found.get(name) for name in expected}
    assert ("vary" in expected) == ("vary" in found)


_OPEN, _CLOSED, _OWN = (
    "rest_framework.permissions.AllowAny",
    "rest_framework.permissions.IsAuthenticated",
    "shop.Owner",
)


@pytest.mark.parametrize(
    ("permissions", "needed"),
    [
        ([], False),
        ([_OPEN], False),
        ([_CLOSED], True),
        ([_OWN], None),
        (["shop.IsAuthenticated"], None),
        (["rest_framework.permissions.Unknown"], None),
        ([_OPEN, _CLOSED], True),
        ([_OWN, _CLOSED], True),
        ([_OPEN, _OWN], None),
        ([["OR", _OPEN, _CLOSED]], False),
        ([["OR", _OWN, _OPEN]], False),
        ([["OR", _CLOSED, _CLOSED]], True),
        ([["OR", _CLOSED, _OWN]], None),
        ([["AND", _OPEN, _CLOSED]], True),
        ([["AND", _OPEN, _OPEN]], False),
        ([["AND", _OPEN, _OWN]], None),
        ([["NOT", _CLOSED]], False),
        ([["NOT", _OPEN]], None),
        ([["NOT", _OWN]], None),
        ([["OR", ["NOT", _CLOSED], _OWN]], False),
        ([["OR", ["AND", _OPEN, _CLOSED], _CLOSED]], True),
    ],
)
def test_permissions_say_whether_a_token_is_needed(permissions: list[Any], needed: bool | None) -> None:  # noqa: FBT001 - a case
    """
    Each must let in; of those joined by OR one is enough. What the project's own code decides is not known.
    """
    assert needed is needs_token(permissions)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"MIDDLEWARE": [_CORS], "CORS_ALLOWED_ORIGIN_REGEXES": ["^a$", "^b$"]}, "by pattern are left out: ^a$, ^b$"),
        ({"MIDDLEWARE": [_CORS], "CORS_ORIGIN_REGEX_WHITELIST": ["^a$"]}, "by pattern are left out: ^a$"),
        ({"MIDDLEWARE": [], "CORS_ALLOWED_ORIGIN_REGEXES": ["^a$"]}, ""),
        ({"MIDDLEWARE": [_CORS]}, ""),
    ],
)
def test_origins_by_pattern_are_told(settings: dict[str, Any], expected: str) -> None:
    """
    What the middleware would compare with a pattern is left out, and said.
    """
    assert expected == origins_unread(settings).removeprefix("origins ")


@pytest.mark.parametrize(
    ("lists", "name"),
    [
        ([{}], "authorization"),
        ([{"authenticators": ["rest_framework.authentication.TokenAuthentication"]}], "authorization"),
        ([{"authenticators": ["shop.Own"]}], "authorization"),
        ([{"authenticators": []}, {}], "authorization"),
        ([{}, {"negotiation": {"class": "a.B", "fixed": "c.JSONRenderer"}}], "negotiation"),
    ],
)
def test_what_most_lists_do_not_show_is_left_as_usual(lists: list[dict[str, Any]], name: str) -> None:
    """
    A token that some class may read is read, and a form is chosen where only some lists have none to choose.
    """
    assert name not in behaviour(lists=lists)
