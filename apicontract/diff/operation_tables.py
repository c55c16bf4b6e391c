"""
The kinds of change between two OpenAPI documents, but for those of schemas.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = "Nothing."
_CALLS = "Check the requests to this operation."
_IN = "Check what the requests prove their sender with."
_LATER = "Plan to do without it."
_REGENERATE = "Generate clients again, and check the code that uses them."

#: id to level, mirror, sentence, advice.
OPERATIONS: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "path-removed": ("breaking", "path-added", "No method of a path is described any more.", "Stop requesting it."),
        "path-added": ("compatible", "path-removed", "A path was added.", _NOTHING),
        "operation-removed": (
            "breaking", "operation-added", "A method of a path was removed.", "Stop sending such requests.",
        ),
        "operation-added": ("compatible", "operation-removed", "A method of a path was added.", _NOTHING),
        "operation-deprecated": ("note", "operation-reinstated", "An operation is on its way out.", _LATER),
        "operation-reinstated": ("note", "operation-deprecated", "An operation is no longer on its way out.", _NOTHING),
        "operation-id-changed": (
            "risky", "operation-id-changed", "An operation has another identifier, of which generators make names.",
            _REGENERATE,
        ),
        "tag-added": ("note", "tag-removed", "An operation belongs to a further group.", _NOTHING),
        "tag-removed": ("note", "tag-added", "An operation no longer belongs to a group.", _REGENERATE),
        "webhook-removed": ("breaking", "webhook-added", "A message is no longer sent.", "Do not wait for it."),
        "webhook-added": ("compatible", "webhook-removed", "A message was added that can be subscribed to.", _NOTHING),
        "parameter-removed": (
            "breaking", "parameter-added", "A parameter was removed: it is ignored or refused.",
            "Do without its effect, and stop sending it.",
        ),
        "parameter-added": ("compatible", "parameter-removed", "A parameter was added that may be left out.", _NOTHING),
        "parameter-added-required": (
            "breaking", "waived: the swapped sides show parameter-removed, whose own mirror is parameter-added",
            "A parameter was added that each request must have.", "Send it.",
        ),
        "parameter-renamed": (
            "breaking", "parameter-renamed", "A parameter was replaced by one with the same values and a similar name.",
            "Send the new name.",
        ),
        "parameter-style-changed": (
            "breaking", "parameter-style-changed", "The values of a parameter are written in another way.",
            "Write its values in the new way.",
        ),
        "request-body-removed": (
            "breaking", "request-body-added", "Requests have no body any more.", "Stop sending one.",
        ),
        "request-body-added": (
            "compatible", "request-body-removed", "Requests may have a body.", _NOTHING,
        ),
        "request-body-added-required": (
            "breaking", "waived: the swapped sides show request-body-removed, whose own mirror is request-body-added",
            "Each request must have a body.", "Send one.",
        ),
        "request-body-made-required": (
            "breaking", "request-body-made-optional", "Each request must have a body.", "Send it always.",
        ),
        "request-body-made-optional": (
            "compatible", "request-body-made-required", "A request may have no body.", _NOTHING,
        ),
        "request-media-type-removed": (
            "breaking", "request-media-type-added", "A media type of requests is refused.",
            "Send one of those that are left.",
        ),
        "request-media-type-added": (
            "compatible", "request-media-type-removed", "Requests may have a further media type.", _NOTHING,
        ),
        "request-media-type-narrowed": (
            "risky", "request-media-type-widened", "Fewer media types of requests are taken.",
            "Send one of those that are left.",
        ),
        "request-media-type-widened": (
            "compatible", "request-media-type-narrowed", "More media types of requests are taken.", _NOTHING,
        ),
        "media-type-removed": (
            "breaking", "media-type-added", "A media type is not answered any more.", "Ask for another.",
        ),
        "media-type-added": (
            "compatible", "media-type-removed", "A further media type can be asked for.",
            "Say in `Accept` which is wanted.",
        ),
        "media-type-widened": (
            "risky", "media-type-narrowed", "The media type of an answer is less certain.",
            "Say in `Accept` which is wanted, and look at `Content-Type`.",
        ),
        "media-type-narrowed": ("compatible", "media-type-widened", "The media type is more certain.", _NOTHING),
        "status-removed": (
            "breaking", "status-added", "A status of success is not answered any more.", "Do not wait for it.",
        ),
        "status-added": (
            "risky", "status-removed", "A further status of success is possible.",
            "Handle every 2xx alike, or this one.",
        ),
        "error-status-removed": (
            "note", "error-status-added", "A status of failure is not described any more.", _NOTHING,
        ),
        "error-status-added": (
            "risky", "error-status-removed", "A further status of failure is possible.", "Handle it.",
        ),
        "status-widened": (
            "risky", "status-narrowed", "A status may be another of its class.", "Handle the class, not the number.",
        ),
        "status-narrowed": ("compatible", "status-widened", "A status is more certain.", _NOTHING),
        "header-removed": (
            "breaking", "header-added", "An answer no longer has a header.", "Do without it.",
        ),
        "header-added": ("compatible", "header-removed", "An answer has a further header.", _NOTHING),
        "header-made-optional": (
            "breaking", "header-made-required", "A header of an answer may be missing.", "Handle its absence.",
        ),
        "header-made-required": (
            "compatible", "header-made-optional", "A header of an answer is always there.", _NOTHING,
        ),
        "header-style-changed": (
            "risky", "header-style-changed", "The values of a header are written in another way.",
            "Read the new way.",
        ),
        "security-added": (
            "breaking", "security-removed", "Who asks must prove who it is, or prove it in a further way.", _IN,
        ),
        "security-removed": (
            "compatible", "security-added", "Who asks need not prove who it is, or not in a certain way.", _NOTHING,
        ),
        "security-way-removed": (
            "breaking", "security-way-added", "A way to prove who one is is not accepted any more.", _IN,
        ),
        "security-way-added": (
            "compatible", "security-way-removed", "A further way to prove who one is is accepted.", _NOTHING,
        ),
        "security-way-changed": (
            "breaking", "security-way-changed", "One must prove who one is in another way.", _IN,
        ),
        "security-scope-added": (
            "breaking", "security-scope-removed", "A token needs a further scope.", "Ask for the scope.",
        ),
        "security-scope-removed": (
            "compatible", "security-scope-added", "A token needs a scope no longer.", _NOTHING,
        ),
        "security-scheme-removed": (
            "note", "security-scheme-added", "A scheme is not described any more; what needed it is told apart.",
            _NOTHING,
        ),
        "security-scheme-added": ("note", "security-scheme-removed", "A scheme is described.", _NOTHING),
        "security-scheme-changed": (
            "risky", "security-scheme-changed", "A scheme works in another way or with other addresses.", _IN,
        ),
        "sunset-added": ("note", "sunset-removed", "A date was added at which an operation is removed.", _LATER),
        "sunset-removed": (
            "risky", "sunset-added", "The date at which an operation is removed was removed.", "Ask for the date.",
        ),
        "sunset-changed": ("risky", "sunset-changed", "An operation is removed at another date.", _LATER),
        "stability-changed": (
            "risky", "stability-changed", "An operation is of another level of stability.", _CALLS,
        ),
        "extension-changed": (
            "note", "extension-changed", "A member that begins with `x-` changed; what it means is the vendor's.",
            _NOTHING,
        ),
        "schema-removed": (
            "note", "schema-added", "A schema that no operation uses is not described any more.", _REGENERATE,
        ),
        "schema-added": ("note", "schema-removed", "A schema was added that no operation uses.", _NOTHING),
        "not-compared": (
            "risky", "not-compared", "A part differs that the comparison does not understand.",
            "Look at both documents.",
        ),
    }
)  # fmt: skip
