"""
Bodies, refusals and headers that keep each promise, and others that break it.
"""

from example import ALL, DETAIL, EFFECT, ORIGIN, READY, READY_LIST, REFUSED, WHOLE, Example, dated, refusal
from handmade import HEADERS, HOST, LIST, answer, copied, page, shown, thing

from apicontract.contract.model import Exchange

BODIES = (
    Example(
        "json-readable",
        (page("", ALL[:3]),),
        (Exchange("GET", LIST, 200, HEADERS, b"<p>"),),
        (": the body holds no JSON; it begins with '<p>'",),
    ),
    Example(
        "envelope",
        (page("", ALL[:3]),),
        (answer("", {"results": []}),),
        (": the body has the keys ['results'], not ['count', 'next', 'previous', 'results']",),
    ),
    Example(
        "mode-shape",
        (page("mode=normal", ALL[:1]),),
        (page("mode=detailed", ALL[:1]),),
        ("/results/0: mode detailed was asked; this row is in mode normal",),
    ),
    Example(
        "mode-unknown",
        (page("mode=huge", ALL[:1]),),
        (page("mode=huge", (DETAIL,)),),
        ("/results/0: mode normal was asked; this row is in mode detailed",),
    ),
    Example(
        "field-present",
        (page("", ALL[:1]),),
        (page("", ({key: value for key, value in thing(1).items() if key != "name"},)),),
        ("/results/0: 'name' is a required property",),
    ),
    Example(
        "field-constant",
        (page("", ALL[:1]),),
        (page("", (thing(1, response_mode="list"),)),),
        ("/results/0/response_mode: 'normal' was expected",),
    ),
    Example(
        "field-null",
        (page("", (thing(1, size=None),)),),
        (page("", (thing(1, name=None),)),),
        ("/results/0/name: None is not of type 'string'",),
    ),
    Example(
        "field-type",
        (page("", ALL[:1]),),
        (page("", (thing(1, name=7),)),),
        ("/results/0/name: 7 is not of type 'string'",),
    ),
    Example(
        "field-format",
        (page("", ALL[:1]),),
        (page("", (thing(1, age="7 days"),)),),
        ("/results/0/age: '7 days' does not match '^P'",),
    ),
    Example(
        "key-order",
        (page("", ALL[:1]),),
        (page("", (thing(1, kind={"name": "Plain", "id": 1}),)),),
        ("/results/0/kind: the fields are in the order name, id; documented is id, name",),
    ),
    Example(
        "self-link",
        (page("", ALL[:1]),),
        (page("", (thing(1, url="https://other.example/v1/things/1/"),)),),
        ("/results/0/url: url is https://other.example/v1/things/1/, not https://things.example/v1/things/1/",),
    ),
    Example(
        "self-link-format",
        (page("format=json", (thing(1, url=f"{LIST}1/?format=json"),)),),
        (page("format=json", ALL[:1]),),
        (
            "/results/0/url: url is https://things.example/v1/things/1/, not https://things.example/v1/things/1/?format=json",
        ),
    ),
    Example(
        "record-steady",
        (page("", ALL[:1]), page("search=1", (thing(1, url=f"{LIST}1/"),))),
        (page("", ALL[:1]), page("search=1", (thing(1, size=7),))),
        (f"/results/0/size: size of Thing 1 (id 1) is 7; {LIST} shows 10",),
    ),
    Example(
        "field-behaviour",
        (dated(page("", ALL[:1]), 1), dated(page("limit=2", (thing(1, size=11),)), 2)),
        (dated(page("", ALL[:1]), 1), dated(page("limit=2", (thing(1, size=9),)), 2)),
        (f"/results/0/size: size of Thing 1 (id 1) was 10 at {LIST}, and is 9; it never falls",),
    ),
    Example(
        "field-relation",
        (page("", (thing(1, page=f"{HOST}/shown/1/"),)),),
        (page("", (thing(1, page=f"{HOST}/shown/2/"),)),),
        (f"/results/0/page: page is '{HOST}/shown/2/' and id is 1; page contains id",),
    ),
    Example(
        "mode-values",
        (page("", ALL[:1]), page("mode=detailed", (DETAIL,))),
        (page("", ALL[:1]), page("mode=detailed", (DETAIL | {"size": 7},))),
        (f"/results/0/size: size of Thing 1 (id 1) is 7; {LIST} shows 10",),
    ),
    Example(
        "mode-rows",
        (page("", ALL[:1]), page("mode=detailed", (DETAIL,))),
        (page("", ALL[:1]), page("mode=detailed", ())),
        ("/count: the count is 0; another answer for the same list says 1",),
    ),
    Example(
        "detail-entry",
        (page("", ALL[:1]), answer(body=DETAIL, path="1/")),
        (page("", ALL[:1]), answer(body=DETAIL | {"size": 7}, path="1/")),
        (f"/size: size of Thing 1 (id 1) is 7; {LIST} shows 10",),
    ),
    Example(
        "detail-identity",
        (answer(body=DETAIL, path="01/"),),
        (answer(body=DETAIL, path="2/"),),
        ("/id: 2 was requested, but Thing 1 (id 1) was returned",),
    ),
    Example(
        "detail-filtered",
        (WHOLE[0], answer("ready=true", {"detail": "Not found."}, path="1/", status=404)),
        (answer("ready=true", DETAIL, path="1/"),),
        ("status: Thing 1 (id 1) does not match the filters of the request, but is returned",),
    ),
    Example(
        "detail-found",
        (page("", ALL[:1]), answer(body=DETAIL, path="1/")),
        (page("", ALL[:1]), answer(body={"detail": "Not found."}, path="1/", status=404)),
        ("status: Thing 1 (id 1) is in a list, but not found at /v1/things/1/",),
    ),
    Example(
        "detail-unknown",
        (WHOLE[0], answer(body={"detail": "Not found."}, path="abc/", status=404)),
        (answer(body=DETAIL, path="abc/"),),
        ("status: no record is called 'abc', and the answer is 200",),
    ),
)

