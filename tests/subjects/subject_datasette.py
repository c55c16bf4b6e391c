"""
Datasette, which is no Django: tokens lead to pages, each column has filters, and one more parameter sorts downwards.

Filled with a table of its own; a name that it does not know selects nothing.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from random import Random

REQUIREMENTS = ("datasette>=1.0a19",)
ROOT = "/films/films.json"
COLLECTIONS = ("/films/films.json",)
#: How the parameters are called, for the requests that are compared.
SIZE = "_size"
ASCENDING = "_sort"
DESCENDING = "_sort_desc"
#: Column to the lookups that suit its values: numbers and dates are compared, texts searched.
LOOKUPS = {
    "id": ("", "__in"),
    "name": ("", "__in", "__contains", "__startswith", "__endswith"),
    "year": ("", "__gt", "__gte", "__lt", "__lte", "__in"),
    "rating": ("", "__gt", "__gte", "__lt", "__lte", "__in"),
    "colour": ("", "__in", "__contains", "__startswith", "__endswith"),
    "released": ("", "__gt", "__gte", "__lt", "__lte", "__in"),
    "maker": ("", "__gt", "__gte", "__lt", "__lte", "__in"),
}
_WORDS = ("Harbour", "Copper", "Willow", "Lantern", "Meadow", "Granite", "Falcon", "Orchard")


def fill() -> None:
    """
    Make 400 films.
    """
    random = Random(3)  # noqa: S311 - no secret
    connection = sqlite3.connect("films.db")
    connection.execute(
        "create table films"
        " (id integer primary key, name text, year integer, rating real, colour text, released text, maker integer)"
    )
    for number in range(1, 401):
        day = f"20{random.randrange(10, 25)}-{random.randrange(1, 13):02}-{random.randrange(1, 28):02}"
        row = (
            number,
            f"{random.choice(_WORDS)} {random.choice(_WORDS)} {number}",
            1950 + random.randrange(70),
            None if number % 9 == 4 else round(random.random() * 10, 1),
            random.choice(("red", "green", "blue")),
            day,
            random.randrange(1, 51),
        )
        connection.execute("insert into films values (?, ?, ?, ?, ?, ?, ?)", row)
    connection.commit()


def serve(port: int) -> None:
    """
    Answer until the process ends.
    """
    os.execv(sys.executable, [sys.executable, "-m", "datasette", "films.db", "--port", str(port)])  # noqa: S606 - itself


if __name__ == "__main__":
    fill() if sys.argv[1] == "fill" else serve(int(sys.argv[2]))
