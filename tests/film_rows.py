"""
The rows of the small services of the tests.
"""

from __future__ import annotations

from typing import Any

_COLOURS = ("red", "green", "blue", "amber")
_WORDS = ("Harbour", "Copper", "Willow", "Lantern", "Meadow", "Granite", "Falcon", "Orchard")
_MAKERS = ("Acorn", "Birch", "Cedar")

Row = dict[str, Any]


def films(count: int = 43) -> list[Row]:
    """
    Return the rows of every convention: texts, numbers, a choice, a switch, dates, nulls and an object inside.
    """
    rows = []
    for number in range(count):
        mixed = number * 29 % 47
        rows.append(
            {
                "id": number + 1,
                "slug": f"{_WORDS[mixed % 8]}-{_WORDS[(mixed // 5 + 3) % 8]}-{number + 1}".lower(),
                "name": f"{_WORDS[mixed % 8]} {_WORDS[(mixed // 5 + 3) % 8]} {mixed}",
                "year": 1980 + mixed % 23,
                "rating": None if number % 9 == 4 else round(1 + mixed * 0.17, 2),
                "colour": _COLOURS[mixed * 7 % 4],
                "restored": mixed % 3 == 0,
                "released": f"20{10 + mixed % 12:02}-{1 + mixed % 12:02}-{1 + number % 27:02}",
                "summary": f"About a {_WORDS[(mixed + 4) % 8].lower()} and its {_COLOURS[mixed % 4]} door.",
                "maker": {"id": mixed % 3 + 1, "name": _MAKERS[mixed % 3]},
            }
        )
    return rows
