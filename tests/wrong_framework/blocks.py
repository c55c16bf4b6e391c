"""
Building blocks of wrong servers: what is changed, in which answers, and where in the framework.

Changes of rows and bodies are made before the framework renders, so that the browsable page shows them as well.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable
from typing import Any
from unittest import mock

from wrong_framework.wsgi import SENT, Answer, Application, Ask, Asked, Pairs, server

Wronger = Callable[[Application], Application]
When = Callable[[Asked], bool]
#: The paging of the framework.
PAGING = "rest_framework.pagination.LimitOffsetPagination."
#: What may be asked of spacecraft.
KNOWN = {"limit", "offset", "search", "ordering", "mode", "format", "in_space", "is_placeholder", "name", "status"}
KNOWN |= {"spacecraft_config"}


def every(_: Asked) -> bool:
    """
    Choose every request.
    """
    return True


def asks(*names: str) -> When:
    """
    Choose requests that give all these parameters.
    """
    return lambda asked: asked.has(*names)


def lists(asked: Asked) -> bool:
    """
    Choose requests of a list.
    """
    return not asked.identifier


def details(asked: Asked) -> bool:
    """
    Choose requests of one record.
    """
    return bool(asked.identifier)


def on_answer(change: Callable[[Answer, Asked], Answer], when: When = every) -> Wronger:
    """
    Change the answer as sent.
    """

    def rule(asked: Asked, ask: Ask) -> Answer:
        answer = ask(asked)
        return change(answer, asked) if when(asked) else answer

    return server(rule)


def instead(make: Callable[[Asked], Answer], when: When) -> Wronger:
    """
    Answer without asking the application.
    """
    return server(lambda asked, ask: make(asked) if when(asked) else ask(asked))


def asking(change: Callable[[Pairs], Pairs], when: When = every) -> Wronger:
    """
    Read the query otherwise than sent; links and pages show what was sent, as they do where a view is at fault.
    """

    def rule(asked: Asked, ask: Ask) -> Answer:
        read = change(list(asked.query)) if when(asked) else asked.query
        if read == asked.query:
            return ask(asked)
        request = pkgutil.resolve_name("django.http.HttpRequest")
        with mock.patch.object(request, "get_full_path", _as_sent(request.get_full_path)):
            return ask(asked.but_query(read))

    return server(rule)


def _as_sent(original: Callable[..., str]) -> Callable[..., str]:
    """
    Return a method that gives the path with the query that was sent.
    """

    def get_full_path(self: Any, *arguments: Any, **named: Any) -> str:
        with mock.patch.dict(self.META, QUERY_STRING=self.META[SENT]):
            return original(self, *arguments, **named)

    return get_full_path


def asking_header(name: str, change: Callable[[str], str], when: When = every) -> Wronger:
    """
    Read a header otherwise than sent.
    """
    key = f"HTTP_{name.upper().replace('-', '_')}"

    def rule(asked: Asked, ask: Ask) -> Answer:
        return ask(asked.but(**{key: change(asked.header(name))}) if when(asked) else asked)

    return server(rule)


def patched(where: str, make: Callable[[Callable[..., Any], Asked], Callable[..., Any]], when: When = every) -> Wronger:
    """
    Replace a method of the framework, while one request is answered.

    Args:
        where: the dotted path of the method.
        make: from the method and the request to its replacement.
        when: for which requests.
    """
    owner, _, name = where.rpartition(".")

    def rule(asked: Asked, ask: Ask) -> Answer:
        if not when(asked):
            return ask(asked)
        target = pkgutil.resolve_name(owner)
        with mock.patch.object(target, name, make(getattr(target, name), asked)):
            return ask(asked)

    return server(rule)


def _in_place(change: Callable[..., Any], value: Any, *more: Any) -> Any:
    """
    Return what a change returns, or the value itself, if the change was made in place.
    """
    changed = change(value, *more)
    return value if changed is None else changed


def _on_data(mixin: str, change: Callable[[Any, Asked], Any], when: When) -> Wronger:
    def make(original: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
        def answer(view: Any, request: Any, *arguments: Any, **named: Any) -> Any:
            response = original(view, request, *arguments, **named)
            response.data = _in_place(change, json.loads(json.dumps(response.data)), asked)
            return response

        return answer

    return patched(f"rest_framework.mixins.{mixin}", make, when)


def on_list(change: Callable[[Any, Asked], Any], when: When = every) -> Wronger:
    """
    Change the body of a list, envelope and all; in place, or by returning another.
    """
    return _on_data("ListModelMixin.list", change, when)


def on_detail(change: Callable[[Any, Asked], Any], when: When = every) -> Wronger:
    """
    Change the body of a single record; in place, or by returning another.
    """
    return _on_data("RetrieveModelMixin.retrieve", change, when)


def both(*wrongers: Wronger) -> Wronger:
    """
    Make the same mistake in several places.
    """

    def wrong(application: Application) -> Application:
        for each in wrongers:
            application = each(application)
        return application

    return wrong


def per_row(change: Callable[[Any], Any], when: When = every, which: Callable[[Any], bool] = bool) -> Wronger:
    """
    Change every record sent, in lists and alone; in place, or by returning another.
    """

    def each(row: Any) -> Any:
        return _in_place(change, row) if which(row) else row

    def rows(body: Any, _: Asked) -> None:
        body["results"] = [each(row) for row in body["results"]]

    return both(on_list(rows, when), on_detail(lambda body, _: each(body), when))


def a_field(path: str, change: Callable[[Any], Any], **chosen: Any) -> Wronger:
    """
    Change the value at a dotted path of every record that has one.
    """
    return per_row(lambda row: at(row, path.split("."), change), **chosen)


def at(value: Any, steps: list[str], change: Callable[[Any], Any]) -> None:
    """
    Change in place what the steps lead to; lists on the way are entered.
    """
    if isinstance(value, list):
        for each in value:
            at(each, steps, change)
    elif isinstance(value, dict) and steps[0] in value:
        if steps[1:]:
            at(value[steps[0]], steps[1:], change)
        else:
            value[steps[0]] = change(value[steps[0]])


def without(*names: str) -> Callable[[Any], Any]:
    """
    Return a change that leaves fields out of a record.
    """
    return lambda row: {name: value for name, value in row.items() if name not in names}


def on_rows(change: Callable[[list[Any], Asked], list[Any]], when: When = every) -> Wronger:
    """
    Change the records that were found, in their order, before a page is cut from them.
    """

    def make(original: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
        def paginate(self: Any, queryset: Any, request: Any, view: Any = None) -> Any:
            rows = [view.loaded[row.pk] for row in queryset]
            return original(self, change(rows, asked), request, view)

        return paginate

    return patched(PAGING + "paginate_queryset", make, when)


def dropped(name: str, when: When = every) -> Wronger:
    """
    Take no notice of a parameter.
    """
    return asking(lambda pairs: [each for each in pairs if each[0] != name], when)


def reread(name: str, change: Callable[[str], str], when: When = every) -> Wronger:
    """
    Read another value of a parameter than the one sent.
    """
    return asking(lambda pairs: [(key, change(value) if key == name else value) for key, value in pairs], when)


def refused(problem: Callable[[Asked], Any], when: When, status: str = "400 Bad Request") -> Wronger:
    """
    Refuse what ought to be answered.
    """
    return on_answer(lambda answer, asked: Answer(status, answer.headers).but_json(problem(asked)), when)


def broken(when: When) -> Wronger:
    """
    Break down.
    """

    def rule(asked: Asked, ask: Ask) -> Answer:
        if when(asked):
            raise RuntimeError("This server has a fault.")
        return ask(asked)

    return server(rule)


def number(text: str) -> int:
    """
    Return a text as a number, or 0 if it is none.
    """
    return int(text) if text.isdecimal() else 0
