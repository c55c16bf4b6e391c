"""
A Django project with Django REST Framework -> what its code says that it serves, as JSON.

    python describe_django.py SETTINGS > project.json

One file that needs the standard library, Django and Django REST Framework alone (django-filter where the project has
it), so that it can be copied to where these are. `postprocess` is a hook of drf-spectacular
(`SPECTACULAR_SETTINGS["POSTPROCESSING_HOOKS"]`) that writes the same into an OpenAPI document.
Attributes are read; no view answers, no query is sent. Methods of the project's own are named (`own`); what their text
shows is told (`reads`), and where they are needed and fail is listed (`unread`).
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import inspect
import json
import os
import re
import sys
import textwrap
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The member of an OpenAPI document that has what is told.
MEMBER = "x-apicontract"
_FRAMEWORKS = ("rest_framework.", "rest_framework_nested.", "django_filters.", "django.", "builtins.")
#: Serializers inside each other that are followed; deeper ones are open.
_DEEPEST = 12
#: Settings of a project that decide how it answers.
_SETTINGS = (
    *("APPEND_SLASH", "MIDDLEWARE", "USE_TZ", "TIME_ZONE", "X_FRAME_OPTIONS", "SECURE_CONTENT_TYPE_NOSNIFF"),
    *("SECURE_REFERRER_POLICY", "SECURE_CROSS_ORIGIN_OPENER_POLICY", "CORS_ALLOW_ALL_ORIGINS", "CORS_ALLOWED_ORIGINS"),
    # What it was called before, which django-cors-headers reads as well, and what is told.
    *("CORS_ORIGIN_ALLOW_ALL", "CORS_ORIGIN_WHITELIST", "CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"),
    "DATA_UPLOAD_MAX_NUMBER_FIELDS",
)
_PAGING = (
    *("page_query_param", "page_size_query_param", "page_size", "max_page_size", "last_page_strings", "ordering"),
    *("offset_query_param", "limit_query_param", "default_limit", "max_limit", "cursor_query_param"),
)
#: What a filter says of itself, and a field of a serializer.
_OF_FILTER = ("field_name", "lookup_expr", "exclude", "conjoined", "null_value", "distinct")
_OF_FIELD = (
    *("allow_null", "write_only", "required", "source", "coerce_to_string", "format", "uuid_format", "slug_field"),
)
_OF_VIEW = (
    *("get_queryset", "filter_queryset", "get_object", "list", "retrieve", "dispatch", "get_permissions"),
    *("get_renderers", "paginate_queryset", "get_paginated_response", "initial", "finalize_response"),
)


#: What a model says of itself; its name is private, and documented (`Model _meta API`).
_meta = attrgetter("_meta")


def described() -> dict[str, Any]:
    """
    Return what the project of this process serves; Django is set up.
    """
    settings = _module("django.conf").settings
    connections = _module("django.db").connections
    told = _Told()
    with contextlib.ExitStack() as stack:
        for each in connections.all():
            stack.enter_context(each.execute_wrapper(_refuse))
        if importlib.util.find_spec("django_scopes"):
            # Outside of a scope its managers do not even build a query, and every query is refused already.
            stack.enter_context(_module("django_scopes").scopes_disabled())
        routes = list(_routes(told, _module("django.urls").get_resolver().url_patterns))
        views = [found for each in routes if (found := _view(told, *each))]
    return {
        "describes": "django",
        "title": str(getattr(settings, "SETTINGS_MODULE", "") or "project").partition(".")[0],
        "frameworks": {name: _version(name) for name in ("django", "rest_framework", "django_filters")},
        "database": connections["default"].vendor,
        "settings": {name: _plain(getattr(settings, name)) for name in _SETTINGS if hasattr(settings, name)}
        | _handler()
        | _pages()
        | _routing(told, settings.MIDDLEWARE),
        "views": views,
        "serializers": told.serializers,
        "unread": told.unread,
    }


def _handler() -> dict[str, str]:
    """
    Return what answers exceptions, where that is the project's own.
    """
    handler = _module("rest_framework.settings").api_settings.EXCEPTION_HANDLER
    own = not f"{handler.__module__}.".startswith(_FRAMEWORKS)
    return {"EXCEPTION_HANDLER": f"{handler.__module__}.{handler.__qualname__}"} if own else {}


def _pages() -> dict[str, str]:
    """
    Return the type of the pages with which Django itself answers, where that names no character set.

    Older versions send their own text so, and a template of the project otherwise.
    """
    text = inspect.getsource(_module("django.views.defaults").page_not_found)
    with contextlib.suppress(Exception):
        _module("django.template.loader").get_template("404.html")
        return {}
    return {"PAGE_TYPE": "text/html"} if "content_type = 'text/html'" in text else {}


def _routing(told: _Told, middleware: Sequence[str]) -> dict[str, str]:
    """
    Return the project's own middleware that looks where a path leads: what stands behind it never sees a dead end.
    """
    for name in middleware:
        home, _, last = name.rpartition(".")
        with told.reading("MIDDLEWARE", name):
            made = getattr(_module(home), last)
            tree = None if f"{made.__module__}.".startswith(_FRAMEWORKS) else _tree(made)
            parts = [*ast.walk(tree)] if tree else []
            # What is tried may fail, and what is asked of another path says nothing of that of the request.
            tried = {each for one in parts if isinstance(one, ast.Try) for each in ast.walk(one)}
            calls = [each for each in parts if isinstance(each, ast.Call) and each not in tried]
            if any(re.search(r"\bresolve\(\w+\.path(_info)?\b", ast.unparse(each)) for each in calls):
                return {"ROUTING_MIDDLEWARE": name}
    return {}


def postprocess(result: Any, generator: Any, request: Any, public: Any) -> Any:  # noqa: ARG001 - as it is called
    """
    Write what the project serves into the OpenAPI document that drf-spectacular made.
    """
    return {**result, MEMBER: described()}


def main(arguments: list[str]) -> int:
    """
    Print what the project of a settings module serves; return 2 after one line if it cannot be read.
    """
    # The folder of this file is no part of the project; the current one is, as for manage.py.
    sys.path[0] = here = str(Path.cwd())
    (settings,) = arguments or [""]
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    try:
        with contextlib.redirect_stdout(sys.stderr):
            # A project may bring the frameworks with it, so that they are found once its package is imported.
            _module(settings.partition(".")[0])
            for each in ("django", "rest_framework"):
                if importlib.util.find_spec(each) is None:
                    return _failed(f"{each} is not installed for {sys.executable}")
            _module(settings)
            _module("django").setup()
            text = json.dumps(described(), indent=1, default=str)
    except Exception as error:  # noqa: BLE001 - whatever the project raises
        name = getattr(error, "name", None) or "\0"
        if name in {"django", "rest_framework"}:
            return _failed(f"{name} is not installed for {sys.executable}")
        if isinstance(error, ModuleNotFoundError) and f"{settings}.".startswith(f"{name}."):
            return _failed(f"there is no module {name}, looked for from {here} by {sys.executable}")
        last = next(reversed(str(error).strip().splitlines()), "")
        return _failed(f"the project of {settings} cannot be imported: {type(error).__name__}: {last}")
    sys.stdout.write(f"{text}\n")
    return 0


def _failed(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def _refuse(_execute: Any, sql: str, *_: Any) -> Any:
    raise RuntimeError(f"a query of the database: {sql[:60]}")


class _Told:
    """
    What was told so far beside the views.
    """

    def __init__(self) -> None:
        self.serializers: dict[str, Any] = {}
        self.unread: list[dict[str, str]] = []
        self.depth = 0

    def skip(self, place: str, what: str, reason: str) -> None:
        entry = {"place": place, "what": what, "reason": reason[:300]}
        if entry not in self.unread:
            self.unread.append(entry)

    @contextlib.contextmanager
    def reading(self, place: str, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever the project raises
            self.skip(place, what, f"its own code needs more than its classes ({type(error).__name__}: {error})")


# Routes and views.


def _routes(
    told: _Told, patterns: Any, path: str = "", regex: str = "", space: str = ""
) -> Iterator[tuple[str, str, str, Any]]:
    for each in patterns:
        texts: list[str] = []
        with told.reading(f"/{path}", _name(each.pattern)):
            texts += [str(each.pattern), each.pattern.regex.pattern.removeprefix("^")]
        if not texts:
            continue
        text, own = texts
        own = re.sub(r"(\\[Zz]|(?<!\\)\$)$", "", own)
        if hasattr(each, "url_patterns"):
            below = f"{space}{each.namespace}:" if each.namespace else space
            yield from _routes(told, each.url_patterns, path + text, regex + own, below)
        elif hasattr(each.callback, "cls") or hasattr(each.callback, "view_class"):
            yield path + text, regex + own, f"{space}{each.name}", each.callback


def _view(told: _Told, path: str, regex: str, name: str, callback: Any) -> dict[str, Any] | None:
    cls = callback.cls if hasattr(callback, "cls") else callback.view_class
    place = _module("rest_framework.schemas.generators").EndpointEnumerator(patterns=[]).get_path_from_regex(path)
    names = _names(cls)
    if "rest_framework.views.APIView" not in names:
        return None
    listing = "rest_framework.mixins.ListModelMixin" in names
    answered = [each for each in cls.http_method_names if hasattr(cls, each)]
    kinds = {**dict.fromkeys(answered), "get": "list" if listing else "retrieve"}
    actions = getattr(callback, "actions", None) or kinds
    root = "rest_framework.routers.APIRootView" in names
    kind = "suffix" if "{format}" in place else "root" if root else str(actions.get("get", ""))
    view = cls(**getattr(callback, "initkwargs", {}))
    found = {
        "path": place,
        "name": name,
        "view": _name(cls),
        "kind": kind,
        "methods": [each.upper() for each in cls.http_method_names if each in actions or each in {"options", "head"}],
        "keys": {name: _inside(regex, name) for name in re.findall(r"\(\?P<(\w+)>", regex)},
        "renderers": [_base(each) for each in view.renderer_classes],
        "parsers": [str(each.media_type) for each in view.parser_classes],
        "permissions": [_permission(each) for each in view.permission_classes],
        "own": _own(cls, _OF_VIEW),
        "authenticators": [_base(each) if _framework(each) else _name(each) for each in view.authentication_classes],
        **_negotiation(view.content_negotiation_class),
    }
    refusing = kind in {"list", "retrieve"} and "status" in _rows_of_its_own(cls, kind)
    if kind not in {"list", "retrieve"} or not hasattr(cls, "get_serializer_class") or refusing:
        if kind and kind not in {"suffix", "root"}:
            told.skip(place, _name(cls), "it answers by its own code")
        return found if kind in {"suffix", "root"} else None
    if kind == "retrieve":
        view.request, view.args, view.kwargs = _request(place), (), {}
        with told.reading(place, "EXCEPTION_HANDLER"):
            found |= _refusals(view)
    view.action, view.action_map, view.kwargs, view.format_kwarg = kind, actions, {}, None
    queryset = getattr(view, "queryset", None)
    model = getattr(queryset, "model", None)
    with told.reading(place, "get_serializer_class"):
        view.request = _request(place)
        found |= _served(told, view, place)
        model = model or getattr(getattr(view.get_serializer_class(), "Meta", None), "model", None)
    found |= {
        "lookup": [view.lookup_url_kwarg or view.lookup_field, view.lookup_field],
        "model": _label(model),
        "heading": view.get_view_name(),
        "key": _meta(model).pk.name if model is not None else "",
        **(_form(_meta(model).pk) if model else {}),
        "ordered": list(map(str, getattr(getattr(queryset, "query", None), "order_by", ()) or _ordering_of(model))),
        "parents": _kwargs_read(cls),
        "paging": _paging(view.pagination_class) if kind == "list" else None,
        "backends": [],
    }
    for each in view.filter_backends if kind == "list" else ():
        with told.reading(place, _name(each)):
            found["backends"].append(_backend(view, each))
    return found


def _request(place: str) -> Any:
    user = _module("rest_framework.settings").api_settings.UNAUTHENTICATED_USER or (lambda: None)
    told: dict[str, Any] = {"method": "GET", "path": place, "user": user(), "auth": None, "version": None}
    empty: dict[str, Any] = {name: {} for name in ("data", "META", "headers", "session", "COOKIES")}
    return SimpleNamespace(**told, **empty, query_params=_Asked(), GET=_Asked())


class _Compared(str):
    """
    A text that equals nothing, and remembers with what it was compared.
    """

    __slots__ = ("texts",)
    texts: list[Any]

    def __eq__(self, other: object) -> bool:
        self.texts.append(other)
        return False

    def __hash__(self) -> int:
        return hash((str(self),))


class _Asked(dict):  # type: ignore[type-arg]
    """
    The parameters of a query, which remembers the ones that are asked for, and with what they are compared.
    """

    def __init__(self, **given: str) -> None:
        super().__init__(**given)
        self.compared: dict[str, list[Any]] = {}

    def get(self, name: str, default: Any = None) -> Any:
        if name in self:
            return self[name]
        text = _Compared(default or "")
        text.texts = self.compared.setdefault(name, [])
        return text

    def getlist(self, name: str, default: Any = None) -> Any:
        return [self[name]] if name in self else default or []


def _served(told: _Told, view: Any, place: str) -> dict[str, Any]:
    """
    Return the serializer of a view, and those that a parameter of the query chooses instead.
    """

    def serializer() -> str:
        made = view.get_serializer_class()(context={"request": view.request, "view": view, "format": None})
        return _serializer(told, made, place, _rows_of_its_own(type(view), view.action))

    first, chosen = serializer(), dict[str, dict[str, str]]()
    for name, texts in view.request.query_params.compared.items():
        for text in dict.fromkeys(each for each in texts if isinstance(each, str) and each):
            view.request.query_params = _Asked(**{name: text})
            chosen.setdefault(name, {})[text] = serializer()
    return {"serializer": first, "chosen": chosen}


def _rows_of_its_own(cls: Any, kind: str) -> list[str]:
    """
    Return the method that answers if it is the project's own and hands no rows to a serializer; `status` if it refuses.
    """
    for home in (each for each in cls.__mro__ if kind in vars(each)):
        if _framework(home):
            return []
        tree = _tree(vars(home)[kind])
        text = ast.unparse(tree) if tree else ""
        if "erializer" in text:
            return []
        if re.search(r"Response\(.*\bstatus=", text):
            return [kind, "status"]
        if not re.search(rf"super\(.*\)\.{kind}\(", text):
            return [kind]
    return []


def _refusals(view: Any) -> dict[str, Any]:
    """
    Return what the project's own handler of exceptions makes of no such record, and of a value; not the framework's.
    """
    handler, usual = view.get_exception_handler(), _module("rest_framework.views").exception_handler
    if f"{handler.__module__}.".startswith(_FRAMEWORKS):
        return {}
    model = getattr(getattr(view, "queryset", None), "model", None)
    # As `django.shortcuts.get_object_or_404` words it.
    absent = _module("django.http").Http404(f"No {_label(model).rpartition('.')[2]} matches the given query.")
    invalid = _module("rest_framework.exceptions").ValidationError({"{field}": ["{message}"]}, "{code}")
    found, context = dict[str, Any](), view.get_exception_handler_context()
    for name, error in (("absent", absent), ("invalid", invalid)):
        # Written down one by one, the framework's first: the project's handler may change what an error holds.
        bodies = (getattr(each(error, context), "data", None) for each in (usual, handler))
        plain, own = (json.loads(json.dumps(each, default=str)) for each in bodies)
        found |= {name: own} if own and isinstance(own, (dict, list)) and own != plain else {}
    return found


def _negotiation(cls: Any) -> dict[str, Any]:
    """
    Return how the project's own code chooses a renderer; nothing where the framework does.
    """
    if not _own(cls, ("select_renderer",)):
        return {}
    tree = _tree(cls.select_renderer)
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)} if tree else set()
    made = [each for name in sorted(names) if isinstance(each := cls.select_renderer.__globals__.get(name), type)]
    fixed = len(made) == 1 and names.isdisjoint(inspect.signature(cls.select_renderer).parameters)
    return {"negotiation": {"class": _name(cls), "fixed": _base(made[0]) if fixed else ""}}


def _permission(each: Any) -> Any:
    if hasattr(each, "op1_class"):
        # A negation has one part.
        parts = [getattr(each, name) for name in ("op1_class", "op2_class") if hasattr(each, name)]
        return [each.operator_class.__name__, *map(_permission, parts)]
    return _base(each) if _framework(each) or not _own(each, ("has_permission",)) else _name(each)


def _paging(cls: Any) -> dict[str, Any] | None:
    if cls is None:
        return None
    numbers = {name: _plain(getattr(cls, name)) for name in _PAGING if hasattr(cls, name)}
    own = _own(cls, [each for each in dir(cls) if inspect.isfunction(getattr(cls, each))])
    keys = _keys_sent(cls.get_paginated_response) if "get_paginated_response" in own else {}
    return {"class": _name(cls), "bases": _bases(cls), **numbers, "own": own, "keys": keys}


# Filter backends.


def _backend(view: Any, cls: Any) -> dict[str, Any]:
    backend, names = cls(), _names(cls)
    own = _own(cls, [each for each in dir(cls) if inspect.isfunction(getattr(cls, each))])
    found: dict[str, Any] = {"class": _name(cls), "bases": _bases(cls), "own": own}
    if "django_filters.rest_framework.backends.DjangoFilterBackend" in names:
        filterset = backend.get_filterset_class(view, getattr(view, "queryset", None))
        if filterset is not None:
            methods = ("filter_queryset", "qs", "get_queryset", "is_valid", "get_form_class", "__init__")
            found |= {"filterset": _name(filterset), "own": own + _own(filterset, methods)}
            found["filters"] = {name: _filter(filterset, each) for name, each in filterset.base_filters.items()}
    elif "rest_framework.filters.SearchFilter" in names:
        fields = backend.get_search_fields(view, view.request)
        found |= {"parameter": backend.search_param, "fields": list(fields or ())}
        found["own"] = [each for each in own if each != "get_search_fields"]
    elif "rest_framework.filters.OrderingFilter" in names:
        fields = getattr(view, "ordering_fields", backend.ordering_fields)
        if isinstance(fields, (list, tuple)):
            fields = [each if isinstance(each, str) else each[0] for each in fields]
        terms = getattr(view, "ordering", None) or ()
        found |= {"parameter": backend.ordering_param, "fields": _plain(fields)}
        found["default"] = [terms] if isinstance(terms, str) else list(terms)
    return found


def _filter(filterset: Any, each: Any) -> dict[str, Any]:
    cls, extra = type(each), each.extra
    found: dict[str, Any] = {"class": _name(cls), "bases": _bases(cls)}
    found["own"] = _own(cls, ("filter", "get_method", "field"))
    found |= {name: _plain(getattr(each, name)) for name in _OF_FILTER if hasattr(each, name)}
    choices = extra.get("choices")
    if isinstance(choices, (list, tuple)):
        found["choices"] = [str(value) for value in _flat(choices)]
    queryset = extra.get("queryset")
    if hasattr(queryset, "model"):
        found |= {"related": _label(queryset.model), "key": extra.get("to_field_name") or _meta(queryset.model).pk.name}
    if "django_filters.filters.OrderingFilter" in _names(cls):
        found["fields"] = {field: shown for shown, field in each.param_map.items()}
    method = each.method
    if method is not None:
        code = method if callable(method) else getattr(filterset, method, None)
        found |= {"method": getattr(code, "__name__", str(method)), "reads": _selection(code) if code else None}
    return found


def _flat(choices: Any) -> Iterator[Any]:
    for value, title in choices:
        if isinstance(title, (list, tuple)):
            yield from _flat(title)
        else:
            yield value


# Serializers.


def _serializer(told: _Told, each: Any, place: str, rows: Sequence[str] = ()) -> str:
    """
    Tell the fields of a serializer, and return the name under which they stand.

    `rows` are the methods of the view that write what it says instead.
    """
    cls = type(each)
    meta = getattr(cls, "Meta", None)
    found: dict[str, Any] = {"class": _name(cls), "model": _label(getattr(meta, "model", None)), "fields": {}}
    found["own"] = [*_own(cls, ("to_representation", "data")), *rows]
    if told.depth < _DEEPEST and hasattr(cls, "get_fields"):
        told.depth += 1
        with told.reading(place, _name(cls)):
            model = getattr(meta, "model", None)
            found["fields"] = {name: _field(told, one, model, place, rows) for name, one in each.fields.items()}
        told.depth -= 1
    number, stem = 1, cls.__name__
    name = stem
    while told.serializers.get(name, found) != found:
        number += 1
        name = f"{stem}{number}"
    told.serializers[name] = found
    return name


def _field(told: _Told, each: Any, model: Any, place: str, rows: Sequence[str] = ()) -> dict[str, Any]:
    cls = type(each)
    found: dict[str, Any] = {"class": _name(cls), "bases": _bases(cls)}
    found["own"] = [*_own(cls, ("to_representation", "get_attribute")), *rows]
    found |= {name: _plain(getattr(each, name)) for name in _OF_FIELD if hasattr(each, name)}
    found.setdefault("coerce_to_string", _module("rest_framework.settings").api_settings.COERCE_DECIMAL_TO_STRING)
    found["column"] = _column(model, found["source"])
    choices = getattr(each, "choices", None) if "rest_framework.fields.ChoiceField" in _names(cls) else None
    if choices is not None:
        found["choices"] = list(choices)
    inner = getattr(each, "child", None) or getattr(each, "child_relation", None)
    if "rest_framework.serializers.BaseSerializer" in _names(cls) and inner is None:
        found["serializer"] = _serializer(told, each, place)
    elif inner is not None:
        # A child does not know where it stands: the list says it.
        found["child"] = {**_field(told, inner, None, place), "column": found["column"]}
    if getattr(each, "view_name", None):
        found["view_name"] = each.view_name
    return found


def _column(model: Any, source: str | None) -> dict[str, Any] | None:
    """
    Return what a model knows of the attribute that a field shows; None where that is no column.
    """
    found, null = None, False
    for step in (source or "").split("."):
        if model is None:
            return None
        by_name = {each.name: each for each in _meta(model).get_fields()}
        by_name |= {each.attname: each for each in _meta(model).concrete_fields}
        by_name |= {each.get_accessor_name(): each for each in _meta(model).related_objects}
        found = _meta(model).pk if step == "pk" else by_name.get(step)
        if found is None:
            return None
        null = bool(null or getattr(found, "null", False) or (found.auto_created and found.one_to_one))
        model = found.related_model
    if found is None:
        return None
    told = {"type": _kind(found), "null": null, "related": _label(model), "blank": bool(getattr(found, "blank", False))}
    target = getattr(found, "target_field", None)
    return {**told, "key": target.name, "key_type": _kind(target)} if model is not None and target is not None else told


def _form(key: Any) -> dict[str, str]:
    """
    Return how a column of the project's own writes a UUID; nothing where it does not read one in other spellings.
    """
    with contextlib.suppress(Exception):
        if key.get_db_prep_value("0A" * 16, None) == "0a" * 16 and not _framework(type(key)):
            return {"key_form": "hex"}
    return {}


def _kind(column: Any) -> str:
    return _base(type(column)).rpartition(".")[2]


# What the text of a method shows.


def _tree(function: Any) -> ast.AST | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None


def _kwargs_read(cls: Any) -> dict[str, str]:
    """
    Return parameter of the URL to the lookup to which `get_queryset` gives it.
    """
    stated = getattr(cls, "parent_lookup_kwargs", None)
    if isinstance(stated, dict):
        return dict(stated)
    tree = _tree(cls.get_queryset) if _own(cls, ("get_queryset",)) else None
    found = {}
    for call in ast.walk(tree) if tree else ():
        for keyword in call.keywords if isinstance(call, ast.Call) else ():
            read = re.fullmatch(r"self\.kwargs(?:\.get\(|\[)'(\w+)'[\])]", ast.unparse(keyword.value))
            if read and keyword.arg:
                found[read[1]] = keyword.arg
    return found


def _selection(function: Any) -> dict[str, Any] | None:
    """
    Return the lookups that a method gives the value of its filter, any of which may match; None if it does more.
    """
    tree = _tree(function)
    body = [each for each in tree.body[0].body if not _is_text(each)] if tree else []  # type: ignore[attr-defined]
    call: Any = body[0].value if len(body) == 1 and isinstance(body[0], ast.Return) else None
    while isinstance(call, ast.Call) and ast.unparse(call).endswith(".distinct()"):
        call = call.func.value  # type: ignore[attr-defined]
    names = list(inspect.signature(function).parameters)
    queryset, value = names[-3], names[-1]
    verb = re.match(rf"{queryset}\.(filter|exclude)\(", ast.unparse(call)) if isinstance(call, ast.Call) else None
    if verb is None or call is None:
        return None
    parts = [*call.args, *([call] if call.keywords else [])]
    lookups = list(_lookups(parts[0], value)) if len(parts) == 1 else [None]
    return None if None in lookups else {"any": lookups, "exclude": verb[1] == "exclude"}


def _lookups(node: Any, value: str) -> Iterator[str | None]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _lookups(node.left, value)
        yield from _lookups(node.right, value)
        return
    one = isinstance(node, ast.Call) and len(node.keywords) == 1 and ast.unparse(node.keywords[0].value) == value
    yield node.keywords[0].arg if one else None


def _is_text(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _keys_sent(function: Any) -> dict[str, str] | None:
    """
    Return dotted key of the body that a paginator sends to the text of what it has there; None if it only hands on.
    """
    nodes = list(ast.walk(tree)) if (tree := _tree(function)) else []
    sent = [ast.unparse(each.value) for each in nodes if isinstance(each, ast.Return) and each.value]
    if sent and all(re.fullmatch(r"[\w.]+(\(\))?\.get_paginated_response\(\w+\)", each) for each in sent):
        return None
    named = {ast.unparse(each.targets[0]): each.value for each in nodes if isinstance(each, ast.Assign)}
    calls = [each for each in nodes if isinstance(each, ast.Call) and each.args]
    bodies = [each.args[0] for each in calls if ast.unparse(each.func).endswith("Response")]
    return dict(_members(bodies[0], named)) if bodies else {}


def _members(body: Any, named: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in _pairs(named.get(ast.unparse(body), body)):
        name = before + str(getattr(key, "value", "**"))
        inside = named.get(ast.unparse(value), value)
        if list(_pairs(inside)):
            yield from _members(inside, named, f"{name}.")
        else:
            yield name, ast.unparse(inside)


def _pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    """
    Yield key and value of each member that a dictionary is written with.
    """
    if isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values)  # noqa: B905 - Python 3.9 has no `strict`
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("dict", "Dict")):
        listed = node.args[0].elts if node.args and isinstance(node.args[0], (ast.List, ast.Tuple)) else ()
        yield from (tuple(each.elts) for each in listed if isinstance(each, ast.Tuple))  # type: ignore[misc]
        yield from ((ast.Constant(each.arg), each.value) for each in node.keywords)


# Names.


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _version(name: str) -> str:
    if importlib.util.find_spec(name) is None:
        return ""
    module = _module(name)
    return str(getattr(module, "__version__", None) or getattr(module, "VERSION", ""))


def _name(cls: Any) -> str:
    cls = cls if isinstance(cls, type) else type(cls)
    return f"{cls.__module__}.{cls.__qualname__}"


def _names(cls: Any) -> list[str]:
    return [_name(each) for each in cls.__mro__]


def _framework(cls: type) -> bool:
    return _name(cls).startswith(_FRAMEWORKS)


def _base(cls: Any) -> str:
    """
    Return the class of a framework that a class is, or is made of.
    """
    return next(_name(each) for each in cls.__mro__ if _framework(each))


def _bases(cls: Any) -> list[str]:
    """
    Return the names of the classes of frameworks that a class is made of, the nearest first.
    """
    return list(dict.fromkeys(each.__name__ for each in cls.__mro__ if _framework(each) and each is not object))


def _own(cls: Any, names: Any) -> list[str]:
    """
    Return the methods of these that the project has written itself.
    """
    homes = {name: next((each for each in cls.__mro__ if name in vars(each)), object) for name in names}
    return [name for name, home in homes.items() if not _framework(home)]


def _label(model: Any) -> str:
    return str(_meta(model).label) if model is not None else ""


def _ordering_of(model: Any) -> Any:
    return _meta(model).ordering if model is not None else ()


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, set)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _inside(regex: str, name: str) -> str:
    """
    Return the expression of a named group.
    """
    rest = regex.partition(f"(?P<{name}>")[2]
    depth, inside = 1, ""
    for each in re.findall(r"\\.|\[\^?\]?[^\]]*\]|.", rest):
        depth += (each == "(") - (each == ")")
        if not depth:
            break
        inside += each
    return inside


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
