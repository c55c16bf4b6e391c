"""
Behaviours that an API's data decides, each seen in both of its values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.lookups import INVALID_CHOICE
from apicontract.contract.model import Grade, Setting
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from apicontract.contract.model import Api, World

LIST = "/2.3.0/spacecraft/"


@pytest.fixture(scope="module")
def world(api: Api) -> World:
    """
    The recorded rows.
    """
    return generate(api, recordings_of(api), records="recorded")


def asking(api: Api, world: World, **settings: Any) -> FlaskClient:
    """
    Return a client of a mock whose API has these settings.
    """
    stated = {name: Setting(value, Grade.GUESS) for name, value in settings.items()}
    return create_app(replace(api, behaviour={**api.behaviour, **stated}), world).test_client()


def test_unknown_choice_is_refused_or_empty(api: Api, world: World) -> None:
    """
    An identifier that does not exist is 400 or an empty list; what is no number is 400 in either case.
    """
    choice = ["Select a valid choice. That choice is not one of the available choices."]
    refusing = asking(api, world, unknown_choice="refuse")
    assert refusing.get(f"{LIST}?status=999").json == {"status": choice}
    assert refusing.get(f"{LIST}?status=x&spacecraft_config=1,2").json == {
        "spacecraft_config": choice,
        "status": choice,
    }
    empty = asking(api, world, unknown_choice="empty")
    assert empty.get(f"{LIST}?status=999").json["count"] == 0
    assert empty.get(f"{LIST}?status=x").json == {"status": ["Enter a number."]}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_405_or_401(api: Api, world: World, method: str) -> None:
    """
    Whoever may not write is told that the method does not exist, or asked who it is.
    """
    closed = asking(api, world, other_methods=405).open(LIST, method=method)
    assert (closed.status_code, closed.headers["Allow"]) == (405, "GET")
    assert closed.json == {"detail": f'Method "{method}" not allowed.'}
    asked = asking(api, world, other_methods=401).open(LIST, method=method)
    assert (asked.status_code, asked.headers["WWW-Authenticate"]) == (401, "Token")
    assert asked.json == {"detail": "Authentication credentials were not provided."}


def test_head_is_405_either_way(api: Api, world: World) -> None:
    """
    HEAD is no method of a resource, and has no body.
    """
    for value in (405, 401):
        answer = asking(api, world, other_methods=value).head(LIST)
        assert (answer.status_code, answer.data) == (405, b"")


@pytest.mark.parametrize(
    ("value", "sentence"), [("named", "No Spacecraft matches the given query."), ("plain", "Not found.")]
)
def test_not_found_may_name_the_resource(api: Api, world: World, value: str, sentence: str) -> None:
    """
    A record that does not exist is not found by name, or plainly.
    """
    answer = asking(api, world, not_found=value).get(f"{LIST}0/")
    assert (answer.status_code, answer.json) == (404, {"detail": sentence})


def test_missing_slash_is_repaired_or_not(api: Api, world: World) -> None:
    """
    A path without its slash is redirected with its query as it stands, whatever the method, or leads nowhere.
    """
    answer = asking(api, world, append_slash=True).post("/2.3.0/spacecraft/abc?b=%20&a=1+2")
    assert (answer.status_code, answer.headers["Location"], answer.data) == (
        301,
        "/2.3.0/spacecraft/abc/?b=%20&a=1+2",
        b"",
    )
    assert asking(api, world, append_slash=False).get("/2.3.0/spacecraft").status_code == 404


def test_suffixes_are_routes_or_not(api: Api, world: World) -> None:
    """
    `.json` leads to the same answer, with links that carry it on, or nowhere.
    """
    suffixed = asking(api, world, suffix_routes=True)
    assert suffixed.get("/2.3.0/spacecraft/110.json").json["url"] == "http://localhost/2.3.0/spacecraft/110.json"
    assert suffixed.get("/2.3.0/spacecraft.json?limit=1").json["next"] == (
        "http://localhost/2.3.0/spacecraft.json?limit=1&offset=1"
    )
    assert suffixed.get("/2.3.0/spacecraft.xml").json == {"detail": "Not found."}
    assert asking(api, world, suffix_routes=False).get("/2.3.0/spacecraft.json").mimetype == "text/html"


def test_root_lists_resources_or_is_missing(api: Api, world: World) -> None:
    """
    The API root names every list in registration order, or does not exist.
    """
    root = asking(api, world, api_root=True).get("/2.3.0/")
    assert root.json == {name: f"http://localhost/2.3.0/{name}/" for name in api.resources}
    assert (list(root.json), root.headers["Allow"]) == (list(api.resources), "GET")
    assert asking(api, world, api_root=False).get("/2.3.0/").status_code == 404


def test_quotes_keep_phrases_or_are_text(api: Api, world: World) -> None:
    """
    Quotes keep a phrase together since 3.15 of the framework; before that they were letters.
    """
    phrase = f'{LIST}?search="Soyuz TM"'
    assert asking(api, world, quoted_search=True).get(phrase).json["count"] > 0
    assert asking(api, world, quoted_search=False).get(phrase).json["count"] == 0


def test_other_origins_are_welcome_or_not(api: Api, world: World) -> None:
    """
    Pages of other origins may read the answers, and ask beforehand, or the matter is not mentioned.
    """
    question = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    opened = asking(api, world, cross_origin=True)
    assert opened.get(LIST, headers={"Origin": "https://app.example"}).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in opened.get(LIST).headers
    answer = opened.options(LIST, headers=question)
    assert (answer.status_code, answer.data, answer.headers["Access-Control-Max-Age"]) == (200, b"", "86400")
    named = asking(api, world, cross_origin=["https://app.example"], vary="Accept")
    assert named.options(LIST, headers=question).headers["Access-Control-Allow-Origin"] == "https://app.example"
    other = named.options(LIST, headers=question | {"Origin": "https://other.example"})
    assert (other.status_code, other.data, other.headers["Vary"]) == (200, b"", "origin")
    assert "Access-Control-Allow-Origin" not in other.headers
    closed = asking(api, world, cross_origin=False, vary="Accept").options(LIST, headers=question)
    assert (closed.status_code, closed.headers["Vary"]) == (405, "Accept")
    assert "Access-Control-Allow-Origin" not in closed.headers


def test_one_origin_alone_may_be_welcome(api: Api, world: World) -> None:
    """
    With an origin of one's own, no other is let in.
    """
    opened = create_app(api, world, cors_origin="https://mine.example").test_client()
    name = "Access-Control-Allow-Origin"
    assert opened.get(LIST, headers={"Origin": "https://mine.example"}).headers[name] == "https://mine.example"
    assert name not in opened.get(LIST, headers={"Origin": "https://other.example"}).headers


def test_headers_are_data(api: Api, world: World) -> None:
    """
    What every answer says besides, and what it depends on, stands in the API's data.
    """
    answer = asking(api, world, headers={"X-Mine": "1"}, vary="Accept", cross_origin=False).get("/nowhere")
    assert answer.headers["X-Mine"] == "1"
    assert "X-Frame-Options" not in answer.headers
    assert asking(api, world, vary="Accept", cross_origin=False).get(LIST).headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Token", "Invalid token header. No credentials provided."),
        ("token a b", "Invalid token header. Token string should not contain spaces."),
        ("Token \xff", "Invalid token header. Token string should not contain invalid characters."),
        ("Token abc", "Invalid token."),
    ],
)
def test_wrong_tokens_are_refused(api: Api, world: World, header: str, sentence: str) -> None:
    """
    A token that is malformed or not among those given is 401, whatever is asked, even by a method that does not exist.
    """
    client = create_app(api, world, tokens=("given",)).test_client()
    for method in ("GET", "POST"):
        answer = client.open(LIST, method=method, headers={"Authorization": header})
        assert (answer.status_code, answer.json) == (401, {"detail": sentence})
        assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Bearer abc", "Basic abc", "", "Tokens abc"])
def test_other_schemes_are_anonymous(client: FlaskClient, header: str) -> None:
    """
    Whoever shows something else than a token is anonymous.
    """
    assert client.get(LIST, headers={"Authorization": header}).status_code == 200


def test_given_tokens_are_valid(api: Api, world: World) -> None:
    """
    A token that the mock was given is valid; an asterisk makes every well-formed one valid, no token makes none valid.
    """

    def status(tokens: tuple[str, ...]) -> int:
        opened = create_app(api, world, tokens=tokens).test_client()
        return opened.get(LIST, headers={"Authorization": "Token abc"}).status_code

    assert [200, 200, 401, 401] == [status(each) for each in (("abc",), ("*",), ("def",), ())]


@pytest.mark.parametrize(("header", "status"), [("Token of-my-own", 200), ("Token", 401), ("Token a b", 401)])
def test_every_well_formed_token_is_valid_unless_some_are_given(client: FlaskClient, header: str, status: int) -> None:
    """
    A mock that was given no tokens accepts every well-formed one, and refuses what is none.
    """
    assert status == client.get(LIST, headers={"Authorization": header}).status_code


def test_pictures_are_drawn_on_the_mock(api: Api, world: World) -> None:
    """
    With local images every URL of a picture leads to the mock, which draws a labelled placeholder.
    """
    opened = create_app(api, world, local_images=True).test_client()
    url = opened.get(f"{LIST}110/").json["image"]["image_url"]
    assert url.startswith("http://localhost/_images/thespacedevs-dev.nyc3.digitaloceanspaces.com/media/images/soyuz_tm")
    drawn = opened.get(url)
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert ">soyuz tm image</text>" in drawn.text
    assert opened.get("/_images/x/<script>.png").text.count("<script") == 0


def test_pictures_are_not_drawn_unasked(client: FlaskClient) -> None:
    """
    Without local images the mock has no pictures, and URLs are those of the records.
    """
    assert client.get("/_images/x/y.png").status_code == 404
    assert client.get(f"{LIST}110/").json["image"]["image_url"].startswith("https://thespacedevs-dev.")


def test_singleton_tells_the_limit(api: Api, client: FlaskClient) -> None:
    """
    The throttle page is one object, open to GET, HEAD and OPTIONS.
    """
    (name,) = api.singletons
    answer = client.get(f"/2.3.0/{name}/")
    assert list(answer.json.values()) == [15, 3600, 0, 0, "127.0.0.1"]
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.head(f"/2.3.0/{name}/").status_code == 200
    assert client.options(f"/2.3.0/{name}/").json["renders"] == ["application/json", "text/html"]


def test_a_form_that_nobody_chooses_is_the_first(api: Api, world: World) -> None:
    """
    Where representations are fixed, neither the format nor the header is read.
    """
    client = asking(api, world, negotiation="fixed")
    for path, accept in ((f"{LIST}?format=xml", "*/*"), (LIST, "text/html"), (LIST, "image/png")):
        answer = client.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, "application/json")


def test_tokens_are_read_or_not(api: Api, world: World) -> None:
    """
    A malformed token is refused where tokens are read.
    """
    statuses = [
        asking(api, world, authorization=value).get(LIST, headers={"Authorization": "Token a b"}).status_code
        for value in ("token", "ignored")
    ]
    assert statuses == [401, 200]


def test_a_redirect_lacks_the_inner_headers(api: Api, world: World) -> None:
    """
    What a middleware adds behind the one that redirects, no redirect has.
    """
    headers = {"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    for inner, left in (([], headers), (["Referrer-Policy"], {"X-Frame-Options": "DENY"})):
        answer = asking(api, world, headers=headers, inner_headers=inner).get(LIST.rstrip("/"))
        assert {name: answer.headers[name] for name in headers if name in answer.headers} == left


@pytest.mark.parametrize("key", ["0", "x"])
def test_an_absent_record_may_be_answered_in_words_of_its_own(api: Api, world: World, key: str) -> None:
    """
    What the contract says of an absent record is sent for each key that names none.
    """
    told = [{"id": "NOT_FOUND"}]
    resources = {**api.resources, "spacecraft": replace(api.resources["spacecraft"], absent=told)}
    answer = create_app(replace(api, resources=resources), world).test_client().get(f"{LIST}{key}/")

    assert (answer.status_code, answer.json) == (404, told)


def test_values_are_refused_in_the_form_of_the_service(api: Api, world: World) -> None:
    """
    Errors with names take their places in the form; those of a search, which have none, stay as they are.
    """
    client = asking(api, world, invalid_body=[{"of": "{field}", "says": "{message}"}])

    refused = [client.get(f"{LIST}{query}") for query in ("?spacecraft_config=x", "?search=%00")]

    assert [400, 400] == [each.status_code for each in refused]
    assert [{"of": "spacecraft_config", "says": INVALID_CHOICE}] == refused[0].json
    assert ["Null characters are not allowed."] == refused[1].json


def test_a_view_may_be_called_otherwise_than_its_records(api: Api, world: World) -> None:
    """
    What the contract calls it stands in the answer to OPTIONS and in the page.
    """
    resources = {**api.resources, "spacecraft": replace(api.resources["spacecraft"], heading="Public Craft")}
    behaviour = {**api.behaviour, "methods": Setting(["GET", "OPTIONS"], Grade.PUBLISHED)}
    client = create_app(replace(api, resources=resources, behaviour=behaviour), world).test_client()

    assert "Public Craft List" == client.options(LIST).json["name"]
    assert "<h1>Public Craft List</h1>" in client.get(f"{LIST}?format=api").text


def test_pages_of_the_site_may_name_no_character_set(api: Api, world: World) -> None:
    """
    Where nothing has a route, the page has the type that is stated.
    """
    for stated in ("text/html", "text/html; charset=utf-8"):
        assert asking(api, world, page_type=stated).get("/2.3.0/nowhere/").headers["Content-Type"] == stated


def test_a_page_without_a_route_may_lack_headers(api: Api, world: World) -> None:
    """
    What stands behind a middleware that looks for the route adds nothing where there is none.
    """
    mock = asking(api, world, headers={"X-Frame-Options": "DENY"}, unrouted_headers=["X-Frame-Options"])
    found = [mock.get(path).headers.get("X-Frame-Options") for path in ("/2.3.0/nowhere/", LIST, f"{LIST}0/")]
    assert found == [None, "DENY", "DENY"]


@pytest.mark.parametrize(("most", "statuses"), [(2, [200, 400]), (None, [200, 200]), (3, [200, 200])])
def test_a_request_may_have_so_many_parameters(api: Api, world: World, most: int | None, statuses: list[int]) -> None:
    """
    One more is refused before anything is read.
    """
    mock = asking(api, world, most_parameters=most)
    assert statuses == [mock.get(f"{LIST}?{query}").status_code for query in ("a=1&b=1", "a=1&b=1&c=1")]


def test_a_view_that_reads_no_parameter_takes_any_number(api: Api, world: World) -> None:
    """
    Without a choice of representations, and where nothing filters, searches, sorts or pages, nobody counts them.
    """
    fixed = asking(api, world, most_parameters=1, negotiation="fixed")
    assert [400, 404] == [fixed.get(f"{path}?a=1&b=1").status_code for path in (LIST, "/2.3.0/nowhere/")]
    asked = asking(api, world, most_parameters=1)
    assert [200, 400] == [each.get("/2.3.0/?a=1&b=1").status_code for each in (fixed, asked)]


def test_the_bodies_that_are_read_are_named(api: Api, world: World) -> None:
    """
    An answer to OPTIONS says which media types the view reads.
    """
    mock = asking(api, world, methods=["GET", "OPTIONS"], parsers=["application/json"])
    assert ["application/json"] == mock.options(LIST).json["parses"]


def test_a_search_may_be_refused_before_the_filters(api: Api, world: World) -> None:
    """
    Of a filter and a search that cannot be read, the one is refused that is read first.
    """
    asked = f"{LIST}?search=%00&status=x"
    assert ["Null characters are not allowed."] == asking(api, world, refused_first="search").get(asked).json
    assert {"status"} == set(asking(api, world, refused_first="filters").get(asked).json)
