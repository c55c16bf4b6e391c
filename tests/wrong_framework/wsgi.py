"""
One request and one answer of a WSGI application, and the server that stands between the two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode
from wsgiref.util import setup_testing_defaults

Application = Callable[..., Iterable[bytes]]
Pairs = list[tuple[str, str]]
#: The path that every path of a resource starts with.
BASE = "/2.3.0/"
#: The same, of each API that wrong servers are made of.
BASES = (BASE, "/library/v1/")
#: Where the environment of a request keeps the query as the client sent it.
SENT = "wrong.sent"


@dataclass(frozen=True)
class Asked:
    """
    A request.

    Attributes:
        environ: as WSGI hands it over.
    """

    environ: dict[str, Any]

    @property
    def method(self) -> str:
        """
        The method, in capitals.
        """
        return self.environ["REQUEST_METHOD"]

    @property
    def path(self) -> str:
        """
        The path, decoded.
        """
        return self.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """
        The query, as sent.
        """
        return self.environ.get("QUERY_STRING", "")

    @cached_property
    def query(self) -> Pairs:
        """
        Names and values of the query, decoded.
        """
        return parse_qsl(self.text, keep_blank_values=True)

    @cached_property
    def _place(self) -> tuple[str, str]:
        base = next((each for each in BASES if self.path.startswith(each)), "")
        below = self.path.removeprefix(base).strip("/")
        parts = below.split("/")
        known = 2 if parts[0] == "config" else 1
        return "/".join(parts[:known]), "/".join(parts[known:])

    @property
    def resource(self) -> str:
        """
        The resource asked.
        """
        return self._place[0]

    @property
    def identifier(self) -> str:
        """
        The identifier of the record asked, or nothing for a list.
        """
        return self._place[1]

    def get(self, name: str, default: str = "") -> str:
        """
        Return the last value of a parameter.
        """
        return dict(self.query).get(name, default)

    def has(self, *names: str) -> bool:
        """
        Say whether all these parameters are given, and not blank.
        """
        return all(self.get(name) for name in names)

    def header(self, name: str) -> str:
        """
        Return a header.
        """
        return self.environ.get(f"HTTP_{name.upper().replace('-', '_')}", "")

    def but(self, **changed: Any) -> Asked:
        """
        Return the request with other values in its environment.
        """
        return Asked({**self.environ, **changed})

    def but_query(self, pairs: Pairs) -> Asked:
        """
        Return the request with another query.
        """
        return self.but(QUERY_STRING=urlencode(pairs), **{SENT: self.environ.get(SENT, self.text)})


@dataclass(frozen=True)
class Answer:
    """
    An answer.

    Attributes:
        status: with its reason ("200 OK").
        headers: in the order sent.
        body: as sent.
    """

    status: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def json(self) -> Any:
        """
        The body as JSON, or None if it is something else.
        """
        return json.loads(self.body) if "json" in self.header("Content-Type") else None

    def header(self, name: str) -> str:
        """
        Return a header.
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def but_header(self, name: str, value: str | None) -> Answer:
        """
        Return the answer with another value of a header, or without it.
        """
        kept = tuple(each for each in self.headers if each[0].lower() != name.lower())
        return replace(self, headers=kept if value is None else (*kept, (name, value)))

    def but_body(self, body: bytes) -> Answer:
        """
        Return the answer with another body.
        """
        return replace(self, body=body)

    def but_json(self, value: Any) -> Answer:
        """
        Return the answer with other JSON, as compact as the framework writes it.
        """
        return self.but_body(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


Ask = Callable[[Asked], Answer]
Rule = Callable[[Asked, Ask], Answer]


def answered(application: Application, asked: Asked) -> Answer:
    """
    Return what an application answers.
    """
    begun: list[Any] = []
    body = b"".join(application(dict(asked.environ), lambda status, headers, _=None: begun.append((status, headers))))
    status, headers = begun[-1]
    return Answer(status, tuple(headers), body)


def remembering(make_rule: Callable[[], Rule]) -> Callable[[Application], Application]:
    """
    Return what makes a server of an application: every request goes by a rule, which is made anew for each server.
    """

    def wrong(application: Application) -> Application:
        rule = make_rule()

        def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            answer = rule(Asked(environ), lambda asked: answered(application, asked))
            if answer.header("Content-Length") and environ["REQUEST_METHOD"] != "HEAD":
                answer = answer.but_header("Content-Length", str(len(answer.body)))
            start_response(answer.status, list(answer.headers))
            return [answer.body]

        return serve

    return wrong


def server(rule: Rule) -> Callable[[Application], Application]:
    """
    Return what makes a server of an application by a rule without memory.
    """
    return remembering(lambda: rule)


def plain(status: str, value: Any = None, **headers: str) -> Answer:
    """
    Return an answer that the framework had no part in: JSON, or nothing.
    """
    named = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    fixed = (
        ("Content-Type", "application/json"),
        ("Allow", "GET"),
        ("Vary", "Accept, origin"),
        ("Content-Length", "0"),
    )
    answer = Answer(status, (*fixed, *named))
    return answer if value is None else answer.but_json(value)


def request(path: str, method: str = "GET", headers: Iterable[tuple[str, str]] = (), host: str = "mock.test") -> Asked:
    """
    Return the request of a path with its query.
    """
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "QUERY_STRING": query, "HTTP_HOST": host}
    environ["PATH_INFO"] = unquote_to_bytes(quote(path, safe="/%:@+,")).decode("latin-1")
    environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers})
    setup_testing_defaults(environ)
    return Asked(environ)