REFUSALS = (
    Example(
        "server-error",
        (page("", ALL[:3]),),
        (refusal("", {}, 500),),
        ("status: the server failed with status 500",),
    ),
    Example(
        "throttle-told",
        (
            refusal(
                "",
                {"detail": "Request was throttled. Expected available in 9 seconds."},
                429,
                headers=(*HEADERS, ("Retry-After", "9")),
            ),
        ),
        (refusal("", {"detail": "Slow down."}, 429),),
        ("header Retry-After: Retry-After is None, not a number of seconds",),
    ),
    Example(
        "slash-redirect",
        (WHOLE[0], answer("x=1", path="1", status=301, headers=(("Location", "/v1/things/1/?x=1"),))),
        (answer(path="1", body=DETAIL),),
        ("status: the missing slash returned 200 to nowhere, not 301 to https://things.example/v1/things/1/",),
    ),
    Example(
        "method-refused",
        (WHOLE[0], refusal("", {"detail": 'Method "POST" not allowed.'}, 405, method="POST")),
        (refusal("", {}, 201, method="POST"),),
        ("status: POST returned 201, not 405",),
    ),
    Example(
        "value-refused",
        (WHOLE[0], refusal("kind=x", {"kind": [REFUSED]})),
        (page("kind=x", ALL[:1]),),
        ("status: kind is invalid, and the status is 200, not 400",),
    ),
    Example(
        "refusal-body",
        (refusal("kind=x&size__gt=x", {"kind": [REFUSED], "size__gt": ["Enter a number."]}),),
        (refusal("kind=x", {"kind": ["No."]}),),
        (f": the body is {{'kind': ['No.']}}, not {{'kind': ['{REFUSED}']}}",),
    ),
    Example(
        "unknown-choice",
        (page("", ALL[:1]), refusal("kind=99999999", {"kind": [REFUSED]})),
        (page("", ALL[:1]), page("kind=99999999", ())),
        ("status: kind=99999999 is unknown, and the status is 200, not 400",),
    ),
    Example(
        "error-body",
        (refusal("", {"detail": "Not found."}, 404, path="abc/"),),
        (refusal("", {"error": "Nope."}, 404, path="abc/"),),
        (": the body is {'error': 'Nope.'}, not {'detail': 'Not found.'}",),
    ),
    Example(
        "request-answered",
        (page("", ALL[:1]),),
        (refusal("", {}, 404),),
        ("status: the request returned 404, not 200",),
    ),
    Example(
        "format-refused",
        (WHOLE[0], refusal("format=xml", {"detail": "Not found."}, 404)),
        (page("format=xml", ALL[:1]),),
        ("status: this format is not available, and the status is 200, not 404",),
    ),
    Example(
        "accept-refused",
        (
            WHOLE[0],
            refusal(
                "",
                {"detail": "Could not satisfy the request Accept header."},
                406,
                request_headers=(("Accept", "image/png"),),
            ),
        ),
        (answer("", page("", ALL[:1]).json, request_headers=(("Accept", "image/png"),)),),
        ("status: this format is not available, and the status is 200, not 406",),
    ),
    Example(
        "allow-header",
        (page("", ALL[:1]),),
        (answer("", page("", ALL[:1]).json, headers=(*HEADERS[1:], ("Allow", "GET, POST"))),),
        ("header Allow: Allow is GET, POST, not GET",),
    ),
    Example(
        "vary-header",
        (page("", ALL[:1]),),
        (answer("", page("", ALL[:1]).json, headers=HEADERS[:2]),),
        ("header Vary: Vary is None, without Accept",),
    ),
    Example(
        "content-type",
        (page("", ALL[:1]),),
        (answer("", page("", ALL[:1]).json, headers=(HEADERS[0], HEADERS[2], ("Content-Type", "text/json"))),),
        ("header Content-Type: Content-Type is text/json, not application/json",),
    ),
    Example(
        "json-compact",
        (page("", (thing(1, name="Café"),)),),
        (
            answer("").__class__(
                "GET", LIST, 200, HEADERS, b'{"count": 0, "next": null, "previous": null, "results": []}'
            ),
        ),
        (": there is whitespace between JSON tokens",),
    ),
)

