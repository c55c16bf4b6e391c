"""
What stands behind a statement of a shape: a declaration, or the records in which it was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.confidence import enough

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.shapes import SchemaMatch
    from apicontract.contract.model import Record
    from apicontract.contract.validation import Flaw

_REQUIRED = "required"


def sampled(context: Context, reading: ParsedExchange, row: Record, flaw: Flaw) -> tuple[str, bool]:
    """
    Return in how many records a broken statement had held, as the end of a sentence, and whether these are too few.

    Args:
        context: what is promised.
        reading: the answer.
        row: of the answer.
        flaw: what is wrong in that row.

    Returns:
        "" and False for a statement that somebody declared.
    """
    place, missing = flaw.pointer, flaw.keyword == _REQUIRED
    owners = [node for node in context.objects_of(reading.shape, row) if _holds(node, place, itself=missing)]
    if not owners:
        return "", False
    owner = max(owners, key=lambda node: len(node.pointer))
    names = owner.schema.get("properties", {})
    name = _missing(owner, flaw) if missing else _unescaped(place[len(owner.pointer) + 1 :].partition("/")[0])
    fragment = names.get(name)
    evidence = fragment.get("x-evidence", {}) if isinstance(fragment, dict) else {}
    if ("presence" if missing else "value") not in evidence.get("inferred", ()):
        return "", False
    how, records = _records(evidence, flaw)
    return f" ({how} in 0 of {records} recorded)", not enough(context.api, records)


def _holds(node: SchemaMatch, place: str, *, itself: bool) -> bool:
    return node.pointer == place if itself else place.startswith(f"{node.pointer}/")


def _missing(owner: SchemaMatch, flaw: Flaw) -> str:
    """
    Return the field that an object lacks; the message is all that tells which of them this flaw is about.
    """
    lacking = (name for name in owner.schema.get("required", ()) if name not in owner.value)
    return next((name for name in lacking if flaw.message.startswith(repr(name))), "")


def _records(evidence: Mapping[str, Any], flaw: Flaw) -> tuple[str, int]:
    """
    Return what would have been an exception, and in how many records there was none.
    """
    if flaw.keyword == _REQUIRED:
        return "missing", evidence["of"]
    if flaw.keyword == "type" and flaw.found is None:
        return "null", evidence["seen"]
    return "otherwise", evidence["seen"] - evidence.get("null", 0)


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
