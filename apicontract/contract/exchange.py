"""
One request and its response, as every room speaks of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from apicontract.contract.jsontext import parse_json
from apicontract.contract.moments import moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from apicontract.contract.model import Documentation, Json


@dataclass(frozen=True)
class Exchange:
    """
    One request and what was answered.

    Attributes:
        method, url: as requested: upper case; absolute, query included.
        status, headers: of the answer, the headers in order.
        body: of the answer, as sent. A page copied from a browser has its JSON here, compact.
        request_headers: what the client sent.
        request_body: what it sent with them, as far as it is known.
        documentation: the prose above a browsable page, where the answer was one.
        source: where it comes from (`file:line`, "entry 3 of x.har", "sent"), for messages.
        recorded_at: when it was observed, as the file or the user says (ISO 8601); "" where nobody does.
    """

    method: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
    documentation: Documentation | None = None
    source: str = ""
    recorded_at: str = ""

    @classmethod
    def unanswered(
        cls, method: str, url: str, query: tuple[tuple[str, str], ...], headers: tuple[tuple[str, str], ...] = ()
    ) -> Exchange:
        """
        Return the exchange of a request that nobody has sent: the URL without a query, and the query in pairs.
        """
        question = f"?{'&'.join(map(_written, query))}" if query else ""
        asked = cls(method, f"{url}{question}", 0, request_headers=headers)
        # A planner weighs thousands of them: what it wrote into the URL need not be read out of it again.
        vars(asked)["query"] = query
        return asked

    @cached_property
    def moment(self) -> datetime | None:
        """
        When it was answered, in UTC: by the `Date` header (RFC 9110, section 6.6.1), else as stated; None if unknown.
        """
        stated = (self.header("Date"), self.recorded_at)
        return next((moment for each in stated if each and (moment := moment_of(each))), None)

    @cached_property
    def path(self) -> str:
        """
        The URL's path, still percent-encoded.
        """
        return urlsplit(self.url).path

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        """
        The query's names and values, decoded, in order, blank values kept.
        """
        return tuple(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @cached_property
    def json(self) -> Json:
        """
        The body as JSON; a `ValueError` if it is not.
        """
        return parse_json(self.body, repeated=True)

    def header(self, name: str) -> str | None:
        """
        Return the value of an answer's header (several are joined by a comma), or None.
        """
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    def parameter(self, name: str) -> str | None:
        """
        Return the value of a query parameter, the last one if repeated, or None.
        """
        return self._last_values.get(name)

    @cached_property
    def _last_values(self) -> dict[str, str]:
        return dict(self.query)


@lru_cache(maxsize=4096)
def _written(pair: tuple[str, str]) -> str:
    return urlencode((pair,))
