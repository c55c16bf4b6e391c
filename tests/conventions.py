"""
Small services that follow one convention each, as teams write them: plain Flask over a list, nothing of ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import ge, le, lt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from named_refusals import named_refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from film_rows import Row

#: Rows of a page when the request does not say, and at the most.
DEFAULT, MOST = 10, 25


@dataclass(frozen=True)
class Asked:
    """
    One request for a list: the rows selected and sorted, and where the page stands.
    """

    rows: Sequence[Row]
    size: int
    start: int
    url: str
    query: Mapping[str, str]

    @property
    def page(self) -> list[Row]:
        """
        The rows of the page.
        """
        return list(self.rows[self.start : self.start + self.size])

    def link(self, **changes: Any) -> str:
        """
        Return the URL of another page.
        """
        return f"{self.url}?{urlencode({**self.query, **changes})}"


@dataclass(frozen=True)
class Convention:
    """
    How a service is asked and answers.

    Attributes:
        page: the request's parameters to rows of a page and rows before it; None for a page that is refused.
        body: a page to its body and headers.
        order: the parameters to sort keys, each a field and whether it descends.
        filters: name of a parameter to whether it selects a row by a text.
        search: name of the parameter that searches, and the fields.
        path: of the list.
        slash: whether paths end with one.
        key: field that names a row in a path.
        links: whether rows name their own URL.
        past: status of a page past the end.
        words: whether a search is parted into words.
        fields: those that sort.
        refuses: the parameters to what is refused, a sentence for each name.
        known: where a name that there is not selects nothing: those that there are beside filters and search.
    """

    page: Callable[[Mapping[str, str]], tuple[int, int] | None]
    body: Callable[[Asked], tuple[Any, dict[str, str]]]
    order: Callable[[Mapping[str, str]], list[tuple[str, bool]]] = lambda _: []
    filters: Mapping[str, Callable[[Row, str], bool]] = field(default_factory=dict)
    search: tuple[str, tuple[str, ...]] = ("", ())
    path: str = "/films"
    slash: bool = False
    key: str = "id"
    links: bool = False
    past: int = 200
    words: bool = False
    fields: tuple[str, ...] = ()
    refuses: Callable[[Mapping[str, str]], dict[str, list[str]]] = lambda _: {}
    known: tuple[str, ...] = ()

    @property
    def expected(self) -> dict[str, list[str]]:
        """
        What there is to learn, as names.
        """
        search = list(self.search[1])
        return {"parameters": sorted(self.filters), "search": sorted(search), "ordering": sorted(self.fields)}


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else default


def numbered(number: str, size: str, *, most: int = MOST, first: int = 1) -> Callable[..., tuple[int, int]]:
    """
    Return how numbers of pages are read.
    """

    def read(query: Mapping[str, str]) -> tuple[int, int]:
        rows = min(max(_whole(query.get(size), DEFAULT), 1), most)
        return rows, max(_whole(query.get(number), first) - first, 0) * rows

    return read


def counted(start: str, size: str, *, most: int = MOST) -> Callable[..., tuple[int, int]]:
    """
    Return how rows before a page are read.
    """

    def read(query: Mapping[str, str]) -> tuple[int, int]:
        return min(max(_whole(query.get(size), DEFAULT), 1), most), max(_whole(query.get(start), 0), 0)

    return read


def signed(name: str, *fields: str) -> Callable[..., list[tuple[str, bool]]]:
    """
    Return how an ordering is read whose terms descend by a minus; unknown ones are dropped.
    """

    def read(query: Mapping[str, str]) -> list[tuple[str, bool]]:
        terms = [each.strip() for each in query.get(name, "").split(",")]
        return [(each.lstrip("-"), each.startswith("-")) for each in terms if each.lstrip("-") in fields]

    return read


def directed(name: str, direction: str, *fields: str) -> Callable[..., list[tuple[str, bool]]]:
    """
    Return how an ordering is read whose direction is a parameter of its own.
    """

    def read(query: Mapping[str, str]) -> list[tuple[str, bool]]:
        term = query.get(name, "")
        return [(term, query.get(direction) == "desc")] if term in fields else []

    return read


def exact(name: str) -> Callable[[Row, str], bool]:
    """
    Return whether a field is written as a text.
    """
    return lambda row, text: json.dumps(row[name]).strip('"') == text


def least(name: str, kind: type = float) -> Callable[[Row, str], bool]:
    """
    Return whether a field is at least a value.
    """
    return lambda row, text: _compared(row[name], text, kind, ge)


def most(name: str, kind: type = float) -> Callable[[Row, str], bool]:
    """
    Return whether a field is at most a value.
    """
    return lambda row, text: _compared(row[name], text, kind, le)


def _compared(value: Any, text: str, kind: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> bool:
    """
    Return whether a value compares so; what cannot be read selects everything.
    """
    try:
        wanted = kind(text)
    except ValueError:
        return True
    return value is not None and compare(value, wanted)


def less(name: str) -> Callable[[Row, str], bool]:
    """
    Return whether a field is less than a value.
    """
    return lambda row, text: _compared(row[name], text, float, lt)


def within(name: str) -> Callable[[Row, str], bool]:
    """
    Return whether a field contains a text, whatever the case.
    """
    return lambda row, text: text.lower() in (row[name] or "").lower()


def bare(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with an array alone.
    """
    return asked.page, {}


