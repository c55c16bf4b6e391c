"""
A small server's word of itself, for tests that need none that runs.
"""

from __future__ import annotations

from hostile.served import Operation, Served

RECORD = {"id": 1, "name": "One", "parts": [{"id": 2}], "built": None}
FAILURE = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["status", "latency"]},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "seconds": {"type": "number", "minimum": 0, "maximum": 86400},
        "times": {"type": ["integer", "null"], "minimum": 1},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
WORLD = {
    "type": "object",
    "required": ["entity", "record"],
    "properties": {"entity": {"type": "string"}, "record": {"type": "object"}},
}
SERVED = Served(
    base="/v1/",
    lists={"/v1/books/": ("limit", "name"), "/v1/shelves/": ("limit",)},
    records={"/v1/books/": RECORD, "/v1/shelves/": {"id": 7}},
    control="/control",
    operations=(
        Operation("/control/failures", "POST", {"$ref": "#/components/schemas/Failure"}),
        Operation("/control/failures/{number}", "DELETE"),
        Operation("/control/world", "POST", WORLD),
        Operation("/control/faults", "PUT", {"type": "array", "items": {"type": "string"}}),
        Operation("/control/state", "GET"),
    ),
    definitions={"Failure": FAILURE},
    faults=("late", "wrong"),
)
