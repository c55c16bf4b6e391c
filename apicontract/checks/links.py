"""
The links that an answer must hold, built by the rules and nothing else.

`rest_framework.pagination.LimitOffsetPagination`, `rest_framework.utils.urls.replace_query_param` and
`rest_framework.reverse.preserve_builtin_query_params`; see `docs/behaviour.md#paging`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from apicontract.checks.lenience import FORMAT
from apicontract.contract.paging import STYLES

if TYPE_CHECKING:
    from apicontract.checks.answers import Reading
    from apicontract.contract.model import Api


def next_link(api: Api, reading: Reading, count: int) -> str | None:
    """
    Return the link to the following page, or None on the last one.
    """
    asked = reading.asked
    following = asked.offset + asked.limit
    return None if following >= count else _page_link(api, reading, following)


def previous_link(api: Api, reading: Reading) -> str | None:
    """
    Return the link to the page before, or None on the first one; it counts from the offset, not from the count.
    """
    asked = reading.asked
    return None if asked.offset <= 0 else _page_link(api, reading, asked.offset - asked.limit)


def _page_link(api: Api, reading: Reading, offset: int) -> str:
    """
    Write the limit in, set the offset or leave it out at 0, and send all parameters sorted by name.
    """
    style = STYLES[api.envelope.style]
    kept = [pair for pair in reading.exchange.query if pair[0] not in (style.limit, style.offset)]
    kept.append((style.limit, str(reading.asked.limit)))
    if offset > 0:
        kept.append((style.offset, str(offset)))
    return reading.exchange.url.partition("?")[0] + "?" + urlencode(sorted(kept, key=lambda pair: pair[0]))


def self_link(api: Api, reading: Reading, resource: str, identifier: Any) -> str:
    """
    Return the URL of a record.
    """
    return own_link(reading, f"{api.base_path}{resource}/{quote(str(identifier))}/")


def own_link(reading: Reading, path: str) -> str:
    """
    Return the URL of a path, on the host of the request, with its format parameter and no other.
    """
    wanted = reading.exchange.parameter(FORMAT)
    query = "" if wanted is None else "?" + urlencode([(FORMAT, wanted)])
    return f"{reading.asked.origin}{path}{query}"


def same(expected: str | None, found: str | None) -> bool:
    """
    Whether two links are one: the case of the host, and the port that its scheme has anyway, make no difference.
    """
    return expected == found or (None not in (expected, found) and _normal(str(expected)) == _normal(str(found)))


def _normal(link: str) -> str:
    scheme, mark, rest = link.partition("://")
    host, slash, path = rest.partition("/")
    port = {"http": ":80", "https": ":443"}.get(scheme.lower(), "")
    return f"{scheme.lower()}{mark}{host.lower().removesuffix(port)}{slash}{path}"


def upgraded(expected: str | None, found: str | None) -> bool:
    """
    Whether a link is right but for https in place of http: what stands before a service may have spoken http to it.
    """
    secure = (expected or "").replace("http://", "https://", 1)
    return secure not in ("", expected) and same(secure, found)
