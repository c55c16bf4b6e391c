"""
The kinds of change from night to night: level, sentence, advice.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.diff.rules import ChangeRule

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = "Nothing."
_DERIVE = "Derive the contract again."

#: id to level, sentence, advice. What `diff` tells of two sets of recordings too has the same id and level there.
_TABLE = {
    "drift-field-vanished": (
        "breaking", "Shape: a field that the same records had is missing.", "Handle its absence. " + _DERIVE,
    ),
    "drift-field-missing": (
        "breaking", "Shape: a field that every record had is missing in some.", "Handle its absence. " + _DERIVE,
    ),
    "drift-field-appeared": (
        "compatible", "Shape, additive: records have a field that they did not have.",
        "Nothing, if clients ignore unknown fields. " + _DERIVE,
    ),
    "drift-null-appeared": ("breaking", "Shape: a value is null that never was.", "Handle null. " + _DERIVE),
    "drift-null-filled": ("note", "Shape: a value that was always null is there.", _DERIVE),
    "drift-type-appeared": (
        "breaking", "Shape: a value has a JSON type that it never had.", "Handle the type. " + _DERIVE,
    ),
    "drift-value-appeared": (
        "risky", "Domain: one of a few values was never recorded before.",
        "Let an unknown value fall through to a default instead of failing.",
    ),
    "drift-bound-exceeded": (
        "note", "Domain: a number lies further outside of the recorded ones than they lie apart.",
        "Allow for larger values.",
    ),
    "drift-text-longer": (
        "note", "Domain: a text is longer than any recorded before.", "Allow for larger values.",
    ),
    "drift-host-appeared": (
        "risky", "Domain: a URL points to a host never recorded before.",
        "Allow the host (content security policy, proxies).",
    ),
    "drift-violation-appeared": (
        "breaking", "Behaviour: an answer breaks a promise that earlier ones kept.",
        "Check the code that relies on the promise; `apicontract check` says the same of the server.",
    ),
    "drift-warning-appeared": (
        "risky", "Behaviour: an answer is not what is only inferred to be promised, and earlier ones were.",
        "Check the code that relies on it.",
    ),
    "drift-header-changed": (
        "risky", "Behaviour: a header has a value that it never had.", "Check the code that relies on the header.",
    ),
    "drift-path-refused": (
        "breaking", "Behaviour: a list that answered is refused.", "Ask the vendor, or stop requesting it.",
    ),
    "drift-records-appeared": ("note", "Population: there are records that were not there.", _NOTHING),
    "drift-records-gone": (
        "note", "Population: records are gone: a request that had to show them does not.",
        "Expect 404 for their URLs.",
    ),
    "drift-count-grew": ("note", "Population: the collection holds more records.", _NOTHING),
    "drift-count-shrank": ("note", "Population: the collection holds fewer records.", _NOTHING),
    "drift-outage": (
        "risky", "Outage: requests got no usable answer; nothing is concluded from that.",
        "Look at the service; the next night tells more.",
    ),
}  # fmt: skip

_WAIVER = "time has one direction"
#: id to rule, in the order listed.
NIGHT_RULES: Mapping[str, ChangeRule] = MappingProxyType(
    {name: ChangeRule(name, level, "", sentence, advice, _WAIVER) for name, (level, sentence, advice) in _TABLE.items()}
)
