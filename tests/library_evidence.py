"""
Evidence of an invented API, of which nothing but recordings exists.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://library.test:9000/api/v1/"

PAGE = """\
Detail

Levels of detail - brief, full

Filter

Filter fields - title, title__icontains, pages__gt, printed__lte, lent, shelf, writers, writers__name__in, genre_id, odd

Searchable - title, writers__name

Sort

Sort fields - pages, loan, shelf__name

Page size

Give limit to set how many (max 50)

GET /api/v1/books/
HTTP 200 OK
Allow: GET

"""


def writer(number: int, level: str = "brief", **more: Any) -> dict[str, Any]:
    """
    Return a writer as answered.
    """
    key = f"00000000-0000-4000-8000-00000000000{number}"
    return {"level": level, "key": key, "url": f"{BASE}writers/{key}/", "name": f"Nō {number}", **more}


def book(number: int, **more: Any) -> dict[str, Any]:
    """
    Return a book as answered.
    """
    return {
        "level": "brief",
        "id": number,
        "url": f"{BASE}books/{number}/",
        "title": f"Title {number}",
        "price": 12 if number == 1 else 12.5,
        "pages": 100 + number,
        "printed": f"1999-01-0{number}",
        "changed": "2024-01-01T00:00:00Z",
        "lent": number % 2 == 0,
        "shelf": {"id": number % 2 + 1, "name": ["A", "B"][number % 2]},
        "genre": {"id": number % 2 + 1, "name": ["Crime", "Poems"][number % 2]},
        "writers": [writer(number), writer(9)],
        "loan": f"P{number}DT1H",
        "size": {"width": 1.5, "height": 2.0},
        "isbn": None if number == 1 else f"978-{number}",
        "series": None,
        "tags": [],
        **more,
    }


def listed(*rows: dict[str, Any], **more: Any) -> str:
    """
    Return the text of a list answer.
    """
    body = {"count": 40, "next": f"{BASE}books/?limit=3&offset=3", "previous": None, "results": rows}
    return json.dumps(body | more, indent=4)


def write_recordings(data: Path) -> Path:
    """
    Write recordings of two resources into a data folder that has no contract; return it.
    """
    folder = data / "fixtures" / "library"
    files = {
        "books/recorded/page.txt": PAGE + listed(book(1), book(2), book(3)),
        "writers/recorded/list.json": f"# {BASE}writers/?limit=2\n" + listed(writer(1), writer(9), next=None),
        "writers/recorded/one.json": f"# {writer(1)['url']}\n" + json.dumps(writer(1, "full", born="1950-02-03")),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return data
