"""
The kinds of change, in two tables: of schemas, and of promises about requests.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = "Nothing."
_READ = "Check the code that reads this field."
_SEND = "Check the requests that send it."
_UNKNOWN = "Let an unknown value fall through to a default instead of failing."

#: kind of schema change to: level in an answer, level in a parameter, mirror, sentence, advice for either.
SCHEMA: Mapping[str, tuple[str, str, str, str, str, str]] = MappingProxyType(
    {
        "field-removed": (
            "breaking", "breaking", "field-added",
            "A field that clients may read is no longer promised.",
            "Stop reading it, or treat it as absent.", "Stop sending it.",
        ),
        "field-added": (
            "compatible", "risky", "field-removed",
            "A field was added that clients do not know.",
            "Nothing, if clients ignore unknown fields.", _SEND,
        ),
        "field-added-where-closed": (
            "breaking", "risky",
            "waived: the swapped sides show field-removed, whose own mirror is field-added",
            "A field was added where the old schema allowed no other.",
            "Let the reader accept it before the change arrives.", _SEND,
        ),
        "field-added-required": (
            "compatible", "breaking",
            "waived: the swapped sides show field-removed, whose own mirror is field-added",
            "A field was added that must be there.",
            _NOTHING, "Send it.",
        ),
        "field-renamed": (
            "breaking", "breaking", "field-renamed",
            "A field was replaced by one with the same schema and a similar name.",
            "Read the new name.", "Send the new name.",
        ),
        "field-replaced": (
            "breaking", "breaking", "field-replaced",
            "A field was replaced by one of another type with a similar name.",
            "Read the new field in its new form.", "Send the new field in its new form.",
        ),
        "retyped": (
            "breaking", "breaking", "retyped",
            "A value has another JSON type; no value fits both.",
            "Read the new type.", "Send the new type.",
        ),
        "type-widened": (
            "breaking", "compatible", "type-narrowed",
            "A value may have further JSON types.",
            "Handle the further types.", _NOTHING,
        ),
        "type-narrowed": (
            "compatible", "breaking", "type-widened",
            "A value has fewer possible JSON types.",
            _NOTHING, "Send the types that are left.",
        ),
        "made-nullable": (
            "breaking", "compatible", "made-non-null",
            "A value may be null.",
            "Handle null.", _NOTHING,
        ),
        "made-non-null": (
            "compatible", "breaking", "made-nullable",
            "A value is never null.",
            _NOTHING, "Send a value.",
        ),
        "made-optional": (
            "breaking", "compatible", "made-required",
            "A field may be missing.",
            "Handle its absence.", _NOTHING,
        ),
        "made-required": (
            "compatible", "breaking", "made-optional",
            "A field is always present.",
            _NOTHING, "Send it always.",
        ),
        "format-added": (
            "compatible", "risky", "format-removed",
            "A text follows a format.",
            _NOTHING, "Send only texts of that format.",
        ),
        "format-removed": (
            "risky", "compatible", "format-added",
            "A text no longer promises its format.",
            "Do not rely on the format.", _NOTHING,
        ),
        "format-changed": (
            "risky", "risky", "format-changed",
            "A text follows another format.",
            "Parse the new format.", "Send the new format.",
        ),
        "pattern-added": (
            "compatible", "risky", "pattern-removed",
            "A text follows a pattern.",
            _NOTHING, "Send only texts that match it.",
        ),
        "pattern-removed": (
            "risky", "compatible", "pattern-added",
            "A text no longer promises its pattern.",
            "Do not rely on the pattern.", _NOTHING,
        ),
        "pattern-changed": (
            "risky", "risky", "pattern-changed",
            "A text follows another pattern.",
            "Parse what the new pattern allows.", "Send what the new pattern allows.",
        ),
        "enum-value-added": (
            "risky", "compatible", "enum-value-removed",
            "A value that clients have never seen is possible.",
            _UNKNOWN, _NOTHING,
        ),
        "enum-value-removed": (
            "compatible", "breaking", "enum-value-added",
            "A value is no longer possible.",
            _NOTHING, "Stop sending it.",
        ),
        "enum-values-exchanged": (
            "breaking", "breaking", "enum-values-exchanged",
            "Values were removed and others were added.",
            "Expect the new values.", "Send the new values.",
        ),
        "constant-fixed": (
            "compatible", "breaking", "constant-freed",
            "A value that was free is now an enumeration.",
            _NOTHING, "Send one of them.",
        ),
        "constant-freed": (
            "risky", "compatible", "constant-fixed",
            "A value that was an enumeration is now free.",
            _UNKNOWN, _NOTHING,
        ),
        "bound-loosened": (
            "risky", "compatible", "bound-tightened",
            "A value may be longer, larger or smaller than before.",
            "Allow for larger values (columns, buffers, layouts).", _NOTHING,
        ),
        "bound-tightened": (
            "compatible", "breaking", "bound-loosened",
            "The bounds of a value were tightened.",
            _NOTHING, "Stay within the bound.",
        ),
        "bounds-shifted": (
            "risky", "breaking", "bounds-shifted",
            "A value's bounds were loosened on one side and tightened on another.",
            "Allow for larger values.", "Stay within the bounds.",
        ),
        "fields-opened": (
            "risky", "compatible", "fields-closed",
            "Unlisted fields are allowed.",
            "Ignore unknown fields.", _NOTHING,
        ),
        "fields-closed": (
            "compatible", "breaking", "fields-opened",
            "Unlisted fields are not allowed.",
            _NOTHING, "Send no unlisted field.",
        ),
        "shape-replaced": (
            "breaking", "breaking",
            "waived: the swapped sides may show shape-extended, which is the harmless half of the same change",
            "A field refers to another shape, which is not compatible with the old one.",
            "Read the new shape.", "Send the new shape.",
        ),
        "shape-extended": (
            "compatible", "compatible", "shape-replaced",
            "A field refers to another shape, which is compatible with the old one.",
            "Nothing, if clients ignore unknown fields.", _NOTHING,
        ),
        "alternative-added": (
            "breaking", "compatible", "alternative-removed",
            "A value may have a further form.",
            "Handle the further form.", _NOTHING,
        ),
        "alternative-removed": (
            "compatible", "breaking", "alternative-added",
            "A value has no longer one of its forms.",
            _NOTHING, "Send one of the forms that are left.",
        ),
        "condition-added": (
            "compatible", "breaking", "condition-removed",
            "A value keeps a further condition.",
            _NOTHING, "Keep the condition.",
        ),
        "condition-removed": (
            "breaking", "compatible", "condition-added",
            "A value no longer promises to keep a condition.",
            "Do not rely on the condition.", _NOTHING,
        ),
        "discriminator-added": (
            "compatible", "risky", "discriminator-removed",
            "A field says which of the forms a value has.",
            _NOTHING, _SEND,
        ),
        "discriminator-removed": (
            "risky", "compatible", "discriminator-added",
            "No field says any more which of the forms a value has.",
            _READ, _NOTHING,
        ),
        "discriminator-changed": (
            "risky", "risky", "discriminator-changed",
            "Another field, or another value of it, says which of the forms a value has.",
            _READ, _SEND,
        ),
        "default-changed": (
            "note", "risky", "default-changed",
            "What is meant by leaving a value out changed.",
            _NOTHING, "Send the value that is meant.",
        ),
        "deprecated": (
            "note", "note", "reinstated",
            "A value is on its way out.",
            "Plan to do without it.", "Plan to do without it.",
        ),
        "reinstated": (
            "note", "note", "deprecated",
            "A value is no longer on its way out.",
            _NOTHING, _NOTHING,
        ),
        "hidden-field-changed": (
            "note", "note", "hidden-field-changed",
            "A field changed that does not go this way (`writeOnly` in an answer, `readOnly` in a request).",
            _NOTHING, _NOTHING,
        ),
        "constraint-changed": (
            "risky", "risky", "constraint-changed",
            "A condition changed in a way that the other rules do not describe.",
            _READ, _SEND,
        ),
        "annotation-changed": (
            "note", "note", "annotation-changed",
            "An annotation changed, which describes a value and forbids nothing.",
            _NOTHING, _NOTHING,
        ),
        "field-order-changed": (
            "note", "note", "field-order-changed",
            "The order of the fields changed.",
            "Nothing, unless a client relies on the order of JSON members.", _NOTHING,
        ),
    }
)  # fmt: skip

#: kind of schema change to its level in the body of a request, where it is another than in a parameter: fields that
#: a server does not know are ignored by nearly all, so that an added one breaks nobody and a removed one some.
BODY: Mapping[str, str] = MappingProxyType({"field-added": "compatible", "field-removed": "risky"})

_BASE = "Change the requested URLs."

#: id to level, mirror, sentence, advice: what is promised about requests.
PROMISES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "resource-removed": ("breaking", "resource-added", "A collection was removed.", "Stop requesting it."),
        "resource-added": ("compatible", "resource-removed", "A collection was added.", _NOTHING),
        "singleton-removed": ("breaking", "singleton-added", "A singleton was removed.", "Stop requesting it."),
        "singleton-added": ("compatible", "singleton-removed", "A singleton was added.", _NOTHING),
        "identifier-changed": (
            "breaking", "identifier-changed", "Records are identified by another field or type in URLs.", _BASE,
        ),
        "title-changed": ("note", "title-changed", "The display name of a record changed.", _NOTHING),
        "filter-removed": (
            "breaking", "filter-added", "A parameter was removed: the list is not filtered by it.",
            "Filter the records yourself, and drop the parameter.",
        ),
        "filter-added": ("compatible", "filter-removed", "A parameter was added.", _NOTHING),
        "filter-renamed": (
            "breaking", "filter-renamed", "A parameter was replaced by one with the same effect and a similar name.",
            "Send the new name; the old one is ignored.",
        ),
        "filter-target-changed": (
            "breaking", "filter-target-changed", "A parameter compares other fields.", "Check what it selects.",
        ),
        "filter-reading-changed": (
            "risky", "filter-reading-changed", "The type of a parameter changed.", _SEND,
        ),
        "lookup-changed": (
            "breaking", "lookup-changed", "The lookup of a parameter changed.", "Check what it selects.",
        ),
        "search-field-removed": (
            "breaking", "search-field-added", "A search field was removed.", "Expect fewer matches.",
        ),
        "search-field-added": (
            "risky", "search-field-removed", "A search field was added.", "Expect more matches.",
        ),
        "search-field-changed": (
            "risky", "search-field-changed", "A search field has another path.", "Expect other matches.",
        ),
        "ordering-field-removed": (
            "breaking", "ordering-field-added", "An ordering was removed: rows are in the default order.",
            "Sort the records yourself, or order by another field.",
        ),
        "ordering-field-added": ("compatible", "ordering-field-removed", "An ordering was added.", _NOTHING),
        "ordering-field-changed": (
            "risky", "ordering-field-changed", "An ordering has another path or type.",
            "Do not rely on the old order.",
        ),
        "default-ordering-changed": (
            "risky", "default-ordering-changed", "The default order of a list changed.",
            "Request the order explicitly.",
        ),
        "mode-removed": ("breaking", "mode-added", "A mode was removed.", "Request another mode."),
        "mode-added": ("compatible", "mode-removed", "A mode was added.", _NOTHING),
        "default-mode-changed": (
            "breaking", "default-mode-changed", "The default mode changed.",
            "Request the mode explicitly.",
        ),
        "documentation-changed": (
            "note", "documentation-changed", "The documentation of a resource changed.", _NOTHING,
        ),
        "envelope-changed": (
            "breaking", "envelope-changed", "The envelope of lists or its parameters changed.",
            "Read the new envelope and follow its links.",
        ),
        "maximum-limit-lowered": (
            "breaking", "maximum-limit-raised", "The maximum page size was reduced.",
            "Follow `next` instead of expecting all rows on one page.",
        ),
        "maximum-limit-raised": ("compatible", "maximum-limit-lowered", "The maximum page size was raised.", _NOTHING),
        "default-limit-changed": (
            "risky", "default-limit-changed", "The default page size changed.",
            "Request the limit explicitly.",
        ),
        "base-path-changed": ("breaking", "base-path-changed", "The base path changed.", _BASE),
        "version-changed": ("note", "version-changed", "The version of the API changed.", _NOTHING),
        "host-removed": ("breaking", "host-added", "A host was removed.", "Use another host."),
        "host-added": ("compatible", "host-removed", "A host was added.", _NOTHING),
        "host-moved": ("breaking", "host-moved", "The URL of a host changed.", _BASE),
        "default-host-changed": ("note", "default-host-changed", "The default host changed.", _NOTHING),
        "throttle-tightened": (
            "risky", "throttle-loosened", "The rate limit was reduced.", "Send fewer requests.",
        ),
        "throttle-loosened": ("compatible", "throttle-tightened", "The rate limit was raised.", _NOTHING),
        "behaviour-changed": (
            "risky", "behaviour-changed", "The behaviour in an edge case changed.", "Check that case.",
        ),
    }
)  # fmt: skip
