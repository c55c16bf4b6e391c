"""
The kinds of change that recordings show and no declared change explains.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = "Nothing."
_UNKNOWN = "Let an unknown value fall through to a default instead of failing."

#: id to level, mirror, sentence, advice: what recordings show that no declared change explains.
DRIFT: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "drift-field-vanished": (
            "breaking", "drift-field-appeared", "Shape: a field that was always recorded is missing.",
            "Handle its absence; derive the schema again.",
        ),
        "drift-field-appeared": (
            "compatible", "drift-field-vanished", "Shape, additive: a field is recorded for the first time.",
            "Nothing, if clients ignore unknown fields; derive the schema again.",
        ),
        "drift-type-appeared": (
            "breaking", "drift-type-unseen", "Shape: a value is recorded in a JSON type that the schema forbids.",
            "Handle the type; derive the schema again.",
        ),
        "drift-type-unseen": (
            "note", "drift-type-appeared", "Shape: a JSON type that the schema forbids is no longer recorded.",
            _NOTHING,
        ),
        "drift-value-appeared": (
            "risky", "drift-value-unseen", "Domain: a value was never recorded before.", _UNKNOWN,
        ),
        "drift-value-unseen": ("note", "drift-value-appeared", "Domain: a value is no longer recorded.", _NOTHING),
        "drift-text-longer": (
            "note", "drift-text-shorter", "Domain: a text is longer than any recorded before.",
            "Allow for larger values.",
        ),
        "drift-text-shorter": ("note", "drift-text-longer", "Domain: the longest texts are no longer seen.", _NOTHING),
        "drift-host-appeared": (
            "risky", "drift-host-unseen", "Domain: a URL points to a host never recorded before.",
            "Allow the host (content security policy, proxies).",
        ),
        "drift-host-unseen": ("note", "drift-host-appeared", "Domain: a host is no longer recorded.", _NOTHING),
        "drift-count-grew": ("note", "drift-count-shrank", "Population: the collection holds more records.", _NOTHING),
        "drift-count-shrank": (
            "note", "drift-count-grew", "Population: the collection holds fewer records.", _NOTHING,
        ),
        "drift-violation-appeared": (
            "breaking", "drift-violation-unseen",
            "An answer breaks a promise that the recordings of the other side keep.",
            "Check the code that relies on the promise; `apicontract check` says the same of the server.",
        ),
        "drift-violation-unseen": (
            "note", "drift-violation-appeared", "No recorded answer breaks a promise any more.", _NOTHING,
        ),
        "drift-warning-appeared": (
            "risky", "drift-warning-unseen",
            "An answer is not what is only inferred to be promised, and the recordings of the other side are.",
            "Check the code that relies on it.",
        ),
        "drift-warning-unseen": (
            "note", "drift-warning-appeared", "Every recorded answer is what is inferred to be promised.", _NOTHING,
        ),
        "drift-note-appeared": (
            "note", "drift-note-unseen", "An answer has something that nothing promises or forbids.", _NOTHING,
        ),
        "drift-note-unseen": (
            "note", "drift-note-appeared", "No recorded answer has something that nothing promises or forbids.",
            _NOTHING,
        ),
    }
)  # fmt: skip
