"""
`Accept` header and `format` parameter -> the form in which to answer.

As `rest_framework.negotiation.DefaultContentNegotiation`: q-values are ignored, the most specific media
type counts first, and among equals the order of the renderers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.contract.representations import REPRESENTATIONS
from mockserver.http.refusals import not_acceptable, not_found
from mockserver.http.site_pages import HTML

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_HEADER = 8192
_MOST_TYPES = 64
_LONGEST_TYPE = 256
_DEEPEST_INDENT = 8


@dataclass(frozen=True, slots=True)
class Renderer:
    """
    A form of answer.

    Attributes:
        format: value of the `format` parameter that asks for it.
        media_type: what an `Accept` header is compared with.
        content_type: what the answer says.
    """

    format: str
    media_type: str
    content_type: str


JSON = Renderer("json", REPRESENTATIONS["json"].media_type, REPRESENTATIONS["json"].media_type)
BROWSABLE = Renderer("api", REPRESENTATIONS["api"].media_type, HTML)
RENDERERS = {each.format: each for each in (JSON, BROWSABLE)}


@dataclass(frozen=True, slots=True)
class NegotiatedFormat:
    """
    What negotiation came to.

    Attributes:
        renderer: the form of the answer.
        indent: blanks for each level of JSON, or None for compact (`application/json; indent=4`).
    """

    renderer: Renderer = JSON
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class _MediaType:
    main: str
    sub: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def precedence(self) -> int:
        if self.main == "*":
            return 0
        if self.sub == "*":
            return 1
        return 2 if not self.parameters or list(self.parameters) == ["q"] else 3

    def covers(self, renderer: Renderer) -> bool:
        main, _, sub = renderer.media_type.partition("/")
        return self.sub in {"*", sub} and self.main in {"*", main}


def negotiate(
    accept: str | None, format_name: str | None, offered: Sequence[str] = tuple(RENDERERS)
) -> NegotiatedFormat:
    """
    Choose the form of an answer among those offered, in the order of preference.

    Raises:
        Refusal: 404 for a format that does not exist, 406 where nothing fits the header.
    """
    renderers = [RENDERERS[each] for each in offered if format_name in (None, "", each)]
    if not renderers:
        raise not_found()
    types = _media_types("*/*" if accept is None else accept)
    for precedence in (3, 2, 1, 0):
        level = [each for each in types if each.precedence == precedence]
        for renderer in renderers:
            for each in level:
                if each.covers(renderer):
                    return NegotiatedFormat(renderer, _indent(each.parameters))
    raise not_acceptable()


def _media_types(header: str) -> list[_MediaType]:
    if len(header) > _LONGEST_HEADER:
        header = header[: header.rfind(",", 0, _LONGEST_HEADER) + 1]
    tokens = [token for token in map(str.strip, header.split(",")) if token and len(token) <= _LONGEST_TYPE]
    return [_media_type(token) for token in tokens[:_MOST_TYPES]]


def _media_type(text: str) -> _MediaType:
    if ";" not in text:
        main, _, sub = text.lower().partition("/")
        return _MediaType(main, sub)
    # Few ask with parameters; who does not needs no parser of them.
    from email.message import Message  # noqa: PLC0415 - see above
    from email.utils import collapse_rfc2231_value  # noqa: PLC0415 - see above

    message = Message()
    message["content-type"] = text
    (name, _), *rest = message.get_params(failobj=[("", "")])
    main, _, sub = name.lower().partition("/")
    return _MediaType(main, sub, {key: collapse_rfc2231_value(value) for key, value in rest if key})


def _indent(parameters: Mapping[str, str]) -> int | None:
    try:
        return max(min(int(parameters["indent"]), _DEEPEST_INDENT), 0) or None
    except (KeyError, ValueError):
        return None
