"""
Which representation of an answer a request asks for: the format parameter and the Accept header.

`rest_framework.negotiation.DefaultContentNegotiation`, read naively: only how specific a media range is
counts, then the order of the renderers; q-values are ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.representations import REPRESENTATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Negotiated:
    """
    What negotiation comes to: the representation in which a request is to be answered, or a refusal.

    Attributes:
        name: key of `representations.REPRESENTATIONS`; None if there is no such representation.
        status: 200, or the status of the refusal: 404 for an unknown format, 406 for an Accept header that
            nothing satisfies.
    """

    name: str | None
    status: int = 200


def representation_of(
    format_parameter: str | None, accept: str | None, names: Sequence[str] = tuple(REPRESENTATIONS)
) -> Negotiated:
    """
    Return the representation that the last format parameter (None or empty: not given) and the Accept header ask for.

    `names` are those that the API offers, in its order of preference.
    """
    if format_parameter and format_parameter not in names:
        return Negotiated(None, 404)
    offered = [REPRESENTATIONS[each] for each in names if format_parameter in (None, "", each)]
    ranges = [each.strip() for each in ("*/*" if accept is None else accept).split(",")]
    for weight in (3, 2, 1, 0):
        for offer in offered:
            if any(_matches(each, offer.media_type) for each in ranges if _weight(each) == weight):
                return Negotiated(offer.name)
    return Negotiated(None, 406)


def _parts(media_range: str) -> tuple[str, str, list[str]]:
    full, *parameters = media_range.split(";")
    main, _, sub = full.strip().partition("/")
    return main.strip().lower(), sub.strip().lower(), [each.split("=")[0].strip().lower() for each in parameters]


def _weight(media_range: str) -> int:
    main, sub, parameters = _parts(media_range)
    if main == "*":
        return 0
    if sub == "*":
        return 1
    return 2 if parameters in ([], ["q"]) else 3


def _matches(media_range: str, media_type: str) -> bool:
    main, sub, _ = _parts(media_range)
    offered_main, offered_sub = media_type.split("/")
    return main in ("*", offered_main) and sub in ("*", offered_sub)