def totalled(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with an array, and the count in a header.
    """
    return asked.page, {"X-Total-Count": str(len(asked.rows))}


def echoed(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with an object that repeats size and number of the page.
    """
    number = asked.start // asked.size + 1
    return {"items": asked.page, "total": len(asked.rows), "page": number, "per_page": asked.size}, {}


def nested(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with the rows as `data`, and what is said of them as `meta`.
    """
    pages = -(-len(asked.rows) // asked.size)
    return {"data": asked.page, "meta": {"total": len(asked.rows), "total_pages": pages}}, {}


def linked(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with a count and links to the neighbours.
    """
    end = asked.start + asked.size
    following = asked.link(offset=end) if end < len(asked.rows) else None
    before = asked.link(offset=max(asked.start - asked.size, 0)) if asked.start else None
    return {"count": len(asked.rows), "next": following, "previous": before, "results": asked.page}, {}


def headed(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with an array, and links in a header.
    """
    number = asked.start // asked.size + 1
    links = [f'<{asked.link(page=number + 1)}>; rel="next"'] if asked.start + asked.size < len(asked.rows) else []
    links += [f'<{asked.link(page=number - 1)}>; rel="prev"'] if asked.start else []
    return asked.page, {"Link": ", ".join(links)} if links else {}


def behind(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with a token of the next page.
    """
    more = asked.start + asked.size < len(asked.rows)
    token = f"t{asked.start + asked.size}" if more else None
    return {"data": asked.page, "has_more": more, "next_cursor": token}, {}


def by_token(query: Mapping[str, str]) -> tuple[int, int] | None:
    """
    Read a token.
    """
    token = query.get("after", "t0")
    rows = min(max(_whole(query.get("limit"), DEFAULT), 1), MOST)
    return (rows, int(token[1:])) if token[:1] == "t" and token[1:].isdecimal() else None


def opposed(up: str, down: str) -> Callable[..., list[tuple[str, bool]]]:
    """
    Return how an ordering is read that has a parameter for each direction, which take one field.
    """
    return lambda query: [(query[name], descends) for name, descends in ((up, False), (down, True)) if name in query]


def by_next(query: Mapping[str, str]) -> tuple[int, int]:
    """
    Read a number of rows, and a token that counts them.
    """
    return min(max(_whole(query.get("_size"), DEFAULT), 1), MOST), _whole(query.get("_next"), 0)


def twice_led(asked: Asked) -> tuple[Any, dict[str, str]]:
    """
    Answer with the token of the next page, its URL, and that in a header, too.
    """
    end = asked.start + asked.size
    url = asked.link(_next=end) if end < len(asked.rows) else None
    body = {"ok": True, "next": str(end) if url else None, "next_url": url, "rows": asked.page}
    return body, {"Link": f'<{url}>; rel="next"'} if url else {}


def whole(query: Mapping[str, str]) -> tuple[int, int]:
    """
    Ask for all rows.
    """
    del query
    return 10_000, 0


_SORTED = ("name", "year", "released")
_BOTH = {"colour": exact("colour"), "year": exact("year")}
#: Name to convention.
CONVENTIONS: Mapping[str, Convention] = {
    "page-and-per-page": Convention(
        numbered("page", "per_page"),
        echoed,
        signed("sort", *_SORTED),
        _BOTH,
        ("q", ("name", "summary")),
        fields=_SORTED,
    ),
    "brackets": Convention(
        numbered("page[number]", "page[size]"),
        nested,
        signed("sort", "year", "name"),
        {"filter[colour]": exact("colour"), "filter[year]": exact("year")},
        fields=("year", "name"),
    ),
    "offset-of-arrays": Convention(
        counted("offset", "limit"),
        totalled,
        signed("order_by", *_SORTED),
        {"year_gte": least("year"), "year_lte": most("year")},
        fields=_SORTED,
    ),
    "arrays-alone": Convention(counted("offset", "limit"), bare, filters=_BOTH, search=("search", ("name",))),
    "tokens": Convention(by_token, behind, filters={"colour": exact("colour")}),
    "links-in-a-header": Convention(
        numbered("page", "per_page"), headed, directed("sort", "direction", *_SORTED), fields=_SORTED
    ),
    "double-underscores": Convention(
        counted("offset", "limit"),
        linked,
        signed("ordering", *_SORTED),
        {
            "year": exact("year"),
            "year__gte": least("year"),
            "year__lte": most("year"),
            "name__icontains": within("name"),
        },
        ("search", ("name", "summary")),
        path="/api/films",
        slash=True,
        words=True,
        fields=_SORTED,
    ),
    "sort-and-order": Convention(
        numbered("_page", "_limit"),
        totalled,
        directed("_sort", "_order", *_SORTED),
        {"colour": exact("colour"), "rating_gte": least("rating"), "rating_lte": most("rating")},
        ("q", ("name", "summary")),
        fields=_SORTED,
    ),
    "bounds-before": Convention(
        numbered("page", "page_size"),
        lambda asked: ({"count": len(asked.rows), "results": asked.page}, {}),
        signed("order_by", *_SORTED),
        {
            "min_year": least("year"),
            "max_year": most("year"),
            "min_rating": least("rating"),
            "max_rating": most("rating"),
        },
        fields=_SORTED,
    ),
    "bounds-in-brackets": Convention(
        counted("skip", "limit"),
        lambda asked: ({"total": len(asked.rows), "data": asked.page}, {}),
        filters={"year[gte]": least("year"), "year[lte]": most("year")},
        path="/v1/films",
    ),
    "searched-by-words": Convention(
        numbered("page", "per_page"), echoed, search=("q", ("name", "summary")), words=True
    ),
    "slugs": Convention(
        numbered("page", "size"), echoed, filters={"restored": exact("restored")}, key="slug", links=True
    ),
    "nested": Convention(
        numbered("page", "per_page"), nested, signed("sort", "released"), {"name": exact("name")}, fields=("released",)
    ),
    "names-select-nothing": Convention(
        by_next,
        twice_led,
        opposed("_sort", "_sort_desc"),
        {"colour": exact("colour"), "year__gte": least("year"), "year__lte": most("year")},
        fields=_SORTED,
        known=("_next", "_size", "_sort", "_sort_desc"),
    ),
    "refusals-name-parameters": Convention(
        counted("offset", "limit", most=1000),
        lambda asked: ({"count": len(asked.rows), "next": None, "previous": None, "results": asked.page}, {}),
        signed("order", *_SORTED),
        {
            **{name: within(name) for name in ("name", "summary")},
            "colour": exact("colour"),
            "year__lt": less("year"),
            **{f"released_{end}": way("released", str) for end, way in (("after", least), ("before", most))},
        },
        fields=_SORTED,
        refuses=named_refusals,
    ),
    "one-page": Convention(whole, bare, filters=_BOTH),
    "no-such-page": Convention(
        numbered("page", "per_page"), echoed, filters={"released_from": least("released", str)}, past=404
    ),
}
