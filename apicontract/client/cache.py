"""
Answers of this run, so that no two checks pay for the same request.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode, urljoin, urlsplit

from apicontract.contract.exchange import Exchange
from apicontract.contract.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Method, absolute URL and the request headers that a caller gave.
Key: TypeAlias = "tuple[str, str, tuple[tuple[str, str], ...]]"


def request_key(
    server: str, method: str, path_or_url: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
) -> Key:
    """
    Return what a request to a server is known by: two with the same key have the same answer for a run.
    """
    url = urljoin(f"{server}/", path_or_url)
    text = urlencode(tuple(query))
    joined = f"{url}{'&' if urlsplit(url).query else '?'}{text}" if text else url
    return method, joined, tuple(headers)


class AnswerCache:
    """
    Answers by method, URL and request headers; with a folder, shared by the processes of a run.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._answers: dict[Key, Exchange] = {}

    def get(self, key: Key) -> Exchange | None:
        """
        Return the answer that this run already has.
        """
        if key not in self._answers and self._folder is not None:
            path = self._folder / _name(key)
            if path.exists():
                self._answers[key] = _loads(path.read_bytes())
        return self._answers.get(key)

    def put(self, key: Key, exchange: Exchange) -> None:
        """
        Keep an answer.
        """
        self._answers[key] = exchange
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / _name(key), _dumps(exchange))


def _name(key: Key) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest() + ".json"


def _dumps(exchange: Exchange) -> bytes:
    document = {
        "method": exchange.method,
        "url": exchange.url,
        "status": exchange.status,
        "headers": exchange.headers,
        "body": base64.b64encode(exchange.body).decode(),
        "request_headers": exchange.request_headers,
        "source": exchange.source,
        "recorded_at": exchange.recorded_at,
    }
    return json.dumps(document).encode()


def _loads(data: bytes) -> Exchange:
    exchange = Exchange(**json.loads(data))
    return replace(
        exchange,
        body=base64.b64decode(exchange.body),
        headers=tuple((name, value) for name, value in exchange.headers),
        request_headers=tuple((name, value) for name, value in exchange.request_headers),
    )
