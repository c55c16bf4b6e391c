"""
The pages around an API, and where a page stands among others.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Documentation, Evidence, Field, Grade, Parameter, Resource
from mockserver.pages.browsable import BrowsableView, browsable_page
from mockserver.pages.documentation import ASSETS, Served, _grades, asset, documentation_page, index_page
from mockserver.pages.documented import DocumentedLine, documented, example_links

API = load_api()
PRIMARY = API.resources[API.primary]
DOCUMENTED = Documentation(
    (
        ("Filters", (("Docs", "{host}/docs/x"), ("Example", "/books/?a=1"), ("More", "/books/?a=1"))),
        ("Of {host}", (("At {host}", "//elsewhere"), ("Other", "{host}x"), ("Last", "/books/7/"))),
    )
)


def _resource(name: str, **changes: object) -> Resource:
    values = {"name": name, "entity": f"{name}s", "parameters": (), "evidence": {}, "documentation": Documentation(())}
    return replace(PRIMARY, **values | changes)  # type: ignore[arg-type]


def test_what_is_served() -> None:
    """
    Each resource has a row with its path, records, recorded answers and grades; singletons follow.
    """
    parameters = (Parameter("a", ("a",), "exact", "text"), Parameter("b", ("b",), "exact", "text", grade=Grade.GUESS))
    api = replace(
        API,
        base_path="/v1/",
        resources={"book": _resource("book", parameters=parameters), "shelf": _resource("shelf")},
        singletons={"status": "x"},
    )
    page = html.fromstring(index_page(api, Served("http://x", "lldev", {"books": 7}, {"book": 2}), "n0nce"))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("(//table)[1]/tbody/tr")]

    assert [
        ["/v1/book/", "7", "2", "1 published 1 guess"],
        ["/v1/shelf/", "0", "0", "no documented parameters"],
        ["/v1/status/", "1", "0", "a single answer, no list"],
    ] == rows


def test_grades_are_counted() -> None:
    """
    A statement's own evidence overrules the grade of its parameter; the strongest comes first.
    """
    evidence = {"a": Evidence(1, 2, Grade.RECORDED), "c": Evidence(1, 2, Grade.FAQ), "d": Evidence(1, 2, Grade.FAQ)}
    parameters = tuple(Parameter(name, (name,), "exact", "text") for name in ("a", "b"))

    assert ((Grade.RECORDED, 1), (Grade.PUBLISHED, 1), (Grade.FAQ, 2)) == _grades(
        _resource("x", parameters=parameters, evidence=evidence)
    )


@pytest.mark.parametrize("name", [*ASSETS, "index.html", "../__init__.py"])
def test_only_the_viewers_files_are_handed_out(name: str) -> None:
    """
    Each file that the page loads is there, and no other is given.
    """
    assert (name in ASSETS) == bool(asset(name))


def test_the_documentation_is_loaded_from_here() -> None:
    """
    The page shows the description that this server gives, by files of this server.
    """
    page = documentation_page(API, "n0nce")

    assert "/openapi.json" in page
    assert all(name in page for name in ASSETS)


def test_documented_lines() -> None:
    """
    The host is filled in; an example leads below the base path, a page of the host to this server.
    """
    api = replace(API, base_path="/v1/")

    assert [
        (
            "Filters",
            [
                DocumentedLine("Docs", "h.example/docs/x", "/docs/x"),
                DocumentedLine("Example", "/books/?a=1", "/v1/books/?a=1"),
                DocumentedLine("More", "/books/?a=1", "/v1/books/?a=1"),
            ],
        ),
        (
            "Of {host}",
            [
                DocumentedLine("At h.example", "//elsewhere"),
                DocumentedLine("Other", "h.examplex"),
                DocumentedLine("Last", "/books/7/", "/v1/books/7/"),
            ],
        ),
    ] == documented(api, DOCUMENTED, "h.example")
    assert [("/books/?a=1", "/v1/books/?a=1"), ("/books/7/", "/v1/books/7/")] == example_links(api, DOCUMENTED)


def _page(target: str, resource: Resource | None = PRIMARY, **shown: object) -> html.HtmlElement:
    answer = BrowsableView("h.example", target, 200, (), '{"a": 1}', **shown)  # type: ignore[arg-type]
    return html.fromstring(browsable_page(replace(API, base_path="/v1/", title="Launches"), resource, answer))


@pytest.mark.parametrize(
    ("resource", "target", "trail"),
    [
        (None, "/v1/", ["Api Root"]),
        (None, "/v1", ["Api Root"]),
        (None, "/v1/api-throttle/", ["Api Root", "Api Throttle"]),
        (None, "/v1/two_words", ["Api Root", "Two Words"]),
        (_resource("books", title="SpaceBook"), "/v1/books/", ["Api Root", "Space Book List"]),
        (_resource("books", title="SpaceBook"), "/v1/books", ["Api Root", "Space Book List"]),
        (_resource("books", title="Book"), "/v1/books/7/", ["Api Root", "Book List", "Book Instance"]),
    ],
)
def test_the_way_to_a_page(resource: Resource | None, target: str, trail: list[str]) -> None:
    """
    From the root over the list to the page itself, whose title it ends with.
    """
    page = _page(target, resource)
    shown = [" ".join(each.text_content().split()) for each in page.xpath("//nav//li")]

    assert trail == [each.strip("/ ") for each in shown][: len(trail)]


@pytest.mark.parametrize(
    ("target", "links"),
    [
        ("/v1/books/", {"/v1/books/?format=json", "/v1/books/?format=api"}),
        ("/v1/books/?format=api&a=&b=2", {"/v1/books/?a=&b=2&format=json", "/v1/books/?a=&b=2&format=api"}),
    ],
)
def test_formats_keep_the_query(target: str, links: set[str]) -> None:
    """
    A link to the other format keeps the query, empty values included.
    """
    found = {each for each in _page(target, _resource("books")).xpath("//@href") if "format=" in each}

    assert links <= found


@pytest.mark.parametrize(
    ("status", "reason", "line"),
    [(404, None, "HTTP 404 Not Found"), (299, None, "HTTP 299"), (200, "Fine", "HTTP 200 Fine")],
)
def test_the_status_line(status: int, reason: str | None, line: str) -> None:
    """
    The phrase is the standard one, or the one given; an unknown status has none.
    """
    answer = BrowsableView("h.example", "/v1/books/", status, (), "{}", reason=reason)
    text = html.fromstring(browsable_page(API, _resource("books"), answer)).text_content()

    assert line in [" ".join(each.split()) for each in text.splitlines()]


def test_a_single_record_has_no_form() -> None:
    """
    Only a list can be filtered.
    """
    books = _resource("books", parameters=(Parameter("title", ("title",), "exact", "text"),), search=(Field("a", "a"),))

    assert _page("/v1/books/?format=api", books).xpath("//input[@name='title']")
    assert not _page("/v1/books/7/?format=api", books).xpath("//input[@name='title']")


def test_the_form_keeps_the_format() -> None:
    """
    Of the query the format alone goes along unseen; the rest is in the controls.
    """
    page = _page("/v1/books/?format=api&limit=2&odd=1", _resource("books"))
    hidden = [(each.get("name"), each.get("value")) for each in page.xpath("//input[@type='hidden']")]

    assert [("format", "api")] == hidden
    assert "/v1/books/?format=api" in page.xpath("//a[text()='Reset']/@href")