LENIENT = (
    *(
        Example(
            check,
            (*WHOLE, page(query, ALL[:3], count=4)),
            (*WHOLE, page(query, ALL[:2], count=2)),
            ("/count: the count is 2; without the ignored parameters it is 4",),
        )
        for check, query in (
            ("filter-unreadable", "ready=perhaps"),
            ("filter-empty", "name="),
            ("search-empty", "search="),
            ("parameter-undeclared", "colour=red"),
        )
    ),
    Example(
        "ordering-unknown",
        (*WHOLE, page("ordering=colour,id", ALL[:3], count=4)),
        (*WHOLE, refusal("ordering=colour", {"ordering": ["No."]})),
        ("status: the request returned 400, not 200",),
    ),
    Example(
        "format-empty",
        (*WHOLE, page("format=", tuple(thing(n, url=f"{LIST}{n}/?format=") for n in (1, 2, 3)), count=4)),
        (*WHOLE, refusal("format=", {"detail": "Not found."}, 404)),
        ("status: the request returned 404, not 200",),
    ),
    Example(
        "parameter-repeated",
        (READY_LIST, page("ready=false&ready=true", READY[:2]), page("ready=true", READY[:2])),
        (READY_LIST, page("ready=false&ready=true", READY[2:]), page("ready=true", READY[:2])),
        ("/results/0: this row is not what the request selects",),
    ),
    Example(
        "no-effect",
        (*WHOLE, page("ready=perhaps&colour=red", ALL[:3], count=4)),
        (*WHOLE, page("ready=perhaps&colour=red", ALL[:2], count=2)),
        (EFFECT,),
    ),
)

MORE = (
    Example(
        "field-value",
        (page("", ALL[:1]),),
        (page("", (thing(1, kind={"id": 1, "name": "Extraordinary"}),)),),
        ("/results/0/kind/name: 'Extraordinary' is too long",),
    ),
    Example(
        "undeclared-field",
        (page("", ALL[:1]),),
        (page("", (thing(1) | {"colour": "red"},)),),
        ("/results/0/colour: colour is not declared",),
    ),
    Example(
        "singleton-shape",
        (Exchange("GET", f"{HOST}/v1/kind/", 200, HEADERS, b'{"id":1,"name":"Plain"}'),),
        (Exchange("GET", f"{HOST}/v1/kind/", 200, HEADERS, b'{"id":1}'),),
        (": 'name' is a required property",),
    ),
    Example(
        "cross-origin",
        (answer("", page().json, headers=(*HEADERS, ("Access-Control-Allow-Origin", "*")), request_headers=ORIGIN),),
        (answer("", page().json, request_headers=ORIGIN),),
        ("header Access-Control-Allow-Origin: Access-Control-Allow-Origin is None, not *",),
    ),
    Example(
        "page-text",
        (copied(("Parameters", "kind, name, ready, size__gt"), ("Up to", "(max 5)")),),
        (copied(("Parameters", "colour, kind, name, ready"), ("Up to", "(max 4)")),),
        (
            "page text parameters: the page lists no filter size__gt",
            "page text maximum: the page says a maximum of 4 rows, not 5",
            "page text parameters: the page lists a filter colour, which is not declared",
        ),
    ),
    Example(
        "format-rows",
        (page("", ALL[:1]), shown(page("", ALL[:1]))),
        (page("", ALL[:1]), shown(page("", ()))),
        ("/count: the count is 0; another answer for the same list says 1",),
    ),
    Example(
        "format-values",
        (page("", ALL[:1]), shown(page("", ALL[:1]))),
        (page("", ALL[:1]), shown(page("", (thing(1, size=7),)))),
        (f"/results/0/size: size of Thing 1 (id 1) is 7; {LIST} shows 10",),
    ),
)

ANSWERS = (*BODIES, *REFUSALS, *LENIENT, *MORE)
